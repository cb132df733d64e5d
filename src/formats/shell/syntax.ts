import type { Span } from '../../text/span.ts';

/**
 * What differs from a plain script. `dockerfile`: comment lines and blank lines go unseen inside a continued command.
 * `make`: `$$` is the shell's `$`, and `$(…)`, `${…}`, `$x` are make's own.
 */
export type ShellDialect = 'plain' | 'dockerfile' | 'make';

/** A part of a script. Together, in order, tokens are the whole text. `space` takes in line continuations; `heredoc` is body and end line. */
export interface ShellToken {
  readonly kind: 'word' | 'operator' | 'newline' | 'space' | 'comment' | 'heredoc';
  readonly span: Span;
}

/** A word as written, and what it is after quote removal. */
export interface ShellWord {
  readonly span: Span;
  readonly raw: string;
  /** `undefined` when the word holds expansions (`$x`, `$(…)`, `${{ … }}`, `{posargs}`, `~`, `{a,b}`). Patterns (`*.py`) count as themselves. */
  readonly value: string | undefined;
}

/** `2> file`, `< file`, `<<EOF`. */
export interface ShellRedirection {
  readonly span: Span;
  /** Without the number: `>`, `>>`, `>&`, `<`, `<<`, … */
  readonly operator: string;
  readonly target: ShellWord | undefined;
}

/** What stands between two commands of a list. */
export type ShellJoint = '&&' | '||' | ';' | '|' | '|&' | '&' | '\n';

/** One simple command. */
export interface ShellCommand {
  /** From the first assignment or word to the last word or redirection. */
  readonly span: Span;
  readonly assignments: readonly ShellWord[];
  /** `sudo -E`, `env`, `exec`, `time`, `xargs -n 1`, … with their options, and assignments behind them. */
  readonly prefix: readonly ShellWord[];
  /** What is run. Empty when there are assignments or redirections only. */
  readonly words: readonly ShellWord[];
  readonly redirections: readonly ShellRedirection[];
  /** What joins it to the command before it in its list, and to the next one. */
  readonly joinedBy: ShellJoint | undefined;
  readonly followedBy: ShellJoint | undefined;
  readonly place: ShellEntry;
}

/** A command of a list: a simple one, or something compound as a whole (`( … )`, `if … fi`). */
export interface ShellEntry {
  readonly list: ShellList;
  readonly index: number;
  readonly span: Span;
  /** Behind `!`. */
  readonly negated: boolean;
  readonly joinedBy: ShellJoint | undefined;
  /** `undefined` for a compound command. */
  readonly command: ShellCommand | undefined;
}

/** Commands in a row. `condition`: between `if` or `while` and what depends on it. `body`: it may not become empty. */
export interface ShellList {
  readonly owner: 'script' | 'substitution' | 'condition' | 'body';
  readonly entries: readonly ShellEntry[];
  /** What stands behind the last entry, when that ends a command. */
  readonly end: ShellJoint | undefined;
}

/** A script, read. */
export interface ShellScript {
  readonly text: string;
  readonly dialect: ShellDialect;
  /** Every simple command in the order of the text, those in substitutions and bodies included. */
  readonly commands: readonly ShellCommand[];
  /** Why the text is not understood as a whole, so that nothing in it should be edited. A full sentence. */
  readonly trouble: string | undefined;
}
