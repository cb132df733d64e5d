import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { FileDelta } from '../patch/patch-set.ts';
import { comparePaths, folderOf, type RepoPath } from '../repo/path.ts';
import type { SourceFile } from '../repo/source-file.ts';
import { errorCode } from './read-file.ts';

/** A file that gets its content at a path. */
export interface Arrival {
  readonly path: RepoPath;
  readonly after: SourceFile;
  /** The file whose mode and owner it takes on: the one it replaces, or the one that moves here. `undefined` for a new file. */
  readonly heir: { readonly path: RepoPath; readonly before: SourceFile } | undefined;
  /** Whether it takes the place of the file at the same path. */
  readonly replaces: boolean;
}

/** What is to happen on disk. */
export interface DiskChanges {
  readonly arrivals: readonly Arrival[];
  /** Files that go, by path. */
  readonly departures: readonly { readonly path: RepoPath; readonly before: SourceFile }[];
}

/** What lies on disk is what was read, with what the operating system said of each file; or it is not, at these paths. */
export type DiskCheck =
  | { readonly kind: 'as read'; readonly stats: ReadonlyMap<RepoPath, BigIntStats> }
  | { readonly kind: 'stale'; readonly paths: readonly RepoPath[] };

/** The single steps of deltas that name each path at most once. */
export function diskChanges(deltas: readonly FileDelta[]): DiskChanges {
  const arrivals: Arrival[] = [];
  const departures: { path: RepoPath; before: SourceFile }[] = [];
  for (const delta of deltas) {
    if (delta.kind === 'create') arrivals.push({ path: delta.path, after: delta.after, heir: undefined, replaces: false });
    if (delta.kind === 'edit') arrivals.push({ path: delta.path, after: delta.after, heir: { path: delta.path, before: delta.before }, replaces: true });
    if (delta.kind === 'move') arrivals.push({ path: delta.path, after: delta.after, heir: { path: delta.from, before: delta.before }, replaces: false });
    if (delta.kind === 'delete') departures.push({ path: delta.path, before: delta.before });
    if (delta.kind === 'move') departures.push({ path: delta.from, before: delta.before });
  }
  return { arrivals, departures };
}

/**
 * Compares the disk, byte for byte, with what was read. A path where a file is to be made must be free, of dangling links too; and no
 * folder of any path may have become a symbolic link.
 */
export function checkDisk(root: string, { arrivals, departures }: DiskChanges): DiskCheck {
  const stats = new Map<RepoPath, BigIntStats>();
  const stale = new Set<RepoPath>();
  const isFolder = folderCheck(root);
  const expected = [
    ...arrivals.filter(({ replaces }) => replaces).flatMap(({ heir }) => (heir ? [heir] : [])),
    ...departures,
  ];
  for (const { path, before } of expected) {
    const found = isFolder(folderOf(path)) === 'folder' ? statsIfEqual(join(root, path), before.text) : undefined;
    if (found) stats.set(path, found);
    else stale.add(path);
  }
  for (const { path, replaces } of arrivals) {
    if (replaces) continue;
    const folder = isFolder(folderOf(path));
    if (folder === 'neither' || (folder === 'folder' && !isFree(join(root, path)))) stale.add(path);
  }
  return stale.size === 0 ? { kind: 'as read', stats } : { kind: 'stale', paths: [...stale].sort(comparePaths) };
}

/** Whether a folder is there and real, or could be made; `neither` when it, or one above it, is a link or a file. */
function folderCheck(root: string): (folder: string) => 'folder' | 'missing' | 'neither' {
  const known = new Map<string, 'folder' | 'missing' | 'neither'>();
  const look = (folder: string): 'folder' | 'missing' | 'neither' => {
    const before = known.get(folder);
    if (before) return before;
    const above = folder === '' ? 'folder' : look(folderOf(folder));
    const found = above === 'folder' ? kindOfFolder(join(root, folder)) : above;
    known.set(folder, found);
    return found;
  };
  return look;
}

function kindOfFolder(absolute: string): 'folder' | 'missing' | 'neither' {
  try {
    return lstatSync(absolute).isDirectory() ? 'folder' : 'neither';
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'missing' : 'neither';
  }
}

/** Whether nothing is known to have this name, not even a link to nothing. Where that cannot be told, making the file will tell. */
export function isFree(absolute: string): boolean {
  try {
    lstatSync(absolute);
    return false;
  } catch (error) {
    errorCode(error);
    return true;
  }
}

function statsIfEqual(absolute: string, text: string): BigIntStats | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(absolute, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    errorCode(error);
    return undefined;
  }
  try {
    const stats = fstatSync(descriptor, { bigint: true });
    const wanted = Buffer.from(text, 'utf8');
    if (!stats.isFile() || stats.size !== BigInt(wanted.length)) return undefined;
    const found = Buffer.alloc(wanted.length + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length <= wanted.length; length += read) read = readSync(descriptor, found, length, found.length - length, null);
    return length === wanted.length && found.subarray(0, length).equals(wanted) ? stats : undefined;
  } catch (error) {
    errorCode(error);
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Whether a file is still the one that was looked at, as far as the operating system can tell without reading it again. */
export function isUnchanged(absolute: string, seen: BigIntStats): boolean {
  try {
    const now = lstatSync(absolute, { bigint: true });
    return now.ino === seen.ino && now.dev === seen.dev && now.size === seen.size && now.mtimeNs === seen.mtimeNs && now.ctimeNs === seen.ctimeNs;
  } catch (error) {
    errorCode(error);
    return false;
  }
}
