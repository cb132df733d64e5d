import { hidingPattern, type Hiding, type IgnoreFile } from '../formats/gitignore/index.ts';
import { folderOf, joinPath, nameOf, type RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';

/** Why git would leave a path alone: the line, and the file it stands in where that is one of this repository's. */
export interface Hidden extends Hiding {
  /** `undefined` for a `.gitignore` above the folder that is worked on. */
  readonly path: RepoPath | undefined;
}

const cache = new WeakMap<Snapshot, readonly IgnoreFile[]>();

/** The `.gitignore` files that speak of a repository, their folders counted from the top of the work tree; read once for each snapshot. */
function ignoreFiles(snapshot: Snapshot): readonly IgnoreFile[] {
  const known = cache.get(snapshot);
  if (known) return known;
  const { prefix } = snapshot.outer;
  const own = [...snapshot.files.values()].filter(({ path }) => nameOf(path) === '.gitignore').map(({ path, text }) => ({ folder: folderOf(prefix + path), text }));
  const files = [...snapshot.outer.ignoreFiles, ...own];
  cache.set(snapshot, files);
  return files;
}

/** The line that hides a path of the repository from git, `undefined` when none does. The path of a folder ends in `/`. */
export function hiddenBy(snapshot: Snapshot, path: string): Hidden | undefined {
  const { prefix, ignoreFiles: outer } = snapshot.outer;
  const hiding = hidingPattern(ignoreFiles(snapshot), prefix + path);
  if (!hiding) return undefined;
  return { ...hiding, path: outer.includes(hiding.file) ? undefined : joinPath(hiding.file.folder.slice(prefix.length), '.gitignore') };
}
