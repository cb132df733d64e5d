import type { Span } from '../../text/span.ts';
import type { TomlPath } from './data.ts';

/** A comment: its span starts at `#` and ends before the line ending; `text` is exactly that. */
export interface TomlComment {
  readonly span: Span;
  readonly text: string;
}

/** The comments that belong to something. */
export interface TomlComments {
  /** On lines of their own directly above, without a blank line between. */
  readonly above: readonly TomlComment[];
  /** At the end of its (last) line. */
  readonly trailing: TomlComment | undefined;
  /** Within it, but belonging to none of its parts: what is commented out, what a blank line sets apart. */
  readonly inside: readonly TomlComment[];
}

/** The form a value is written in. */
export type TomlScalarKind =
  | 'string' | 'integer' | 'float' | 'boolean' | 'offset-date-time' | 'local-date-time' | 'local-date' | 'local-time';

/** One part of a dotted key. */
export interface KeyPart {
  readonly name: string;
  readonly span: Span;
}

/** A value that has no parts. */
export interface Scalar {
  readonly kind: TomlScalarKind;
  readonly span: Span;
}

/** An array or an inline table: things between brackets, with commas. */
export interface List {
  readonly kind: 'array' | 'inline-table';
  readonly span: Span;
  readonly items: readonly Item[];
  /** Comments between the brackets that belong to no item. */
  readonly inside: readonly TomlComment[];
}

/** An element of an array (then without keys) or a `key = value` of an inline table. */
export interface Item {
  readonly keys: readonly KeyPart[];
  readonly span: Span;
  readonly value: Scalar | List;
  readonly comma: Span | undefined;
  readonly above: readonly TomlComment[];
  readonly trailing: TomlComment | undefined;
}

/** A `key = value` on lines of its own. */
export interface Line {
  readonly keys: readonly KeyPart[];
  /** From the top of the document. */
  readonly path: TomlPath;
  readonly span: Span;
  /** The whole lines, line ending included, without the comments above. */
  readonly lines: Span;
  readonly value: Scalar | List;
  readonly above: readonly TomlComment[];
  readonly trailing: TomlComment | undefined;
}

/** A `[table]` or `[[table]]` line. */
export interface Header {
  readonly array: boolean;
  readonly keys: readonly KeyPart[];
  readonly span: Span;
  readonly lines: Span;
  readonly above: readonly TomlComment[];
  readonly trailing: TomlComment | undefined;
}

/** A header with the lines up to the next one; the first section of a document has no header. */
export interface Section {
  readonly header: Header | undefined;
  /** With the index of the element where the table is one of an array. */
  readonly path: TomlPath;
  readonly entries: readonly Line[];
  readonly inside: readonly TomlComment[];
  /**
   * Whole lines: from the comments above the header to the last entry or the comments right under it. A comment that blank lines
   * set apart from both sides, after the last entry, belongs to no section. Empty where there is nothing.
   */
  readonly block: Span;
}
