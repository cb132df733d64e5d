import { foldersAbove } from './path.ts';
import type { Snapshot } from './snapshot.ts';

const known = new WeakMap<Snapshot, ReadonlySet<string>>();

/** Whether a path is a folder of the repository: some file lies in it or deeper. The top, `''`, is one. */
export function isFolder(snapshot: Snapshot, path: string): boolean {
  const folders = known.get(snapshot) ?? readFolders(snapshot);
  known.set(snapshot, folders);
  return folders.has(path);
}

function readFolders({ files, opaque }: Snapshot): ReadonlySet<string> {
  const folders = new Set(['']);
  for (const paths of [files.keys(), opaque.keys()]) {
    for (const path of paths) {
      for (const folder of foldersAbove(path)) folders.add(folder);
    }
  }
  return folders;
}
