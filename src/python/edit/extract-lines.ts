import { applyEdits } from '../../text/apply.ts';
import type { PyNode } from '../syntax/node.ts';
import { withDecorators } from '../syntax/views.ts';
import type { Refused } from './arguments.ts';
import { isBareString } from './docstring.ts';
import { reindent } from './reindent.ts';
import { indentOf, linesOf } from './row-lines.ts';
import { codeEnd, rowOf } from './rows.ts';

/**
 * The text of a statement with what belongs to it, as code at the margin with `\n` at its line ends: parsed, it can be inserted elsewhere. A
 * statement that shares its line comes alone; a docstring whose further lines are indented with it loses that indentation. Refused: lines of one block that
 * are indented with different white space.
 */
export function extractLines(statement: PyNode): { readonly code: string } | Refused {
  const whole = withDecorators(statement);
  const row = rowOf(whole);
  const { tree } = row.block;
  if (row.statements.length > 1 || row.place !== 'line') return { code: atUnixEnds(tree.text.slice(whole.start, codeEnd(whole))) };
  const lines = linesOf(row);
  const indent = indentOf(row);
  if (isBareString(whole) && isEven(tree.text.slice(lines.start, lines.end), indent)) return { code: atTheMargin(tree.text.slice(lines.start, lines.end), indent) };
  const edits = reindent(tree, lines, indent, '');
  if ('refused' in edits) return edits;
  const kept = edits.map(({ span, text }) => ({ span: { start: span.start - lines.start, end: span.end - lines.start }, text }));
  return { code: atTheMargin(applyEdits(tree.text.slice(lines.start, lines.end), kept), '') };
}

/** Whether all lines are indented at least so far: then taking it off leaves a docstring what it is to its readers. */
function isEven(text: string, indent: string): boolean {
  return text.split('\n').every((line) => line.trim() === '' || line.startsWith(indent));
}

/** Lines without this indentation, where they have it, and without the last line break. */
function atTheMargin(text: string, indent: string): string {
  const lines = atUnixEnds(text).replace(/\n$/, '').split('\n');
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
}

function atUnixEnds(text: string): string {
  return text.replace(/\r\n/g, '\n');
}
