import type { Span } from '../../text/span.ts';
import type { CommentReader } from './comments.ts';
import type { CST, Resolved } from './cst.ts';
import type { YamlEntry, YamlItem, YamlMapping, YamlNode, YamlPath, YamlScalar, YamlSequence } from './syntax.ts';

/** What reading nodes takes. */
export interface NodeSource {
  readonly text: string;
  readonly scalars: ReadonlyMap<CST.Token, Resolved>;
  readonly comments: CommentReader;
}

type Collection = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;
type Tokens = readonly CST.SourceToken[];
/** What every node has. */
type Own = Pick<YamlNode, 'path' | 'tag' | 'anchor'>;

const UNRESOLVED: Resolved = { style: 'plain', value: null, text: '' };

/** The node of a token with the tokens before it (anchor, tag). Where no token is, an empty scalar stands at `offset`. */
export function readNode(source: NodeSource, token: CST.Token | null | undefined, before: Tokens, offset: number, path: YamlPath): YamlNode {
  const own = { path, tag: propertyOf(before, 'tag'), anchor: propertyOf(before, 'anchor')?.slice(1) };
  switch (token?.type) {
    case 'block-map': return readMapping(source, token, own);
    case 'block-seq': return readSequence(source, token, own);
    case 'flow-collection': return token.start.type === 'flow-map-start' ? readMapping(source, token, own) : readSequence(source, token, own);
    case 'alias': return { kind: 'alias', name: token.source.slice(1), span: spanOf(token), path, tag: own.tag, anchor: own.anchor };
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
    case 'block-scalar': return readScalar(source, token, own);
    default: {
      const last = before.findLast(({ type }) => type === 'tag' || type === 'anchor');
      const at = last ? last.offset + last.source.length : offset;
      const value = own.tag === '!!str' || own.tag === '!' ? '' : null;
      return { kind: 'scalar', style: 'plain', value, text: '', span: { start: at, end: at }, path, tag: own.tag, anchor: own.anchor };
    }
  }
}

function readScalar({ text, scalars }: NodeSource, token: CST.FlowScalar | CST.BlockScalar, { path, tag, anchor }: Own): YamlScalar {
  const { style, value, text: decoded } = scalars.get(token) ?? UNRESOLVED;
  if (token.type !== 'block-scalar') return { kind: 'scalar', style, value, text: decoded, span: spanOf(token), path, tag, anchor };
  const header = token.props.find((one) => one.type === 'block-scalar-header')?.offset ?? token.offset;
  const bodyEnd = blockStart(token) + token.source.length;
  const keeps = /\+/.test(text.slice(header, text.indexOf('\n', header)));
  const content = text.slice(header, bodyEnd);
  const end = keeps ? content.replace(/\r?\n$/, '').length : content.trimEnd().length;
  return { kind: 'scalar', style, value, text: decoded, span: { start: header, end: header + Math.max(end, content.trimEnd().length) }, path, tag, anchor };
}

/** Where the lines of a block scalar begin, behind its header. */
function blockStart({ props, offset }: CST.BlockScalar): number {
  const last = props.at(-1);
  return last && 'source' in last ? last.offset + last.source.length : offset;
}

function readMapping(source: NodeSource, token: Collection, { path, tag, anchor }: Own): YamlMapping {
  const entries: YamlEntry[] = [];
  const isFlow = token.type === 'flow-collection';
  token.items.forEach((item, index) => {
    if (isPair(item)) entries.push(readEntry(source, item, path, isFlow ? commaAfter(token, index) : undefined, isFlow));
  });
  return { kind: 'mapping', isFlow, entries, span: collectionSpan(token, entries), path, tag, anchor };
}

function readSequence(source: NodeSource, token: Collection, { path, tag, anchor }: Own): YamlSequence {
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
    const part = { value, span: { start, end: value.span.end }, comma: isFlow ? commaAfter(token, at) : undefined };
    const { above, trailing } = source.comments.of(part, isFlow);
    items.push({ value, index, span: part.span, comma: part.comma, above, trailing });
  });
  return { kind: 'sequence', isFlow, items, span: collectionSpan(token, items), path, tag, anchor };
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
  const span = { start, end: Math.max(key.span.end, value.span.end) };
  const { above, trailing } = source.comments.of({ span, value, comma }, isFlow);
  return { key, name, value, comma, span, above, trailing };
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
