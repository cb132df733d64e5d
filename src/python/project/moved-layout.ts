import { comparePaths, folderOf, nameOf, type RepoPath } from '../../repo/path.ts';
import { foldersWith } from './folder-tree.ts';
import type { ModuleLayout } from './layout.ts';
import { layoutOf } from './module-finder.ts';
import type { Module } from './module.ts';
import { rootsAbove } from './search-roots.ts';

/** Where modules are after some of them have moved. */
export interface MovedLayout {
  readonly layout: Omit<ModuleLayout, 'isProjectRoot'>;
  /** The module in its new place, of one in its old place; `undefined` for one that is gone. */
  moduleOf(before: Module): Module | undefined;
}

/**
 * The layout of a repository whose modules have moved, with the texts they have now: it says what an import would find there.
 *
 * @param created paths of new modules without code
 * @param gone paths of modules that go
 */
export function movedLayout(before: ModuleLayout, moves: ReadonlyMap<RepoPath, RepoPath>, created: readonly RepoPath[], gone: ReadonlySet<RepoPath>): MovedLayout {
  const now = new Map(before.modules.filter(({ path }) => !gone.has(path)).map((module) => [module, movedModule(module, moves.get(module.path))] as const));
  const modules = [...now.values(), ...created.map(emptyModule)].sort((a, b) => comparePaths(a.path, b.path));
  const folders = foldersWith(modules);
  const roots = new Map<string, readonly string[]>();
  const properRoots = (module: Module): readonly string[] => {
    const folder = folderOf(module.path);
    const known = roots.get(folder) ?? rootsAbove(module, folders);
    roots.set(folder, known);
    return known;
  };
  const scripts = scriptFolders(before);
  // Nobody asks this layout for texts.
  const texts = { files: new Set<never>(), known: new Map<string, never>(), holds: () => new Set<never>() };
  return { layout: layoutOf(modules, folders, texts, properRoots, () => scripts), moduleOf: (module) => now.get(module) };
}

function movedModule(module: Module, path: RepoPath | undefined): Module {
  if (path === undefined) return module;
  return {
    file: module.file,
    path,
    text: module.text,
    isPackage: nameOf(path) === '__init__.py',
    get parses() {
      return module.parses;
    },
    get tree() {
      return module.tree;
    },
    get names() {
      return module.names;
    },
    at: (node) => module.at(node),
  };
}

/** A module that is to be made: its place is all there is to it. */
export function emptyModule(path: RepoPath): Module {
  const nothing = (): never => {
    throw new Error(`There is nothing in ${path} yet.`);
  };
  return {
    file: { path, text: '', executable: false, tracked: true },
    path,
    text: '',
    isPackage: nameOf(path) === '__init__.py',
    parses: true,
    get tree() {
      return nothing();
    },
    get names() {
      return nothing();
    },
    at: ({ start, end }) => ({ path, span: { start, end } }),
  };
}

/** The folders inside packages that programs are started from. */
function scriptFolders(layout: ModuleLayout): ReadonlySet<string> {
  const folders = foldersWith(layout.modules);
  return new Set(layout.modules.flatMap((module) => {
    const proper = rootsAbove(module, folders);
    return layout.rootsFor(module).filter((root) => !proper.includes(root));
  }));
}
