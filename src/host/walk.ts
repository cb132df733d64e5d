import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { ignoreRules, type IgnoreVerdict } from '../formats/gitignore/glob.ts';
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

/** A `.gitignore` and the folder it speaks for, `''` or ending in `/`. */
interface Rules {
  readonly base: string;
  readonly say: (path: string, isFolder: boolean) => IgnoreVerdict;
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
  const waiting: { readonly folder: string; readonly rules: readonly Rules[] }[] = [{ folder: '', rules: [] }];
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
    const rules = names.has('.gitignore') ? withRules(next.rules, folder, reader) : next.rules;
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!isUnreadFolder(entry.name) && !isIgnored(rules, path, true)) waiting.push({ folder: path, rules });
      } else if ((entry.isFile() || entry.isSymbolicLink()) && !isIgnored(rules, path, false)) paths.push(path);
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

function withRules(above: readonly Rules[], folder: string, reader: FileReader): readonly Rules[] {
  const file = reader.readUpTo(joinPath(folder, '.gitignore'), LARGEST_IGNORE_FILE);
  if (file.kind !== 'text') return above;
  return [{ base: folder === '' ? '' : `${folder}/`, say: ignoreRules(file.text) }, ...above];
}

/** The nearest `.gitignore` that says anything decides. */
function isIgnored(rules: readonly Rules[], path: string, isFolder: boolean): boolean {
  for (const { base, say } of rules) {
    const verdict = say(path.slice(base.length), isFolder);
    if (verdict !== 'unsaid') return verdict === 'ignored';
  }
  return false;
}
