import type { EmbeddedPiece } from '../../text/embedded.ts';
import { lineEnd } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { YamlScalar } from './syntax.ts';

/** What a scalar is made of, piece by piece: together exactly its text. `undefined` when this reader cannot follow how it is written. */
export function piecesOf(host: string, node: YamlScalar): readonly EmbeddedPiece[] | undefined {
  for (const pieces of candidates(host, node)) {
    if (pieces.map(({ text }) => text).join('') === node.text) return pieces;
  }
  return undefined;
}

function* candidates(host: string, node: YamlScalar): Generator<readonly EmbeddedPiece[]> {
  const { style, span } = node;
  if (style === 'plain') yield flowPieces(host, span, /[^\s\S]/y);
  else if (style === 'single') yield flowPieces(host, inside(span), /''/y);
  else if (style === 'double') yield flowPieces(host, inside(span), /\\(?:x..|u.{4}|U.{8}|\r?\n[ \t]*|[^])/y);
  else for (const indent of indentsOf(host, node)) yield blockPieces(blockLines(host, node, indent), node);
}

function inside({ start, end }: Span): Span {
  return { start: start + 1, end: end - 1 };
}

/** The pieces of a plain or quoted scalar: line breaks fold into a space, or into one less than there are. */
function flowPieces(host: string, { start, end }: Span, escape: RegExp): EmbeddedPiece[] {
  const pieces: EmbeddedPiece[] = [];
  const breaks = /[ \t]*\r?\n(?:[ \t]*\r?\n)*[ \t]*/y;
  let run = start;
  for (let at = start; at < end; ) {
    const special = matchAt(host, escape, at);
    const fold = special === undefined ? matchAt(host, breaks, at) : undefined;
    const written = special ?? fold;
    if (written === undefined) {
      at++;
      continue;
    }
    if (at > run) pieces.push({ text: host.slice(run, at), span: { start: run, end: at } });
    run = at + written.length;
    pieces.push({ text: special === undefined ? folded(written) : unescaped(written), span: { start: at, end: run } });
    at = run;
  }
  if (end > run) pieces.push({ text: host.slice(run, end), span: { start: run, end } });
  return pieces;
}

function matchAt(host: string, pattern: RegExp, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(host)?.[0];
}

function folded(written: string): string {
  const count = written.split('\n').length - 1;
  return count === 1 ? ' ' : '\n'.repeat(count - 1);
}

const ESCAPES: Readonly<Record<string, string>> = {
  0: '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
};

function unescaped(written: string): string {
  if (written === "''") return "'";
  const sign = written[1] ?? '';
  if (/[\r\n]/.test(sign)) return '';
  if (/[xuU]/.test(sign)) {
    const code = Number.parseInt(written.slice(2), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  }
  return ESCAPES[sign] ?? sign;
}

/** A line of a block scalar without its indentation. */
interface BlockLine extends EmbeddedPiece {
  /** With the line's own ending; empty at the end of a text that does not end its last line. */
  readonly eol: Span;
}

/** Indentations the block may have: usually that of its first line with content, less where the header says so. */
function indentsOf(host: string, node: YamlScalar): readonly number[] {
  const first = blockLines(host, node, 0).find(({ text }) => text.trim() !== '')?.text ?? '';
  const most = first.length - first.trimStart().length;
  return Array.from({ length: most + 1 }, (_, less) => most - less);
}

/** The lines of a block scalar, to that on which its span ends. */
export function blockLines(host: string, { span }: YamlScalar, indent: number): readonly BlockLine[] {
  const lines: BlockLine[] = [];
  const end = lineEnd(host, span.end);
  for (let at = lineEnd(host, span.start); at < end; ) {
    const next = lineEnd(host, at);
    const length = host.slice(at, next).replace(/\r?\n$/, '').length;
    const start = at + Math.min(indent, length, /^ */.exec(host.slice(at, at + length))?.[0].length ?? 0);
    lines.push({ text: host.slice(start, at + length), span: { start, end: at + length }, eol: { start: at + length, end: next } });
    at = next;
  }
  return lines;
}

function blockPieces(lines: readonly BlockLine[], { style, text }: YamlScalar): EmbeddedPiece[] {
  const pieces: EmbeddedPiece[] = [];
  const isFolding = (line: BlockLine | undefined): boolean => style === 'folded' && line !== undefined && !/^[ \t]/.test(line.text);
  let last: BlockLine | undefined;
  let breaks: Span[] = [];
  for (const line of lines) {
    if (line.text !== '') {
      pieces.push(...breakPieces(breaks, last !== undefined && isFolding(last) && isFolding(line)), line);
      last = line;
      breaks = [];
    }
    breaks.push(line.eol);
  }
  const kept = /\n*$/.exec(text)?.[0].length ?? 0;
  return [...pieces, ...breakPieces(breaks.slice(0, kept), false)];
}

function breakPieces(breaks: readonly Span[], isFolded: boolean): EmbeddedPiece[] {
  if (!isFolded) return breaks.map((span) => ({ text: '\n', span }));
  const [first] = breaks;
  const last = breaks.at(-1);
  if (!first || !last) return [];
  return [{ text: breaks.length === 1 ? ' ' : '\n'.repeat(breaks.length - 1), span: { start: first.start, end: last.end } }];
}
