import MagicString from 'magic-string';
import { sortEdits, type Edit } from './edit.ts';

/** Two edits claim the same characters. Edits are never merged or dropped by guessing. */
export class OverlapError extends Error {
  override readonly name = 'OverlapError';
}

/**
 * The text after all edits, which may be given in any order. Insertions at one offset keep the order in which they were given.
 * @throws OverlapError when two replaced spans share a character; RangeError when an edit lies outside the text.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const magic = new MagicString(text);
  let reached = 0;
  for (const { span, text: replacement } of sortEdits(edits)) {
    if (span.start > span.end || span.start < 0 || span.end > text.length) {
      throw new RangeError(`Edit ${span.start}–${span.end} lies outside a text of ${text.length} characters.`);
    }
    if (span.start < reached) throw new OverlapError(`Two edits overlap at offset ${span.start}.`);
    if (span.start === span.end) magic.appendLeft(span.start, replacement);
    else if (replacement === '') magic.remove(span.start, span.end);
    else magic.update(span.start, span.end, replacement);
    reached = Math.max(reached, span.end);
  }
  return magic.toString();
}

/** Where a character of the edited text stood before the edits; inside new text, where that text was put. */
export function offsetBefore(edits: readonly Edit[], offsetAfter: number): number {
  let shift = 0;
  for (const { span, text } of sortEdits(edits)) {
    const start = span.start + shift;
    if (offsetAfter < start) break;
    if (offsetAfter < start + text.length) return span.start;
    shift += text.length - (span.end - span.start);
  }
  return offsetAfter - shift;
}
