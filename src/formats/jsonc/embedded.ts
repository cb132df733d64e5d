import { embedded, type Embedded, type EmbeddedPiece } from '../../text/embedded.ts';
import type { Span } from '../../text/span.ts';
import type { JsonDocument } from './parse.ts';
import type { JsonScalar } from './syntax.ts';

/** The text of a string with the way back; `undefined` for a value that is no string. */
export function embeddedString(document: JsonDocument, { span, value }: JsonScalar): Embedded | undefined {
  if (typeof value !== 'string') return undefined;
  return embedded(piecesOf(document.text, { start: span.start + 1, end: span.end - 1 }), (text) => (/\p{Surrogate}/u.test(text) ? undefined : JSON.stringify(text).slice(1, -1)));
}

function piecesOf(host: string, { start, end }: Span): EmbeddedPiece[] {
  const pieces: EmbeddedPiece[] = [];
  let at = start;
  for (const match of host.slice(start, end).matchAll(/\\(?:u[0-9a-fA-F]{4}|.)/g)) {
    const here = start + match.index;
    const next = here + match[0].length;
    if (here > at) pieces.push({ text: host.slice(at, here), span: { start: at, end: here } });
    pieces.push({ text: JSON.parse(`"${match[0]}"`) as string, span: { start: here, end: next } });
    at = next;
  }
  if (at < end || pieces.length === 0) pieces.push({ text: host.slice(at, end), span: { start: at, end } });
  return pieces;
}
