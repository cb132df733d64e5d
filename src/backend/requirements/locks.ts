import { isPlainList, isPlainTable, readTomlData } from '../../formats/toml/read-data.ts';
import { withoutFileLists } from '../../packaging/lock-text.ts';
import { pinsOfRequirements, readRequirementsFile } from '../../packaging/pip/index.ts';
import { pinsOfPipfileLock } from '../../packaging/pipenv/index.ts';
import { readPoetryLock } from '../../packaging/poetry/lock.ts';
import { isProblem } from '../../packaging/problem.ts';
import { normaliseName } from '../../packaging/requirement/index.ts';
import { readUvLock } from '../../packaging/uv/lock.ts';
import { foldersAbove, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { SourceFile } from '../../repo/source-file.ts';

/** What a lock says of one distribution; several versions where environments differ. */
export interface Locked {
  readonly path: RepoPath;
  readonly versions: readonly string[];
}

interface NamedVersion {
  readonly name: string;
  readonly version: string | undefined;
}

const READERS: Readonly<Record<string, (text: string) => readonly NamedVersion[]>> = {
  'uv.lock': (text) => plain(readUvLock(text)),
  'poetry.lock': (text) => {
    const lock = readPoetryLock(text);
    return isProblem(lock) ? [] : lock.packages;
  },
  'pdm.lock': readPdmLock,
  'Pipfile.lock': (text) => plain(pinsOfPipfileLock(text)),
};

/** The lock files that a project's versions stand in: its own, and uv's of the workspace it belongs to. */
export function lockFilesOf({ files }: Snapshot, folder: string): readonly SourceFile[] {
  const own = Object.keys(READERS).flatMap((name) => files.get(joinPath(folder, name)) ?? []);
  const above = foldersAbove(`${folder === '' ? '' : `${folder}/`}x`).slice(1).flatMap((one) => files.get(joinPath(one, 'uv.lock')) ?? []);
  return own.length > 0 ? own : above.slice(0, 1);
}

const known = new WeakMap<SourceFile, ReadonlyMap<string, readonly string[]>>();

/** What the first of several lock files that has a distribution says of it. Compiled requirements are locks as well. */
export function lockedIn(locks: readonly SourceFile[], name: string): Locked | undefined {
  for (const file of locks) {
    const versions = versionsIn(file).get(normaliseName(name));
    if (versions) return { path: file.path, versions };
  }
  return undefined;
}

function versionsIn(file: SourceFile): ReadonlyMap<string, readonly string[]> {
  const there = known.get(file);
  if (there) return there;
  const versions = new Map<string, readonly string[]>();
  const read = READERS[nameOf(file.path)] ?? ((text: string) => pinsOfRequirements([readRequirementsFile(text)]));
  for (const { name, version } of read(file.text)) if (version !== undefined) versions.set(name, [...(versions.get(name) ?? []), version]);
  known.set(file, versions);
  return versions;
}

function plain<T>(read: readonly T[] | { readonly problem: string }): readonly T[] {
  return 'problem' in read ? [] : read;
}

/** PDM writes one `[[package]]` for each version, as Poetry does. */
function readPdmLock(text: string): readonly NamedVersion[] {
  const read = readTomlData(withoutFileLists(text));
  const list = 'data' in read ? read.data['package'] : undefined;
  return isPlainList(list) ? list.flatMap((one) => (isPlainTable(one) && typeof one['name'] === 'string' && typeof one['version'] === 'string' ? [{ name: normaliseName(one['name']), version: one['version'] }] : [])) : [];
}
