import { readTomlData, isPlainList, isPlainTable, type PlainTable, type PlainValue } from '../../formats/toml/read-data.ts';
import { remembered } from '../../text/remember.ts';
import { withoutFileLists } from '../lock-text.ts';
import type { Problem } from '../problem.ts';
import { normaliseName } from '../requirement/index.ts';

/** What `poetry.lock` says, as far as it decides what is installed. */
export interface PoetryLock {
  /** `1.0` to `2.1`; Poetry 2 writes 2.1. `undefined` for files of before 1.0. */
  readonly lockVersion: string | undefined;
  readonly packages: readonly LockedPackage[];
}

/** One version of a package. */
export interface LockedPackage {
  /** As PEP 503 compares it. */
  readonly name: string;
  readonly version: string;
  /** The package is installed where one of these holds (PEP 508); without any everywhere. Lock files before 2.1 do not say it. */
  readonly markers: readonly string[];
  readonly source: LockedSource;
}

/** Where a package came from. */
export type LockedSource =
  | { readonly kind: 'index' }
  /** `reference` is what was asked for, such as a branch; `commit` what it was then. */
  | { readonly kind: 'git'; readonly url: string; readonly reference: string | undefined; readonly commit: string | undefined }
  | { readonly kind: 'direct'; readonly url: string };

/** Reads a `poetry.lock` of any version. */
export const readPoetryLock: (text: string) => PoetryLock | Problem = remembered(readLock);

function readLock(text: string): PoetryLock | Problem {
  const read = readTomlData(withoutFileLists(text));
  if ('problem' in read) return { problem: `It is not TOML: line ${read.problem.line}: ${read.problem.message}.` };
  const { package: list = [], metadata } = read.data;
  if (!isPlainList(list) || !isPlainTable(metadata)) return { problem: 'It does not look like a lock file of Poetry.' };
  const packages = list.map((item) => (isPlainTable(item) ? readPackage(item) : undefined));
  if (!packages.every((one) => one !== undefined)) return { problem: 'A package in it has no name or no version.' };
  return { lockVersion: textIn(metadata, 'lock-version'), packages };
}

function readPackage(table: PlainTable): LockedPackage | undefined {
  const name = textIn(table, 'name');
  const version = textIn(table, 'version');
  if (name === undefined || version === undefined) return undefined;
  return { name: normaliseName(name), version, markers: markersOf(table['markers'], table['groups']), source: sourceOf(table['source']) };
}

/** One marker for all, or one for each dependency group; a group without one always wants the package. */
function markersOf(markers: PlainValue | undefined, groups: PlainValue | undefined): readonly string[] {
  if (typeof markers === 'string') return [markers];
  if (!isPlainTable(markers)) return [];
  const wanting = isPlainList(groups) ? groups.filter((group) => typeof group === 'string') : Object.keys(markers);
  const texts = wanting.map((group) => textIn(markers, group));
  return texts.every((text) => text !== undefined) ? [...new Set(texts)] : [];
}

function sourceOf(source: PlainValue | undefined): LockedSource {
  if (!isPlainTable(source)) return { kind: 'index' };
  const type = textIn(source, 'type');
  const url = textIn(source, 'url') ?? '';
  if (type === 'git') return { kind: 'git', url, reference: textIn(source, 'reference'), commit: textIn(source, 'resolved_reference') };
  return type === 'file' || type === 'directory' || type === 'url' ? { kind: 'direct', url } : { kind: 'index' };
}

function textIn(table: PlainTable, key: string): string | undefined {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
