import { deletion, insertion, replacement, type Edit } from '../../text/edit.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { deepDescendants } from '../syntax/walk.ts';
import type { Refused } from './arguments.ts';
import { isContinuation } from './rows.ts';

/**
 * Edits that move whole lines from one indentation to another. Lines that begin inside a string are left alone: their white space is
 * part of a value. So are empty lines, comments further out, and continuation lines that do not begin with `from`. White space before a form
 * feed does not count and stays. Refused: a statement that is indented with other white space than `from`, since it cannot follow.
 */
export function reindent(tree: PyTree, lines: Span, from: string, to: string): readonly Edit[] | Refused {
  if (from === to) return [];
  const inString = insideStrings(tree, lines);
  const statements = statementLines(tree, lines);
  const edits: Edit[] = [];
  for (let start = lines.start; start < lines.end; start = lineEnd(tree.text, start)) {
    const line = tree.text.slice(start, lineEnd(tree.text, start));
    if (line.trim() === '' || inString(start)) continue;
    const at = start + (/^[ \t\f]*\f/.exec(line)?.[0].length ?? 0);
    if (tree.text.startsWith(from, at)) edits.push(moved({ start: at, end: at + from.length }, to));
    else if (statements.has(start)) return { refused: 'Lines of one block are indented with different white space.' };
  }
  return edits;
}

/** Whether an offset lies behind the first character of a string of the stretch. Only strings over several lines are looked at. */
export function insideStrings(tree: PyTree, lines: Span): (offset: number) => boolean {
  const strings = nodesOn(tree, lines, 'string').filter(({ type, text }) => type === 'string' && text.includes('\n'));
  return (offset) => strings.some((span) => span.start < offset && offset < span.end);
}

/** The starts of the lines on which statements and clauses of the stretch begin. */
export function statementLines(tree: PyTree, lines: Span): ReadonlySet<number> {
  const starts = new Set<number>();
  for (const node of nodesOn(tree, lines, 'string')) {
    const isBegin = node.parent?.type === 'block' || node.parent?.type === 'module' || /_clause$/.test(node.type) || node.type === 'decorator' || node.parent?.type === 'decorated_definition';
    if (!isBegin || node.type === 'comment' || !node.named) continue;
    const start = lineStart(tree.text, node.start);
    const isFirst = tree.text.slice(start, node.start).replace('\uFEFF', '').trim() === '';
    if (isFirst && !isContinuation(tree, start) && start >= lines.start) starts.add(start);
  }
  return starts;
}

function moved(span: Span, to: string): Edit {
  if (span.start === span.end) return insertion(span.start, to);
  return to === '' ? deletion(span) : replacement(span, to);
}

/** The nodes that touch a stretch of text, without what is inside nodes of the type `closed`. */
function nodesOn(tree: PyTree, lines: Span, closed: string): PyNode[] {
  const near = (node: PyNode): boolean => node.start < lines.end && lines.start < node.end && node.type !== closed;
  return [...deepDescendants(tree.root, near)].filter((node) => node.start < lines.end && lines.start < node.end);
}
