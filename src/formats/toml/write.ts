import { TomlDate } from 'smol-toml';
import { isRefusal, type TomlRefusal } from './change.ts';
import { tableData, type TomlData } from './data.ts';
import { isTomlProblem, parseToml } from './parse.ts';
import type { WritingStyle } from './style.ts';

const RAW = Symbol('TOML text');

/** A value given as TOML text, written exactly so (with the document's line endings). */
export interface TomlRaw {
  readonly [RAW]: string;
}

/** A value to write: plain data, in which an object becomes an inline table, or TOML text. A whole `number` becomes an integer. */
export type TomlInput =
  | string | number | bigint | boolean | TomlDate | TomlRaw | readonly TomlInput[] | { readonly [key: string]: TomlInput };

/** A value as text, and what it means. */
export interface Written {
  readonly text: string;
  readonly data: TomlData;
}

/** A value in the author's own TOML: for what plain data cannot say, such as `1.0`, `0o755` or an array with comments. */
export function raw(toml: string): TomlRaw {
  return { [RAW]: toml };
}

/** Whether a value is given as TOML text. */
export function isRaw(input: TomlInput): input is TomlRaw {
  return typeof input === 'object' && RAW in input;
}

/** Writes a value on one line (unless it is raw). Refused is what TOML has no form for. */
export function writeValue(input: TomlInput, style: WritingStyle): Written | TomlRefusal {
  if (typeof input === 'string') return writeString(input, style.quotes);
  if (typeof input === 'number') return { text: numberText(input), data: input };
  if (typeof input === 'bigint') return writeBigint(input);
  if (typeof input === 'boolean') return { text: String(input), data: input };
  if (input instanceof TomlDate) return { text: input.toISOString(), data: input };
  if (isRaw(input)) return writeRaw(input[RAW], style.eol);
  if (isInputArray(input)) return writeArray(input, style);
  if (typeof input === 'object' && input !== null) return writeInlineTable(input, style);
  return { refused: `TOML has no value for ${String(input)}.` };
}

/** Whether a value to write is an array. */
export function isInputArray(input: TomlInput): input is readonly TomlInput[] {
  return Array.isArray(input);
}

/** Whether a value to write is a plain object, which stands for a table. */
export function isInputTable(input: TomlInput): input is { readonly [key: string]: TomlInput } {
  return typeof input === 'object' && !isInputArray(input) && !(input instanceof TomlDate) && !isRaw(input);
}

/** A dotted key: bare parts where TOML allows it, otherwise quoted. */
export function writeKey(keys: readonly string[]): string {
  return keys.map((key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : basicString(key))).join('.');
}

/** In the quotes of the document, or in the ones that need no escapes. */
function writeString(value: string, quotes: WritingStyle['quotes']): Written | TomlRefusal {
  if (/\p{Surrogate}/u.test(value)) return { refused: 'A string with half a surrogate pair cannot be written in TOML.' };
  const isPlain = !/['\u0000-\u0008\u000a-\u001f\u007f]/.test(value);
  return { text: isPlain && (quotes === 'literal' || /["\\]/.test(value)) ? `'${value}'` : basicString(value), data: value };
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };

function basicString(value: string): string {
  const escape = (character: string): string => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`;
  return `"${value.replace(/["\\\u0000-\u001f\u007f]/g, escape)}"`;
}

/** A safe integer as an integer, anything else as a float: past 2^53 a `number` no longer says which integer it was. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return Number.isSafeInteger(value) || /[.e]/.test(text) ? text : `${text}.0`;
}

function writeBigint(value: bigint): Written | TomlRefusal {
  if (BigInt.asIntN(64, value) !== value) return { refused: `The integer ${value} is wider than 64 bits.` };
  return { text: String(value), data: Number.isSafeInteger(Number(value)) ? Number(value) : value };
}

function writeRaw(toml: string, eol: '\n' | '\r\n'): Written | TomlRefusal {
  const text = toml.replace(/\r?\n/g, eol);
  const read = parseToml(`x = ${text}`);
  if (isTomlProblem(read)) return { refused: `The value is not TOML: ${read.message}` };
  const node = read.get(['x']);
  if (node?.span.start !== 4 || node.span.end !== read.text.length) return { refused: 'The text is more than one TOML value.' };
  return { text, data: node.value };
}

function writeArray(inputs: readonly TomlInput[], style: WritingStyle): Written | TomlRefusal {
  const written = writeAll(inputs, style);
  if (isRefusal(written)) return written;
  return { text: `[${written.map(({ text }) => text).join(', ')}]`, data: written.map(({ data }) => data) };
}

/** Writes several values; the first refusal is the answer. */
export function writeAll(inputs: readonly TomlInput[], style: WritingStyle): readonly Written[] | TomlRefusal {
  const all: Written[] = [];
  for (const input of inputs) {
    const written = writeValue(input, style);
    if (isRefusal(written)) return written;
    all.push(written);
  }
  return all;
}

function writeInlineTable(input: { readonly [key: string]: TomlInput }, style: WritingStyle): Written | TomlRefusal {
  const keys = Object.keys(input);
  const written = writeAll(keys.map((key) => input[key] as TomlInput), style);
  if (isRefusal(written)) return written;
  const data = tableData(undefined);
  keys.forEach((key, index) => void (data[key] = written[index]?.data ?? ''));
  const inner = keys.map((key, index) => `${writeKey([key])}${style.equals}${written[index]?.text}`).join(', ');
  return { text: inner === '' ? '{}' : `{${style.padding}${inner}${style.padding}}`, data };
}
