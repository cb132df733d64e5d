import { insertion, type Edit } from '../../text/edit.ts';
import { lineEnding } from '../../text/lines.ts';
import { parseDotenv, type DotenvLine } from './parse.ts';

/** What is added: comment lines (each with its `#`) and the assignment, or a heading; without line endings. */
export type DotenvBlock = readonly string[];

/**
 * Adds blocks behind one line of the file, each as the file sets its own apart: with a blank line between where commented variables have one.
 * `behind` is a line of `parseDotenv`.
 */
export function insertBlocks(text: string, behind: DotenvLine, blocks: readonly DotenvBlock[]): Edit[] {
  const gap = isSpaced(parseDotenv(text));
  return [placeBehind(text, behind.end, blocks.flatMap((block) => [...(gap ? [''] : []), ...block]))];
}

/** Adds blocks at the end of the file, behind a blank line. The first may be a heading: then nothing comes between it and the next. */
export function appendBlocks(text: string, heading: DotenvBlock, blocks: readonly DotenvBlock[]): Edit[] {
  const lines = parseDotenv(text);
  const gap = isSpaced(lines);
  const last = lines.findLast(({ kind }) => kind !== 'blank');
  const inner = blocks.flatMap((block, index) => [...(gap && index > 0 ? [''] : []), ...block]);
  const between = gap && heading.length > 0 ? [''] : [];
  if (!last) return [insertion(text.length, [...heading, ...between, ...inner, ''].join(lineEnding(text)))];
  return [placeBehind(text, last.end, ['', ...heading, ...between, ...inner])];
}

/** Whether the file sets its commented variables apart with blank lines. */
export function isSpaced(lines: readonly DotenvLine[]): boolean {
  const ends = lines.flatMap(({ kind }, index) => (kind === 'variable' && lines[index - 1]?.kind === 'comment' && lines[index + 1] !== undefined ? [lines[index + 1]?.kind === 'blank'] : []));
  return ends.length > 0 && ends.filter(Boolean).length * 2 > ends.length;
}

/** Whole lines behind the end of a line. A last line without an ending stays without one. */
function placeBehind(text: string, end: number, lines: readonly string[]): Edit {
  const eol = lineEnding(text);
  return insertion(end, lines.map((line) => eol + line).join(''));
}
