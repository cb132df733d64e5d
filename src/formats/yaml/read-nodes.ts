import type { Span } from '../../text/span.ts';
import type { CommentReader } from './comments.ts';
import type { CST, Resolved } from './cst.ts';
import type { YamlAlias, YamlEntry, YamlItem, YamlMapping, YamlNode, YamlPath, YamlScalar, YamlSequence } from './syntax.ts';

/** What reading nodes takes. */
export interface NodeSource {
  readonly text: string;
  readonly scalars: ReadonlyMap<CST.Token, Resolved>;
  readonly comments: CommentReader;
}

type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;
type Tokens = readonly CST.SourceToken[];

/** The node of a token with the tokens before it (anchor, tag). Where no token is, an empty scalar stands at `offset`. */
export function readNode(source: NodeSource, token: CST.Token | null | undefined, before: Tokens, offset: number, path: YamlPath): YamlNode {
  const own = { path, tag: propertyOf(before, 'tag'), anchor: propertyOf(before, 'anchor')?.slice(1) };
  switch (token?.type) {
    case 'block-map': return { ...own, ...readMapping(source, token, path) };
    case 'block-seq': return { ...own, ...readSequence(source, token, path) };
    case 'flow-collection': return { ...own, ...(token.start.type === 'flow-map-start' ? readMapping(source, token, path) : readSequence(source, token, path)) };
    case 'alias': return { ...own, kind: 'alias', name: token.source.slice(1), span: spanOf(token), } satisfies YamlAlias;
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
    case 'block-scalar': return { ...own, ...readScalar(source, token) } satisfies YamlScalar;
    default: {
      const last = before.findLast(({ type }) => type === 'tag' || type === 'anchor');
      const at = last ? last.offset + last.source.length : offset;
      const value = own.tag === '!!str' || own.tag === '!' ? '' : null;
      return { ...own, kind: 'scalar', style: 'plain', value, text: '', span: { start: at, end: at } };
    }
  }
}

function readScalar({ text, scalars }: NodeSource, token: CST.FlowScalar | CST.BlockScalar): Pick<YamlScalar, 'kind' | 'style' | 'value' | 'text' | 'span'> {
  const resolved = scalars.get(token) ?? { style: 'plain', value: null, text: '' };
  if (token.type !== 'block-scalar') return { kind: 'scalar', ...resolved, span: spanOf(token) };
  const header = token.props.find((one) => one.type === 'block-scalar-header')?.offset ?? token.offset;
  const bodyEnd = blockStart(token) + token.source.length;
  const keeps = /\+/.test(text.slice(header, text.indexOf('\n', header)));
  const content = text.slice(header, bodyEnd);
  const end = keeps ? content.replace(/\r?\n$/, '').length : content.trimEnd().length;
  return { kind: 'scalar', ...resolved, span: { start: header, end: header + Math.max(end, content.trimEnd().length) } };
}

/** Where the lines of a block scalar begin, behind its header. */
function blockStart({ props, offset }: CST.BlockScalar): number {
  const last = props.at(-1);
  return last && 'source' in last ? last.offset + last.source.length : offset;
}

function readMapping(source: NodeSource, token: Collection, path: YamlPath): Pick<YamlMapping, 'kind' | 'isFlow' | 'span' | 'entries'> {
  const entries: YamlEntry[] = [];
  const isFlow = token.type === 'flow-collection';
  token.items.forEach((item, index) => {
    if (isPair(item)) entries.push(readEntry(source, item, path, isFlow ? commaAfter(token, index) : undefined, isFlow));
  });
  return { kind: 'mapping', isFlow, entries, span: collectionSpan(token, entries) };
}

function readSequence(source: NodeSource, token: Collection, path: YamlPath): Pick<YamlSequence, 'kind' | 'isFlow' | 'span' | 'items'> {
  const items: YamlItem[] = [];
  const isFlow = token.type === 'flow-collection';
  token.items.forEach((item, at) => {
    const dash = item.start.find(({ type }) => type === 'seq-item-ind');
    const isItem = isFlow ? isPair(item) || item.value !== undefined : dash !== undefined;
    if (!isItem) return;
    const index = items.length;
    const here = [...path, index];
    const behind = dash ? dash.offset + 1 : endOf(item.start);
    const value = isFlow && isPair(item) ? pairAsMapping(source, item, here) : readNode(source, item.value, item.start, behind, here);
    const start = dash?.offset ?? firstProperty(item.start) ?? value.span.start;
    const part = { value, index, span: { start, end: value.span.end }, comma: isFlow ? commaAfter(token, at) : undefined };
    items.push({ ...part, ...source.comments.of(part, isFlow) });
  });
  return { kind: 'sequence', isFlow, items, span: collectionSpan(token, items) };
}

/** `[a: b]`: a pair in a flow sequence is a mapping of its own. */
function pairAsMapping(source: NodeSource, item: CST.CollectionItem, path: YamlPath): YamlMapping {
  const entry = readEntry(source, item, path, undefined, true);
  return { kind: 'mapping', isFlow: true, path, tag: undefined, anchor: undefined, span: entry.span, entries: [entry] };
}

function readEntry(source: NodeSource, item: CST.CollectionItem, path: YamlPath, comma: Span | undefined, isFlow: boolean): YamlEntry {
  const sep = item.sep ?? [];
  const question = item.start.find(({ type }) => type === 'explicit-key-ind');
  const colon = sep.find(({ type }) => type === 'map-value-ind');
  const key = readNode(source, item.key, item.start, colon?.offset ?? (question ? question.offset + 1 : endOf(item.start)), path);
  const name = key.kind === 'scalar' ? key.text : source.text.slice(key.span.start, key.span.end);
  const value = readNode(source, item.value, sep, colon ? colon.offset + 1 : key.span.end, [...path, name]);
  const start = question?.offset ?? firstProperty(item.start) ?? key.span.start;
  const part = { key, name, value, comma, span: { start, end: Math.max(key.span.end, value.span.end) } };
  return { ...part, ...source.comments.of(part, isFlow) };
}

function isPair(item: CST.CollectionItem): boolean {
  return item.key !== undefined || (item.sep ?? []).some(({ type }) => type === 'map-value-ind') || item.start.some(({ type }) => type === 'explicit-key-ind');
}

function commaAfter({ items }: Collection, index: number): Span | undefined {
  const comma = items[index + 1]?.start.find(({ type }) => type === 'comma');
  return comma && { start: comma.offset, end: comma.offset + 1 };
}

function collectionSpan(token: Collection, parts: readonly { readonly span: Span }[]): Span {
  if (token.type !== 'flow-collection') return { start: parts[0]?.span.start ?? token.offset, end: parts.at(-1)?.span.end ?? token.offset };
  const close = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
  return { start: token.start.offset, end: close ? close.offset + 1 : token.start.offset + 1 };
}

function propertyOf(tokens: Tokens, type: 'tag' | 'anchor'): string | undefined {
  return tokens.find((token) => token.type === type)?.source;
}

function firstProperty(tokens: Tokens): number | undefined {
  return tokens.find(({ type }) => type === 'tag' || type === 'anchor')?.offset;
}

function endOf(tokens: Tokens): number {
  const last = tokens.at(-1);
  return last ? last.offset + last.source.length : 0;
}

function spanOf({ offset, source }: { readonly offset: number; readonly source: string }): Span {
  return { start: offset, end: offset + source.length };
}
