import { lineEnd } from '../../text/lines.ts';
import type { PyNode } from '../syntax/node.ts';
import { undecorated } from '../syntax/views.ts';
import { isDocstringOf } from './docstring.ts';
import { linesOf } from './row-lines.ts';
import { rowsOf } from './rows.ts';
import { lineTop } from './statement-lines.ts';

/** An empty line; one with a form feed parts pages and is not counted. */
const BLANK = /^[ \t]*\r?\n?$/;
const IMPORT = /import(_from)?_statement$/;

/** Where the empty lines above a line begin. */
export function blankStart(text: string, lineOffset: number): number {
  let start = lineOffset;
  while (start > lineTop(text, 0)) {
    const above = lineTop(text, start - 1);
    if (!BLANK.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

/** Where the empty lines that begin at a line end. */
export function blankEnd(text: string, lineOffset: number): number {
  let end = lineOffset;
  while (end < text.length && BLANK.test(text.slice(end, lineEnd(text, end)))) end = lineEnd(text, end);
  return end;
}

/** How many lines a stretch of text ends. */
export function countLines(text: string, start: number, end: number): number {
  return text.slice(start, end).split('\n').length - 1;
}

/**
 * How many empty lines belong between two statements of a body: around definitions as many as the body has between those it has, else two in a
 * module and one elsewhere; one below the docstring of a module or class and between imports and other code (PEP 8, PEP 257).
 */
export function gapBetween(above: PyNode | undefined, below: PyNode | undefined, body: PyNode): number {
  if (!above || !below) return 0;
  if (isDefinition(above) || isDefinition(below)) return usualGap(body) ?? (body.type === 'module' ? 2 : 1);
  if (isDocstringOf(above)) return body.parent?.type === 'function_definition' ? 0 : 1;
  return body.type === 'module' && IMPORT.test(above.type) && !IMPORT.test(below.type) ? 1 : 0;
}

function isDefinition(statement: PyNode): boolean {
  return /_definition$/.test(undecorated(statement).type);
}

/** The number of empty lines most often found between two definitions of a body; of equals the larger. */
function usualGap(body: PyNode): number | undefined {
  const counts = new Map<number, number>();
  const rows = rowsOf(body);
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    if (!before || !isDefinition(before.statements[0]) || !isDefinition(row.statements[0])) return;
    const { start } = linesOf(row);
    const gap = countLines(body.tree.text, blankStart(body.tree.text, start), start);
    counts.set(gap, (counts.get(gap) ?? 0) + 1);
  });
  return [...counts].sort(([a, timesA], [b, timesB]) => timesB - timesA || b - a)[0]?.[0];
}
