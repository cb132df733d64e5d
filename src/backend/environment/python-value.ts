import type { PyNode } from '../../python/syntax/node.ts';
import { plainString } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';

/** A Python value that a literal can say. A float keeps the spelling it has in the code. */
export type PyValue =
  | { readonly type: 'none' }
  | { readonly type: 'str'; readonly text: string }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly code: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'list' | 'tuple' | 'set' | 'frozenset'; readonly items: readonly PyValue[] }
  | { readonly type: 'dict'; readonly entries: readonly (readonly [PyValue, PyValue])[] }
  | { readonly type: 'path' | 'Secret' | 'URL' | 'CommaSeparatedStrings'; readonly text: string };

/** `None`. */
export const NONE: PyValue = { type: 'none' };

/** `True` or `False`. */
export const bool = (value: boolean): PyValue => ({ type: 'bool', value });

/** A `str`. */
export const text = (value: string): PyValue => ({ type: 'str', text: value });

/** The value of a literal; `undefined` for any other expression, and for strings with rare escapes. */
export function literalValue(node: PyNode): PyValue | undefined {
  switch (node.type) {
    case 'none':
      return NONE;
    case 'true':
    case 'false':
      return bool(node.type === 'true');
    case 'integer':
      return integer(node.text);
    case 'float':
      return /^[\d_]+\.[\d_]+$/.test(node.text) ? { type: 'float', code: node.text.replaceAll('_', '') } : undefined;
    case 'string': {
      const plain = stringText(node);
      return plain === undefined ? undefined : text(plain);
    }
    case 'concatenated_string': {
      const pieces = parts(node).map(stringText);
      return pieces.every((piece) => piece !== undefined) ? text(pieces.join('')) : undefined;
    }
    case 'unary_operator':
      return negative(node);
    case 'parenthesized_expression':
      return parts(node).length === 1 && parts(node)[0] ? literalValue(parts(node)[0] ?? node) : undefined;
    case 'list':
    case 'tuple':
    case 'set': {
      const items = parts(node).map(literalValue);
      return items.every((item) => item !== undefined) ? { type: node.type, items } : undefined;
    }
    case 'dictionary':
      return dictionary(node);
    default:
      return undefined;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\', "'": "'", '"': '"', n: '\n', t: '\t', r: '\r' };

/** The text of a string literal without interpolation; of escapes only those for backslash, quotes, tab and line ends are known. */
function stringText(node: PyNode): string | undefined {
  // Python reads every line end as `\n`.
  if (node.type !== 'string' || node.text.includes('\r')) return undefined;
  const plain = plainString(node);
  if (plain !== undefined) return plain;
  const [, prefix, , inner] = /^([uUfF]?)("""|'''|["'])([^]*)\2$/.exec(node.text) ?? [];
  if (prefix === undefined || inner === undefined || /\\[^\\'"ntr]/.test(inner.replaceAll('\\\\', '')) || (/f/i.test(prefix) && /[{}]/.test(inner))) return undefined;
  return inner.replace(/\\([^])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

function integer(code: string): PyValue | undefined {
  const digits = code.replaceAll('_', '');
  return /^(0[xXoObB][\da-fA-F]+|[1-9]\d*|0+)$/.test(digits) ? { type: 'int', value: BigInt(digits) } : undefined;
}

function negative(node: PyNode): PyValue | undefined {
  const [operand] = parts(node);
  const value = operand && node.children[0]?.type === '-' ? literalValue(operand) : undefined;
  if (value?.type === 'int') return { type: 'int', value: -value.value };
  return value?.type === 'float' && !value.code.startsWith('-') ? { type: 'float', code: `-${value.code}` } : undefined;
}

function dictionary(node: PyNode): PyValue | undefined {
  const entries = parts(node).map((pair) => {
    const [key, value] = pair.type === 'pair' ? parts(pair).map(literalValue) : [];
    return key && value ? ([key, value] as const) : undefined;
  });
  return entries.every((entry) => entry !== undefined) ? { type: 'dict', entries } : undefined;
}

/** Python code for the value: a literal, or the call of its type where there is no literal (`Path("data")`, `frozenset({"a"})`). */
export function printValue(value: PyValue): string {
  switch (value.type) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return value.value.toString();
    case 'float':
      return value.code;
    case 'str':
      return quoted(value.text);
    case 'list':
      return `[${value.items.map(printValue).join(', ')}]`;
    case 'tuple':
      return `(${value.items.map(printValue).join(', ')}${value.items.length === 1 ? ',' : ''})`;
    case 'set':
      return value.items.length === 0 ? 'set()' : `{${value.items.map(printValue).join(', ')}}`;
    case 'frozenset':
      return value.items.length === 0 ? 'frozenset()' : `frozenset({${value.items.map(printValue).join(', ')}})`;
    case 'dict':
      return `{${value.entries.map(([key, item]) => `${printValue(key)}: ${printValue(item)}`).join(', ')}}`;
    case 'path':
      return `Path(${quoted(value.text)})`;
    default:
      return `${value.type}(${quoted(value.text)})`;
  }
}

/** A string literal in double quotes, or in single ones where that spares escapes. */
function quoted(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return escaped.includes('"') && !escaped.includes("'") ? `'${escaped}'` : `"${escaped.replaceAll('"', '\\"')}"`;
}

/** What `bool(value)` is. */
export function isTrue(value: PyValue): boolean {
  switch (value.type) {
    case 'none':
      return false;
    case 'bool':
      return value.value;
    case 'int':
      return value.value !== 0n;
    case 'float':
      return Number(value.code) !== 0;
    case 'path':
      return true;
    case 'dict':
      return value.entries.length > 0;
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return value.items.length > 0;
    default:
      return value.text !== '';
  }
}
