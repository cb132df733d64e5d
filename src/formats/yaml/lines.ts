import { startsLine } from '../../text/indent.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import { contains, type Span } from '../../text/span.ts';
import type { YamlDocument } from './parse.ts';
import { partsOf } from './place.ts';
import type { YamlEntry, YamlItem, YamlMapping, YamlSequence } from './syntax.ts';

/** Where the line of an offset starts, behind a byte-order mark. */
function startOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return start === 0 && text.startsWith('\ufeff') && offset > 0 ? 1 : start;
}

/** How many characters stand before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - startOf(text, offset);
}

/** Where the lines of a block part begin: with its comments above, or with itself behind a dash. */
export function topOf(text: string, { above, span }: YamlEntry | YamlItem): number {
  return startsLine(text, span.start) ? startOf(text, above[0]?.span.start ?? span.start) : span.start;
}

/** Where the lines of a block part end, with the comments below that are indented further than it. */
export function bottomOf({ file }: YamlDocument, { span, value }: YamlEntry | YamlItem): number {
  const { text, comments } = file;
  const isEmpty = value.kind === 'scalar' && span.end > span.start && text[span.end - 1] === '\n';
  let end = isEmpty ? span.end : lineEnd(text, span.end);
  for (let at = end; at < text.length; at = lineEnd(text, at)) {
    const line = { start: at, end: lineEnd(text, at) };
    if (text.slice(line.start, line.end).trim() === '') continue;
    const comment = comments.find((one) => contains(line, one.span));
    if (!comment || !startsLine(text, comment.span.start) || columnOf(text, comment.span.start) <= columnOf(text, span.start)) break;
    end = line.end;
  }
  return end;
}

/** Whether the parts around an index are set apart by blank lines. */
export function isSetApart(document: YamlDocument, parent: YamlMapping | YamlSequence, index: number): boolean {
  const { text } = document.file;
  const parts = partsOf(parent);
  const gap = (one: YamlEntry | YamlItem | undefined, next: YamlEntry | YamlItem | undefined): boolean | undefined =>
    one && next && /\n[ \t]*\r?\n/.test(`\n${text.slice(bottomOf(document, one), topOf(text, next))}`);
  return gap(parts[index - 1], parts[index]) ?? gap(parts[index], parts[index + 1]) ?? gap(parts[index - 2], parts[index - 1]) ?? false;
}

/** Whole lines to take away, with blank lines that would be too many without them. */
export function withBlankLines(text: string, { start, end }: Span, isFirst: boolean): Span {
  const isBlank = (from: number): boolean => text.slice(from, lineEnd(text, from)).trim() === '';
  let below = end;
  while (below < text.length && isBlank(below)) below = lineEnd(text, below);
  const top = text.startsWith('\ufeff') ? 1 : 0;
  if (below >= text.length) {
    let above = start;
    while (above > top && isBlank(lineStart(text, above - 1))) above = Math.max(top, lineStart(text, above - 1));
    const isEnded = end === start || text[text.length - 1] === '\n';
    return { start: isEnded || above === top ? above : above - (text[above - 2] === '\r' ? 2 : 1), end: text.length };
  }
  const isApart = start <= top || isFirst || isBlank(lineStart(text, start - 1));
  return { start, end: isApart ? below : end };
}
