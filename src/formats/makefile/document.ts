import type { Span } from '../../text/span.ts';

/** A name in a rule, or a variable's value. */
export interface MakeWord {
  readonly text: string;
  readonly span: Span;
}

/** `NAME := value`, with continued lines. */
export interface MakeVariable {
  readonly name: string;
  readonly nameSpan: Span;
  readonly operator: string;
  readonly value: MakeWord;
  /** The whole lines. */
  readonly span: Span;
}

/** One script of a recipe: a line with what continues it, or all lines of a recipe that one shell runs. */
export interface RecipeScript {
  /** Without indentation and the marks `@`, `-`, `+`; ends before the line ending. */
  readonly span: Span;
  /** The whole lines. */
  readonly lines: Span;
}

/** `targets: prerequisites` and the recipe below. */
export interface MakeRule {
  readonly targets: readonly MakeWord[];
  readonly prerequisites: readonly MakeWord[];
  /** The line (with what continues it) that names targets and prerequisites, without its line ending. */
  readonly header: Span;
  readonly recipe: readonly RecipeScript[];
}

/** A Makefile or justfile, read. */
export interface Makefile {
  readonly text: string;
  readonly dialect: 'make' | 'just';
  readonly variables: readonly MakeVariable[];
  readonly rules: readonly MakeRule[];
  /** Commands outside recipes whose output is taken: `$(shell …)`, and backticks of a justfile. */
  readonly substitutions: readonly Span[];
  /** Recipes are run by something that is no POSIX shell. */
  readonly isForeign: boolean;
}
