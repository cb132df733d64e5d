import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { decodeFile } from '../repo/decode.ts';
import { folderOf } from '../repo/path.ts';
import { readableBytes } from '../repo/readable.ts';
import type { OpaqueReason } from '../repo/source-file.ts';

/** What a path inside a folder turned out to be on disk. */
export type FileOnDisk =
  | { readonly kind: 'text'; readonly text: string; readonly executable: boolean; readonly bytes: number }
  | { readonly kind: 'opaque'; readonly because: OpaqueReason }
  /** There is no file: missing, or a folder stands in its place. */
  | { readonly kind: 'absent' };

/** What a folder of a path is on disk. */
export type FolderOnDisk = 'folder' | 'link' | 'absent' | 'unreadable';

/** Reads files below one folder and follows no symbolic link on the way, neither of a file nor of a folder. */
export interface FileReader {
  /** Reads a file as far as files of its kind are read; `path` is relative, with `/`. */
  read(path: string): FileOnDisk;
  /** Reads a file of any kind up to `limit` bytes. */
  readUpTo(path: string, limit: number): FileOnDisk;
}

// A pipe somebody put in a file's place must not hold the run up, hence O_NONBLOCK. Windows knows neither flag.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const LINKS_NEED_A_LOOK = constants.O_NOFOLLOW === undefined;

const ABSENT: FileOnDisk = { kind: 'absent' };

/** A reader for one run; it remembers which folders are real. */
export function createFileReader(root: string): FileReader {
  const scratch = { bytes: Buffer.allocUnsafeSlow(64 * 1024) };
  const folders = new Map<string, FolderOnDisk>([['', 'folder']]);

  const folderAt = (folder: string): FolderOnDisk => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const above = folderAt(folderOf(folder));
    const kind = above === 'folder' ? lookAtFolder(join(root, folder)) : above;
    folders.set(folder, kind);
    return kind;
  };

  const readUpTo = (path: string, limit: number): FileOnDisk => {
    const folder = folderAt(folderOf(path));
    if (folder === 'link') return { kind: 'opaque', because: 'symbolic link' };
    if (folder === 'unreadable') return { kind: 'opaque', because: 'unreadable' };
    if (folder === 'absent') return ABSENT;
    const absolute = join(root, path);
    if (limit === 0 || LINKS_NEED_A_LOOK) {
      const looked = lookAtFile(absolute);
      if (limit === 0 || looked.kind !== 'opaque' || looked.because !== 'not read') return looked;
    }
    return readOpened(absolute, path, limit, scratch);
  };

  return { read: (path) => readUpTo(path, readableBytes(path)), readUpTo };
}

function readOpened(absolute: string, path: string, limit: number, scratch: { bytes: Buffer }): FileOnDisk {
  let descriptor: number;
  try {
    descriptor = openSync(absolute, OPEN_FLAGS);
  } catch (error) {
    return afterFailure(error);
  }
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) return ABSENT;
    if (!stats.isFile()) return { kind: 'opaque', because: 'unreadable' };
    if (stats.size > limit) return { kind: 'opaque', because: 'too large' };
    const length = readAll(descriptor, limit, scratch);
    if (length > limit) return { kind: 'opaque', because: 'too large' };
    const decoded = decodeFile(path, scratch.bytes.subarray(0, length));
    return decoded.kind === 'text' ? { ...decoded, executable: isExecutable(stats), bytes: length } : decoded;
  } catch (error) {
    return afterFailure(error);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads to the end, or to just past the limit: a file may say any size and grow meanwhile. Gives the number of bytes. */
function readAll(descriptor: number, limit: number, scratch: { bytes: Buffer }): number {
  let length = 0;
  while (length <= limit) {
    if (length === scratch.bytes.length) scratch.bytes = Buffer.concat([scratch.bytes], scratch.bytes.length * 2);
    const read = readSync(descriptor, scratch.bytes, length, scratch.bytes.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return length;
}

/** Says what a path is without opening it. */
function lookAtFile(absolute: string): FileOnDisk {
  try {
    const stats = lstatSync(absolute);
    if (stats.isDirectory()) return ABSENT;
    if (stats.isSymbolicLink()) return { kind: 'opaque', because: 'symbolic link' };
    return { kind: 'opaque', because: stats.isFile() ? 'not read' : 'unreadable' };
  } catch (error) {
    return afterFailure(error);
  }
}

function lookAtFolder(absolute: string): FolderOnDisk {
  try {
    const stats = lstatSync(absolute);
    return stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'absent';
  } catch (error) {
    return afterFailure(error).kind === 'absent' ? 'absent' : 'unreadable';
  }
}

/** What an operating system's refusal to open says about a file. */
export function afterFailure(error: unknown): FileOnDisk {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return ABSENT;
  if (code === 'ELOOP' || code === 'EMLINK') return { kind: 'opaque', because: 'symbolic link' };
  return { kind: 'opaque', because: 'unreadable' };
}

/**
 * The code of an operating system error, such as `ENOENT`.
 * @throws the error itself when the operating system did not make it: then it is a mistake of ours.
 */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

/** Whether its owner may run the file, which is all git records. */
export function isExecutable(stats: Stats): boolean {
  return (stats.mode & 0o100) !== 0;
}
