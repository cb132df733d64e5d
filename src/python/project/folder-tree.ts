import { folderOf, nameOf } from '../../repo/path.ts';
import type { Module } from './module.ts';

/** A folder that holds Python files, itself or deeper; names are looked up in it as the import system does, part by part. */
export interface Folder {
  readonly path: string;
  readonly folders: ReadonlyMap<string, Folder>;
  /** By name, without `.py`. */
  readonly modules: ReadonlyMap<string, Module>;
}

interface Growing extends Folder {
  readonly folders: Map<string, Growing>;
  readonly modules: Map<string, Module>;
}

/** The folders of the modules and all above them, by path; the top of the repository is `''`. */
export function foldersWith(modules: Iterable<Module>): ReadonlyMap<string, Folder> {
  const all = new Map<string, Growing>();
  const at = (path: string): Growing => {
    const known = all.get(path);
    if (known) return known;
    const folder: Growing = { path, folders: new Map(), modules: new Map() };
    all.set(path, folder);
    if (path !== '') at(folderOf(path)).folders.set(nameOf(path), folder);
    return folder;
  };
  for (const module of modules) at(folderOf(module.path)).modules.set(nameOf(module.path).slice(0, -'.py'.length), module);
  return all;
}

/** The `__init__.py` of a folder. */
export function initIn(folder: Folder | undefined): Module | undefined {
  return folder?.modules.get('__init__');
}

/** What a dotted name leads to below a folder: a package before a module before a folder without `__init__.py` (PEP 420). */
export function below(root: Folder | undefined, names: readonly string[]): Module | Folder | undefined {
  let folder = root;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? '';
    const inside = folder?.folders.get(name);
    const asPackage = initIn(inside);
    const asModule = folder?.modules.get(name);
    if (index === names.length - 1) return asPackage ?? asModule ?? inside;
    if (!asPackage && asModule) return undefined;
    folder = inside;
  }
  return undefined;
}

/** For each first part of a dotted name, the folders outside all packages that hold a module or folder of that name. */
export function holdersIn(byPath: ReadonlyMap<string, Folder>): ReadonlyMap<string, readonly Folder[]> {
  const holders = new Map<string, Folder[]>();
  for (const folder of byPath.values()) {
    if (isInPackage(folder, byPath)) continue;
    for (const name of new Set([...folder.modules.keys(), ...folder.folders.keys()])) {
      if (name === '__init__' && !folder.folders.has(name)) continue;
      const known = holders.get(name);
      if (known) known.push(folder);
      else holders.set(name, [folder]);
    }
  }
  return holders;
}

/** Whether the folder is a package or lies in one. The top of the repository is none. */
function isInPackage({ path }: Folder, byPath: ReadonlyMap<string, Folder>): boolean {
  for (let folder = path; folder !== ''; folder = folderOf(folder)) if (initIn(byPath.get(folder))) return true;
  return false;
}
