import type { Span } from '../../text/span.ts';
import type { TomlData, TomlPath, TomlTableData } from './data.ts';
import type { TomlSyntax } from './read-syntax.ts';
import type { Item, Line, List, Section, TomlComments, TomlScalarKind } from './syntax.ts';

/** A TOML 1.0 text, read: what it means and where everything stands. */
export interface TomlDocument {
  readonly text: string;
  readonly data: TomlTableData;
  /** The whole document as a table. */
  readonly root: TomlTable;
  /** The node at a path, however it is written: under a header, with a dotted key, inline. */
  get(path: TomlPath): TomlNode | undefined;
  /** The concrete syntax, for edit makers. */
  readonly syntax: TomlSyntax;
  readonly eol: '\n' | '\r\n';
}

/** Why a text is not TOML 1.0: line and column from 1. */
export interface TomlProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Something that has a path in a document. `role` says how it is written, `kind` what it is. */
export type TomlNode = TomlEntry | TomlElement | TomlTable | TomlTableArray;

interface NodeBase {
  readonly path: TomlPath;
  readonly value: TomlData;
  /** The value as written. For a table: from its header, or its first part, to the end of its own last entry. */
  readonly span: Span;
  /** What to take away or move as a whole, without the comments above: see each role. */
  readonly entrySpan: Span;
  readonly comments: TomlComments;
  /** In the order of the document, by key or index. */
  readonly children: ReadonlyMap<string | number, TomlNode>;
}

/** A place in an array or inline table. */
export interface ListPlace {
  readonly list: List;
  readonly index: number;
  /** The path of the list. */
  readonly path: TomlPath;
}

/** `key = value`, on lines of its own (then `entrySpan` is these whole lines) or in an inline table. */
export interface TomlEntry extends NodeBase {
  readonly role: 'entry';
  readonly kind: TomlScalarKind | 'array' | 'inline-table';
  /** The key as written, dots and quotes included. */
  readonly keySpan: Span;
  readonly syntax: Line | Item;
  /** The inline table it is in; `undefined` for one on lines of its own. */
  readonly within: ListPlace | undefined;
}

/** An element of an array; `entrySpan` takes in its comma. */
export interface TomlElement extends NodeBase {
  readonly role: 'element';
  readonly kind: TomlScalarKind | 'array' | 'inline-table';
  readonly syntax: Item;
  readonly within: ListPlace;
}

/**
 * A table that is not inline. `header`: it has a `[line]` of its own, and `entrySpan` is the whole lines of that section. `dotted`: it is
 * there because of dotted keys. `implicit`: because of the headers of its sub-tables. `root`: the document.
 */
export interface TomlTable extends NodeBase {
  readonly role: 'table';
  readonly kind: 'table';
  readonly form: 'root' | 'header' | 'dotted' | 'implicit';
  /** The key between the brackets, `undefined` without a header of its own. */
  readonly keySpan: Span | undefined;
  /** Its own section, for `root` and `header`. */
  readonly section: Section | undefined;
}

/** All `[[tables]]` of one name; their children are tables. */
export interface TomlTableArray extends NodeBase {
  readonly role: 'tables';
  readonly kind: 'array-of-tables';
}
