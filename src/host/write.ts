import { join } from 'node:path';
import type { FileDelta } from '../patch/patch-set.ts';
import { folderOf, foldersAbove, type RepoPath } from '../repo/path.ts';
import { checkDisk, diskChanges, type Arrival } from './disk-check.ts';
import { staysInside } from './inside.ts';
import { errorCode } from './read-file.ts';
import { withSignalsHeld } from './signals.ts';
import { beginTransaction, removeEmptyFolders, type Permissions, type Transaction } from './transaction.ts';
import type { BigIntStats } from 'node:fs';

/** How writing ended. Except for `broken`, the disk shows all of the new or all of the old. */
export type WriteResult =
  /** `leftovers` are old contents under temporary names, absolute, that could not be removed; usually none. */
  | { readonly kind: 'written'; readonly leftovers: readonly string[] }
  /** These files are not what was read any more. Nothing was written. */
  | { readonly kind: 'stale'; readonly paths: readonly RepoPath[] }
  /** The operating system refused at `path`. Everything is as it was. */
  | { readonly kind: 'failed'; readonly path: RepoPath; readonly message: string }
  /** As `failed`, but these absolute paths could not be restored; old contents lie beside them in `.pystd-<n>.old.tmp`. */
  | { readonly kind: 'broken'; readonly path: RepoPath; readonly message: string; readonly paths: readonly string[] };

/**
 * Writes folded deltas into the folder they were read from: everything or nothing. All files are compared with what was read; all new
 * contents are written beside their targets; only then does each take its place, in one step of the file system, and whatever fails
 * midway is undone. A signal takes effect before or after, never between. A killed process (SIGKILL, power) can leave some files new
 * and some old and temporary files beside them, but no file with half a content; contents are not forced to the device one by one.
 *
 * A replaced file keeps its permissions and, where allowed, its owner. It becomes a new file to the file system: hard links to the
 * old one, which may lie outside the repository, keep the old content.
 */
export async function writeDeltas(root: string, deltas: readonly FileDelta[]): Promise<WriteResult> {
  return withSignalsHeld(() => writeNow(root, deltas));
}

function writeNow(root: string, deltas: readonly FileDelta[]): WriteResult {
  const changes = diskChanges(deltas);
  for (const { path } of [...changes.arrivals, ...changes.departures]) {
    if (!staysInside(path)) return { kind: 'failed', path, message: `${path} is no place for a source file.` };
  }
  const files = new Set<string>(changes.arrivals.map(({ path }) => path));
  for (const { path } of changes.arrivals) {
    if (foldersAbove(path).some((folder) => files.has(folder))) return { kind: 'failed', path, message: inWords(path, 'ENOTDIR') };
  }
  const check = checkDisk(root, changes);
  if (check.kind === 'stale') return check;
  const transaction = beginTransaction();
  const progress: { path: RepoPath | undefined } = { path: undefined };
  try {
    const staged = changes.arrivals.map((arrival) => {
      progress.path = arrival.path;
      const content = Buffer.from(arrival.after.text, 'utf8');
      return { ...arrival, staged: transaction.stage(join(root, arrival.path), content, permissionsOf(arrival, check.stats)) };
    });
    for (const { path, replaces, staged: file } of staged) {
      progress.path = path;
      const target = join(root, path);
      if (!(replaces ? transaction.replace(target, file, seen(check.stats, path)) : transaction.create(target, file))) return undone(transaction, { kind: 'stale', paths: [path] });
    }
    for (const { path } of changes.departures) {
      progress.path = path;
      if (!transaction.remove(join(root, path), seen(check.stats, path))) return undone(transaction, { kind: 'stale', paths: [path] });
    }
  } catch (error) {
    const code = errorCode(error);
    if (progress.path === undefined) throw error;
    return undone(transaction, { kind: 'failed', path: progress.path, message: inWords(progress.path, code) });
  }
  const leftovers = transaction.finish();
  for (const { path } of changes.departures) removeEmptyFolders(root, join(root, folderOf(path)));
  return { kind: 'written', leftovers };
}

function undone(transaction: Transaction, result: Extract<WriteResult, { readonly kind: 'stale' | 'failed' }>): WriteResult {
  const paths = transaction.undo();
  if (paths.length === 0) return result;
  if (result.kind === 'failed') return { ...result, kind: 'broken', paths };
  const [path] = result.paths;
  return { kind: 'broken', path: path as RepoPath, message: `${path} was changed by somebody else during the writing.`, paths };
}

function seen(stats: ReadonlyMap<RepoPath, BigIntStats>, path: RepoPath): BigIntStats {
  const found = stats.get(path);
  if (!found) throw new Error(`${path} was not looked at.`);
  return found;
}

/** The old file's permissions, with the right to run it added for all who may read it, or taken from all, when that changed. */
function permissionsOf({ after, heir }: Arrival, stats: ReadonlyMap<RepoPath, BigIntStats>): Permissions {
  if (!heir) return { kind: 'new', executable: after.executable };
  const old = seen(stats, heir.path);
  const mode = Number(old.mode & 0o777n);
  if (heir.before.executable === after.executable) return { kind: 'like', stats: old, mode };
  return { kind: 'like', stats: old, mode: after.executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111 };
}

/** An operating system's refusal as a sentence. */
export function inWords(path: string, code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be written.`;
    case 'EROFS':
      return `${path} lies on a file system that may only be read.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no room left for ${path}.`;
    case 'ENAMETOOLONG':
      return `${path} is too long a name.`;
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
    case 'ENOTEMPTY':
      return `A file and a folder want the same name at ${path}.`;
    default:
      return `${path} could not be written: ${code}.`;
  }
}
