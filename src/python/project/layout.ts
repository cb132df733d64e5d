import { ownershipOf, type Ownership } from '../../repo/ownership.ts';
import { folderOf, foldersAbove, isInside, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import type { FactReader } from '../facts.ts';
import { below, foldersWith, holdersIn, initIn } from './folder-tree.ts';
import { moduleOf, type Module } from './module.ts';
import { rootsAbove, scriptRoots } from './search-roots.ts';
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
  /** The modules whose text holds another, in path order; looked up once for each. */
  holding(text: string): readonly Module[];
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

/** What is known of the modules by themselves, whatever else lies in the repository. */
type OwnLayout = Omit<ModuleLayout, 'isProjectRoot'>;

const latest = new WeakMap<FactReader, { readonly files: readonly SourceFile[]; readonly layout: OwnLayout }>();

/** Reads the layout off the paths, and off the lines that look like imports where paths do not tell; nothing is parsed. While the Python files stay the same objects, so do the modules. */
export function moduleLayout(snapshot: Snapshot, reader: FactReader): ModuleLayout {
  const files = [...snapshot.files.values()].filter((file) => file.path.endsWith('.py') && isCode(ownershipOf(snapshot, file.path)));
  const before = latest.get(reader);
  const isSame = before?.files.length === files.length && before.files.every((file, index) => file === files[index]);
  const layout = before && isSame ? before.layout : layoutOf(files.map((file) => moduleOf(file, reader)));
  latest.set(reader, { files, layout });
  return {
    ...layout,
    isProjectRoot: (folder) => hasManifest(snapshot, folder) || (nameOf(folder) === 'src' && hasManifest(snapshot, folderOf(folder))),
  };
}

function isCode(ownership: Ownership): boolean {
  return ownership !== 'vendored' && ownership !== 'template';
}

function layoutOf(modules: readonly Module[]): OwnLayout {
  const byPath = new Map(modules.map((module) => [module.path as string, module]));
  const folders = foldersWith(modules);
  const isPackage = (folder: string): boolean => folder !== '' && initIn(folders.get(folder)) !== undefined;
  const holders = holdersIn(folders);
  const roots = new Map<string, readonly string[]>();
  const allRoots = new Map<string, readonly string[]>();
  const found = new Map<string, Map<string, Found>>();
  const foundFrom = new Map<Module, Map<string, Found>>();
  const holding = new Map<string, readonly Module[]>();

  const under = (root: string, names: readonly string[]): Found | undefined => {
    const end = below(folders.get(root), names);
    if (end === undefined) return undefined;
    return 'file' in end ? { kind: 'module', module: end, root } : { kind: 'namespace', folder: end.path, root };
  };

  const properRoots = (module: Module): readonly string[] => {
    const folder = folderOf(module.path);
    const known = roots.get(folder) ?? rootsAbove(module, folders);
    roots.set(folder, known);
    return known;
  };
  let scripts: ReadonlySet<string> | undefined;
  const scriptsFrom = (): ReadonlySet<string> => (scripts ??= scriptRoots(modules, folders, properRoots));
  const rootsFor = (module: Module): readonly string[] => {
    const folder = folderOf(module.path);
    const known = allRoots.get(folder);
    if (known) return known;
    const proper = properRoots(module);
    const all = [...proper, ...foldersAbove(module.path).filter((above) => scriptsFrom().has(above) && !proper.includes(above))];
    allRoots.set(folder, all);
    return all;
  };

  const search = (dotted: string, from: Module): Found => {
    const names = dotted.split('.');
    const [top = ''] = names;
    if (STANDARD_LIBRARY.has(top)) return { kind: 'external' };
    let namespace: Found | undefined;
    for (const root of rootsFor(from)) {
      const hit = under(root, names);
      if (hit?.kind === 'module') return hit;
      namespace ??= hit;
    }
    if (namespace) return namespace;
    // Nothing on the way up: perhaps a root that only a tool's configuration names (tests beside a `backend/` folder).
    const others = new Set([...(holders.get(top) ?? []).map(({ path }) => path), ...scriptsFrom()]);
    const elsewhere = [...others].flatMap((root) => under(root, names) ?? []).filter(({ kind }) => kind === 'module');
    const [only] = elsewhere;
    if (only && elsewhere.length === 1) return only;
    if (elsewhere.length > 1) return { kind: 'unknown', because: `Several modules of this repository could be \`${dotted}\`.` };
    return { kind: 'external' };
  };

  /** What was found from the folder of a module: all its modules see the same. */
  const foundIn = (from: Module): Map<string, Found> => {
    const folder = folderOf(from.path);
    const here = found.get(folder) ?? new Map<string, Found>();
    found.set(folder, here);
    foundFrom.set(from, here);
    return here;
  };

  return {
    modules,
    moduleAt: (path) => byPath.get(path),
    holding(text) {
      const known = holding.get(text) ?? modules.filter((module) => module.text.includes(text));
      holding.set(text, known);
      return known;
    },
    find(dotted, from) {
      const here = foundFrom.get(from) ?? foundIn(from);
      const known = here.get(dotted) ?? search(dotted, from);
      here.set(dotted, known);
      // `import jwt` in a `jwt.py` means another `jwt`: a module does not import itself by its bare name.
      return known.kind === 'module' && known.module === from && !from.isPackage && !dotted.includes('.') ? { kind: 'external' } : known;
    },
    findRelative(level, dotted, from) {
      let folder = folderOf(from.path);
      for (let up = 1; up < level; up++) {
        if (folder === '') return { kind: 'unknown', because: 'A relative import leads out of the repository.' };
        folder = folderOf(folder);
      }
      if (dotted !== '') return under(folder, dotted.split('.')) ?? { kind: 'unknown', because: `There is no module \`${'.'.repeat(level)}${dotted}\`.` };
      const itself = initIn(folders.get(folder));
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
  };
}

const MANIFESTS: readonly string[] = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'Pipfile'];

function hasManifest({ files }: Snapshot, folder: string): boolean {
  return MANIFESTS.some((name) => files.has(joinPath(folder, name)));
}

/** The path of a package's `__init__.py`. */
export function initOf(folder: string): RepoPath {
  return joinPath(folder, '__init__.py');
}
