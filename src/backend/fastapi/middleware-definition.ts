import type { Python } from '../../python/index.ts';
import type { InModule } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { ancestors } from '../../python/syntax/walk.ts';
import type { Middleware } from './model.ts';

/** The class or function of this repository that a middleware is; `undefined` for one of another distribution, and where it cannot be told. */
export function middlewareDefinition({ module, node, how, name }: Middleware, python: Python): InModule | undefined {
  const decorated = how === 'decorator' ? [node, ...ancestors(node)].find(({ type }) => type === 'decorated_definition') : undefined;
  const definition = decorated?.children.find(({ type }) => type === 'function_definition');
  if (definition) return { module, node: definition };
  for (const expression of candidates(handedOn(node))) {
    const symbol = python.symbolOf(module, expression);
    const found = symbol.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
    if (symbol.kind === 'defined' && (found?.kind === 'class' || found?.kind === 'function')) return { module: symbol.module, node: found.definition };
  }
  return name.includes('.') ? undefined : namedSo(name, how === 'decorator' ? 'function' : 'class', python);
}

/** `app.middleware("http")(function)`, where the first call is what registers. */
function handedOn(node: PyNode): PyNode {
  return node.parent?.type === 'call' && calleeOf(node.parent)?.start === node.start ? node.parent : node;
}

/** The expressions in which a middleware may be named: what is given to `add_middleware(…)`, `Middleware(…)`, `app.middleware("http")(…)`. */
function candidates(node: PyNode): readonly PyNode[] {
  const list = node.type === 'call' ? argumentListOf(node) : undefined;
  const given = list ? argumentsOf(list).map(({ value }) => value) : [node];
  return given.flatMap((value) => (value.type === 'call' ? candidates(value) : value.type === 'identifier' || value.type === 'attribute' ? [value] : []));
}

/** Given in a list, or made by a call: what has that name in the modules of the repository. */
function namedSo(name: string, kind: 'class' | 'function', python: Python): InModule | undefined {
  for (const module of python.layout.holding(`${kind === 'class' ? 'class' : 'def'} ${name}`)) {
    const how = module.parses ? module.names.module.bindings.get(name)?.[0]?.how : undefined;
    if (how?.kind === kind) return { module, node: how.definition };
  }
  return undefined;
}
