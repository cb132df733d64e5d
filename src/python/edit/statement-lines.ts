import { startsLine } from '../../text/indent.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { PyNode } from '../syntax/node.ts';
import { nodeAt } from '../syntax/walk.ts';

/**
 * Where a statement begins for somebody who reads: at the line of the first comment that stands directly above it at its indentation,
 * without a blank line between, else at its own line. Comments at the very top of a file speak of the file and are not the statement's.
 */
export function startWithComments(statement: PyNode): number {
  const { text } = statement.tree;
  const own = lineTop(text, statement.start);
  if (!startsLine(text.slice(own), statement.start - own)) return own;
  for (let top = own; top > lineTop(text, 0); ) {
    const above = lineTop(text, top - 1);
    if (!isCommentLine(statement, above, top) || spaceAt(text, above) !== spaceAt(text, own)) return top;
    top = above;
  }
  return own;
}

function spaceAt(text: string, line: number): string {
  const space = /^[ \t\f]*/.exec(text.slice(line, line + 400))?.[0] ?? '';
  return space.slice(space.lastIndexOf('\f') + 1);
}

function isCommentLine({ tree }: PyNode, start: number, end: number): boolean {
  const hash = start + tree.text.slice(start, end).search(/\S/);
  return tree.text[hash] === '#' && hash >= start && nodeAt(tree.root, { start: hash, end: hash + 1 }).type === 'comment';
}

/** Offset past the line a statement ends on, with the statements that share that line and the lines on which they go on. */
export function endWithLine(statement: PyNode, siblings: readonly PyNode[]): number {
  const { text } = statement.tree;
  let { end } = statement;
  for (const next of siblings) if (next.start >= end && !text.slice(end, next.start).includes('\n')) end = next.end;
  return lineEnd(text, Math.max(statement.start, end - 1));
}

/** Start of the line of `offset`, behind a byte-order mark. */
export function lineTop(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}
