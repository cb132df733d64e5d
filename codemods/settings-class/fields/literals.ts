/** The kinds of Python literals a default can be; `other` is everything else. */
export type LiteralKind = 'text' | 'int' | 'float' | 'bool' | 'none' | 'ellipsis' | 'list' | 'other';

const KINDS: readonly (readonly [LiteralKind, RegExp])[] = [
  ['bool', /^(True|False)$/],
  ['none', /^None$/],
  ['ellipsis', /^\.\.\.$/],
  ['int', /^[+-]?(0|[1-9](_?[0-9])*|0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+)$/],
  ['float', /^[+-]?([0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*|[0-9][0-9_]*(?=[eE]))([eE][+-]?[0-9]+)?$/],
  ['list', /^[[({]/],
];

/** What kind of literal a piece of Python is. A text is one string literal, without formatting and not bytes. */
export function literalKind(code: string): LiteralKind {
  return textOf(code) === undefined ? (KINDS.find(([, pattern]) => pattern.test(code))?.[0] ?? 'other') : 'text';
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'", '0': '\0' };

/** The text a string literal stands for; `undefined` for anything else, and for escapes that are rare enough to be left alone. */
export function textOf(code: string): string | undefined {
  const [, raw = '', , inner = ''] = /^([rRuU]?)("""|'''|"|')([\s\S]*)\2$/.exec(code) ?? [];
  const quote = /^[rRuU]?("""|'''|"|')/.exec(code)?.[1];
  if (quote === undefined || code.length < raw.length + 2 * quote.length) return undefined;
  const isRaw = /r/i.test(raw);
  let text = '';
  for (let at = 0; at < inner.length; at++) {
    const one = inner.charAt(at);
    if (quote.length === 1 && (one === quote || one === '\n')) return undefined;
    if (quote.length === 3 && inner.startsWith(quote, at)) return undefined;
    if (one !== '\\') text += one;
    else {
      const escaped = inner.charAt(++at);
      const meant = isRaw ? undefined : ESCAPES[escaped];
      if (meant === undefined || (escaped === '0' && /[0-7]/.test(inner.charAt(at + 1)))) return undefined;
      text += meant;
    }
  }
  return text;
}

/** A Python string literal, in double quotes. */
export function pythonString(text: string): string {
  const named: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (one) => named[one] ?? `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
}

/** Two spellings of one literal are one default: quotes, and `_` between digits, do not matter. */
export function canonicalLiteral(code: string): string {
  const text = textOf(code);
  if (text !== undefined) return pythonString(text);
  const kind = literalKind(code);
  if (kind === 'int' && /^[0-9_]+$/.test(code)) return code.replaceAll('_', '');
  return code.replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s+/g, (_, quoted: string | undefined) => (quoted === undefined ? '' : pythonString(textOf(quoted) ?? quoted)));
}
