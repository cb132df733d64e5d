import { isPlainList, isPlainTable, readTomlData, type PlainTable } from '../../formats/toml/read-data.ts';
import { withoutFileLists } from '../lock-text.ts';
import type { Problem } from '../problem.ts';
import { normaliseName } from '../requirement/index.ts';

/** One version of a package in `uv.lock`; a package that is locked in several versions is there several times. */
export interface UvLockedPackage {
  /** As PEP 503 compares it. */
  readonly name: string;
  /** `undefined` for a project whose version is dynamic. */
  readonly version: string | undefined;
  /** `registry` for an index; `virtual`, `editable` and `directory` are projects of this repository. */
  readonly source: 'registry' | 'git' | 'url' | 'path' | 'directory' | 'editable' | 'virtual' | 'unknown';
  /** The commit of a git source. */
  readonly commit: string | undefined;
}

/** Reads a `uv.lock`. */
export function readUvLock(text: string): readonly UvLockedPackage[] | Problem {
  const read = readTomlData(withoutFileLists(text));
  if ('problem' in read) return { problem: `It is not TOML: line ${read.problem.line}: ${read.problem.message}.` };
  const { version, package: list = [] } = read.data;
  if (version !== 1) return { problem: 'It is of a version that pystd does not know.' };
  if (!isPlainList(list)) return { problem: 'It does not look like a lock file of uv.' };
  return list.flatMap((item) => (isPlainTable(item) && typeof item['name'] === 'string' ? [readPackage(item['name'], item)] : []));
}

const SOURCES = ['registry', 'git', 'url', 'path', 'directory', 'editable', 'virtual'] as const;

function readPackage(name: string, { version, source }: PlainTable): UvLockedPackage {
  const kind = SOURCES.find((key) => isPlainTable(source) && Object.hasOwn(source, key)) ?? 'unknown';
  const git = isPlainTable(source) ? source['git'] : undefined;
  return { name: normaliseName(name), version: typeof version === 'string' ? version : undefined, source: kind, commit: typeof git === 'string' ? /#([0-9a-f]{7,64})$/.exec(git)?.[1] : undefined };
}
