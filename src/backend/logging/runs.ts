import type { Python } from '../../python/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { ancestors, childOfType, identifiersSpelled, parts } from '../../python/syntax/walk.ts';
import type { App, AppModel } from '../fastapi/index.ts';
import { roleOf } from '../roles.ts';
import { servedApps } from '../served-apps.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { Run } from './model.ts';

/** More calls on the way than this are not followed. */
const MOST_CALLS = 8;

/** Tells when code runs. */
export interface Runs {
  runsOf(module: Module, node: PyNode): readonly Run[];
}

/** Follows the calls of a repository's functions from where they stand to an import, the start of an application or of a program. */
export function runsIn(repo: Snapshot, python: Python, apps: readonly AppModel[]): Runs {
  let starting: ReadonlyMap<PyNode, App> | undefined;
  let factories: ReadonlySet<string> | undefined;
  const known = new Map<PyNode, readonly Run[]>();

  const follow = (module: Module, node: PyNode, calls: number): readonly Run[] => {
    const around = functionAround(node);
    const isSure = !isConditional(node);
    if (around === undefined) return [{ when: isBelowMainGuard(node) ? 'main' : 'import', module, node, isSure }];
    if (around.type === 'lambda' || calls > MOST_CALLS) return [];
    const app = startingFunctions().get(around);
    const remembered = known.get(around);
    if (!remembered) known.set(around, []);
    const runs = remembered ?? runsOfFunction(module, around, calls);
    known.set(around, runs);
    const all: readonly Run[] = app ? [{ when: 'startup', app, node, isSure }, ...runs] : runs;
    return isSure ? all : all.map((run) => ({ ...run, isSure }));
  };

  const runsOfFunction = (module: Module, definition: PyNode, calls: number): readonly Run[] => {
    const name = childOfType(definition, 'identifier')?.text;
    const owner = enclosingClass(definition);
    if (name === undefined || functionAround(definition) !== undefined) return [];
    const target = owner === undefined ? name : childOfType(owner, 'identifier')?.text;
    if (owner && name !== '__init__') return callsByName(name).flatMap((call) => follow(call.module, call.node, calls + 1)).map((run) => ({ ...run, isSure: false }));
    if (target === undefined) return [];
    const isFactory = (factories ??= new Set(servedApps(repo, python).map((served) => `${served.module.path}:${served.name}`))).has(`${module.path}:${name}`);
    const callers = python.callsTo({ defined: { module, name: target } }).filter((call) => roleOf(call.module.path) !== 'test');
    // A server makes the application with the factory that it is told, or that nobody else calls.
    const isServed = isFactory || (callers.length === 0 && apps.some(({ role, factory }) => role === 'service' && factory === definition));
    const served: readonly Run[] = isServed ? [{ when: 'import', module, node: definition, isSure: true }] : [];
    return [...served, ...callers.flatMap((call) => follow(call.module, call.node, calls + 1))];
  };

  /** Calls `x.name(…)` of whatever object. */
  const callsByName = (name: string): readonly InModule[] => python.layout.holding(`.${name}`).flatMap((module) => {
    if (!module.parses || roleOf(module.path) === 'test') return [];
    return [...identifiersSpelled(module.tree.root, name)].flatMap((identifier) => {
      const callee = identifier.parent?.type === 'attribute' && identifier.parent.children.at(-1) === identifier ? identifier.parent : undefined;
      return callee?.parent?.type === 'call' ? [{ module, node: callee.parent }] : [];
    });
  });

  /** The functions that applications call when they start. */
  const startingFunctions = (): ReadonlyMap<PyNode, App> => {
    if (starting) return starting;
    const found = new Map<PyNode, App>();
    starting = found;
    for (const app of apps) {
      if (app.role !== 'service') continue;
      const handlers = app.eventHandlers.flatMap(({ event, handler }) => (event === 'startup' && handler ? [handler] : []));
      for (const { module, node } of [...(app.lifespan ? [app.lifespan] : []), ...handlers]) {
        const definition = functionMeant(module, node, python);
        if (definition) found.set(definition, app);
      }
    }
    return found;
  };

  return { runsOf: (module, node) => follow(module, node, 0) };
}

/** The function around code that runs when it is called; decorators and defaults of a function run with what is around it. */
export function functionAround(node: PyNode): PyNode | undefined {
  let below = node;
  for (const above of ancestors(node)) {
    if (above.type === 'function_definition' && below === childOfType(above, 'block')) return above;
    if (above.type === 'lambda' && below === above.children.at(-1)) return above;
    below = above;
  }
  return undefined;
}

function enclosingClass(definition: PyNode): PyNode | undefined {
  for (const above of ancestors(definition)) {
    if (above.type === 'function_definition') return undefined;
    if (above.type === 'class_definition') return above;
  }
  return undefined;
}

/** Whether code stands below `if __name__ == "__main__":`. */
export function isBelowMainGuard(node: PyNode): boolean {
  return [...ancestors(node)].some((above) => isMainGuard(above));
}

/** `if __name__ == "__main__":` */
export function isMainGuard(node: PyNode): boolean {
  return node.type === 'if_statement' && /^if\s*\(?\s*(?:__name__\s*==\s*(["'])__main__\1|(["'])__main__\2\s*==\s*__name__)\s*\)?\s*:/.test(node.text);
}

/** Whether code may be passed over when its function or module runs. */
export function isConditional(node: PyNode): boolean {
  for (const above of ancestors(node)) {
    if (above.type === 'function_definition' || above.type === 'lambda' || above.type === 'module') return false;
    if (/^(?:if|for|while|match|try)_statement$|^(?:conditional_expression|boolean_operator)$/.test(above.type) && !isMainGuard(above) && !isSurelyTried(above, node)) return true;
  }
  return false;
}

/** The body of a `try` begins in any case; what stands further down or in a handler may not run. */
function isSurelyTried(above: PyNode, node: PyNode): boolean {
  if (above.type !== 'try_statement') return false;
  const body = childOfType(above, 'block');
  const [first] = body ? parts(body) : [];
  return first !== undefined && first.start <= node.start && node.end <= first.end;
}

/** The function an expression means, or the definition that it is. */
function functionMeant(module: Module, node: PyNode, python: Python): PyNode | undefined {
  if (node.type === 'function_definition') return node;
  if (node.type === 'decorated_definition') return childOfType(node, 'function_definition');
  const [inner] = node.type === 'parenthesized_expression' ? parts(node) : [node];
  const symbol = inner && (inner.type === 'identifier' || inner.type === 'attribute') ? python.symbolOf(module, inner) : undefined;
  const how = (symbol?.kind === 'defined' || symbol?.kind === 'local') && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  return how?.kind === 'function' ? how.definition : undefined;
}
