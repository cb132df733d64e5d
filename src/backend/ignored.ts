import type { IgnoreFile } from '../formats/gitignore/index.ts';
import { folderOf, nameOf } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';

const cache = new WeakMap<Snapshot, readonly IgnoreFile[]>();

/** The `.gitignore` files of a repository, in path order. The same objects for the same snapshot, so that their rules are read once. */
export function ignoreFiles(snapshot: Snapshot): readonly IgnoreFile[] {
  const known = cache.get(snapshot);
  if (known) return known;
  const files = [...snapshot.files.values()].filter(({ path }) => nameOf(path) === '.gitignore').map(({ path, text }) => ({ folder: folderOf(path), text }));
  cache.set(snapshot, files);
  return files;
}
