import { embedded, type Embedded, type EmbeddedPiece } from '../../text/embedded.ts';
import { lineEnd, lineEnding } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';

/** Lines of a text of which only the ends are code. */
export interface CodeLines {
  readonly lines: Span;
  readonly code: Embedded;
}

/**
 * Code whose lines stand one below the other, each behind something that is not code: white space, quote marks.
 * @param start where the first line begins
 * @param isClosing tells whether a line written there would end the code
 * @returns `undefined` when the lines do not end with the code that is expected there
 */
export function codeLines(host: string, start: number, code: readonly string[], isClosing: (line: string) => boolean): CodeLines | undefined {
  const pieces: EmbeddedPiece[] = [];
  let prefix: string | undefined;
  let at = start;
  for (const [index, line] of code.entries()) {
    const next = lineEnd(host, at);
    const written = host.slice(at, next).replace(/\r?\n$/, '');
    const before = written.slice(0, written.length - line.length);
    if (!written.endsWith(line) || (index > 0 && !/^[ \t>]*$/.test(before)) || (at === next && line !== '')) return undefined;
    const isLast = index === code.length - 1;
    pieces.push({ text: line, span: { start: at + before.length, end: at + written.length } });
    if (!isLast) pieces.push({ text: '\n', span: { start: at + written.length, end: next } });
    if (line !== '') prefix ??= /^[ \t>]*$/.test(before) ? before : ' '.repeat(before.length);
    at = next;
  }
  const encode = (text: string): string | undefined => (text.split('\n').some(isClosing) ? undefined : withPrefix(text, prefix ?? '', lineEnding(host)));
  return { lines: { start, end: at }, code: embedded(pieces, encode) };
}

function withPrefix(text: string, prefix: string, eol: string): string {
  // A last, empty line stands for what follows the inserted text.
  return text.split('\n').map((line, index, { length }) => (index === 0 ? line : line === '' && index < length - 1 ? prefix.trimEnd() : prefix + line)).join(eol);
}
