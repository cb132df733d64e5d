import type { Span } from '../../text/span.ts';

/** One line of a `.gitignore` (https://git-scm.com/docs/gitignore). */
export interface IgnoreLine {
  /** `negation`: a pattern after `!`, which takes a path out again. */
  readonly kind: 'pattern' | 'negation' | 'comment' | 'blank';
  /** From 1. */
  readonly number: number;
  /** Without the line ending and without a byte-order mark. */
  readonly span: Span;
  readonly text: string;
}

/** The lines of a `.gitignore`. A line ending at the end of the text starts no further line. */
export function parseIgnore(text: string): readonly IgnoreLine[] {
  const lines: IgnoreLine[] = [];
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length; ) {
    const at = text.indexOf('\n', start);
    const next = at < 0 ? text.length : at + 1;
    const line = text.slice(start, next).replace(/\r?\n$/, '');
    lines.push({ kind: kindOf(line), number: lines.length + 1, span: { start, end: start + line.length }, text: line });
    start = next;
  }
  return lines;
}

function kindOf(line: string): IgnoreLine['kind'] {
  if (line.startsWith('#')) return 'comment';
  if (/^ *\r?$/.test(line)) return 'blank';
  return line.startsWith('!') ? 'negation' : 'pattern';
}
