import type { TomlPath } from '../formats/toml/data.ts';
import { keyLine } from '../formats/toml/key-line.ts';
import { isPlainList, isPlainTable, readTomlData, type PlainTable } from '../formats/toml/read-data.ts';
import { nearest } from '../text/nearest.ts';

/** A mistake in a file that a person wrote for us: a standard, its rules, or pystd.toml. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** A full sentence. */
  readonly message: string;
  /** What to do about it, a full sentence; `undefined` when we have no idea. */
  readonly hint: string | undefined;
}

/** A TOML file as data, with its text for the lines of messages. */
export interface DataFile {
  readonly name: string;
  readonly text: string;
  readonly data: PlainTable;
}

/** A file's data and the problems found in it so far. A file that is no TOML has no data and one problem. */
export interface Reading {
  readonly file: DataFile;
  readonly problems: Problem[];
}

/** Begins to read a file. */
export function beginReading(name: string, text: string): Reading {
  const read = readTomlData(text);
  if ('data' in read) return { file: { name, text, data: read.data }, problems: [] };
  const { message, line, column } = read.problem;
  return { file: { name, text: '', data: {} }, problems: [{ file: name, line, message: `This is not TOML at column ${column}: ${message}.`, hint: undefined }] };
}

/** Notes a problem with the value at `path`. */
export function complain({ file, problems }: Reading, path: TomlPath, message: string, hint: string | undefined): void {
  problems.push({ file: file.name, line: keyLine(file.text, path), message, hint });
}

/** "Did you mean …?", where a candidate is near enough. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? undefined : `Did you mean \`${candidate}\`?`;
}

/** Complains about keys of a table that mean nothing. */
export function expectKeys(reading: Reading, path: TomlPath, table: PlainTable, allowed: readonly string[]): void {
  for (const key of Object.keys(table)) {
    if (!allowed.includes(key)) complain(reading, [...path, key], `There is no key \`${key}\` here.`, didYouMean(key, allowed));
  }
}

/** The text at a key; complains and gives `''` when it is missing or something else. */
export function textAt(reading: Reading, path: TomlPath, table: PlainTable, key: string): string {
  const value = table[key];
  if (typeof value === 'string' && value !== '') return value;
  complain(reading, [...path, key], value === undefined ? `The key \`${key}\` is missing.` : `\`${key}\` must be a text.`, undefined);
  return '';
}

/** The text at a key that may be missing. */
export function optionalTextAt(reading: Reading, path: TomlPath, table: PlainTable, key: string): string | undefined {
  return table[key] === undefined ? undefined : textAt(reading, path, table, key);
}

/** One of some words at a key; complains and gives the first of them when it is missing or something else. */
export function wordAt<W extends string | number>(reading: Reading, path: TomlPath, table: PlainTable, key: string, words: readonly [W, ...W[]]): W {
  const value = table[key];
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  const hint = typeof value === 'string' ? didYouMean(value, words.map(String)) : undefined;
  complain(reading, [...path, key], `\`${key}\` must be one of ${words.map((each) => `\`${each}\``).join(', ')}.`, hint);
  return words[0];
}

/** The list of texts at a key, empty when missing. */
export function textsAt(reading: Reading, path: TomlPath, table: PlainTable, key: string): readonly string[] {
  const value = table[key];
  if (value === undefined) return [];
  if (isPlainList(value) && value.every((item) => typeof item === 'string')) return value;
  complain(reading, [...path, key], `\`${key}\` must be a list of texts.`, undefined);
  return [];
}

/** The table at a key, empty when missing. */
export function tableAt(reading: Reading, path: TomlPath, table: PlainTable, key: string): PlainTable {
  const value = table[key];
  if (value === undefined) return {};
  if (isPlainTable(value)) return value;
  complain(reading, [...path, key], `\`${key}\` must be a table.`, undefined);
  return {};
}

/** The tables in a table, by key. */
export function tablesIn(reading: Reading, path: TomlPath, table: PlainTable): ReadonlyMap<string, PlainTable> {
  return new Map(Object.keys(table).map((key) => [key, tableAt(reading, path, table, key)]));
}
