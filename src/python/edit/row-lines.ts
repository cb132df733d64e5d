import { lineEnd } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { assignmentOf } from '../syntax/views.ts';
import { nodeAt } from '../syntax/walk.ts';
import { isBareString } from './docstring.ts';
import { codeEnd, isContinuation, rowsOf, type Row } from './rows.ts';
import { lineTop } from './statement-lines.ts';

/** Remarks to tools about a stretch of a file or all of it: they stand between statements and belong to none. */
const REGION_REMARK =
  /^#\s*(?:(?:fmt|yapf|isort|ruff|flake8|pylint|mypy|pyright|type|vim?)\s*:|pystd:\s*ignore-file|(?:end)?region\b|-\*-)/;

/** The white space a row begins its line with. A form feed starts the count of columns again, so what is before it does not count. */
export function indentOf(row: Row): string {
  const { text } = row.block.tree;
  const { start } = row.statements[0];
  return afterFeed(text.slice(lineTop(text, start), start));
}

/**
 * A row that begins a line with all that belongs to it, as whole lines: the comments directly above at its own indentation, the comment
 * behind it with the lines on which that goes on, the comments that end its body, and below a field of a class the string that documents it.
 * A comment parted by an empty line belongs to nobody, the comments at the very top of a file to the file, remarks on a region to the region.
 */
export function linesOf(row: Row): Span {
  const { tree } = row.block;
  const indent = indentOf(row);
  const start = startWithComments(tree, lineTop(tree.text, row.statements[0].start), indent);
  return { start, end: endWithComments(row, indent) };
}

/** The row below a field of a class that is nothing but its description. */
export function descriptionBelow(row: Row): Row | undefined {
  const [field, second] = row.statements;
  if (second || row.block.parent?.type !== 'class_definition' || row.place !== 'line') return undefined;
  if (assignmentOf(field)?.target.type !== 'identifier') return undefined;
  const rows = rowsOf(row.block);
  const next = rows[rows.findIndex(({ statements }) => statements[0] === field) + 1];
  if (next?.place !== 'line' || next.statements.length > 1 || !isBareString(next.statements[0])) return undefined;
  const between = row.block.tree.text.slice(codeEnd(field), next.statements[0].start);
  return /^[^\n]*\n[ \t\f]*$/.test(between) ? next : undefined;
}

/** Start of the logical line's last line end, past the line: backslashes at line ends are followed. */
export function logicalLineEnd(tree: PyTree, offset: number): number {
  let end = lineEnd(tree.text, offset);
  while (end < tree.text.length && isContinuation(tree, end)) end = lineEnd(tree.text, end);
  return end;
}

/** White space at the start of a line, as far as it counts as indentation. */
export function afterFeed(space: string): string {
  return space.slice(space.lastIndexOf('\f') + 1);
}

/** Whether a comment is a remark to a tool about a stretch of a file or all of it. */
export function isRegionRemark(comment: string): boolean {
  return REGION_REMARK.test(comment);
}

/** A line with nothing but a comment: the white space before it and its words. */
export interface CommentLine {
  readonly indent: string;
  readonly text: string;
  readonly end: number;
}

/** The comment a line consists of, if it does. */
export function commentLineAt(tree: PyTree, start: number): CommentLine | undefined {
  const end = lineEnd(tree.text, start);
  const [, space = '', words] = /^([ \t\f]*)(#.*)/.exec(tree.text.slice(start, end)) ?? [];
  if (words === undefined) return undefined;
  const hash = start + space.length;
  return nodeAt(tree.root, { start: hash, end: hash + 1 }).type === 'comment' ? { indent: afterFeed(space), text: words, end } : undefined;
}

function startWithComments(tree: PyTree, own: number, indent: string): number {
  const top = lineTop(tree.text, 0);
  let start = own;
  while (start > top) {
    const above = lineTop(tree.text, start - 1);
    const comment = commentLineAt(tree, above);
    if (comment?.indent !== indent || isRegionRemark(comment.text)) return start;
    start = above;
  }
  return own;
}

function endWithComments(row: Row, indent: string): number {
  const { tree } = row.block;
  const last = row.statements[row.statements.length - 1] ?? row.statements[0];
  const code = codeEnd(last);
  const end = logicalLineEnd(tree, Math.max(last.start, code - 1));
  const description = descriptionBelow(row);
  if (description) return linesOf(description).end;
  if (hasBlockOnLines(last)) return endOfTail(tree, end, indent);
  return endOfAligned(tree, code, end, indent);
}

/** Whether a statement has a body on lines of its own, whose last comments are then the statement's. */
function hasBlockOnLines(statement: PyNode): boolean {
  const last = statement.children.findLast(({ type }) => type !== 'comment');
  if (!last || !/^block$|_clause$|_definition$/.test(last.type)) return false;
  if (last.type !== 'block') return hasBlockOnLines(last);
  return last.parent?.type === 'match_statement' || rowsOf(last)[0]?.place === 'line';
}

/** Past the comments that are indented more than the statement, over empty lines. */
function endOfTail(tree: PyTree, from: number, indent: string): number {
  let end = from;
  for (let at = from; at < tree.text.length; ) {
    const comment = commentLineAt(tree, at);
    if (comment && !(comment.indent.length > indent.length && comment.indent.startsWith(indent))) break;
    const next = lineEnd(tree.text, at);
    if (!comment && !/^[ \t]*\r?\n?$/.test(tree.text.slice(at, next))) break;
    if (comment) end = next;
    at = next;
  }
  return end;
}

/** Past the lines that go on with the comment behind the statement, in its column. */
function endOfAligned(tree: PyTree, code: number, from: number, indent: string): number {
  const [, space] = /^([ \t;]*)#/.exec(tree.text.slice(code, lineEnd(tree.text, code))) ?? [];
  if (space === undefined) return from;
  const column = code + space.length - lineTop(tree.text, code);
  let end = from;
  for (let line = commentLineAt(tree, end); line && line.indent.length === column && line.indent !== indent; line = commentLineAt(tree, end)) end = line.end;
  return end;
}
