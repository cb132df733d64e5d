/** Where a header line is folded. */
const WIDTH = 76;

/**
 * A header as RFC 5322 wants it: folded at spaces before column 77, and in encoded words (RFC 2047) when the value holds anything but
 * printable ASCII or could be read as an encoded word. `lead` stands before the value as it is, such as `[PATCH 1/2] `.
 */
export function header(name: string, lead: string, value: string): string {
  const start = `${name}: ${lead}`;
  return isPlain(value) ? fold(start + value) : start + encodedWords(value, start.length);
}

/** `Name <address>`, the name quoted or encoded where it must be. Angle brackets and control characters have no place in either and go. */
export function addressHeader(name: string, person: { readonly name: string; readonly email: string }): string {
  const [who, where] = [person.name, person.email].map((part) => part.replace(/[<>\0-\x1f\x7f]+/g, '').trim()) as [string, string];
  const start = `${name}: `;
  if (!isPlain(who)) return `${start}${encodedWords(who, start.length)} <${where}>`;
  return `${start}${/^[\w !#$%&'*+/=?^`{|}~-]*$/.test(who) ? who : `"${who.replace(/["\\]/g, '\\$&')}"`} <${where}>`;
}

function isPlain(value: string): boolean {
  return /^[ -~]*$/.test(value) && !value.includes('=?');
}

function fold(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = ` ${word}`;
    } else current = lines.length === 0 && current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current].join('\n');
}

/** Encoded words never split a character and are at most 75 long; the line break between two of them is not part of the value. */
function encodedWords(value: string, column: number): string {
  const [open, close] = ['=?UTF-8?q?', '?='];
  const words: string[] = [];
  let word = '';
  let room = WIDTH - column - open.length - close.length;
  for (const character of value) {
    const encoded = /^[A-Za-z0-9]$/.test(character) ? character : escapeBytes(character);
    if (encoded.length > room) {
      words.push(word);
      word = '';
      room = 75 - open.length - close.length;
    }
    word += encoded;
    room -= encoded.length;
  }
  return [...words, word].map((text) => open + text + close).join('\n ');
}

/** Every byte of a text as `=XX`. */
export function escapeBytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
