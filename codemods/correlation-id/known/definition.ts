import { argumentListOf, argumentsOf, ancestors, type Middleware, type Module, type PyNode, type RepositoryView } from '#pystd';

/** The class or function of this repository that a middleware is; `undefined` for one of another distribution. */
export function middlewareDefinition({ python }: RepositoryView, { module, node, how }: Middleware): { readonly module: Module; readonly node: PyNode } | undefined {
  if (how === 'decorator') {
    const decorated = [node, ...ancestors(node)].find(({ type }) => type === 'decorated_definition');
    const definition = decorated?.children.find(({ type }) => type === 'function_definition');
    if (definition) return { module, node: definition };
  }
  for (const expression of candidates(node)) {
    const symbol = python.symbolOf(module, expression);
    const how = symbol.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
    if (symbol.kind === 'defined' && (how?.kind === 'class' || how?.kind === 'function')) return { module: symbol.module, node: how.definition };
  }
  return undefined;
}

/** The expressions in which a middleware may be named: what is given to `add_middleware(…)`, `Middleware(…)`, `app.middleware("http")(…)`. */
function candidates(node: PyNode): readonly PyNode[] {
  const list = node.type === 'call' ? argumentListOf(node) : undefined;
  const given = list ? argumentsOf(list).map(({ value }) => value) : [node];
  return given.flatMap((value) => (value.type === 'call' ? candidates(value) : value.type === 'identifier' || value.type === 'attribute' ? [value] : []));
}
