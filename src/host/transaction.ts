import {
  closeSync, fchmodSync, fchownSync, fstatSync, linkSync, mkdirSync, openSync, renameSync, rmdirSync, unlinkSync, writeFileSync, type BigIntStats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isFree, isUnchanged } from './disk-check.ts';
import { backupName, stagedName } from './leftover.ts';
import { errorCode } from './read-file.ts';

/** The permissions a file gets: those of a file that was there (`mode` are its permission bits), or a new file's. */
export type Permissions =
  | { readonly kind: 'like'; readonly stats: BigIntStats; readonly mode: number }
  | { readonly kind: 'new'; readonly executable: boolean };

/**
 * Changes to files that are undone together. Paths are absolute. Every step throws the operating system's error when it is not
 * allowed; nothing is undone before `undo` is called.
 */
export interface Transaction {
  /** Writes content into a file beside `target`, makes the folder when there is none, and gives the file's path. */
  stage(target: string, content: Uint8Array, permissions: Permissions): string;
  /** Puts a staged file in the place of one that is still as it was `seen`. Says whether it was. */
  replace(target: string, staged: string, seen: BigIntStats): boolean;
  /** Puts a staged file where nothing is. Says whether that was so. */
  create(target: string, staged: string): boolean;
  /** Takes away a file that is still as it was `seen`. Says whether it was. */
  remove(target: string, seen: BigIntStats): boolean;
  /** Lets the old contents go. Gives the paths of those that would not go. */
  finish(): readonly string[];
  /** Restores everything, last step first. Gives the paths that could not be restored. */
  undo(): readonly string[];
}

/** How one step is taken back, and the path that stays changed if that fails. */
interface Undo {
  readonly path: string;
  readonly perform: () => void;
}

/** Begins a transaction. */
export function beginTransaction(): Transaction {
  const log: Undo[] = [];
  const backups: string[] = [];
  const numbers = { last: 0 };

  const freeName = (target: string, nameFor: (n: number) => string): string => {
    for (;;) {
      const path = join(dirname(target), nameFor(++numbers.last));
      if (isFree(path)) return path;
    }
  };

  const ensureFolder = (folder: string): void => {
    if (!isFree(folder)) return;
    ensureFolder(dirname(folder));
    mkdirSync(folder);
    log.push({ path: folder, perform: () => rmdirSync(folder) });
  };

  const restoreFrom = (backup: string, target: string): void => {
    backups.push(backup);
    log.push({ path: target, perform: () => renameSync(backup, target) });
  };

  /** With a second name for the old file, the new one replaces it with no moment in between. */
  const link = (target: string, backup: string): boolean => {
    if (!succeeds(() => linkSync(target, backup))) return false;
    log.push({ path: backup, perform: () => removeIfThere(backup) });
    return true;
  };

  return {
    stage: (target, content, permissions) => {
      ensureFolder(dirname(target));
      const staged = freeName(target, stagedName);
      const descriptor = openSync(staged, 'wx', permissions.kind === 'new' && permissions.executable ? 0o777 : 0o666);
      log.push({ path: staged, perform: () => removeIfThere(staged) });
      try {
        writeFileSync(descriptor, content);
        if (permissions.kind === 'like') takeOver(descriptor, permissions);
      } finally {
        closeSync(descriptor);
      }
      return staged;
    },
    replace: (target, staged, seen) => {
      if (!isUnchanged(target, seen)) return false;
      const backup = freeName(target, backupName);
      if (link(target, backup)) {
        renameSync(staged, target);
        restoreFrom(backup, target);
      } else {
        // Not every file system has hard links, and not every user may make one to every file.
        renameSync(target, backup);
        restoreFrom(backup, target);
        renameSync(staged, target);
      }
      return true;
    },
    create: (target, staged) => {
      try {
        linkSync(staged, target);
      } catch (error) {
        if (errorCode(error) === 'EEXIST' || !isFree(target)) return false;
        renameSync(staged, target);
      }
      log.push({ path: target, perform: () => removeIfThere(target) });
      removeIfThere(staged);
      return true;
    },
    remove: (target, seen) => {
      if (!isUnchanged(target, seen)) return false;
      const backup = freeName(target, backupName);
      renameSync(target, backup);
      restoreFrom(backup, target);
      return true;
    },
    finish: () => backups.filter((backup) => !succeeds(() => unlinkSync(backup))),
    undo: () => log.reverse().filter(({ perform }) => !succeeds(perform)).map(({ path }) => path),
  };
}

/** A file that replaces another one belongs to whom that one belonged to, where the system lets us say so. */
function takeOver(descriptor: number, { stats, mode }: { readonly stats: BigIntStats; readonly mode: number }): void {
  const made = fstatSync(descriptor, { bigint: true });
  if (made.uid !== stats.uid || made.gid !== stats.gid) succeeds(() => fchownSync(descriptor, Number(stats.uid), Number(stats.gid)));
  fchmodSync(descriptor, mode);
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function succeeds(step: () => void): boolean {
  try {
    step();
    return true;
  } catch (error) {
    errorCode(error);
    return false;
  }
}

/** Removes a folder when it is empty, then the one above it, and so on below `root`. */
export function removeEmptyFolders(root: string, folder: string): void {
  for (let at = folder; at !== root && at.startsWith(root); at = dirname(at)) {
    if (!succeeds(() => rmdirSync(at))) return;
  }
}
