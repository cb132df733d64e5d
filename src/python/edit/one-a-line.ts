import { insertion, replacement, type Edit } from '../../text/edit.ts';
import { indentationAt } from '../../text/indent.ts';
import { lineEnd, lineEnding } from '../../text/lines.ts';
import { contains, type Span } from '../../text/span.ts';
import type { PyNode } from '../syntax/node.ts';
import type { Argument } from '../syntax/views.ts';
import { deepDescendants } from '../syntax/walk.ts';
import { indentUnit } from './indentation.ts';

/**
 * Edits that give an argument list without comments the shape formatters give it when it does not fit on a line: one argument a line, a comma
 * behind each, the closing parenthesis on its own. What is inside an argument moves with it, the inside of strings excepted.
 */
export function oneALine(list: PyNode, existing: readonly Argument[], changed: readonly Edit[], fresh: readonly string[]): readonly Edit[] {
  const { text } = list.tree;
  const ending = lineEnding(text);
  const outer = indentationAt(text, list.start);
  const unit = indentUnit(list.tree);
  const open = `${ending}${outer}${unit}`;
  const edits: Edit[] = [...changed];
  let from = list.start + 1;
  for (const { node } of existing) {
    edits.push(replacement({ start: from, end: node.start }, `${from === list.start + 1 ? '' : ','}${open}`));
    edits.push(...furtherLines(node, changed).map((start) => insertion(start, unit)));
    from = node.end;
  }
  const added = fresh.map((word, index) => `${index === 0 && existing.length === 0 ? '' : ','}${open}${word}`).join('');
  edits.push(replacement({ start: from, end: list.end - 1 }, `${added},${ending}${outer}`));
  return edits;
}

/** Where the further lines of an argument begin, without blank lines, lines inside strings, and what is replaced. */
function furtherLines(node: PyNode, changed: readonly Edit[]): number[] {
  if (!node.text.includes('\n')) return [];
  const { text } = node.tree;
  const strings = [...deepDescendants(node, ({ type }) => type !== 'string')].filter(({ type }) => type === 'string');
  const fixed: readonly Span[] = [...strings, ...changed.map(({ span }) => span)];
  const starts: number[] = [];
  for (let start = lineEnd(text, node.start); start < node.end; start = lineEnd(text, start)) {
    const isBlank = text.slice(start, lineEnd(text, start)).trim() === '';
    if (!isBlank && !fixed.some((span) => span.start < start && contains(span, { start, end: start + 1 }))) starts.push(start);
  }
  return starts;
}
