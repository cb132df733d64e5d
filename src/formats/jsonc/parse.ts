import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError, type SyntaxKind } from 'jsonc-parser';
import { startsLine } from '../../text/indent.ts';
import { lineEnd, lineEnding, lineStart, positionAt } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { JsonComment, JsonItem, JsonNode, JsonPath } from './syntax.ts';

/** A JSON text, read. */
export interface JsonDocument {
  readonly text: string;
  readonly root: JsonNode;
  readonly comments: readonly JsonComment[];
  readonly eol: '\n' | '\r\n';
}

/** Why a text is not JSON, as a full sentence; line and column from 1. */
export interface JsonProblem {
  readonly problem: string;
  readonly line: number;
  readonly column: number;
}

// The package declares these as `const enum`, which a bundler cannot see.
const COMMA: SyntaxKind = 5;
const LINE_COMMENT: SyntaxKind = 12;
const BLOCK_COMMENT: SyntaxKind = 13;
const END: SyntaxKind = 17;

/** Reads JSON, also with comments and with commas behind the last element. What JSON5 adds beyond that is a problem. */
export function parseJson(text: string): JsonDocument | JsonProblem {
  const errors: ParseError[] = [];
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  // A space in the place of the byte-order mark keeps all offsets.
  const body = mark === 0 ? text : ` ${text.slice(1)}`;
  let tree: Node | undefined;
  try {
    tree = parseTree(body, errors, { allowTrailingComma: true, disallowComments: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problem: 'The text is nested too deeply.', line: 1, column: 1 };
  }
  const [error] = errors;
  if (error || !tree) return { problem: sentence(error), ...positionAt(text, error?.offset ?? 0) };
  const { comments, commas } = trivia(body);
  return { text, comments, eol: lineEnding(text), root: readNode({ text: body, comments, commas }, tree, []) };
}

/** Whether a text could not be read. */
export function isJsonProblem(read: JsonDocument | JsonProblem): read is JsonProblem {
  return 'problem' in read;
}

/** The node at a path. Of a name given twice the last counts, as for every reader. */
export function jsonNodeAt(document: JsonDocument, path: JsonPath): JsonNode | undefined {
  let node: JsonNode | undefined = document.root;
  for (const step of path) {
    if (node?.kind === 'array') node = typeof step === 'number' ? node.items[step]?.value : undefined;
    else node = node?.kind === 'object' ? node.entries.findLast(({ name }) => name === step)?.value : undefined;
  }
  return node;
}

function sentence(error: ParseError | undefined): string {
  const words = error ? printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase() : 'value expected';
  return `This is not JSON: ${words}.`;
}

interface Source {
  readonly text: string;
  readonly comments: readonly JsonComment[];
  readonly commas: readonly number[];
}

function trivia(text: string): { readonly comments: readonly JsonComment[]; readonly commas: readonly number[] } {
  const scanner = createScanner(text);
  const comments: JsonComment[] = [];
  const commas: number[] = [];
  for (let kind = scanner.scan(); kind !== END; kind = scanner.scan()) {
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (kind === COMMA) commas.push(start);
    if (kind === LINE_COMMENT || kind === BLOCK_COMMENT) comments.push({ span: { start, end }, text: text.slice(start, end) });
  }
  return { comments, commas };
}

function readNode(source: Source, node: Node, path: JsonPath): JsonNode {
  const span = spanOf(node);
  const children = node.children ?? [];
  const items = (): (JsonItem & { readonly node: Node })[] => {
    const spans = children.map(spanOf);
    return children.map((child, index) => ({ node: child, ...itemAt(source, child, path, index, spans, span) }));
  };
  if (node.type === 'object') {
    const entries = items().map(({ node: property, ...item }) => {
      const [name] = property.children ?? [];
      return { ...item, name: String(name?.value), nameSpan: name ? spanOf(name) : item.span };
    });
    return { kind: 'object', path, span, entries };
  }
  if (node.type === 'array') return { kind: 'array', path, span, items: items().map(({ node: _, ...item }) => item) };
  return { kind: 'scalar', path, span, value: node.value as string | number | boolean | null };
}

function itemAt(source: Source, child: Node, path: JsonPath, index: number, spans: readonly Span[], list: Span): JsonItem {
  const [name, inner] = child.type === 'property' ? (child.children ?? []) : [];
  const span = spanOf(child);
  const until = spans[index + 1]?.start ?? list.end;
  const at = source.commas[firstAtLeast(source.commas, span.end)];
  const comma = at !== undefined && at < until ? { start: at, end: at + 1 } : undefined;
  const value = readNode(source, inner ?? child, [...path, name ? String(name.value) : index]);
  return { value, span, comma, above: above(source, span.start), trailing: trailing(source, comma?.end ?? span.end) };
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Comments on lines of their own, without a blank line between. */
function above({ text, comments }: Source, start: number): readonly JsonComment[] {
  const found: JsonComment[] = [];
  if (comments.length === 0 || !startsLine(text, start)) return found;
  let line = lineStart(text, start);
  for (const comment of comments.filter(({ span }) => span.end <= start).reverse()) {
    if (lineEnd(text, comment.span.end) !== line || !startsLine(text, comment.span.start) || text.slice(comment.span.end, line).trim() !== '') break;
    found.unshift(comment);
    line = lineStart(text, comment.span.start);
  }
  return found;
}

function trailing({ text, comments }: Source, end: number): JsonComment | undefined {
  const comment = comments.find(({ span }) => span.start >= end);
  if (!comment || /\n/.test(text.slice(end, comment.span.start)) || text.slice(end, comment.span.start).trim() !== '') return undefined;
  return text.slice(comment.span.end, lineEnd(text, comment.span.end)).trim() === '' ? comment : undefined;
}

function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}
