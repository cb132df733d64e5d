import { parse, TomlDate, TomlError } from 'smol-toml';

/** A value of a TOML document as plain data. Dates and times are the text that TOML writes for them. */
export type PlainValue = string | number | boolean | readonly PlainValue[] | PlainTable;

/** A table of a TOML document as plain data, keys in document order. */
export interface PlainTable {
  readonly [key: string]: PlainValue;
}

/** Why a text is not TOML; line and column count from 1. */
export interface TomlProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What a TOML text says, without its layout, or the first mistake in it. */
export function readTomlData(text: string): { readonly data: PlainTable } | { readonly problem: TomlProblem } {
  try {
    return { data: plainTable(parse(text.replace(/^\uFEFF/, ''))) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [sentence = error.message] = error.message.replace(/^Invalid TOML document: /, '').split('\n', 1);
    return { problem: { message: sentence.trim(), line: error.line, column: error.column } };
  }
}

/** Whether a value is a table. */
export function isPlainTable(value: PlainValue | undefined): value is PlainTable {
  return typeof value === 'object' && !Array.isArray(value);
}

/** Whether a value is a list. `Array.isArray` alone does not narrow a readonly array. */
export function isPlainList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function plainTable(table: object): PlainTable {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, plain(value)]));
}

function plain(value: unknown): PlainValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) return plainTable(value);
  throw new TypeError(`TOML has no such value: ${String(value)}.`);
}
