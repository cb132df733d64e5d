import { argumentListOf, argumentsOf, calleeOf, parts, type Argument, type Binding, type Module, type PyNode, type RepositoryView } from '#pystd';

/** What happens to an application that is given to a call. */
export type Destination =
  /** It is served, mounted, wrapped or measured; nobody adds handlers to it. */
  | { readonly kind: 'harmless' }
  | { readonly kind: 'parameter'; readonly module: Module; readonly binding: Binding }
  | { readonly kind: 'obstacle'; readonly because: string };

/** Top-level packages whose functions and objects take an application and leave its event handlers alone. */
const HARMLESS: ReadonlySet<string> = new Set([
  'uvicorn', 'gunicorn', 'hypercorn', 'granian', 'daphne', 'mangum', 'a2wsgi', 'fastapi', 'starlette', 'httpx', 'pytest', 'asgi_lifespan', 'asgi_correlation_id',
  'prometheus_fastapi_instrumentator', 'starlette_exporter', 'opentelemetry', 'socketio', 'sentry_sdk', 'sqladmin', 'slowapi', 'json', 'logging',
]);

const HARMLESS_CALL: Destination = { kind: 'harmless' };

/** Where an argument of a call goes. */
export function destinationOf(module: Module, call: PyNode, argument: Argument, view: RepositoryView): Destination {
  const callee = calleeOf(call);
  if (!callee) return HARMLESS_CALL;
  const symbol = view.python.symbolOf(module, callee);
  if (symbol.kind === 'builtin') return HARMLESS_CALL;
  if (symbol.kind === 'external') return ofPackage(symbol.name, callee);
  if ((symbol.kind === 'defined' || symbol.kind === 'local') && symbol.attributes.length === 0 && symbol.binding.how.kind === 'function') {
    const binding = parameterFor(symbol.module, symbol.binding.how.definition, argument);
    return binding ? { kind: 'parameter', module: symbol.module, binding } : given(callee);
  }
  const maker = packageOfObject(module, callee, view);
  return maker === undefined ? given(callee) : ofPackage(maker, callee);
}

function given(callee: PyNode): Destination {
  return { kind: 'obstacle', because: `\`${callee.text}\` is given the application and may add handlers to it.` };
}

function ofPackage(dotted: string, callee: PyNode): Destination {
  return HARMLESS.has(dotted.split('.')[0] ?? '') ? HARMLESS_CALL : given(callee);
}

/** The dotted name of what made the object whose method is called: `Instrumentator().instrument(app)`, `metrics = Instrumentator()`. */
function packageOfObject(module: Module, callee: PyNode, view: RepositoryView): string | undefined {
  let object: PyNode | undefined = callee;
  while (object?.type === 'attribute' || object?.type === 'call') {
    const symbol = view.python.symbolOf(module, object.type === 'call' ? (calleeOf(object) ?? object) : object);
    if (symbol.kind === 'external') return symbol.name;
    const how = symbol.kind === 'defined' || symbol.kind === 'local' ? symbol.binding.how : undefined;
    if (how?.kind === 'assignment' && how.value?.type === 'call') return packageOfObject(symbol.kind === 'defined' || symbol.kind === 'local' ? symbol.module : module, how.value, view);
    object = object.type === 'call' ? calleeOf(object) : parts(object)[0];
  }
  return undefined;
}

/** The parameter an argument is bound to; `undefined` for one that lands in `*args` or `**kwargs`, or in a decorated function. */
function parameterFor(module: Module, definition: PyNode, argument: Argument): Binding | undefined {
  const scope = module.names.scopeInside(definition);
  if (!scope || argument.unpacking || definition.parent?.type === 'decorated_definition') return undefined;
  const parameters = [...scope.bindings.values()].flat().filter(({ how }) => how.kind === 'parameter' && !how.parameter.text.startsWith('*')).sort((a, b) => a.node.start - b.node.start);
  if (argument.name !== undefined) return parameters.find(({ name }) => name === argument.name);
  const call = argument.node.parent?.parent;
  const list = call && argumentListOf(call);
  const before = list ? argumentsOf(list).filter(({ node }) => node.start < argument.node.start) : [];
  return before.some(({ unpacking, name }) => unpacking !== undefined || name !== undefined) ? undefined : parameters[before.length];
}
