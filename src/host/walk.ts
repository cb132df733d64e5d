import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { ignoresPath, type IgnoreFile } from '../formats/gitignore/index.ts';
import { comparePaths, joinPath } from '../repo/path.ts';
import { isUnreadFolder } from '../repo/readable.ts';
import { errorCode, type FileReader } from './read-file.ts';

/** What lies in a plain folder. */
export interface Walk {
  /** Files and symbolic links that no `.gitignore` names, in no order. */
  readonly paths: readonly string[];
  /** Folders below that are git repositories of their own; nothing in them is listed. */
  readonly repositories: readonly string[];
  /** Folders that may not be listed. */
  readonly unreadable: readonly string[];
}

/** The largest `.gitignore` that is heeded, in bytes. */
const LARGEST_IGNORE_FILE = 1024 * 1024;

/**
 * Lists a folder that is not in a git work tree as git would list it, were it one with nothing committed. Virtual environments
 * (PEP 405: they hold a `pyvenv.cfg`) and installed packages are passed over. Links are listed, never followed, so there are no loops.
 */
export function walkFolder(root: string, reader: FileReader): Walk {
  const paths: string[] = [];
  const repositories: string[] = [];
  const unreadable: string[] = [];
  const waiting: { readonly folder: string; readonly above: readonly IgnoreFile[] }[] = [{ folder: '', above: [] }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { folder } = next;
    const entries = list(join(root, folder));
    if (!entries) {
      unreadable.push(folder);
      continue;
    }
    const names = new Set(entries.map((entry) => entry.name));
    if (folder !== '' && names.has('.git')) {
      repositories.push(folder);
      continue;
    }
    if (folder !== '' && names.has('pyvenv.cfg')) continue;
    const ignoring = names.has('.gitignore') ? withIgnoreFile(next.above, folder, reader) : next.above;
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!isUnreadFolder(entry.name) && !ignoresPath(ignoring, path, true)) waiting.push({ folder: path, above: ignoring });
      } else if ((entry.isFile() || entry.isSymbolicLink()) && !ignoresPath(ignoring, path, false)) paths.push(path);
    }
  }
  return { paths, repositories: repositories.sort(comparePaths), unreadable: unreadable.sort(comparePaths) };
}

function list(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    errorCode(error);
    return undefined;
  }
}

/** The ignore files above a folder and its own. The objects stay the same on the way down: each is prepared once. */
function withIgnoreFile(above: readonly IgnoreFile[], folder: string, reader: FileReader): readonly IgnoreFile[] {
  const file = reader.readUpTo(joinPath(folder, '.gitignore'), LARGEST_IGNORE_FILE);
  return file.kind === 'text' ? [...above, { folder, text: file.text }] : above;
}
