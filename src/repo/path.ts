/** A file's path inside its repository: relative, with `/`, normalised, never leading out. */
export type RepoPath = string & { readonly __brand: 'RepoPath' };

/** @throws RangeError when the path is absolute, empty, leads out of the repository, or holds a NUL, which no file system takes. */
export function repoPath(path: string): RepoPath {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop() ?? fail(path);
    else parts.push(part);
  }
  if (path.startsWith('/') || path.includes('\0') || parts.length === 0) fail(path);
  return parts.join('/') as RepoPath;
}

function fail(path: string): never {
  throw new RangeError(`Not a path inside a repository: ${JSON.stringify(path)}.`);
}

/** The folder of a path, `''` for the top of the repository. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `folder/name`, where `''` is the top of the repository. */
export function joinPath(folder: string, name: string): RepoPath {
  return repoPath(folder === '' ? name : `${folder}/${name}`);
}

/** Whether `path` lies in `folder` or deeper; everything lies in `''`. */
export function isInside(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Every folder above a path, nearest first, ending with `''`. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.push(folder);
  return [...folders, ''];
}

/** Code-unit order: the same on every machine, whatever its locale. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
