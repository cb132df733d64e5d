import { deletion, insertion, replacement, type Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';

/** A stretch of an edited text: kept from the original, or new. */
export type Piece = Span | string;

/** How many characters a piece has. */
export function lengthOf(piece: Piece): number {
  return typeof piece === 'string' ? piece.length : piece.end - piece.start;
}

/** What turns the original into the pieces, of which the kept ones are in the order of the original. */
export function editsOf(original: string, pieces: readonly Piece[]): Edit[] {
  const edits: Edit[] = [];
  let reached = 0;
  let fresh = '';
  const settle = (start: number): void => {
    if (start === reached) edits.push(insertion(start, fresh));
    else edits.push(fresh === '' ? deletion({ start: reached, end: start }) : replacement({ start: reached, end: start }, fresh));
    fresh = '';
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') fresh += piece;
    else {
      settle(piece.start);
      reached = piece.end;
    }
  }
  settle(original.length);
  return edits.filter(({ span, text }) => (span.start < span.end || text !== '') && original.slice(span.start, span.end) !== text);
}

/** The same text with the kept pieces in the order of the original: as much as possible stays in place, the rest is written anew. */
export function inOrder(original: string, pieces: readonly Piece[]): Piece[] {
  const joined = joinNeighbours(pieces);
  const stays = heaviestRise(joined);
  return joined.map((piece, index) => (typeof piece === 'string' || stays.has(index) ? piece : original.slice(piece.start, piece.end)));
}

function joinNeighbours(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (lengthOf(piece) === 0) continue;
    if (last && typeof last !== 'string' && typeof piece !== 'string' && last.end === piece.start) joined[joined.length - 1] = { start: last.start, end: piece.end };
    else joined.push(piece);
  }
  return joined;
}

/** Indexes of the rising sequence of spans that covers the most characters. */
function heaviestRise(pieces: readonly Piece[]): ReadonlySet<number> {
  const best: { readonly weight: number; readonly before: number }[] = [];
  let last = -1;
  pieces.forEach((piece, index) => {
    let weight = 0;
    let before = -1;
    if (typeof piece !== 'string') {
      for (let earlier = 0; earlier < index; earlier++) {
        const other = pieces[earlier];
        const sum = best[earlier]?.weight ?? 0;
        if (other !== undefined && typeof other !== 'string' && other.end <= piece.start && sum > weight) [weight, before] = [sum, earlier];
      }
      weight += lengthOf(piece);
    }
    best.push({ weight, before });
    if (typeof piece !== 'string' && weight > (best[last]?.weight ?? 0)) last = index;
  });
  const stays = new Set<number>();
  for (let index = last; index >= 0; index = best[index]?.before ?? -1) stays.add(index);
  return stays;
}
