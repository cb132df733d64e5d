import type { Span } from './span.ts';

/** One replacement in a text. An empty span inserts, an empty text deletes. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** An edit that inserts `text` before the character at `offset`. */
export function insertion(offset: number, text: string): Edit {
  return { span: { start: offset, end: offset }, text };
}

/** An edit that puts `text` in place of `span`. */
export function replacement(span: Span, text: string): Edit {
  return { span: { start: span.start, end: span.end }, text };
}

/** An edit that removes `span`. */
export function deletion(span: Span): Edit {
  return replacement(span, '');
}

/** Document order; insertions come before a replacement that starts at the same place, otherwise the given order is kept. */
export function sortEdits(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Whether two edits say exactly the same. */
export function sameEdit(a: Edit, b: Edit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}
