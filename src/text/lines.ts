import type { Span } from './span.ts';

/** A place as people count: line and column from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The line ending most lines of the text use; `\n` for a text without any. */
export function lineEnding(text: string): '\n' | '\r\n' {
  let lf = 0;
  let crlf = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (text[at - 1] === '\r') crlf++;
    else lf++;
  }
  return crlf > lf ? '\r\n' : '\n';
}

/** `fragment`, which is written with `\n`, with the line ending of the text it goes into. */
export function withLineEnding(fragment: string, ending: '\n' | '\r\n'): string {
  return ending === '\n' ? fragment : fragment.replace(/\r?\n/g, ending);
}

/** Offset at which the line of `offset` starts. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset just past the line of `offset`, its line ending included. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** The whole lines that `span` touches, line endings included. */
export function wholeLines(text: string, span: Span): Span {
  const last = span.end > span.start ? span.end - 1 : span.end;
  return { start: lineStart(text, span.start), end: lineEnd(text, last) };
}

/** The text of the line at `offset`, without its line ending. */
export function lineAt(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), lineEnd(text, offset)).replace(/\r?\n$/, '');
}

/** A line of a text without its `\n`; a `\r` before that belongs to it. */
export interface Line extends Span {
  readonly text: string;
}

/** The lines of a text. After a last line ending there is an empty one. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, end: start + line.length, text: line });
    start += line.length + 1;
  }
  return lines;
}

/** Line and column of an offset. Only `\n` ends a line, as in git and in editors. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}
