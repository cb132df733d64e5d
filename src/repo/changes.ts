import { applyEdits, OverlapError } from '../text/apply.ts';
import type { Edit } from '../text/edit.ts';
import { foldersAbove, type RepoPath } from './path.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';
import type { SourceFile } from './source-file.ts';

/** One change to one file of a repository. */
export type FileChange =
  | { readonly kind: 'edit'; readonly path: RepoPath; readonly edits: readonly Edit[] }
  | { readonly kind: 'create'; readonly path: RepoPath; readonly text: string; readonly executable?: boolean }
  | { readonly kind: 'delete'; readonly path: RepoPath }
  | { readonly kind: 'move'; readonly from: RepoPath; readonly path: RepoPath; readonly edits: readonly Edit[] };

/** Changes that belong together: all of them or none. */
export type ChangeSet = readonly FileChange[];

/**
 * The repository after the changes. Untouched files stay the same objects, so that whatever was read off them stays true.
 * @throws OverlapError when two changes claim the same characters or the same path, or a path that is taken or missing.
 */
export function applyChanges(before: Snapshot, changes: ChangeSet): Snapshot {
  const files = new Map(before.files);
  const edits = new Map<RepoPath, Edit[]>();
  const collect = (path: RepoPath, more: readonly Edit[]): void => {
    const list = edits.get(path) ?? [];
    for (const edit of more) list.push(edit);
    edits.set(path, list);
  };
  for (const change of changes) {
    if (change.kind === 'edit') collect(change.path, change.edits);
    if (change.kind === 'move') collect(change.from, change.edits);
  }
  for (const [path, list] of edits) {
    const file = files.get(path) ?? missing(path);
    const text = applyEdits(file.text, list);
    if (text !== file.text) files.set(path, { ...file, text, derivedFrom: { file, edits: list } });
  }
  const gone = new Set<RepoPath>();
  for (const change of changes) {
    if (change.kind !== 'delete' && change.kind !== 'move') continue;
    const from = change.kind === 'move' ? change.from : change.path;
    if (gone.has(from)) throw new OverlapError(`Two changes take away ${from}.`);
    if (change.kind === 'delete' && edits.has(from)) throw new OverlapError(`One change edits ${from}, another takes it away.`);
    gone.add(from);
  }
  const arriving: SourceFile[] = [];
  for (const change of changes) {
    if (change.kind === 'create') {
      arriving.push({ path: change.path, text: change.text, executable: change.executable ?? false, tracked: true });
    } else if (change.kind === 'move') {
      const file = files.get(change.from) ?? missing(change.from);
      arriving.push({ ...file, path: change.path, derivedFrom: file.derivedFrom ?? { file, edits: [] } });
    } else if (change.kind === 'delete' && !files.has(change.path)) missing(change.path);
  }
  for (const path of gone) files.delete(path);
  for (const file of arriving) {
    if (files.has(file.path) || before.opaque.has(file.path)) throw new OverlapError(`${file.path} exists already.`);
    files.set(file.path, file);
  }
  // Edits keep every file in its place.
  if (arriving.length === 0) return { ...before, files };
  refuseFilesInFiles(arriving, new Set([...files.keys(), ...before.opaque.keys()]));
  return snapshotOf(files.values(), before.opaque.values(), before.git, before.outer);
}

function missing(path: RepoPath): never {
  throw new OverlapError(`There is no file ${path} to change.`);
}

/** A path cannot be a file and a folder at once. */
function refuseFilesInFiles(arriving: readonly SourceFile[], paths: ReadonlySet<string>): void {
  const folders = new Set([...paths].flatMap(foldersAbove));
  for (const { path } of arriving) {
    const above = foldersAbove(path).find((folder) => paths.has(folder));
    if (above !== undefined) throw new OverlapError(`${path} would lie in ${above}, which is a file.`);
    if (folders.has(path)) throw new OverlapError(`${path} is a folder already.`);
  }
}
