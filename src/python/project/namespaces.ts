import { nodeAt } from '../syntax/walk.ts';
import type { ModuleLayout } from './layout.ts';
import type { Module } from './module.ts';

/** A folder without `__init__.py` that an import statement names as a package (PEP 420), and who names it first. */
export interface ImportedNamespace {
  readonly folder: string;
  /** The folder on `sys.path` below which the import finds it. */
  readonly root: string;
  readonly witness: Module;
}

/** Absolute and relative imports at the beginning of a line, with the offset of the module they name. */
const IMPORT = /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import\b|import[ \t]+([\w.]+))/gm;

/**
 * The namespace folders of this repository that its modules import, in path order.
 * The text is searched first; only where it seems to name such a folder is the file parsed, to see that it is a statement and not a string.
 */
export function importedNamespaces(layout: ModuleLayout): ImportedNamespace[] {
  const found = new Map<string, ImportedNamespace>();
  for (const module of layout.modules) {
    for (const match of module.text.matchAll(IMPORT)) {
      const spelled = match[1] ?? match[2] ?? '';
      const fresh = prefixesOf(spelled, module, layout).filter(({ folder }) => !found.has(folder));
      if (fresh.length === 0 || !module.parses) continue;
      const start = match.index + match[0].lastIndexOf(spelled);
      if (!isImport(module, start)) continue;
      for (const { folder, root } of fresh) found.set(folder, { folder, root, witness: module });
    }
  }
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
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
    for (const match of module.text.matchAll(IMPORT)) {
      const spelled = match[1] ?? match[2] ?? '';
      if (spelled.startsWith('.')) continue;
      const found = layout.find(spelled, module);
      if (found.kind === 'module' || found.kind === 'namespace') roots.add(found.root);
    }
  }
  return roots;
}
