import { replacement, type Edit } from './edit.ts';
import { lineEnding, withLineEnding } from './lines.ts';
import { contains, type Span } from './span.ts';

/** A text inside another one: a script in a YAML value, a string in JSON. Decoded, with the way back to the host. */
export interface Embedded {
  /** As the reader of the host's value gets it: escapes resolved, indentation and prefixes gone, lines ended by `\n`. */
  readonly text: string;
  /** Where a span of `text` stands in the host; `undefined` when it begins or ends inside something written as one, such as an escape. */
  spanOf(span: Span): Span | undefined;
  /** How new text is written there; `undefined` when it cannot be written in that style. */
  encode(text: string): string | undefined;
}

/** A stretch of an embedded text and what it is written as. Of equal length, each character stands for itself; otherwise it is one thing. */
export interface EmbeddedPiece {
  readonly text: string;
  readonly span: Span;
}

interface Placed extends EmbeddedPiece {
  readonly at: number;
}

/** A text put together from pieces of its host, in order. What lies between two pieces (indentation, a prompt, quotes) means nothing. */
export function embedded(pieces: readonly EmbeddedPiece[], encode: Embedded['encode']): Embedded {
  let length = 0;
  const placed = pieces.filter((piece) => piece.text !== '').map((piece): Placed => ({ ...piece, at: (length += piece.text.length) - piece.text.length }));
  const text = placed.map((piece) => piece.text).join('');
  return { text, encode, spanOf: (span) => spanIn(placed, pieces, text, span) };
}

/** A stretch of the host as it stands there. */
export function verbatim(host: string, span: Span = { start: 0, end: host.length }): Embedded {
  return {
    text: host.slice(span.start, span.end),
    spanOf: ({ start, end }) => ({ start: span.start + start, end: span.start + end }),
    encode: (text) => withLineEnding(text, lineEnding(host)),
  };
}

/** A text inside a text inside a host, seen from the host. */
export function nested(outer: Embedded, inner: Embedded): Embedded {
  return {
    text: inner.text,
    spanOf(span) {
      const between = inner.spanOf(span);
      return between && outer.spanOf(between);
    },
    encode(text) {
      const between = inner.encode(text);
      return between === undefined ? undefined : outer.encode(between);
    },
  };
}

/** Edits of the embedded text as edits of its host; `undefined` when one of them cannot be written there. */
export function editsInHost(inner: Embedded, edits: readonly Edit[]): Edit[] | undefined {
  const made: Edit[] = [];
  for (const edit of edits) {
    const span = inner.spanOf(edit.span);
    const text = edit.text === '' ? '' : inner.encode(edit.text);
    if (span === undefined || text === undefined) return undefined;
    made.push(replacement(span, text));
  }
  return made;
}

function spanIn(placed: readonly Placed[], pieces: readonly EmbeddedPiece[], text: string, span: Span): Span | undefined {
  if (!contains({ start: 0, end: text.length }, span) || span.end < span.start) return undefined;
  const start = span.start === text.length ? (pieces.at(-1)?.span.end ?? undefined) : startAt(placed, span.start);
  const end = span.end === span.start ? start : endAt(placed, text, span.end);
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** The host's place of the character at an offset. */
function startAt(placed: readonly Placed[], offset: number): number | undefined {
  const piece = placed.findLast(({ at }) => at <= offset);
  if (piece === undefined) return undefined;
  return piece.at === offset ? piece.span.start : inside(piece, offset);
}

/**
 * The host's place just behind the character before an offset. Behind a line's end, or a space that a folded line's end stands for: where the
 * next line begins, its indentation included.
 */
function endAt(placed: readonly Placed[], text: string, offset: number): number | undefined {
  const piece = placed.findLast(({ at }) => at < offset);
  if (piece === undefined) return undefined;
  if (offset < piece.at + piece.text.length) return inside(piece, offset);
  return /\s/.test(text[offset - 1] ?? '') && offset < text.length ? startAt(placed, offset) : piece.span.end;
}

function inside(piece: Placed, offset: number): number | undefined {
  return piece.span.end - piece.span.start === piece.text.length ? piece.span.start + offset - piece.at : undefined;
}
