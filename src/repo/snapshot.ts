import { comparePaths, type RepoPath } from './path.ts';
import type { OpaqueFile, SourceFile } from './source-file.ts';

/** A repository at one moment, as a value. Paths are in code-unit order. */
export interface Snapshot {
  readonly files: ReadonlyMap<RepoPath, SourceFile>;
  readonly opaque: ReadonlyMap<RepoPath, OpaqueFile>;
  /** Whether the folder is (part of) a git work tree. */
  readonly git: boolean;
}

/** Builds a snapshot in a defined order, whatever order the files were read in. */
export function snapshotOf(files: Iterable<SourceFile>, opaque: Iterable<OpaqueFile> = [], git = true): Snapshot {
  return { files: byPath(files), opaque: byPath(opaque), git };
}

function byPath<F extends { readonly path: RepoPath }>(files: Iterable<F>): ReadonlyMap<RepoPath, F> {
  return new Map([...files].sort((a, b) => comparePaths(a.path, b.path)).map((file) => [file.path, file]));
}
