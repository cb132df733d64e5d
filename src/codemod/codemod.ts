import type { Safety } from '../patch/finding.ts';
import type { RepositoryView } from './view.ts';
import type { Task } from './task.ts';

/** One step of a codemod: looks at the task's repository, flags and changes. Synchronous, a function of the snapshot and nothing else. */
export type Step<O> = (task: Task<O>) => void;

/** A rewriting of a repository toward rules of a standard. The metadata is literal: documentation is generated from it. */
export interface Codemod<O = unknown> {
  /** Equals the folder name: lower-case words joined by hyphens. */
  readonly id: string;
  /** Imperative, no full stop: the commit subject and the README's title. */
  readonly title: string;
  /** Markdown: why the standard asks for it. Becomes README and pull request text. */
  readonly why: string;
  readonly links?: readonly string[];
  /** The rules it looks after; the first is the rule of a finding that names none. */
  readonly rules: readonly [string, ...string[]];
  /** The least safe change it makes. */
  readonly safety: Exclude<Safety, 'manual'>;
  /** The name under which it and others can be asked for together, where they are steps of one change: each still makes its own patch. */
  readonly partOf?: string;
  /** Codemods that come first when both are in a plan. */
  readonly after?: readonly string[];
  /** Codemods that go the opposite way: never in one plan. */
  readonly against?: readonly string[];
  /** Whether it runs only when somebody names it, in `only` or in `also` of `pystd.toml`: its change is larger than a whole plan should bring along. */
  readonly onRequest?: boolean;
  /** The defaults of all options. */
  readonly options: O;
  /**
   * Options that follow the standard, each with the parameter of a rule it takes its value from: `{ module: 'structure/config-module.path' }`.
   * Parameters of rules that a standard only assumes count as well.
   */
  readonly parameters?: Readonly<Partial<Record<keyof O & string, string>>>;
  /** A cheap question: whether the repository can hold anything this codemod looks for. */
  applies(view: RepositoryView): boolean;
  /** Between steps the changes so far are applied and everything is read anew. */
  readonly run: Step<O> | readonly Step<O>[];
}

/** Gives a codemod its types. */
export function defineCodemod<O>(codemod: Codemod<O>): Codemod<O> {
  return codemod;
}
