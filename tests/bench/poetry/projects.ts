import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, type TomlTable } from 'smol-toml';
import { run } from './programs.ts';

/** A folder with a Poetry project, in a repository. */
export interface Project {
  /** Relative to the repository; empty for its top. */
  readonly folder: string;
  readonly manifest: string;
  /** Whether it says what builds it. */
  readonly isBuilt: boolean;
  /** The text of poetry.lock. */
  readonly lock: string | undefined;
}

const PRUNED: ReadonlySet<string> = new Set(['.git', '.venv', 'venv', 'node_modules', 'site-packages']);

/** Every file below a folder, in a fixed order; links are left out. */
export function filesBelow(root: string, folder = ''): string[] {
  const names = readdirSync(join(root, folder)).sort();
  return names.flatMap((name) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    const stats = lstatSync(join(root, path));
    if (stats.isDirectory()) return PRUNED.has(name) ? [] : filesBelow(root, path);
    return stats.isFile() ? [path] : [];
  });
}

/** The Poetry projects of a repository: every pyproject.toml that declares dependencies or a build with Poetry. Templates and fixtures of tests are no projects. */
export function projectsOf(root: string, files: readonly string[]): Project[] {
  return files.flatMap((path) => {
    if (basename(path) !== 'pyproject.toml' || /\{\{|(^|\/)(tests?|fixtures)\//.test(path)) return [];
    const manifest = readFileSync(join(root, path), 'utf8');
    const data = readToml(manifest);
    if (!isPoetry(data)) return [];
    const folder = path.slice(0, -'pyproject.toml'.length).replace(/\/$/, '');
    return [{ folder, manifest, isBuilt: tableAt(data, 'build-system') !== undefined, lock: textAt(join(root, folder, 'poetry.lock')) }];
  });
}

function isPoetry(data: TomlTable | undefined): boolean {
  const poetry = tableAt(data, 'tool', 'poetry');
  return ['dependencies', 'dev-dependencies', 'group'].some((key) => poetry?.[key] !== undefined) || (poetry !== undefined && tableAt(data, 'project') !== undefined);
}

/** The tables of a TOML text; undefined when it is none. */
export function readToml(text: string): TomlTable | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** The table under these keys. */
export function tableAt(data: TomlTable | undefined, ...keys: readonly string[]): TomlTable | undefined {
  return keys.reduce<TomlTable | undefined>((table, key) => {
    const value = table?.[key];
    return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date) ? value : undefined;
  }, data);
}

/** A file's text; undefined when there is none. */
export function textAt(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * Copies a repository and commits it, as tools expect to find one. A Python pinned to a patch release is unpinned to its minor one:
 * which of them this machine has is not what is judged.
 */
export async function copyOf(root: string, files: readonly string[], to: string): Promise<void> {
  rmSync(to, { recursive: true, force: true });
  cpSync(root, to, { recursive: true, verbatimSymlinks: true, filter: (path) => basename(path) !== '.git' });
  for (const pin of files.filter((path) => basename(path) === '.python-version')) {
    writeFileSync(join(to, pin), readFileSync(join(to, pin), 'utf8').replace(/^(\d+\.\d+)\.\d+/gm, '$1'));
  }
  const git = (...args: string[]): Promise<unknown> => run('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', '-c', 'commit.gpgSign=false', ...args], to, 120);
  await git('init', '--quiet');
  await git('add', '--all', '--force');
  await git('commit', '--quiet', '--message', 'As it was');
}
