import { folderOf, isInside, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { Python } from '../index.ts';
import type { Found, ModuleLayout } from '../project/layout.ts';
import type { Module } from '../project/module.ts';
import { emptyModule, movedLayout, type MovedLayout } from '../project/moved-layout.ts';
import type { Target } from '../project/spelling.ts';
import { STANDARD_LIBRARY } from '../project/stdlib.ts';

/** Modules that are to move, each with its new place, and what else comes and goes with them. */
export interface ModuleMoves {
  readonly to: ReadonlyMap<RepoPath, RepoPath>;
  /** `__init__.py` files that are made, without code. */
  readonly created: readonly RepoPath[];
  /** `__init__.py` files without code that go with the last module of their package. */
  readonly gone: ReadonlySet<RepoPath>;
  /** The folder that absolute imports of the moved modules are counted from. */
  readonly importRoot: string;
}

/** A module or a folder that an import leads to: the path of the one, the folder of the other. */
export type ImportedPlace = { readonly kind: 'module'; readonly path: RepoPath } | { readonly kind: 'folder'; readonly folder: string };

/** Where modules and folders are, before and after. */
export interface Places {
  readonly before: ModuleLayout;
  readonly after: MovedLayout['layout'];
  readonly importRoot: string;
  readonly moves: ReadonlyMap<RepoPath, RepoPath>;
  /** The module in its new place. */
  moduleAfter(module: Module): Module;
  isMoved(module: Module): boolean;
  /** Where something is afterwards; `undefined` for a folder that is gone or whose modules part. */
  placeAfter(place: ImportedPlace): ImportedPlace | undefined;
  /** What an import found before. */
  leadsTo(level: number, dotted: string, from: Module): ImportedPlace | undefined;
  /** What an import of the same words finds afterwards. */
  wouldLeadTo(level: number, dotted: string, from: Module, root?: string): ImportedPlace | undefined;
  /** How `from` imports a place afterwards: `dotted` with its leading dots. `undefined` where it cannot. */
  spelled(place: ImportedPlace, from: Module, like: { readonly level: number; readonly dotted: string }): string | undefined;
}

/** Reads off the layout what moves lead to. Nothing is parsed. */
export function placesOf({ layout: before }: Python, { to: moves, created, gone, importRoot }: ModuleMoves): Places {
  const { layout: after, moduleOf } = movedLayout(before, moves, created, gone);
  const folders = foldersAfter(before, moves, gone);
  const leadsTo: Places['leadsTo'] = (level, dotted, from) => placeOf(level > 0 ? before.findRelative(level, dotted, from) : before.find(dotted, from));
  const moduleAfter = (module: Module): Module => moduleOf(module) ?? module;
  const under = (root: string, dotted: string): ImportedPlace | undefined => (STANDARD_LIBRARY.has(dotted.split('.')[0] ?? '') ? undefined : placeOf(after.findRelative(1, dotted, emptyModule(joinPath(root, 'x.py')))));
  /** The folder that an absolute import is counted from stays the same: that another one has something of the name by now means nothing. */
  const rootFor = (dotted: string, from: Module): string | undefined => {
    const found = before.find(dotted, from);
    if (found.kind === 'module' || found.kind === 'namespace') return found.root;
    return before.rootsFor(from).includes(importRoot) ? importRoot : undefined;
  };
  const wouldLeadTo: Places['wouldLeadTo'] = (level, dotted, from, root = rootFor(dotted, from)) => {
    if (level > 0) return placeOf(after.findRelative(level, dotted, moduleAfter(from)));
    return root === undefined ? undefined : under(root, dotted);
  };
  return {
    before, after, importRoot, moves, moduleAfter, leadsTo, wouldLeadTo,
    isMoved: ({ path }) => moves.has(path),
    placeAfter(place) {
      if (place.kind === 'module') {
        const path = moves.get(place.path) ?? place.path;
        if (!gone.has(place.path)) return { kind: 'module', path };
        // A package that is left empty is a folder no more; one that moved as a whole has its new `__init__.py`.
        const folder = folders.get(folderOf(place.path));
        return folder === undefined ? undefined : packageAt(folder, after);
      }
      const folder = folders.has(place.folder) ? folders.get(place.folder) : place.folder;
      return folder === undefined ? undefined : packageAt(folder, after);
    },
    spelled(place, from, { level, dotted }) {
      const target: Target = place.kind === 'module' ? { path: place.path, isPackage: nameOf(place.path) === '__init__.py' } : { path: joinPath(place.folder, '__init__.py'), isPackage: true };
      const there = moduleAfter(from);
      const root = level > 0 ? importRoot : (rootOf(before.find(dotted, from)) ?? importRoot);
      const isFound = (name: string | undefined, base: string): name is string => {
        const bare = name?.replace(/^\.+/, '') ?? '';
        return name !== undefined && samePlace(wouldLeadTo(name.length - bare.length, bare, from, base), place);
      };
      const own = level > 0 ? relative(target, there, importRoot) : undefined;
      if (isFound(own, importRoot)) return own;
      const base = [root, importRoot].find((one) => isFound(after.dottedName(target, one), one));
      return base === undefined ? undefined : after.dottedName(target, base);
    },
  };
}

/** Whether two imports lead to the same. */
export function samePlace(a: ImportedPlace | undefined, b: ImportedPlace | undefined): boolean {
  if (!a || !b) return a === b;
  return a.kind === 'module' ? b.kind === 'module' && a.path === b.path : b.kind === 'folder' && a.folder === b.folder;
}

function placeOf(found: Found): ImportedPlace | undefined {
  if (found.kind === 'module') return { kind: 'module', path: found.module.path };
  return found.kind === 'namespace' ? { kind: 'folder', folder: found.folder } : undefined;
}

function packageAt(folder: string, layout: Places['after']): ImportedPlace | undefined {
  const init = layout.moduleAt(joinPath(folder, '__init__.py'));
  if (init) return { kind: 'module', path: init.path };
  return layout.hasPython(folder) ? { kind: 'folder', folder } : undefined;
}

function rootOf(found: Found): string | undefined {
  return found.kind === 'module' || found.kind === 'namespace' ? found.root : undefined;
}

/** The folder that stands for another one when a module in it moves, where the folders between the two stay the same. */
export function folderAfter(folder: string, path: RepoPath, now: RepoPath): string | undefined {
  const between = folderOf(path).slice(folder.length);
  const target = folderOf(now);
  return target.endsWith(between) ? target.slice(0, target.length - between.length) : undefined;
}

/** Of each folder with modules that move, the folder all of them move to; `undefined` where they part or some stay. */
function foldersAfter(before: ModuleLayout, moves: ReadonlyMap<RepoPath, RepoPath>, gone: ReadonlySet<RepoPath>): ReadonlyMap<string, string | undefined> {
  const folders = new Map<string, string | undefined>();
  for (const { path } of before.modules) {
    if (gone.has(path)) continue;
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      const target = folderAfter(folder, path, moves.get(path) ?? path);
      folders.set(folder, folders.has(folder) && folders.get(folder) !== target ? undefined : target);
    }
  }
  for (const path of moves.keys()) {
    // A folder that keeps anything is still there under its name.
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) if (folders.get(folder) === undefined && keepsModules(folder, before, moves, gone)) folders.set(folder, folder);
  }
  return folders;
}

function keepsModules(folder: string, before: ModuleLayout, moves: ReadonlyMap<RepoPath, RepoPath>, gone: ReadonlySet<RepoPath>): boolean {
  return before.modules.some(({ path }) => isInside(path, folder) && !gone.has(path) && isInside(moves.get(path) ?? path, folder));
}

/** `..core.config`, where the folder that both share lies in a package below the import root: Python climbs no further. */
function relative(target: Target, from: Pick<Module, 'path'>, importRoot: string): string | undefined {
  const goal = target.isPackage ? folderOf(target.path) : target.path.replace(/\.py$/, '');
  let folder = folderOf(from.path);
  let dots = '.';
  while (goal !== folder && !isInside(goal, folder)) {
    folder = folderOf(folder);
    dots += '.';
    if (folder === '') return undefined;
  }
  if (folder === importRoot || !isInside(folder, importRoot)) return undefined;
  const rest = goal.slice(folder.length + 1);
  return /^[\w/]*$/.test(rest) ? dots + rest.replaceAll('/', '.') : undefined;
}
