import { deletion, replacement, type Edit } from '../../text/edit.ts';
import { lineEnd, lineEnding, lineStart } from '../../text/lines.ts';
import type { PyTree } from '../syntax/node.ts';
import { gapBetween } from './blank-lines.ts';
import { fittedCode } from './fitted-code.ts';
import { indentUnit } from './indentation.ts';
import { afterFeed } from './row-lines.ts';
import { codeEnd, colonOf, type Row } from './rows.ts';
import { lineTop } from './statement-lines.ts';
import { statementsOf } from '../syntax/views.ts';

/** Where new code goes in a body that stands behind its colon. */
export type Placing = 'above' | 'below' | 'instead';

/**
 * Edits that give a body behind a colon, `if x: y`, lines of its own and put code above it, below it or in its place. The comment behind the
 * body stays on the line of the colon: there it speaks of the definition, as `# noqa` and `# type:` do.
 */
export function openBody(row: Row, code: PyTree, placing: Placing): readonly Edit[] {
  const { tree } = row.block;
  const { text } = tree;
  const ending = lineEnding(text);
  const first = row.statements[0];
  const last = row.statements[row.statements.length - 1] ?? first;
  const colon = colonOf(row.block);
  const owner = row.block.parent ?? row.block;
  const indent = afterFeed(/^[ \t\f]*/.exec(text.slice(lineTop(text, owner.start)))?.[0] ?? '') + indentUnit(tree);
  const end = codeEnd(last);
  const behind = /^([ \t\f]*;?)([ \t\f]*)(#[^\r\n]*)?/.exec(text.slice(end, lineEnd(text, end - 1)));
  const comment = lineStart(text, end) === lineStart(text, colon.start) ? behind?.[3] : undefined;
  const commentEnd = end + (behind?.[0].length ?? 0);
  const head = `${comment === undefined ? '' : `  ${comment}`}${ending}`;
  const lines = fittedCode(code, indent, tree);
  if (placing === 'instead') return [replacement({ start: colon.end, end: comment === undefined ? end : commentEnd }, `${head}${lines}`)];
  const added = statementsOf(code.root);
  const gap = ending.repeat(placing === 'above' ? gapBetween(added.at(-1), first, row.block) : gapBetween(last, added[0], row.block));
  const above = placing === 'above' ? `${lines}${ending}${gap}` : '';
  const opened = replacement({ start: colon.end, end: first.start }, `${head}${above}${indent}`);
  const tail = { start: end, end: comment === undefined ? end : commentEnd };
  if (placing === 'below') return [opened, replacement(tail, `${ending}${gap}${lines}`)];
  return comment === undefined ? [opened] : [opened, deletion(tail)];
}
