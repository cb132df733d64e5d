import type { AST } from 'toml-eslint-parser';
import { lineEnd, lineStart } from '../../text/lines.ts';
import { contains, type Span } from '../../text/span.ts';
import { shareComments, type Shared } from './comments.ts';
import type { TomlPath } from './data.ts';
import type { Header, Item, KeyPart, Line, List, Scalar, Section, TomlComment } from './syntax.ts';

/** The concrete syntax of a document: every section in order, and the comments that belong to none of them. */
export interface TomlSyntax {
  readonly sections: readonly Section[];
  readonly loose: readonly TomlComment[];
}

/** Turns the parser's tree into sections, lines and lists, with each comment where it belongs. */
export function readSyntax(text: string, program: AST.TOMLProgram): TomlSyntax {
  const comments = program.comments.map(({ range }) => ({ span: spanOf(range), text: text.slice(...range) }));
  const commas = program.tokens.filter(({ value, type }) => type === 'Punctuator' && value === ',').map(({ range }) => spanOf(range));
  const source: Source = { text, comments, commas, start: text.startsWith('\ufeff') ? 1 : 0 };
  const [top] = program.body;
  const parts: Part[] = top.body.flatMap((node): Part[] =>
    node.type === 'TOMLKeyValue' ? [{ node, span: spanOf(node.range) }] : [{ node, span: headerSpan(text, node) }, ...node.body.map((entry) => ({ node: entry, span: spanOf(entry.range) }))],
  );
  const outer = comments.filter(({ span }) => !parts.some((part) => contains(part.span, span)));
  const shared = shareComments(text, outer, parts.map(({ span }) => span), parts.map(({ span }) => span.end));
  return gather(source, parts, shared);
}

interface Source {
  readonly text: string;
  readonly comments: readonly TomlComment[];
  readonly commas: readonly Span[];
  /** Where the first line starts: behind a byte-order mark. */
  readonly start: number;
}

interface Part {
  readonly node: AST.TOMLKeyValue | AST.TOMLTable;
  readonly span: Span;
}

interface Group {
  readonly header: Header | undefined;
  readonly path: TomlPath;
  readonly entries: Line[];
}

/** Puts headers and entries together into sections. */
function gather(source: Source, parts: readonly Part[], shared: Shared): TomlSyntax {
  const groups: Group[] = [{ header: undefined, path: [], entries: [] }];
  parts.forEach(({ node, span }, index) => {
    const common = { keys: keysOf(node.key), span, lines: linesOf(source, span), above: shared.above[index] ?? [], trailing: shared.trailing[index] };
    if (node.type === 'TOMLTable') {
      groups.push({ header: { array: node.kind === 'array', ...common }, path: node.resolvedKey, entries: [] });
      return;
    }
    const group = groups.at(-1);
    const path = [...(group?.path ?? []), ...common.keys.map(({ name }) => name)];
    group?.entries.push({ ...common, path, value: valueOf(source, node.value) });
  });
  const sections = groups.map((group) => sectionOf(source, group, shared.rest));
  return { sections, loose: shared.rest.filter((comment) => !sections.some(({ inside }) => inside.includes(comment))) };
}

function sectionOf({ text, start }: Source, { header, path, entries }: Group, rest: readonly TomlComment[]): Section {
  const first = header ?? entries[0];
  const last = entries.at(-1) ?? header;
  if (!first || !last) return { header, path, entries, inside: [], block: { start, end: start } };
  const from = first.above[0] ? Math.max(start, lineStart(text, first.above[0].span.start)) : first.lines.start;
  let end = last.lines.end;
  for (const { span } of rest) if (span.start >= end && lineStart(text, span.start) === end) end = lineEnd(text, span.end);
  const block = { start: from, end };
  return { header, path, entries, inside: rest.filter(({ span }) => contains(block, span)), block };
}

function valueOf(source: Source, node: AST.TOMLContentNode): Scalar | List {
  if (node.type === 'TOMLValue') return { kind: node.kind, span: spanOf(node.range) };
  const span = spanOf(node.range);
  const nodes = node.type === 'TOMLArray' ? node.elements : node.body;
  const spans = nodes.map(({ range }) => spanOf(range));
  const commas = spans.map((item, index) => {
    const limit = spans[index + 1]?.start ?? span.end;
    return source.commas.find((comma) => comma.start >= item.end && comma.end <= limit);
  });
  const own = source.comments.filter((comment) => contains(span, comment.span) && !spans.some((item) => contains(item, comment.span)));
  const shared = shareComments(source.text, own, spans, spans.map((item, index) => commas[index]?.end ?? item.end));
  const items = nodes.map((item, index): Item => ({
    keys: item.type === 'TOMLKeyValue' ? keysOf(item.key) : [],
    span: spanOf(item.range),
    value: valueOf(source, item.type === 'TOMLKeyValue' ? item.value : item),
    comma: commas[index],
    above: shared.above[index] ?? [],
    trailing: shared.trailing[index],
  }));
  return { kind: node.type === 'TOMLArray' ? 'array' : 'inline-table', span, items, inside: shared.rest };
}

function keysOf(key: AST.TOMLKey): KeyPart[] {
  return key.keys.map((part) => ({ name: part.type === 'TOMLBare' ? part.name : part.value, span: spanOf(part.range) }));
}

/** From the first bracket to the last. The parser's own range goes on to the end of the table. */
function headerSpan(text: string, { range, key, kind }: AST.TOMLTable): Span {
  let end = key.range[1];
  for (let brackets = kind === 'array' ? 2 : 1; brackets > 0; brackets--) end = text.indexOf(']', end) + 1;
  return { start: range[0], end };
}

function linesOf({ text, start }: Source, span: Span): Span {
  return { start: Math.max(start, lineStart(text, span.start)), end: lineEnd(text, span.end) };
}

function spanOf([start, end]: readonly [number, number]): Span {
  return { start, end };
}
