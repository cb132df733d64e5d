import { foldersAbove, type RepoPath } from '../../repo/path.ts';
import type { PyNode } from '../syntax/node.ts';
import { descendants } from '../syntax/walk.ts';
import { initOf, type ModuleLayout } from './layout.ts';
import type { Module } from './module.ts';
import type { Symbols } from './symbols.ts';

/** Which modules run when a module is imported. */
export interface ImportGraph {
  /** First-party modules that importing this one imports at once: not inside functions, not under `TYPE_CHECKING`. */
  importedBy(module: Module): readonly Module[];
  /**
   * Whether importing `from` sooner or later runs `to`. The packages around `to` are running already and count as run; or those around `asking`, the path of a module, there or not yet,
   * that imports `from`.
   */
  reaches(from: Module, to: Module, asking?: RepoPath): boolean;
}

const graphs = new WeakMap<Module, readonly Module[]>();

/** Builds the graph lazily: a module is read when somebody asks what it imports. */
export function importGraph(layout: ModuleLayout, symbols: Symbols): ImportGraph {
  const importedBy = (module: Module): readonly Module[] => {
    const known = graphs.get(module);
    if (known) return known;
    const found = new Set<Module>();
    if (module.parses) for (const target of importTargets(module, layout, symbols)) found.add(target);
    found.delete(module);
    const list = [...found];
    graphs.set(module, list);
    return list;
  };
  const packagesAround = (path: RepoPath): readonly Module[] => foldersAbove(path).flatMap((folder) => (layout.isPackage(folder) ? (layout.moduleAt(initOf(folder)) ?? []) : []));
  const above = new Map<Module, readonly Module[]>();
  /** Importing a module runs the `__init__.py` of every package above it first. */
  const packagesAbove = (module: Module): readonly Module[] => {
    const known = above.get(module);
    if (known) return known;
    const inits = packagesAround(module.path).filter((init) => init !== module);
    above.set(module, inits);
    return inits;
  };
  const search = (from: Module, to: Module, asking: RepoPath | undefined): boolean => {
    const running = new Set(asking === undefined ? packagesAbove(to) : packagesAround(asking));
    const seen = new Set<Module>();
    const waiting = [from];
    for (let module = waiting.pop(); module; module = waiting.pop()) {
      if (module === to) return true;
      if (seen.has(module) || running.has(module)) continue;
      seen.add(module);
      // The question is asked while `to` runs, unless another module asks: a module inside it does not run it again.
      waiting.push(...importedBy(module), ...packagesAbove(module).filter((init) => init !== to || asking !== undefined));
    }
    return false;
  };
  // Codemods ask of every module whether each program reaches it.
  const answers = new Map<Module, Map<string, boolean>>();
  return {
    importedBy,
    reaches(from, to, asking) {
      const ofStart = answers.get(from) ?? new Map<string, boolean>();
      answers.set(from, ofStart);
      const question = asking === undefined ? to.path : `${to.path}\0${asking}`;
      const answer = ofStart.get(question) ?? search(from, to, asking);
      ofStart.set(question, answer);
      return answer;
    },
  };
}

/** The modules named by the import statements that run at import time. */
function importTargets(module: Module, layout: ModuleLayout, symbols: Symbols): Module[] {
  const targets: Module[] = [];
  const take = (level: number, dotted: string): void => {
    const found = symbols.imported(module, level, dotted);
    if (found.kind === 'module') targets.push(found.module);
  };
  for (const statement of runningImports(module.tree.root)) {
    for (const { level, dotted, names } of namedBy(statement)) {
      take(level, dotted);
      // `from package import module` imports the submodule, too.
      const found = symbols.imported(module, level, dotted);
      for (const name of names) {
        const child = found.kind === 'module' ? (found.module.isPackage ? layout.findRelative(1, name, found.module) : undefined) : found.kind === 'namespace' ? layout.find([dotted, name].join('.'), module) : undefined;
        if (child?.kind === 'module' && !(found.kind === 'module' && found.module.names.module.bindings.has(name))) targets.push(child.module);
      }
    }
  }
  return targets;
}

/** Import statements outside functions, lambdas and `if TYPE_CHECKING` blocks. */
function* runningImports(root: PyNode): Generator<PyNode> {
  const enter = (node: PyNode): boolean => node.type !== 'function_definition' && node.type !== 'lambda' && !isTypeChecking(node) && mayHoldImports(node);
  for (const node of descendants(root, enter)) {
    if (node.type === 'import_statement' || node.type === 'import_from_statement') yield node;
  }
}

/** Only compound statements hold statements; a look at the text spares reading the others. */
function mayHoldImports(node: PyNode): boolean {
  return node.parent === undefined || (node.named && /(?:^|\n|;|:)\s*(?:import|from)\s/.test(node.text));
}

function isTypeChecking(node: PyNode): boolean {
  return node.type === 'if_statement' && /^if\s+\(?\s*(?:[\w.]+\.)?TYPE_CHECKING\s*\)?\s*:/.test(node.text);
}

/** What an import statement names: level, dotted module, and the names taken from it. */
function namedBy(statement: PyNode): { level: number; dotted: string; names: readonly string[] }[] {
  const parts = statement.children.filter(({ named, type }) => named && type !== 'comment');
  const bare = (node: PyNode): string => (node.type === 'aliased_import' ? (node.children[0]?.text ?? '') : node.text).replace(/\s+/g, '');
  if (statement.type === 'import_statement') return parts.map((part) => ({ level: 0, dotted: bare(part), names: [] }));
  const [source, ...names] = parts;
  if (!source) return [];
  const spelled = source.text.replace(/\s+/g, '');
  const dotted = spelled.replace(/^\.+/, '');
  return [{ level: spelled.length - dotted.length, dotted, names: names.filter(({ type }) => type !== 'wildcard_import').map(bare) }];
}
