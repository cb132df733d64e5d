import { folderOf, foldersAbove, isInside } from '../../repo/path.ts';
import { below, initIn, type Folder } from './folder-tree.ts';
import type { Module } from './module.ts';
import { spelledImports } from './spelled-imports.ts';
import { STANDARD_LIBRARY } from './stdlib.ts';

/** Modules that imports must find below a folder before it counts as one that scripts are run from. */
const ENOUGH_MODULES = 2;

/** First names that imports must find there when none of them has a second: a single one may be a distribution of the same name. */
const ENOUGH_NAMES = 3;

/**
 * The folders outside all packages above a module, nearest first, and the `src` beside each. What is inside a package is imported by the
 * package's name, whether it has an `__init__.py` of its own or not.
 */
export function rootsAbove(module: Module, folders: ReadonlyMap<string, Folder>): readonly string[] {
  const isPackage = (folder: string): boolean => initIn(folders.get(folder)) !== undefined && folder !== '';
  const above = foldersAbove(module.path);
  const roots: string[] = [];
  for (const folder of above.slice(above.findLastIndex(isPackage) + 1)) {
    roots.push(folder);
    const source = folder === '' ? 'src' : `${folder}/src`;
    if (folders.has(source) && !isPackage(source) && !isInside(module.path, source)) roots.push(source);
  }
  return roots;
}

/**
 * Packages, and folders in them, that are on `sys.path` all the same, because programs are started there (`cd backend && uvicorn app.main:app`
 * beside a needless `backend/__init__.py`): the imports of the modules inside find what they name below the folder and nowhere else, and none
 * of them names the folder as a package, by its name or by a relative import.
 */
export function scriptRoots(modules: readonly Module[], folders: ReadonlyMap<string, Folder>, rootsFor: (module: Module) => readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  const evidence = new Map<string, { readonly modules: Set<Module>; readonly names: Set<string>; isDotted: boolean }>();
  const present = new Set([...folders.values()].flatMap((folder) => [...folder.folders.keys(), ...folder.modules.keys()]));
  for (const { neighbour, imports } of importsByFolder(modules)) {
    const above = foldersAbove(neighbour.path);
    const roots = rootsFor(neighbour);
    const inside = above.filter((folder) => folder !== '' && !roots.includes(folder));
    if (inside.length === 0) continue;
    for (const [dotted, importers] of imports) {
      const level = /^\.*/.exec(dotted)?.[0].length ?? 0;
      if (level > 0) for (const folder of above.slice(0, level)) named.add(folder);
      const names = dotted.split('.');
      const [first = ''] = names;
      if (first === '' || !present.has(first) || STANDARD_LIBRARY.has(first)) continue;
      const proper = roots.map((root) => below(folders.get(root), names)).find((found) => found !== undefined);
      for (const folder of inside) {
        if (proper) {
          if (isInside('file' in proper ? proper.path : `${proper.path}/`, folder)) named.add(folder);
          continue;
        }
        const found = below(folders.get(folder), names);
        if (!found || !('file' in found) || importers.every((importer) => importer === found)) continue;
        const known = evidence.get(folder) ?? { modules: new Set(), names: new Set(), isDotted: false };
        known.modules.add(found);
        known.names.add(first);
        known.isDotted ||= names.length > 1;
        evidence.set(folder, known);
      }
    }
  }
  const isSure = ({ modules: found, names, isDotted }: { modules: ReadonlySet<Module>; names: ReadonlySet<string>; isDotted: boolean }): boolean =>
    isDotted ? found.size >= ENOUGH_MODULES : names.size >= ENOUGH_NAMES;
  return new Set([...evidence].filter(([folder, found]) => !named.has(folder) && isSure(found)).map(([folder]) => folder));
}

/** Of each folder one module, and what its modules import: who says so, by name as written. Modules of one folder see the same. */
function importsByFolder(modules: readonly Module[]): Iterable<{ readonly neighbour: Module; readonly imports: ReadonlyMap<string, readonly Module[]> }> {
  const folders = new Map<string, { readonly neighbour: Module; readonly imports: Map<string, Module[]> }>();
  for (const module of modules) {
    const folder = folderOf(module.path);
    const here = folders.get(folder) ?? { neighbour: module, imports: new Map<string, Module[]>() };
    folders.set(folder, here);
    for (const { dotted } of spelledImports(module.file)) {
      const importers = here.imports.get(dotted);
      if (importers) importers.push(module);
      else here.imports.set(dotted, [module]);
    }
  }
  return folders.values();
}
