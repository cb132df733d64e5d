import { escapeBytes } from './mail-header.ts';

/** The text of a mail in the form it travels in, and the name of that form for `Content-Transfer-Encoding`. */
export interface TransferText {
  readonly encoding: '7bit' | '8bit' | 'quoted-printable';
  readonly text: string;
}

/** The longest line, in bytes, that RFC 5322 lets a mail have. */
const LONGEST_LINE = 998;

/**
 * Chooses how the text of a mail travels. Readable as it is where that is safe; quoted-printable (RFC 2045) where it holds what mail
 * programs and `git am` spoil on the way: carriage returns, which plain `git am` removes, NUL characters and very long lines.
 */
export function forTransfer(text: string): TransferText {
  if (/[\r\0]/.test(text) || text.split('\n').some(isTooLong)) return { encoding: 'quoted-printable', text: quotedPrintable(text) };
  return { encoding: /^[\0-\x7f]*$/.test(text) ? '7bit' : '8bit', text };
}

function isTooLong(line: string): boolean {
  return line.length * 3 > LONGEST_LINE && new TextEncoder().encode(line).length > LONGEST_LINE;
}

function quotedPrintable(text: string): string {
  return text.split('\n').map(encodeLine).join('\n');
}

/** One line in pieces of at most 76 characters; all but the last end in `=`, which says that the line goes on. */
function encodeLine(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  const last = line.length - 1;
  let at = 0;
  for (const character of line) {
    const plain = /^[!-<>-~]$/.test(character) || (/^[ \t]$/.test(character) && at < last);
    let encoded = plain ? character : escapeBytes(character);
    if (piece.length + encoded.length > 75) {
      pieces.push(`${piece}=`);
      piece = '';
    }
    // A mailbox is split at lines that begin with `From `.
    if (piece === '' && line.startsWith('From ', at)) encoded = escapeBytes(character);
    piece += encoded;
    at += character.length;
  }
  return [...pieces, piece].join('\n');
}
