import type { DeclaredAnswers, FollowUp } from '../patch/patch-set.ts';
import type { Safety } from '../patch/finding.ts';
import type { RepoPath } from '../repo/path.ts';
import type { Span } from '../text/span.ts';
import type { Editor } from './editor.ts';
import type { RepositoryView } from './view.ts';

/** Where in the repository something is. */
export interface Place {
  readonly path: RepoPath;
  readonly span: Span;
}

/** What else may be said of a finding. */
export interface About {
  /** The rule it breaks; without it the codemod's first. */
  readonly rule?: string;
  /** How much trust its change asks for; without it the codemod's own. */
  readonly safety?: Exclude<Safety, 'manual'>;
}

/** What a codemod works with: a repository to look at, and the only ways to change it. */
export interface Task<O> extends RepositoryView {
  readonly options: Readonly<O>;
  /** Whether the standard in force asks for this rule. */
  wants(rule: string): boolean;
  /**
   * One finding with the change that mends it: all of the change or none. When an operation of the editor refuses, the finding
   * stays for a person and carries the reason. `message` is a full sentence for the reviewer.
   */
  change(at: Place, message: string, edit: (editor: Editor) => void, about?: About): void;
  /** One finding for a person. */
  flag(at: Place, message: string, about?: About): void;
  /** A full sentence on what the reviewer of the patch should look at. Shown only when there is a patch. */
  note(sentence: string): void;
  /** Says which paths the changes add to what applications answer, or take away, and which statuses become others: evidence refuses a patch that changes anything else of it. */
  declare(answers: Partial<DeclaredAnswers>): void;
  /** A command for a person to run, after applying the patch where there is one. */
  followUp(followUp: FollowUp): void;
}

/** The top of a file, also of one that does not exist yet. */
export function topOf(path: RepoPath): Place {
  return { path, span: { start: 0, end: 0 } };
}
