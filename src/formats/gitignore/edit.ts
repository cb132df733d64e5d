import { deletion, insertion, type Edit } from '../../text/edit.ts';
import { lineEnd, lineEnding } from '../../text/lines.ts';
import { parseIgnore, type IgnoreLine } from './parse.ts';

/**
 * Adds patterns under a comment line with the given heading: to the block that has it, which ends at the next blank line, or as a new block
 * at the end. What the file says already, and takes back nowhere below, is not said again. Without a final newline it stays without one.
 */
export function appendPatterns(text: string, patterns: readonly string[], heading: string): Edit[] {
  const lines = parseIgnore(text);
  const wanted = patterns.filter((pattern, index) => !isSaid(lines, pattern) && patterns.indexOf(pattern) === index);
  if (wanted.length === 0) return [];
  const comment = heading.startsWith('#') ? heading : `# ${heading}`;
  const first = lines.findIndex(({ kind, text: line }) => kind === 'comment' && line.trimEnd() === comment);
  if (first >= 0) {
    const blank = lines.findIndex(({ kind }, index) => index > first && kind === 'blank');
    const last = lines.at(blank < 0 ? -1 : blank - 1);
    return [placeLines(text, last ? lineEnd(text, last.span.end) : text.length, wanted)];
  }
  const isFirst = lines.length === 0 || lines.at(-1)?.kind === 'blank';
  return [placeLines(text, text.length, [...(isFirst ? [] : ['']), comment, ...wanted])];
}

/** Takes a line away. A text without a final newline stays without one. */
export function removeLine(text: string, line: IgnoreLine): Edit[] {
  const { start } = line.span;
  const end = lineEnd(text, line.span.end);
  if (text.slice(0, end).endsWith('\n') || line.number === 1) return [deletion({ start, end })];
  return [deletion({ start: text[start - 2] === '\r' ? start - 2 : start - 1, end })];
}

function isSaid(lines: readonly IgnoreLine[], pattern: string): boolean {
  const at = lines.findLastIndex(({ kind, text }) => kind !== 'comment' && text.trimEnd() === pattern);
  return at >= 0 && !lines.some(({ kind }, index) => index > at && kind === 'negation');
}

/** Lines at the start of a line, or behind a last line that is not ended: then neither is the new last line. */
function placeLines(text: string, offset: number, lines: readonly string[]): Edit {
  const eol = lineEnding(text);
  const isEnded = offset === 0 || text[offset - 1] === '\n' || text.slice(0, offset) === '\ufeff';
  return insertion(offset, isEnded ? lines.map((line) => line + eol).join('') : lines.map((line) => eol + line).join(''));
}
