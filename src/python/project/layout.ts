import { ownershipOf } from '../../repo/ownership.ts';
import { folderOf, foldersAbove, isInside, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { FactReader } from '../facts.ts';
import { moduleOf, type Module } from './module.ts';
import { STANDARD_LIBRARY } from './stdlib.ts';

/** What a dotted module name leads to, seen from one file. */
export type Found =
  | { readonly kind: 'module'; readonly module: Module; /** The folder on `sys.path` it was found under. */ readonly root: string }
  /** A folder without `__init__.py` (PEP 420). */
  | { readonly kind: 'namespace'; readonly folder: string; readonly root: string }
  | { readonly kind: 'external' }
  | { readonly kind: 'unknown'; readonly because: string };

/** Where the modules of a repository are, and which folders Python would look in. */
export interface ModuleLayout {
  /** Every own or generated module, in path order. */
  readonly modules: readonly Module[];
  moduleAt(path: string): Module | undefined;
  /** An absolute import of `dotted`, as written in `from`. */
  find(dotted: string, from: Module): Found;
  /** A relative import: `level` leading dots, then `dotted` (maybe empty). */
  findRelative(level: number, dotted: string, from: Module): Found;
  /** The dotted name of a module below a root; `undefined` where a folder's name is no identifier. */
  dottedName(module: Module, root: string): string | undefined;
  /** Folders that may be on `sys.path` when the module runs: nearest first. */
  rootsFor(module: Module): readonly string[];
  /** Whether the folder holds Python files, itself or deeper. */
  hasPython(folder: string): boolean;
  isPackage(folder: string): boolean;
  /** Whether a project is run or installed from this folder: one with a manifest, or the `src` in one. */
  isProjectRoot(folder: string): boolean;
}

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Reads the layout off the paths alone; nothing is parsed. */
export function moduleLayout(snapshot: Snapshot, reader: FactReader): ModuleLayout {
  const modules = new Map<string, Module>();
  const folders = new Set<string>();
  for (const file of snapshot.files.values()) {
    if (!file.path.endsWith('.py')) continue;
    const ownership = ownershipOf(snapshot, file.path);
    if (ownership === 'vendored' || ownership === 'template') continue;
    modules.set(file.path, moduleOf(file, reader));
    for (const folder of foldersAbove(file.path)) folders.add(folder);
  }
  const isPackage = (folder: string): boolean => folder !== '' && modules.has(`${folder}/__init__.py`);
  const rootCache = new Map<string, readonly string[]>();
  const foundCache = new Map<string, Found>();
  const holders = holdersOf(modules.keys(), folders, isPackage);

  /** Below one root, by the rules of the import system: a package before a module before a namespace folder. */
  const under = (root: string, dotted: string): Found | undefined => {
    let folder = root;
    const names = dotted.split('.');
    for (const [index, name] of names.entries()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const last = index === names.length - 1;
      const asPackage = modules.get(`${path}/__init__.py`);
      const asModule = modules.get(`${path}.py`);
      if (last && asPackage) return { kind: 'module', module: asPackage, root };
      if (last && asModule) return { kind: 'module', module: asModule, root };
      if (!asPackage && asModule) return undefined;
      if (!folders.has(path)) return undefined;
      if (last) return { kind: 'namespace', folder: path, root };
      folder = path;
    }
    return undefined;
  };

  const rootsFor = (module: Module): readonly string[] => {
    const folder = folderOf(module.path);
    const known = rootCache.get(folder);
    if (known) return known;
    const roots: string[] = [];
    for (const above of foldersAbove(module.path)) {
      if (above !== '' && isPackage(above)) continue;
      roots.push(above);
      const source = above === '' ? 'src' : `${above}/src`;
      if (folders.has(source) && !isPackage(source) && !isInside(module.path, source)) roots.push(source);
    }
    rootCache.set(folder, roots);
    return roots;
  };

  const search = (dotted: string, from: Module): Found => {
    const [top = ''] = dotted.split('.');
    if (STANDARD_LIBRARY.has(top)) return { kind: 'external' };
    const hits = rootsFor(from).flatMap((root) => under(root, dotted) ?? []);
    const [first] = hits.filter(({ kind }) => kind === 'module').concat(hits);
    if (first) return first;
    // Nothing on the way up: perhaps a root that only a tool's configuration names (tests beside a `backend/` folder).
    const elsewhere = (holders.get(top) ?? []).flatMap((root) => under(root, dotted) ?? []).filter(({ kind }) => kind === 'module');
    const [only] = elsewhere;
    if (only && elsewhere.length === 1) return only;
    if (elsewhere.length > 1) return { kind: 'unknown', because: `Several modules of this repository could be \`${dotted}\`.` };
    return { kind: 'external' };
  };

  return {
    modules: [...modules.values()],
    moduleAt: (path) => modules.get(path),
    find(dotted, from) {
      const key = `${folderOf(from.path)}\0${dotted}`;
      const known = foundCache.get(key);
      if (known) return known;
      const found = search(dotted, from);
      foundCache.set(key, found);
      return found;
    },
    findRelative(level, dotted, from) {
      let folder = folderOf(from.path);
      for (let up = 1; up < level; up++) {
        if (folder === '') return { kind: 'unknown', because: 'A relative import leads out of the repository.' };
        folder = folderOf(folder);
      }
      if (dotted !== '') return under(folder, dotted) ?? { kind: 'unknown', because: `There is no module \`${'.'.repeat(level)}${dotted}\`.` };
      const itself = modules.get(joinPath(folder, '__init__.py'));
      return itself ? { kind: 'module', module: itself, root: folder } : { kind: 'namespace', folder, root: folder };
    },
    dottedName(module, root) {
      if (!isInside(module.path, root)) return undefined;
      const path = module.isPackage ? folderOf(module.path) : module.path.replace(/\.py$/, '');
      const names = path.slice(root === '' ? 0 : root.length + 1).split('/');
      return names.every((name) => IDENTIFIER.test(name)) ? names.join('.') : undefined;
    },
    rootsFor,
    hasPython: (folder) => folders.has(folder),
    isPackage,
    isProjectRoot: (folder) => hasManifest(snapshot, folder) || (nameOf(folder) === 'src' && hasManifest(snapshot, folderOf(folder))),
  };
}

const MANIFESTS: readonly string[] = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'Pipfile'];

function hasManifest({ files }: Snapshot, folder: string): boolean {
  return MANIFESTS.some((name) => files.has(joinPath(folder, name)));
}

/** For each top-level name, the folders outside all packages that hold a module or folder of that name. */
function holdersOf(paths: Iterable<string>, folders: ReadonlySet<string>, isPackage: (folder: string) => boolean): ReadonlyMap<string, readonly string[]> {
  const holders = new Map<string, string[]>();
  const add = (folder: string, name: string): void => {
    if (folder !== '' && isPackage(folder)) return;
    const known = holders.get(name) ?? [];
    if (!known.includes(folder)) holders.set(name, [...known, folder]);
  };
  for (const path of paths) if (nameOf(path) !== '__init__.py') add(folderOf(path), nameOf(path).replace(/\.py$/, ''));
  for (const folder of folders) if (folder !== '') add(folderOf(folder), nameOf(folder));
  return holders;
}

/** The path of a package's `__init__.py`. */
export function initOf(folder: string): RepoPath {
  return joinPath(folder, '__init__.py');
}
