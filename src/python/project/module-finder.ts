import { folderOf, foldersAbove, isInside } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { below, holdersIn, initIn, type Folder } from './folder-tree.ts';
import type { Found, ModuleLayout } from './layout.ts';
import type { Module } from './module.ts';
import { STANDARD_LIBRARY } from './stdlib.ts';
import type { TextIndex } from './text-index.ts';

/** What is known of the modules by themselves, whatever else lies in the repository. */
export type LayoutOfModules = Omit<ModuleLayout, 'isProjectRoot'>;

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * Finds modules by the rules of the import system.
 * @param properRoots the folders outside all packages that a module's imports are looked up in
 * @param scripts the folders in packages that programs are started from
 */
export function layoutOf(
  modules: readonly Module[],
  folders: ReadonlyMap<string, Folder>,
  texts: TextIndex,
  properRoots: (module: Module) => readonly string[],
  scripts: () => ReadonlySet<string>,
): LayoutOfModules {
  const byPath = new Map(modules.map((module) => [module.path as string, module]));
  const isPackage = (folder: string): boolean => folder !== '' && initIn(folders.get(folder)) !== undefined;
  const holders = holdersIn(folders);
  const allRoots = new Map<string, readonly string[]>();
  const found = new Map<string, Map<string, Found>>();
  const foundFrom = new Map<Module, Map<string, Found>>();
  const holding = new Map<string, readonly Module[]>();

  /** `files` come in path order. */
  const inOrder = (files: ReadonlySet<SourceFile>): readonly Module[] => [...files].flatMap(({ path }) => byPath.get(path) ?? []);

  const under = (root: string, names: readonly string[]): Found | undefined => {
    const end = below(folders.get(root), names);
    if (end === undefined) return undefined;
    return 'file' in end ? { kind: 'module', module: end, root } : { kind: 'namespace', folder: end.path, root };
  };

  const rootsFor = (module: Module): readonly string[] => {
    const folder = folderOf(module.path);
    const known = allRoots.get(folder);
    if (known) return known;
    const proper = properRoots(module);
    const all = [...proper, ...foldersAbove(module.path).filter((above) => scripts().has(above) && !proper.includes(above))];
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
    const others = new Set([...(holders.get(top) ?? []).map(({ path }) => path), ...scripts()]);
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
      const known = holding.get(text) ?? inOrder(texts.holds(text));
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
