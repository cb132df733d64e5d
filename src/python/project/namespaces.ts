import { comparePaths, folderOf, joinPath } from '../../repo/path.ts';
import { nodeAt } from '../syntax/walk.ts';
import type { Found, ModuleLayout } from './layout.ts';
import type { Module } from './module.ts';
import { spelledImports } from './spelled-imports.ts';

/** A folder without `__init__.py` that an import statement names as a package (PEP 420), and who names it first. */
export interface ImportedNamespace {
  readonly folder: string;
  /** The folder on `sys.path` below which the import finds it. */
  readonly root: string;
  readonly witness: Module;
  /** Whether imports of one project find modules below this name in several folders: a namespace package proper, in portions. */
  readonly isPortion: boolean;
  /** A module that is imported by the same first name and is not in this repository: an installed package may share the name. */
  readonly elsewhere: string | undefined;
}

/**
 * The namespace folders of this repository that its modules import, in path order.
 * The text is searched first; only where it seems to name such a folder is the file parsed, to see that it is a statement and not a string.
 */
export function importedNamespaces(layout: ModuleLayout): ImportedNamespace[] {
  const found = new Map<string, { folder: string; root: string; witness: Module }>();
  const missing = new Map<string, string>();
  const rootsByName = new Map<string, Set<string>>();
  const waysFrom = new Map<string, Map<string, Way>>();
  for (const module of layout.modules) {
    const folder = folderOf(module.path);
    const ways = waysFrom.get(folder) ?? new Map<string, Way>();
    waysFrom.set(folder, ways);
    for (const { dotted: spelled, start, names } of spelledImports(module.file)) {
      const way = ways.get(spelled) ?? wayOf(spelled, module, layout);
      ways.set(spelled, way);
      const { first, top, whole, isApart } = way;
      const fresh = way.namespaces.length === 0 ? [] : way.namespaces.filter((namespace) => !found.has(namespace.folder));
      const away = whole?.kind === 'namespace' ? names.find((name) => layout.find(`${spelled}.${name}`, module).kind === 'external') : undefined;
      const isMissing = top?.kind === 'namespace' && (whole?.kind === 'external' || away !== undefined) && !missing.has(first);
      if ((fresh.length === 0 && !isApart && !isMissing) || !isSeen(module, start)) continue;
      if (isMissing) missing.set(first, away === undefined ? spelled : `${spelled}.${away}`);
      if (whole?.kind === 'module' && isApart) {
        const key = `${layout.rootsFor(module)[0] ?? ''}\0${first}`;
        rootsByName.set(key, new Set([...(rootsByName.get(key) ?? []), whole.root, ...(top?.kind === 'namespace' ? [top.root] : [])]));
      }
      for (const { folder, root } of fresh) found.set(folder, { folder, root, witness: module });
    }
  }
  const portions = portionsIn(rootsByName);
  const topOf = ({ folder, root }: { folder: string; root: string }): string => folder.slice(root === '' ? 0 : root.length + 1).split('/')[0] ?? '';
  return [...found.values()]
    .map((namespace) => ({ ...namespace, isPortion: portions.has(namespace.folder), elsewhere: missing.get(topOf(namespace)) }))
    .sort((a, b) => comparePaths(a.folder, b.folder));
}

/** The folders of a name that a project's imports found below several roots. Keys are the project's nearest root and the name. */
function portionsIn(rootsByName: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const several = [...rootsByName].filter(([, roots]) => roots.size > 1);
  return new Set(several.flatMap(([key, roots]) => [...roots].map((root) => joinPath(root, key.slice(key.indexOf('\0') + 1)))));
}

/** Where an import leads from any module of one folder. */
interface Way {
  /** The first part of an absolute name, and what it leads to; empty for a relative one. */
  readonly first: string;
  readonly top: Found | undefined;
  readonly whole: Found | undefined;
  /** Whether the module is found below another root than the first part by itself. */
  readonly isApart: boolean;
  /** The namespace folders on the way. */
  readonly namespaces: readonly { readonly folder: string; readonly root: string }[];
}

function wayOf(spelled: string, module: Module, layout: ModuleLayout): Way {
  const [first = ''] = spelled.split('.');
  const top = first === '' ? undefined : layout.find(first, module);
  const whole = top === undefined ? undefined : layout.find(spelled, module);
  const isApart = whole?.kind === 'module' && (top?.kind !== 'namespace' || top.root !== whole.root) && top?.kind !== 'module';
  return { first, top, whole, isApart, namespaces: prefixesOf(spelled, module, layout) };
}

/** Whether what looks like an import in the text is one. */
function isSeen(module: Module, start: number): boolean {
  return module.parses && isImport(module, start);
}

/** The namespace folders on the way to a dotted module. */
function prefixesOf(spelled: string, module: Module, layout: ModuleLayout): { folder: string; root: string }[] {
  const dots = /^\.*/.exec(spelled)?.[0].length ?? 0;
  const names = spelled.slice(dots).split('.').filter((name) => name !== '');
  const folders: { folder: string; root: string }[] = [];
  for (let length = names.length; length >= (dots > 0 ? 0 : 1); length--) {
    const dotted = names.slice(0, length).join('.');
    const found = dots > 0 ? layout.findRelative(dots, dotted, module) : layout.find(dotted, module);
    if (found.kind === 'namespace' && found.folder !== '') folders.push(found);
  }
  return folders;
}

function isImport(module: Module, offset: number): boolean {
  for (let node = nodeAt(module.tree.root, { start: offset, end: offset + 1 }); node.parent; node = node.parent) {
    if (node.type === 'import_statement' || node.type === 'import_from_statement') return true;
  }
  return false;
}

/** The folders that absolute imports of this repository's own modules are found under. */
export function usedRoots(layout: ModuleLayout): ReadonlySet<string> {
  const roots = new Set<string>();
  for (const module of layout.modules) {
    for (const { dotted } of spelledImports(module.file)) {
      if (dotted.startsWith('.')) continue;
      const found = layout.find(dotted, module);
      if (found.kind === 'module' || found.kind === 'namespace') roots.add(found.root);
    }
  }
  return roots;
}
