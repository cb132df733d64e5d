import { applyEdits } from '../../text/apply.ts';
import type { PyNode } from '../syntax/node.ts';
import { withDecorators } from '../syntax/views.ts';
import type { Refused } from './arguments.ts';
import { reindent } from './reindent.ts';
import { indentOf, linesOf } from './row-lines.ts';
import { codeEnd, rowOf } from './rows.ts';

/**
 * The text of a statement with what belongs to it, as code at the margin with `\n` at its line ends: parsed, it can be inserted elsewhere. A
 * statement that shares its line comes alone. Refused: lines of one block that are indented with different white space.
 */
export function extractLines(statement: PyNode): { readonly code: string } | Refused {
  const whole = withDecorators(statement);
  const row = rowOf(whole);
  const { tree } = row.block;
  if (row.statements.length > 1 || row.place !== 'line') return { code: atUnixEnds(tree.text.slice(whole.start, codeEnd(whole))) };
  const lines = linesOf(row);
  const edits = reindent(tree, lines, indentOf(row), '');
  if ('refused' in edits) return edits;
  const kept = edits.map(({ span, text }) => ({ span: { start: span.start - lines.start, end: span.end - lines.start }, text }));
  return { code: atUnixEnds(applyEdits(tree.text.slice(lines.start, lines.end), kept)).replace(/\n$/, '') };
}

function atUnixEnds(text: string): string {
  return text.replace(/\r\n/g, '\n');
}
