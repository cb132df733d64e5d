const ESCAPED: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** The path that git writes in this way: as it is, or in double quotes with C escapes, bytes as three octal digits. */
export function unquotePath(written: string): string {
  if (!written.startsWith('"') || !written.endsWith('"') || written.length < 2) return written;
  const bytes: number[] = [];
  const inner = new TextEncoder().encode(written.slice(1, -1));
  for (let at = 0; at < inner.length; at++) {
    const byte = inner[at] ?? 0;
    if (byte !== 0x5c) {
      bytes.push(byte);
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(String.fromCharCode(...inner.slice(at + 1, at + 4)))?.[0];
    bytes.push(octal === undefined ? (ESCAPED[String.fromCharCode(inner[at + 1] ?? 0)] ?? 0) : parseInt(octal, 8));
    at += octal === undefined ? 1 : 3;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(bytes));
}
