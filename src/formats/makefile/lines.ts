import { lineEnd } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { MakeWord } from './document.ts';

/** A line with those that continue it. `span` ends before the line ending, `whole` behind it. */
export interface LogicalLine {
  readonly span: Span;
  readonly whole: Span;
  readonly text: string;
}

/** The lines of a text, joined where a backslash ends one. */
export function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length; ) {
    let end = lineEnd(text, start);
    while (end < text.length && /(?:^|[^\\])(?:\\\\)*\\\r?\n$/.test(text.slice(start, end))) end = lineEnd(text, end);
    const said = text.slice(start, end).replace(/\r?\n$/, '');
    lines.push({ span: { start, end: start + said.length }, whole: { start, end }, text: said });
    start = end;
  }
  return lines;
}

/** The words of a stretch; `$(…)` and `${…}` with spaces in them are one. */
export function makeWords(text: string, span: Span): MakeWord[] {
  const found = text.slice(span.start, span.end).matchAll(/(?:\$\([^()]*(?:\([^()]*\)[^()]*)*\)|\$\{[^{}]*\}|\\(?!\r?\n)[^]|[^\s\\])+/g);
  return [...found].map((word) => ({ text: word[0], span: { start: span.start + word.index, end: span.start + word.index + word[0].length } }));
}

/** Without the white space around it. */
export function trimmed(text: string, { start, end }: Span): MakeWord {
  const said = text.slice(start, end);
  const from = start + said.length - said.trimStart().length;
  return { text: said.trim(), span: { start: Math.min(from, end), end: Math.min(from, end) + said.trim().length } };
}
