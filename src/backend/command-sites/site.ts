import type { Arg, Setting, Word } from '../../packaging/commands/index.ts';
import type { Problem } from '../../packaging/problem.ts';
import type { RepoPath } from '../../repo/path.ts';
import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';

/** A word with its place in the file. */
export interface SiteWord extends Word {
  readonly span: Span;
}

/** A command line somewhere in a file. Edits are those of the file. */
export interface CommandSite {
  readonly path: RepoPath;
  readonly setting: Setting;
  /** `argv`: a list of strings, which no shell reads. */
  readonly form: 'shell' | 'argv';
  /** From the first assignment, prefix or word to the last word or redirection. */
  readonly span: Span;
  /** What is run, with its arguments. */
  readonly words: readonly SiteWord[];
  /** `NAME=value` before it, `export` not included. */
  readonly assignments: readonly SiteWord[];
  /** `sudo`, `env`, `exec`, … with their options. */
  readonly prefix: readonly SiteWord[];
  /** Whether its output is taken: `$(…)`, backticks, a pipe. */
  readonly isCaptured: boolean;
  /** `$(…)` or backticks that hold this command and nothing else. */
  readonly substitution: Span | undefined;
  /**
   * The folder it works in, as the file tells it (`cd till &&`, `working-directory`): from where its host starts, `''` there. `undefined` when
   * the file leads somewhere that cannot be read off it.
   */
  readonly folder: string | undefined;
  /** Puts other commands in its place; several are joined with `&&`. */
  replace(commands: readonly (readonly Arg[])[]): readonly Edit[] | Problem;
  /** Takes it away with what joins it to its neighbours. */
  remove(): readonly Edit[] | Problem;
}
