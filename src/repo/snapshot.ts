import { comparePaths, foldersAbove, type RepoPath } from './path.ts';
import type { OpaqueFile, SourceFile } from './source-file.ts';

/** A repository at one moment, as a value. Paths are in code-unit order. */
export interface Snapshot {
  readonly files: ReadonlyMap<RepoPath, SourceFile>;
  readonly opaque: ReadonlyMap<RepoPath, OpaqueFile>;
  /** Whether the folder is (part of) a git work tree. */
  readonly git: boolean;
  readonly outer: Outer;
}

/** What lies around a folder, in the work tree it is a part of and in git, as far as it says something about the folder. */
export interface Outer {
  /** Where the folder is in the work tree, ending in `/`; empty at the top. */
  readonly prefix: string;
  /** The `.gitignore` files of the folders above, their folders counted from the top of the work tree. */
  readonly ignoreFiles: readonly { readonly folder: string; readonly text: string }[];
  /** What the repository is called where it was cloned from (git's remote `origin`). */
  readonly clonedAs?: string;
}

/** Around a folder that is the top of its work tree, or in none. */
export const NOTHING_AROUND: Outer = { prefix: '', ignoreFiles: [] };

/** Builds a snapshot in a defined order, whatever order the files were read in. */
export function snapshotOf(files: Iterable<SourceFile>, opaque: Iterable<OpaqueFile> = [], git = true, outer = NOTHING_AROUND): Snapshot {
  return { files: byPath(files), opaque: byPath(opaque), git, outer };
}

function byPath<F extends { readonly path: RepoPath }>(files: Iterable<F>): ReadonlyMap<RepoPath, F> {
  return new Map([...files].sort((a, b) => comparePaths(a.path, b.path)).map((file) => [file.path, file]));
}

const folders = new WeakMap<Snapshot, ReadonlySet<string>>();

/** Every folder that holds a file, itself or deeper; the top is `''`. */
export function foldersOf(snapshot: Snapshot): ReadonlySet<string> {
  const known = folders.get(snapshot) ?? new Set([...snapshot.files.keys(), ...snapshot.opaque.keys()].flatMap(foldersAbove));
  folders.set(snapshot, known);
  return known;
}
