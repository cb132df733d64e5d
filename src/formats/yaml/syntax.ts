import type { Span } from '../../text/span.ts';

/** Where a value is: names of mappings and indexes of sequences, from the top of one document. */
export type YamlPath = readonly (string | number)[];

/** What a scalar means by the core schema of YAML 1.2. */
export type YamlScalarValue = string | number | boolean | null;

/** How a scalar is written. A value that is not written at all is an empty `plain` one. */
export type YamlStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** A comment: its span starts at `#` and ends before the line ending. */
export interface YamlComment {
  readonly span: Span;
  readonly text: string;
}

/** A value as it is written: aliases and merge keys are not followed here. */
export type YamlNode = YamlScalar | YamlMapping | YamlSequence | YamlAlias;

interface NodeBase {
  readonly path: YamlPath;
  /** Without anchor, tag and comments. A block collection ends with its last value; a block scalar with its last line of content, its line ending not included. */
  readonly span: Span;
  /** As written: `!Ref`, `!!str`. */
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
}

/** A value without parts. */
export interface YamlScalar extends NodeBase {
  readonly kind: 'scalar';
  readonly style: YamlStyle;
  readonly value: YamlScalarValue;
  /** What is written, decoded but not interpreted: `3.10` stays `3.10`. */
  readonly text: string;
}

/** `name: value` pairs, on lines of their own or between braces. */
export interface YamlMapping extends NodeBase {
  readonly kind: 'mapping';
  readonly isFlow: boolean;
  readonly entries: readonly YamlEntry[];
}

/** Values behind dashes or between brackets. */
export interface YamlSequence extends NodeBase {
  readonly kind: 'sequence';
  readonly isFlow: boolean;
  readonly items: readonly YamlItem[];
}

/** `*name`: what stands at the anchor of that name. */
export interface YamlAlias extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
}

/** What entries and items have in common. */
export interface YamlPart {
  readonly value: YamlNode;
  /** From its first sign (key, `?`, dash) to the end of its value. */
  readonly span: Span;
  /** The comma behind it in a flow collection. */
  readonly comma: Span | undefined;
  /** On lines of their own directly above, indented alike. */
  readonly above: readonly YamlComment[];
  /** At the end of its first line for a block collection, otherwise of its last. */
  readonly trailing: YamlComment | undefined;
}

/** One pair of a mapping. */
export interface YamlEntry extends YamlPart {
  readonly key: YamlNode;
  /** The decoded text of the key; the key as it is written where it is no scalar. */
  readonly name: string;
}

/** One value of a sequence. */
export interface YamlItem extends YamlPart {
  readonly index: number;
}
