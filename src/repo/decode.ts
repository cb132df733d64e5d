import { isPython } from './readable.ts';
import type { OpaqueReason } from './source-file.ts';

/** A file's bytes as text, or why they are none. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'opaque'; readonly because: OpaqueReason };

/** Git looks for a NUL in about as much of a file to call it binary. */
const BINARY_PROBE_BYTES = 8192;

/** Python with a line longer than this, in UTF-16 code units, was written by a program and is data. */
const LONGEST_PYTHON_LINE = 200_000;

/** PEP 263, as `tokenize` in CPython reads it. */
const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK_OR_COMMENT = /^[ \t\f]*(?:#.*)?$/;

/** Names Python's codec registry knows UTF-8 and ASCII by, lower case, `_` as `-`. ASCII text is UTF-8 text. */
const UTF8_NAMES: ReadonlySet<string> = new Set(['utf8', 'utf-8', 'utf', 'u8', 'cp65001', 'utf8-ucs2', 'utf8-ucs4']);
const ASCII_NAMES: ReadonlySet<string> = new Set([
  'ascii', 'us-ascii', '646', 'us', 'iso646-us', 'iso-646.irv-1991', 'ansi-x3.4-1968', 'ansi-x3.4-1986', 'ansi-x3-4-1968', 'cp367', 'ibm367',
]);

/** Keeps a byte-order mark in the text, so that writing the text back gives the same bytes. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a file, exactly: encoding it as UTF-8 gives the same bytes again. Whatever cannot promise that is opaque, and so is
 * Python that declares another encoding (PEP 263), even where its bytes would be valid UTF-8: Python reads them differently.
 */
export function decodeFile(path: string, bytes: Uint8Array): Decoded {
  if (bytes.subarray(0, BINARY_PROBE_BYTES).includes(0)) return { kind: 'opaque', because: 'binary' };
  const text = decodeUtf8(bytes);
  if (text === undefined) return { kind: 'opaque', because: declaresAnother(path, latin1Head(bytes), false) ? 'declares another encoding' : 'not UTF-8' };
  if (declaresAnother(path, text, text.length === bytes.length)) return { kind: 'opaque', because: 'declares another encoding' };
  if (isPython(path) && hasLongLine(text)) return { kind: 'opaque', because: 'too large' };
  return { kind: 'text', text };
}

/** The text of valid UTF-8, byte-order mark included; `undefined` for anything else. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The encoding a Python source names in its first two lines, as written there; `undefined` when it names none. */
export function encodingCookie(text: string): string | undefined {
  const [first = '', second = ''] = text.slice(0, 4096).replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, 2);
  const cookie = COOKIE.exec(first)?.[1];
  if (cookie !== undefined || !BLANK_OR_COMMENT.test(first)) return cookie;
  return COOKIE.exec(second)?.[1];
}

function declaresAnother(path: string, text: string, isAscii: boolean): boolean {
  if (!isPython(path)) return false;
  const cookie = encodingCookie(text)?.toLowerCase().replaceAll('_', '-');
  if (cookie === undefined || UTF8_NAMES.has(cookie) || cookie.startsWith('utf-8-')) return false;
  return !(isAscii && ASCII_NAMES.has(cookie));
}

/** The first bytes, one character each: enough to find an ASCII cookie in a file of unknown encoding. */
function latin1Head(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 1024));
}

function hasLongLine(text: string): boolean {
  let start = 0;
  while (text.length - start > LONGEST_PYTHON_LINE) {
    const end = text.indexOf('\n', start);
    if (end < 0 || end - start > LONGEST_PYTHON_LINE) return true;
    start = end + 1;
  }
  return false;
}
