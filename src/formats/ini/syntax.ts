import type { Span } from '../../text/span.ts';

/** A file as Python's `configparser` reads it. */
export interface IniFile {
  readonly text: string;
  readonly sections: readonly IniSection[];
  readonly comments: readonly IniComment[];
  readonly eol: '\n' | '\r\n';
}

/** A `[header]` with what is below it. */
export interface IniSection {
  readonly name: string;
  /** The whole line of the header. */
  readonly header: Span;
  readonly options: readonly IniOption[];
}

/** `name = value`, the value on one line or on several. */
export interface IniOption {
  /** In lower case, by which it is asked for. */
  readonly name: string;
  /** As it is written. */
  readonly key: string;
  readonly keySpan: Span;
  /** The sign with the space around it: ` = `, `:`. */
  readonly delimiter: string;
  /** Joined by `\n`, blank lines at the end left out; interpolation is left alone. */
  readonly value: string;
  /** The first is that beside the key, empty when the value begins below. Blank lines at the end are not among them. */
  readonly lines: readonly IniLine[];
  /** The whole lines, from the key to the last line of the value. */
  readonly span: Span;
  /** Comments on lines of their own directly above. */
  readonly above: readonly IniComment[];
}

/** One line of a value, without the space around it. */
export interface IniLine {
  readonly text: string;
  readonly span: Span;
}

/** A line that begins with `#` or `;`. */
export interface IniComment {
  readonly text: string;
  readonly span: Span;
}

/** Why a text cannot be read, as a full sentence. */
export interface IniProblem {
  readonly problem: string;
  /** From 1. */
  readonly line: number;
}
