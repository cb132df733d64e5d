import { comparePaths, type RepoPath } from '../repo/path.ts';
import type { SourceFile } from '../repo/source-file.ts';
import type { FileDelta } from './patch-set.ts';

/** A file as it stands after the patches so far, and where it stood before the first one; `undefined` for a new file. */
interface Standing {
  readonly file: SourceFile;
  readonly origin: RepoPath | undefined;
}

/**
 * The one difference that a sequence of patches makes, at most one delta for each path, in path order: what was read on one side, what
 * is wanted on the other. A file that ends as it began has no delta, however it got there.
 */
export function foldDeltas(patches: readonly { readonly deltas: readonly FileDelta[] }[]): FileDelta[] {
  const read = new Map<RepoPath, SourceFile>();
  const standing = new Map<RepoPath, Standing>();
  for (const { deltas } of patches) foldPatch(deltas, read, standing);
  return [...finalDeltas(read, standing)].sort((a, b) => comparePaths(a.path, b.path));
}

/** One patch happens at once: what it takes away is gone before anything arrives. */
function foldPatch(deltas: readonly FileDelta[], read: Map<RepoPath, SourceFile>, standing: Map<RepoPath, Standing>): void {
  const moved = new Map<RepoPath, RepoPath | undefined>();
  for (const delta of deltas) {
    if (delta.kind === 'create') continue;
    const path = delta.kind === 'move' ? delta.from : delta.path;
    const known = standing.get(path);
    if (!known) {
      if (read.has(path)) throw new Error(`A patch changes ${path}, which an earlier one took away.`);
      read.set(path, delta.before);
    }
    moved.set(path, known ? known.origin : path);
    standing.delete(path);
  }
  for (const delta of deltas) {
    if (delta.kind === 'delete') continue;
    if (standing.has(delta.path)) throw new Error(`Two patches put a file at ${delta.path}.`);
    const from = delta.kind === 'move' ? delta.from : delta.kind === 'edit' ? delta.path : undefined;
    standing.set(delta.path, { file: delta.after, origin: from === undefined ? undefined : moved.get(from) });
  }
}

/** A path that held a file before and holds one now is edited, wherever its present file came from. */
function* finalDeltas(read: ReadonlyMap<RepoPath, SourceFile>, standing: ReadonlyMap<RepoPath, Standing>): Generator<FileDelta> {
  const taken = new Set<RepoPath>();
  for (const [path, { file, origin }] of standing) {
    const before = read.get(path);
    const source = origin === undefined || standing.has(origin) ? undefined : read.get(origin);
    if (before) {
      if (before.text !== file.text || before.executable !== file.executable) yield { kind: 'edit', path, before, after: file };
    } else if (source && origin !== undefined) {
      taken.add(origin);
      yield { kind: 'move', from: origin, path, before: source, after: file };
    } else yield { kind: 'create', path, after: file };
  }
  for (const [path, before] of read) {
    if (!standing.has(path) && !taken.has(path)) yield { kind: 'delete', path, before };
  }
}
