import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, statementsOf } from '../../python/syntax/views.ts';
import { childOfType, parts } from '../../python/syntax/walk.ts';

/** A value that stands in the code as such. Numbers are kept as Python would print them. */
export type Literal =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'list'; readonly items: readonly Literal[] }
  | { readonly kind: 'table'; readonly entries: readonly (readonly [string, Literal])[] };

/** Names that lead to names that lead to … */
const MOST_HOPS = 8;

/** Calls that only wrap a text. */
const WRAPPERS = /^(?:pydantic(?:\.v1)?\.(?:\w+\.)?(?:SecretStr|AnyUrl|AnyHttpUrl|HttpUrl|PostgresDsn|RedisDsn|EmailStr)|pathlib\.(?:Path|PurePath)|decimal\.Decimal)$/;

/**
 * What an expression is, where that can be read off the code: literals, constants of this repository, members of its enums, sums and products
 * of whole numbers, and texts in a wrapper such as `SecretStr("…")`. `undefined` for everything that is computed.
 */
export function literalOf(node: PyNode, module: Module, python: Python, hops = 0): Literal | undefined {
  const inner = (other: PyNode): Literal | undefined => literalOf(other, module, python, hops);
  if (hops > MOST_HOPS) return undefined;
  switch (node.type) {
    case 'true':
    case 'false':
      return { kind: 'flag', value: node.type === 'true' };
    case 'none':
      return { kind: 'none' };
    case 'string':
    case 'concatenated_string':
      return textIn(node);
    case 'integer':
    case 'float':
    case 'binary_operator':
    case 'unary_operator':
      return numberIn(node, inner);
    case 'parenthesized_expression':
      return parts(node)[0] && inner(parts(node)[0] ?? node);
    case 'list':
    case 'tuple':
    case 'set':
      return listOf(parts(node).map(inner));
    case 'dictionary':
      return tableIn(node, inner);
    case 'call':
      return wrappedIn(node, module, python, inner);
    case 'identifier':
    case 'attribute':
      return namedIn(node, module, python, hops);
    default:
      return undefined;
  }
}

function listOf(items: readonly (Literal | undefined)[]): Literal | undefined {
  return items.every((item) => item !== undefined) ? { kind: 'list', items } : undefined;
}

function tableIn(node: PyNode, inner: (node: PyNode) => Literal | undefined): Literal | undefined {
  const entries: (readonly [string, Literal])[] = [];
  for (const pair of parts(node)) {
    const [key, value] = pair.type === 'pair' ? parts(pair).map(inner) : [];
    if (key?.kind !== 'text' || !value) return undefined;
    entries.push([key.text, value]);
  }
  return { kind: 'table', entries };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', '\n': '' };

/** The text of one string or of several side by side, no f-string and no bytes. */
function textIn(node: PyNode): Literal | undefined {
  const pieces = (node.type === 'string' ? [node] : parts(node)).map((string) => {
    const start = string.children[0];
    const end = string.children.at(-1);
    if (string.type !== 'string' || !start || !end || start === end || !/^[rRuU]?['"]+$/.test(start.text)) return undefined;
    const raw = string.tree.text.slice(start.end, end.start).replace(/\r\n/g, '\n');
    if (/^r/i.test(start.text)) return raw;
    const escapes = raw.match(/\\[^]/g) ?? [];
    return escapes.every(([, letter = '']) => letter in ESCAPES) ? raw.replace(/\\([^])/g, (_, letter: string) => ESCAPES[letter] ?? letter) : undefined;
  });
  return pieces.every((piece) => piece !== undefined) ? { kind: 'text', text: pieces.join('') } : undefined;
}

/** Numbers, and what `60 * 24 * 7` comes to. */
function numberIn(node: PyNode, inner: (node: PyNode) => Literal | undefined): Literal | undefined {
  const text = node.text.replaceAll('_', '').toLowerCase();
  if (node.type === 'integer') return /^(?:\d+|0[xob][\da-f]+)$/.test(text) ? { kind: 'number', text: BigInt(text).toString() } : undefined;
  if (node.type === 'float') return /j$/.test(text) ? undefined : { kind: 'number', text: text.replace(/^\./, '0.').replace(/\.$/, '.0') };
  const operands = parts(node).map(inner);
  const sign = node.children.find(({ named }) => !named)?.type;
  const numbers = operands.map((operand) => (operand?.kind === 'number' ? operand.text : undefined));
  const [left, right] = numbers;
  if (left === undefined) return undefined;
  if (node.type === 'unary_operator') return sign === '-' ? { kind: 'number', text: left.startsWith('-') ? left.slice(1) : `-${left}` } : sign === '+' ? { kind: 'number', text: left } : undefined;
  if (right === undefined || ![left, right].every((number) => /^-?\d+$/.test(number))) return undefined;
  const [a, b] = [BigInt(left), BigInt(right)];
  const exponent = sign === '**' && b >= 0n && b < 64n ? a ** b : undefined;
  const result = sign === '*' ? a * b : sign === '+' ? a + b : sign === '-' ? a - b : exponent;
  return result === undefined ? undefined : { kind: 'number', text: result.toString() };
}

/** `SecretStr("…")`, `Path("…")`, `list()`, `dict()`. */
function wrappedIn(node: PyNode, module: Module, python: Python, inner: (node: PyNode) => Literal | undefined): Literal | undefined {
  const callee = calleeOf(node);
  const list = argumentListOf(node);
  const symbol = callee && python.symbolOf(module, callee);
  if (!symbol || !list) return undefined;
  const given = argumentsOf(list);
  const [only] = given;
  if (symbol.kind === 'builtin' && given.length === 0) return symbol.name === 'dict' ? { kind: 'table', entries: [] } : ['list', 'set', 'tuple'].includes(symbol.name) ? { kind: 'list', items: [] } : undefined;
  if (symbol.kind !== 'external' || !WRAPPERS.test(symbol.name) || given.length !== 1 || !only || only.name !== undefined || only.unpacking) return undefined;
  const text = inner(only.value);
  return text?.kind === 'text' ? text : undefined;
}

/** A constant that is bound once, or a member of an enum, with or without `.value`. */
function namedIn(node: PyNode, module: Module, python: Python, hops: number): Literal | undefined {
  const symbol = python.symbolOf(module, node);
  if (symbol.kind !== 'defined') return undefined;
  const { how } = symbol.binding;
  if (how.kind === 'assignment' && symbol.attributes.length === 0) return how.value && literalOf(how.value, symbol.module, python, hops + 1);
  const [member, value, ...rest] = symbol.attributes;
  if (how.kind !== 'class' || member === undefined || rest.length > 0 || (value !== undefined && value !== 'value')) return undefined;
  return enumMembers(how.definition, symbol.module, python)?.find(({ name }) => name === member)?.value;
}

const ENUMS = ['enum.Enum', 'enum.StrEnum', 'enum.IntEnum'];

/** The members of an enum of this repository; `undefined` when the class is none, or a member is no literal. */
export function enumMembers(definition: PyNode, module: Module, python: Python): readonly { readonly name: string; readonly value: Literal }[] | undefined {
  const list = childOfType(definition, 'argument_list');
  const isEnum = list && argumentsOf(list).some(({ value }) => {
    const symbol = python.symbolOf(module, value);
    return symbol.kind === 'external' && ENUMS.includes(symbol.name);
  });
  const body = isEnum ? blockOf(definition) : undefined;
  if (!body) return undefined;
  const members = statementsOf(body).flatMap((statement) => {
    const assignment = assignmentOf(statement);
    if (assignment?.target.type !== 'identifier' || assignment.target.text.startsWith('_') || !assignment.value) return [];
    return [{ name: assignment.target.text, value: literalOf(assignment.value, module, python, 1) }];
  });
  return members.every((member): member is { name: string; value: Literal } => member.value !== undefined) ? members : undefined;
}
