import type { Span } from '../../text/span.ts';

/** Where a value is: names of objects and indexes of arrays. */
export type JsonPath = readonly (string | number)[];

/** Plain data, as `JSON.parse` gives it. */
export type JsonData = string | number | boolean | null | readonly JsonData[] | { readonly [name: string]: JsonData };

/** A value as it is written. */
export type JsonNode = JsonScalar | JsonObject | JsonArray;

interface NodeBase {
  readonly path: JsonPath;
  readonly span: Span;
}

/** A string, number, boolean or `null`. */
export interface JsonScalar extends NodeBase {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

/** Named values between braces. */
export interface JsonObject extends NodeBase {
  readonly kind: 'object';
  readonly entries: readonly JsonEntry[];
}

/** Values between brackets. */
export interface JsonArray extends NodeBase {
  readonly kind: 'array';
  readonly items: readonly JsonItem[];
}

/** A comment, with its signs. */
export interface JsonComment {
  readonly span: Span;
  readonly text: string;
}

/** A value in a list, with what belongs to it. */
export interface JsonItem {
  readonly value: JsonNode;
  /** Of an entry: from its name. Without the comma. */
  readonly span: Span;
  readonly comma: Span | undefined;
  /** On lines of their own directly above. */
  readonly above: readonly JsonComment[];
  readonly trailing: JsonComment | undefined;
}

/** `"name": value`. */
export interface JsonEntry extends JsonItem {
  readonly name: string;
  /** With its quotes. */
  readonly nameSpan: Span;
}
