import type { Language } from 'web-tree-sitter';

/** What the grammar says of all nodes of one kind. Asking WebAssembly once for each kind spares asking for each node. */
export interface NodeKind {
  readonly type: string;
  readonly named: boolean;
  /** Punctuation or a keyword, written as its type says. */
  readonly isToken: boolean;
  /** Whether such nodes surely have no children. */
  readonly isLeaf: boolean;
}

/** Named nodes that are one token. */
const LEAVES: ReadonlySet<string> = new Set([
  'identifier', 'integer', 'float', 'true', 'false', 'none', 'ellipsis', 'comment', 'string_start', 'string_end', 'escape_sequence',
  'escape_interpolation', 'type_conversion', 'line_continuation',
]);

/** Two tokens that the grammar calls one. */
const PAIRS: ReadonlySet<string> = new Set(['is not', 'not in']);

/** Nodes the grammar has no number for. */
const ERROR: NodeKind = { type: 'ERROR', named: true, isToken: false, isLeaf: false };

const known = new WeakMap<Language, NodeKind[]>();

/** The kind with a number of the grammar's. */
export function nodeKind(language: Language, id: number): NodeKind {
  if (id >= language.types.length) return ERROR;
  const kinds = known.get(language) ?? [];
  known.set(language, kinds);
  return (kinds[id] ??= readKind(language, id));
}

function readKind(language: Language, id: number): NodeKind {
  const type = language.types[id] ?? 'ERROR';
  const named = language.nodeTypeIsNamed(id);
  const isToken = !named && !PAIRS.has(type);
  return { type, named, isToken, isLeaf: isToken || LEAVES.has(type) };
}
