import type { Span } from '../../text/span.ts';

/** A line of a requirements file as pip reads it: lines that end in a backslash go on in the next one. */
export interface LogicalLine {
  /** Without the last line ending. */
  readonly span: Span;
  /** What it says: continuations joined, without the comment, trimmed. */
  readonly content: string;
  /** Where the content stands: from its first character to behind its last one, comments and line ending outside. */
  readonly contentSpan: Span;
  /** The comment from `#` on, with its place. */
  readonly comment: { readonly text: string; readonly span: Span } | undefined;
}

/** The logical lines of a requirements file. A byte-order mark belongs to none. */
export function logicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; ) {
    const end = endOfLogicalLine(text, at);
    lines.push(lineOf(text, { start: at, end }));
    at = end + (/^(?:\r\n|\n|\r)/.exec(text.slice(end, end + 2))?.[0].length ?? 0);
  }
  return lines;
}

/** As in pip, a line with a comment ends what was continued, even if the comment ends in a backslash. */
function endOfLogicalLine(text: string, start: number): number {
  for (let at = start; ; ) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    if (!line.endsWith('\\') || /^\s*#/.test(line) || end === text.length) return end;
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
}

function endOfLine(text: string, start: number): number {
  const length = text.slice(start).search(/\r\n|\n|\r/);
  return length < 0 ? text.length : start + length;
}

function lineOf(text: string, span: Span): LogicalLine {
  const raw = text.slice(span.start, span.end);
  const commentAt = /(^|\s)#/.exec(raw);
  const start = commentAt ? commentAt.index + (commentAt[1]?.length ?? 0) : raw.length;
  const body = raw.slice(0, start);
  const first = body.length - body.trimStart().length;
  const last = Math.max(first, body.replace(/[\s\\]+$/, '').length);
  return {
    span,
    content: body.replace(/\\(?:\r\n|\n|\r|$)/g, ' ').trim(),
    contentSpan: { start: span.start + first, end: span.start + last },
    comment: commentAt ? { text: raw.slice(start), span: { start: span.start + start, end: span.end } } : undefined,
  };
}
