const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\',
};

/**
 * A path as git writes it with `core.quotePath=true`: unchanged when it is printable ASCII without quotes and backslashes, otherwise in
 * double quotes with C escapes, every byte outside ASCII as three octal digits.
 */
export function quotePath(path: string): string {
  if (/^[ !#-[\]-~]*$/.test(path)) return path;
  let quoted = '';
  for (const byte of new TextEncoder().encode(path)) {
    const character = String.fromCharCode(byte);
    quoted += ESCAPES[character] ?? (byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : character);
  }
  return `"${quoted}"`;
}
