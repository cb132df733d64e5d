import { folderOf, isInside, joinPath, type RepoPath } from '../../repo/path.ts';
import type { Python } from '../index.ts';
import type { Module } from '../project/module.ts';
import type { Call } from '../project/search.ts';
import type { PyNode } from '../syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf, plainString } from '../syntax/views.ts';
import { childOfType, identifiersSpelled, parts } from '../syntax/walk.ts';
import type { MoveObstacle } from './move-modules-imports.ts';
import type { ImportedPlace, Places } from './move-modules-places.ts';

/** Names of a module that depend on where it lies. */
const OF_PLACE: readonly string[] = ['__file__', '__package__', '__spec__', '__path__'];

/** Calls that take `__name__` and mind no other name: what they make is called so, and that is all. */
const NAMERS = /(?:^|\.)(?:getLogger|get_logger|Flask|getChild)$/;

/** What is in a module's own text that would mean something else in another place. The first thing found is told. */
export function obstacleIn(module: Module, to: RepoPath, python: Python): { readonly node: PyNode; readonly because: string } | undefined {
  if (!module.parses) return { node: module.tree.root, because: 'It does not parse.' };
  const { root } = module.tree;
  const isElsewhere = folderOf(to) !== folderOf(module.path);
  for (const name of OF_PLACE) {
    const node = isElsewhere || name !== '__file__' ? read(module, name) : undefined;
    if (node) return { node, because: `It reads \`${name}\`, which would be another.` };
  }
  for (const node of identifiersSpelled(root, '__name__')) {
    const around = node.parent;
    if (around?.type === 'comparison_operator' && /["']__main__["']/.test(around.text)) {
      if (isElsewhere) return { node, because: 'It can be run by itself, and imports start in its folder then.' };
      continue;
    }
    if (around?.type === 'attribute' && parts(around)[1] === node) continue;
    // `__name__: str` in the body of a class.
    if (around?.type === 'assignment' && parts(around)[0] === node) continue;
    const call = around?.type === 'argument_list' ? around.parent : undefined;
    if (call?.type !== 'call' || !NAMERS.test(calleeOf(call)?.text ?? '')) return { node, because: 'It uses `__name__` for something else than a logger, and that would be another.' };
  }
  return unnamedTask(module, python);
}

function read(module: Module, name: string): PyNode | undefined {
  return [...identifiersSpelled(module.tree.root, name)].find(({ parent }) => parent?.type !== 'attribute' || parts(parent)[1]?.text !== name);
}

const TASKS = /(?:^|\.)(?:shared_task|task|periodic_task)$/;

/** A task that a queue knows by the name of its module. */
function unnamedTask(module: Module, { symbolOf }: Python): { readonly node: PyNode; readonly because: string } | undefined {
  if (!/@[\w.]*task\b/.test(module.text)) return undefined;
  for (const statement of parts(module.tree.root)) {
    if (statement.type !== 'decorated_definition') continue;
    for (const decorator of statement.children.filter(({ type }) => type === 'decorator')) {
      const [expression] = parts(decorator);
      const callee = expression?.type === 'call' ? calleeOf(expression) : expression;
      if (!expression || !callee || !TASKS.test(callee.text)) continue;
      const symbol = symbolOf(module, callee);
      if (symbol.kind === 'external' && !/^celery\b/.test(symbol.name)) continue;
      const list = expression.type === 'call' ? argumentListOf(expression) : undefined;
      if (!list || !argumentsOf(list).some(({ name }) => name === 'name')) return { node: decorator, because: 'Its tasks have no `name`, so that queues know them by the name of the module.' };
    }
  }
  return undefined;
}

/** Functions that import a module by a name that is made while the program runs. */
const IMPORTERS: readonly string[] = ['importlib.import_module', 'importlib.util.find_spec', 'importlib.util.spec_from_file_location', 'pkgutil.resolve_name', 'pkgutil.walk_packages', 'pkgutil.iter_modules', 'runpy.run_path', 'pydoc.locate', 'werkzeug.utils.import_string'];

/** Imports whose names are made while the program runs: what they may lead to. */
export function dynamicImports(python: Python, places: Places, concerns: (module: Module) => boolean): readonly MoveObstacle[] {
  const calls = IMPORTERS.flatMap((external) => python.callsTo({ external }));
  const builtins = python.layout.holding('__import__').flatMap((module) => (module.parses ? [...identifiersSpelled(module.tree.root, '__import__')].flatMap((callee): Call[] => (callee.parent?.type === 'call' ? [{ module, node: callee.parent, callee, arguments: argumentsIn(callee.parent), inFunction: undefined }] : [])) : []));
  return [...calls, ...builtins].flatMap((call): MoveObstacle[] => {
    const { module, node } = call;
    if (!concerns(module)) return [];
    const [first] = call.arguments;
    if (!first || (plainString(first.value) !== undefined && !(plainString(first.value) ?? '').startsWith('.')) || isListed(first.value, module)) return [];
    const because = `\`${module.path}\` imports modules by names that are made while it runs: \`${node.text.replace(/\s+/g, ' ')}\`.`;
    const prefix = prefixOf(first.value);
    const path = /\b__path__\b|__file__/.test(node.text) || prefix?.startsWith('.') ? folderAt(folderOf(module.path), places) : undefined;
    const named = prefix === undefined || prefix.startsWith('.') ? undefined : longest(prefix, module, places);
    return [{ module, node, about: path ?? named, because }];
  });
}

function argumentsIn(call: PyNode): Call['arguments'] {
  const list = argumentListOf(call);
  return list ? argumentsOf(list) : [];
}

/** Whether a name is that of a loop over names that are written out: these are looked at where they stand. */
function isListed(value: PyNode, module: Module): boolean {
  if (value.type !== 'identifier') return false;
  const seen = module.names.lookup(value.text, module.names.scopeOf(value));
  return seen.kind === 'bound' && seen.bindings.every(({ how }) => how.kind === 'loop' && !how.unpacked && /^(?:list|tuple|set)$/.test(how.value.type) && parts(how.value).every((item) => plainString(item) !== undefined));
}

/** What a text begins with for sure: the package in `f"shop.routers.{name}"` and in `"shop.routers." + name`. */
function prefixOf(value: PyNode): string | undefined {
  if (value.type === 'string') {
    const start = childOfType(value, 'string_start')?.text ?? '';
    const text = value.text.slice(start.length);
    const brace = text.indexOf('{');
    return /f/i.test(start) && brace > 0 ? text.slice(0, brace) : plainString(value);
  }
  if (value.type !== 'binary_operator') return undefined;
  const [left] = parts(value);
  return left && /\+/.test(value.text) ? plainString(left) : undefined;
}

function longest(prefix: string, from: Module, places: Places): ImportedPlace | undefined {
  const names = prefix.split('.').slice(0, -1);
  return names.length === 0 ? undefined : places.leadsTo(0, names.join('.'), from);
}

function folderAt(folder: string, { before }: Places): ImportedPlace {
  const init = before.moduleAt(folder === '' ? '__init__.py' : joinPath(folder, '__init__.py'));
  return init && folder !== '' ? { kind: 'module', path: init.path } : { kind: 'folder', folder };
}

/** The paths, of those that are to move, that an obstacle keeps where they are. A package keeps what is in it. */
export function keptBy({ about }: MoveObstacle, moves: ReadonlyMap<RepoPath, RepoPath>): readonly RepoPath[] {
  if (about === undefined) return [...moves.keys()];
  const folder = about.kind === 'folder' ? about.folder : about.path.endsWith('/__init__.py') ? folderOf(about.path) : undefined;
  return [...moves.keys()].filter((path) => (about.kind === 'module' && path === about.path) || (folder !== undefined && isInside(path, folder)));
}
