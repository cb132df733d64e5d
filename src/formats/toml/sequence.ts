import { applyEdits } from '../../text/apply.ts';
import { sortEdits, type Edit } from '../../text/edit.ts';
import { checked, isRefusal, type TomlOutcome } from './change.ts';
import type { TomlDocument } from './document.ts';
import { isTomlProblem, parseToml } from './parse.ts';
import { editsOf, lengthOf, type Piece } from './pieces.ts';

/** One of several changes: sees the document as the ones before have left it. */
export type TomlStep = (document: TomlDocument) => TomlOutcome;

/** Makes several changes one after the other; the result is one set of edits of the document given. The first refusal is the answer. */
export function inSequence(document: TomlDocument, steps: readonly TomlStep[]): TomlOutcome {
  let now = document;
  let pieces: readonly Piece[] = [{ start: 0, end: document.text.length }];
  let intended = document.data;
  for (const step of steps) {
    const outcome = step(now);
    if (isRefusal(outcome)) return outcome;
    pieces = afterEdits(pieces, outcome.edits);
    intended = outcome.intended;
    const read = parseToml(applyEdits(now.text, outcome.edits));
    if (isTomlProblem(read)) return { refused: `Line ${read.line}: ${read.message}` };
    now = read;
  }
  return checked(document, editsOf(document.text, pieces), intended);
}

function slice(piece: Piece, start: number, end: number): Piece {
  return typeof piece === 'string' ? piece.slice(start, end) : { start: piece.start + start, end: piece.start + end };
}

/** The pieces after edits of the text they make. */
function afterEdits(pieces: readonly Piece[], edits: readonly Edit[]): readonly Piece[] {
  const after: Piece[] = [];
  let reached = 0;
  for (const { span, text } of sortEdits(edits)) {
    after.push(...between(pieces, reached, span.start), text);
    reached = span.end;
  }
  return [...after, ...between(pieces, reached, Infinity)].filter((piece) => lengthOf(piece) > 0);
}

function between(pieces: readonly Piece[], start: number, end: number): Piece[] {
  const found: Piece[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    const from = Math.max(0, start - offset);
    const to = Math.min(length, end - offset);
    if (from < to) found.push(slice(piece, from, to));
    offset += length;
  }
  return found;
}
