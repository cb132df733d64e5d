import { folderOf, isInside, joinPath } from '../../repo/path.ts';
import type { ModuleLayout } from './layout.ts';
import type { Module } from './module.ts';
import { spelledImports } from './spelled-imports.ts';
import { STANDARD_LIBRARY } from './stdlib.ts';

/** How one module names another in an import, or why that cannot be told. */
export type Spelling = { readonly dotted: string } | { readonly refused: string };

/** The module to import: one that is there, or a place where one is to be. */
export type Target = Pick<Module, 'path' | 'isPackage'>;

/** Files looked at for evidence of how a repository imports its own modules. */
const MOST_WITNESSES = 300;

/**
 * How `from` would import `target`: the way its own imports are written (relative, or from which folder), else the way its neighbours'
 * are, else the way server commands name it (`uvicorn app.main:app`), else from the project folder its package stands in.
 * A module that is run in its own folder, although that is a package, imports from there.
 * Refused when several ways are left and nothing speaks for one.
 */
export function spellingOf(target: Target, from: Module, layout: ModuleLayout, texts: Iterable<string>): Spelling {
  const own = importsSpelled(from);
  const relative = own.filter((dotted) => dotted.startsWith('.'));
  const votes = votesFor(own.map((dotted) => rootOf(dotted, from, layout)), target, layout);
  if (relative.length > 0 && votes.size === 0) {
    const dotted = relativeName(target, from);
    if (dotted !== undefined) return { dotted };
  }
  if (votes.size === 0 && own.some((dotted) => isBeside(dotted, from, layout))) {
    const served = servedFrom(from, [folderOf(from.path)], layout, texts);
    const dotted = served === undefined ? undefined : layout.dottedName(target, served);
    return dotted === undefined ? { refused: `Nothing shows how \`${from.path}\` would import \`${target.path}\`.` } : { dotted };
  }
  // The top folder is a package itself: what it is called, and what lies around it, cannot be seen from here.
  const isTopPackage = layout.moduleAt('__init__.py') !== undefined;
  const candidates = layout.rootsFor(from).filter((root) => !(root === '' && isTopPackage)).filter((root) => layout.dottedName(target, root) !== undefined);
  const chosen = winner(votes) ?? (candidates.length === 1 ? candidates[0] : undefined) ?? winner(neighbours(target, from, layout)) ?? servedFrom(from, candidates, layout, texts) ?? projectRoot(from, candidates, layout);
  const dotted = chosen === undefined ? undefined : layout.dottedName(target, chosen);
  if (dotted !== undefined) return { dotted };
  if (candidates.length === 0) return { refused: `\`${target.path}\` cannot be imported from \`${from.path}\`.` };
  return { refused: `Nothing shows how \`${from.path}\` would import \`${target.path}\`.` };
}

/** The names that stand in what looks like the import statements of a module: evidence, never the basis of an edit. */
function importsSpelled(module: Module): string[] {
  return spelledImports(module.file).map(({ dotted }) => dotted);
}

/** The folder an absolute import of this repository's own code was found under. */
function rootOf(dotted: string, from: Module, layout: ModuleLayout): string | undefined {
  if (dotted === '' || dotted.startsWith('.')) return undefined;
  const found = layout.find(dotted, from);
  return found.kind === 'module' || found.kind === 'namespace' ? found.root : undefined;
}

/** Whether an import that no folder above leads to may mean the module beside `from`: then `from` is run in its own folder, package or not. */
function isBeside(dotted: string, from: Module, layout: ModuleLayout): boolean {
  const [first = ''] = dotted.split('.');
  const beside = first === '' || STANDARD_LIBRARY.has(first) ? undefined : layout.moduleAt(joinPath(folderOf(from.path), `${first}.py`));
  const root = rootOf(dotted, from, layout);
  return beside !== undefined && beside !== from && (root === undefined || !isInside(from.path, root));
}

function votesFor(roots: readonly (string | undefined)[], target: Target, layout: ModuleLayout): ReadonlyMap<string, number> {
  const votes = new Map<string, number>();
  for (const root of roots) {
    if (root !== undefined && layout.dottedName(target, root) !== undefined) votes.set(root, (votes.get(root) ?? 0) + 1);
  }
  return votes;
}

/** The root with the most votes; none when two have equally many. */
function winner(votes: ReadonlyMap<string, number>): string | undefined {
  const ranked = [...votes].sort((a, b) => b[1] - a[1]);
  const [first, second] = ranked;
  return first && (!second || first[1] > second[1]) ? first[0] : undefined;
}

/** How the modules around `from` and `target` import first-party code. */
function neighbours(target: Target, from: Module, layout: ModuleLayout): ReadonlyMap<string, number> {
  const top = ({ path }: Target): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '');
  const near = layout.modules.filter((module) => module !== from && (top(module) === top(from) || top(module) === top(target))).slice(0, MOST_WITNESSES);
  const roots = near.flatMap((module) => importsSpelled(module).map((dotted) => rootOf(dotted, module, layout)));
  return votesFor(roots.filter((root) => root !== undefined && layout.rootsFor(from).includes(root)), target, layout);
}

/** The root from which a server command names the module: `app.main:app` in a Dockerfile, a README or a unit file. */
function servedFrom(from: Module, roots: readonly string[], layout: ModuleLayout, texts: Iterable<string>): string | undefined {
  const votes = new Map<string, number>();
  const names = roots.flatMap((root) => {
    const dotted = layout.dottedName(from, root);
    return dotted === undefined ? [] : [{ root, pattern: new RegExp(`(?<![\\w./])${dotted.replaceAll('.', '\\.')}:\\w`) }];
  });
  for (const text of texts) {
    for (const { root, pattern } of names) if (pattern.test(text)) votes.set(root, (votes.get(root) ?? 0) + 1);
  }
  return winner(votes);
}

/** The folder around a regular package, where it is the folder of a project. A folder that is no package may itself be on the path. */
function projectRoot(from: Module, roots: readonly string[], layout: ModuleLayout): string | undefined {
  const [nearest] = roots;
  return nearest !== undefined && layout.isPackage(folderOf(from.path)) && layout.isProjectRoot(nearest) ? nearest : undefined;
}

/** `..core.config` for a module as seen from another; `undefined` where a folder's name is no identifier. */
export function relativeName(target: Target, from: Pick<Module, 'path'>): string | undefined {
  let folder = folderOf(from.path);
  let dots = '.';
  const goal = target.isPackage ? folderOf(target.path) : target.path.replace(/\.py$/, '');
  while (goal !== folder && !isInside(goal, folder)) {
    folder = folderOf(folder);
    dots += '.';
    if (folder === '') return undefined;
  }
  const rest = goal.slice(folder === '' ? 0 : folder.length + 1);
  return /^[\w/]*$/.test(rest) ? dots + rest.replaceAll('/', '.') : undefined;
}
