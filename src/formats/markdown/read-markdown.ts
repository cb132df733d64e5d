import { fromMarkdown } from 'mdast-util-from-markdown';
import { embedded, nested, type Embedded, type EmbeddedPiece } from '../../text/embedded.ts';
import { lineAt, lineEnd, lineStart } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { codeLines } from './code-lines.ts';
import { mayHoldCode, partsOf } from './parts.ts';
import { addressesOutside, byPlace, type CodeBlock, type InlineCode, type Link, type Prose } from './prose.ts';

type Tree = ReturnType<typeof fromMarkdown>;
type Node = Tree | Tree['children'][number];

/**
 * Reads CommonMark for its code and its addresses. Fences within an indented block count as well: MkDocs has them there, in tabs and
 * admonitions. HTML is prose.
 */
export function readMarkdown(text: string): Prose {
  const { blocks, inline, links } = readParts(text, shownOf(text), [{ start: 0, end: text.length }]);
  links.push(...addressesOutside(text, [...blocks, ...inline, ...links].map(({ span }) => span)));
  return { text, blocks: blocks.sort(byPlace), inline, links: links.sort(byPlace) };
}

/**
 * The same without addresses. Parts of the text that hold no code are not read, which is much quicker; with `about` (not a global one) only those
 * that match it are, and, where parts cannot be told apart, all of the text.
 */
export function readMarkdownCode(text: string, about?: RegExp): Pick<Prose, 'blocks' | 'inline'> {
  const shown = shownOf(text);
  const isWanted = (part: string): boolean => mayHoldCode(part) && (about === undefined || about.test(part));
  const parts = partsOf(shown)?.filter(({ start, end }) => isWanted(shown.slice(start, end)));
  const { blocks, inline } = readParts(text, shown, parts ?? [{ start: 0, end: text.length }]);
  return { blocks: blocks.sort(byPlace), inline };
}

/** Emphasis is of no interest here, and takes long to find. */
const WITHOUT_EMPHASIS = { disable: { null: ['attention'] } };

/** Reads parts of a text that can be read by themselves, all in one go: beginning anew for each takes longer than most of them do. */
function readParts(text: string, shown: string, parts: readonly Span[]): { readonly blocks: CodeBlock[]; readonly inline: InlineCode[]; readonly links: Link[] } {
  const blocks: CodeBlock[] = [];
  const inline: InlineCode[] = [];
  const links: Link[] = [];
  const moves: { readonly from: number; readonly by: number }[] = [];
  let joined = '';
  for (const { start, end } of parts) {
    moves.push({ from: joined.length, by: start - joined.length });
    joined += shown.slice(start, end);
  }
  const look = (node: Node): void => {
    const within = spanOf(node);
    const by = moves.findLast(({ from }) => from <= within.start)?.by ?? 0;
    const span = { start: within.start + by, end: within.end + by };
    if (node.type === 'code') blocks.push(...codeBlocks(text, span, node.value, [node.lang, node.meta].filter(Boolean).join(' ')));
    if (node.type === 'inlineCode') inline.push(...inlineCode(text, span, node.value));
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') links.push(...link(text, span, node.url, lastInside(node) + by));
    if ('children' in node) node.children.forEach(look);
  };
  if (joined !== '') look(fromMarkdown(joined, { extensions: [WITHOUT_EMPHASIS] }));
  return { blocks, inline, links };
}

/** A text with what stands before its Markdown blanked out, so that everything else keeps its place. */
function shownOf(text: string): string {
  const hidden = frontMatter(text);
  return hidden === 0 ? text : text.slice(0, hidden).replace(/[^\r\n]/g, ' ') + text.slice(hidden);
}

/** The length of the YAML that many site makers want at the top. */
function frontMatter(text: string): number {
  return /^\ufeff?---[ \t]*\r?\n(?:[^\n]*\n)*?---[ \t]*(?:\r?\n|$)/.exec(text)?.[0].length ?? (text.startsWith('\ufeff') ? 1 : 0);
}

function spanOf({ position }: Node): Span {
  return { start: position?.start.offset ?? 0, end: position?.end.offset ?? 0 };
}

function codeBlocks(text: string, span: Span, value: string, info: string): CodeBlock[] {
  const fence = /^(?:`{3,}|~{3,})/.exec(text.slice(span.start, span.end))?.[0];
  const mark = fence?.[0] ?? '';
  const isClosing = (line: string): boolean => fence !== undefined && new RegExp(`^ {0,3}${mark}{${fence.length},}[ \\t]*$`).test(line);
  // An indented block begins behind its indentation, which is not part of its value.
  const start = fence === undefined ? lineStart(text, span.start) : lineEnd(text, span.start);
  const isEmpty = value === '' && !(fence !== undefined && lineEnd(text, start) < span.end);
  const read = codeLines(text, start, isEmpty ? [] : value.split(/\r?\n/), isClosing);
  if (!read) return [];
  const inner = fence === undefined && /^ {0,3}(?:```|~~~)/m.test(value) ? readMarkdown(value).blocks : [];
  if (inner.length > 0) return inner.flatMap((block) => inHost(text, read.code, block));
  return [{ language: languageOf(info), info, span, ...read }];
}

/** A block within an indented one, seen from the host. */
function inHost(text: string, outer: Embedded, block: CodeBlock): CodeBlock[] {
  const span = outer.spanOf(block.span);
  const lines = outer.spanOf(block.lines);
  return span && lines ? [{ ...block, span, lines: { start: lineStart(text, lines.start), end: lines.end }, code: nested(outer, block.code) }] : [];
}

/** `bash`, `{.bash #id}` (Pandoc), `{code-block} bash` (MyST), `bash,ignore`. */
function languageOf(info: string): string {
  const directive = /^\{(?:code-block|code|sourcecode|prompt|code-cell)\}\s*([^\s,{]*)/.exec(info)?.[1];
  const word = directive ?? /^\{?\s*\.?([^\s,{}]*)/.exec(info)?.[1] ?? '';
  return word.toLowerCase();
}

function inlineCode(text: string, span: Span, raw: string): InlineCode[] {
  const value = raw.replace(/\r?\n[ \t>]*/g, ' ');
  const written = text.slice(span.start, span.end);
  const ticks = /^`+/.exec(written)?.[0].length ?? 0;
  const pieces = foldedPieces(text, { start: span.start + ticks, end: span.end - ticks });
  const inner = pieces.map((piece) => piece.text).join('');
  const stripped = inner === ` ${value} ` ? trimmed(pieces) : pieces;
  if (stripped.map((piece) => piece.text).join('') !== value) return [];
  const isInTable = /^\s*\|/.test(lineAt(text, span.start));
  const encode = (code: string): string | undefined => (/[`\n]/.test(code) || (isInTable && code.includes('|')) ? undefined : code);
  return [{ span, code: embedded(stripped, encode) }];
}

/** A line break within inline code is a space, and so is what quotes and lists put before the next line. */
function foldedPieces(text: string, { start, end }: Span): EmbeddedPiece[] {
  const pieces: EmbeddedPiece[] = [];
  let at = start;
  for (const match of text.slice(start, end).matchAll(/\r?\n[ \t>]*/g)) {
    const here = start + match.index;
    pieces.push({ text: text.slice(at, here), span: { start: at, end: here } }, { text: ' ', span: { start: here, end: here + match[0].length } });
    at = here + match[0].length;
  }
  return [...pieces, { text: text.slice(at, end), span: { start: at, end } }];
}

/** Without the one space at each end that only keeps backticks apart. */
function trimmed(pieces: readonly EmbeddedPiece[]): EmbeddedPiece[] {
  return pieces.map(({ text, span }, index) => {
    const front = index === 0 && text.startsWith(' ') ? 1 : 0;
    const back = index === pieces.length - 1 && text.endsWith(' ') ? 1 : 0;
    return { text: text.slice(front, text.length - back), span: { start: span.start + front, end: span.end - back } };
  });
}

/** Where a link's own text ends, so that an address in it is not taken for the link's. */
function lastInside(node: Node): number {
  const last = 'children' in node ? node.children.at(-1) : undefined;
  return last && 'position' in last ? spanOf(last).end : spanOf(node).start;
}

function link(text: string, span: Span, url: string, after: number): Link[] {
  const isAuto = text[span.start] === '<';
  const at = text.indexOf(url, isAuto ? span.start : after);
  return url !== '' && at >= 0 && at + url.length <= span.end ? [{ url, span: { start: at, end: at + url.length } }] : [];
}
