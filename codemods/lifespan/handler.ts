import { argumentListOf, argumentsOf, calleeOf, deepDescendants, parts, type Module, type PyNode, type RepositoryView } from '#pystd';
import { callOf, decoratorsOf, isRefused, type Kind, type Refused } from './callable.ts';
import type { Registration } from './registration.ts';

/** What the lifespan does in the place of one handler. */
export interface Step {
  /** One statement. */
  readonly code: string;
  /** Where its names stand today: in the lifespan they must mean the same. */
  readonly names: { readonly module: Module; readonly node: PyNode };
}

/** Writes an expression on one line, with the application spelled as the lifespan's parameter. */
export type Render = (node: PyNode) => string;

/** The statement that does what the framework does with a handler: calls it without arguments, and awaits what is `async`. */
export function stepOf(registration: Registration, view: RepositoryView, render: Render): Step | Refused {
  const { module, handler, how, node } = registration;
  if (how === 'decorator') {
    const name = handler.children.find(({ type }) => type === 'identifier');
    if (!name) return { because: 'The handler has no name.' };
    const called = callOf(module, handler, decoratorsOf(handler).filter((decorator) => decorator.start > node.start), view);
    const outer = decoratorsOf(handler).filter((decorator) => decorator.start < node.start && !/\.on_event\s*\(/.test(decorator.text));
    if (outer.length > 0) return { because: `\`${name.text}\` is decorated again above: its name means something else than the handler.` };
    return isRefused(called) ? called : { code: `${awaited(called)}${name.text}()`, names: { module, node: name } };
  }
  const made = fromExpression(module, handler, view, render);
  return isRefused(made) ? made : { code: made.code, names: { module, node: handler } };
}

function awaited(kind: Kind): string {
  return kind === 'async' ? 'await ' : '';
}

/** A handler given as an expression: a name, a method, a function made by another, a `partial`, a lambda. */
function fromExpression(module: Module, handler: PyNode, view: RepositoryView, render: Render): { readonly code: string } | Refused {
  if (handler.type === 'lambda') return fromLambda(handler, render);
  if (handler.type === 'identifier' || handler.type === 'attribute') {
    const kind = kindOfName(module, handler, view);
    return isRefused(kind) ? kind : { code: `${awaited(kind)}${render(handler)}()` };
  }
  if (handler.type !== 'call') return { because: `The handler \`${oneLine(handler)}\` is an expression that is not understood.` };
  const callee = calleeOf(handler);
  const symbol = callee && view.python.symbolOf(module, callee);
  if (!callee || !areSimple(handler)) return { because: `The handler \`${oneLine(handler)}\` is made from more than plain names.` };
  if (symbol?.kind === 'external' && symbol.name === 'functools.partial') return fromPartial(module, handler, view, render);
  if (symbol?.kind !== 'defined' || symbol.attributes.length > 0 || symbol.binding.how.kind !== 'function') return { because: `What \`${callee.text}\` returns cannot be told.` };
  const kind = kindReturned(symbol.module, symbol.binding.how.definition, view);
  return isRefused(kind) ? { because: `What \`${callee.text}\` returns is not certain: ${kind.because}` } : { code: `${awaited(kind)}${render(handler)}()` };
}

function fromLambda(lambda: PyNode, render: Render): { readonly code: string } | Refused {
  const [body, ...more] = parts(lambda);
  const isPlain = body && more.length === 0 && body.type === 'call' && !body.text.includes('#') && ![...deepDescendants(body, () => true)].some(({ type }) => type === 'named_expression' || type === 'await' || type === 'yield');
  return isPlain ? { code: render(body) } : { because: 'The handler is a lambda that does more than to call something.' };
}

/** `partial(connect, url)`: the framework looks through it, and so awaits what it calls. */
function fromPartial(module: Module, handler: PyNode, view: RepositoryView, render: Render): { readonly code: string } | Refused {
  const list = argumentListOf(handler);
  const [first, ...rest] = list ? argumentsOf(list) : [];
  if (!first || first.name !== undefined) return { because: 'The handler is a `partial` of nothing.' };
  const kind = kindOfName(module, first.value, view, true);
  return isRefused(kind) ? kind : { code: `${awaited(kind)}${render(first.value)}(${rest.map(({ node }) => render(node)).join(', ')})` };
}

/** Whether what a name means is awaited when it is called. */
function kindOfName(module: Module, name: PyNode, view: RepositoryView, withArguments = false): Kind | Refused {
  const symbol = view.python.symbolOf(module, name);
  const unclear: Refused = { because: `Whether \`${oneLine(name)}\` is to be awaited cannot be told.` };
  if (symbol.kind !== 'defined' && symbol.kind !== 'local') return unclear;
  const { how } = symbol.binding;
  if (symbol.attributes.length === 0) return how.kind === 'function' ? callOf(symbol.module, how.definition, decoratorsOf(how.definition), view, withArguments) : unclear;
  const [method, ...more] = symbol.attributes;
  if (method === undefined || more.length > 0) return unclear;
  if (how.kind === 'class') return kindOfMethod(symbol.module, how.definition, method, view, withArguments, /^@(?:classmethod|staticmethod)$/) ?? unclear;
  if (how.kind !== 'assignment' || how.value?.type !== 'call') return unclear;
  const callee = calleeOf(how.value);
  const maker = callee && view.python.symbolOf(symbol.module, callee);
  if (maker?.kind === 'external') return /^databases\.(?:core\.)?Database$/.test(maker.name) && /^(?:dis)?connect$/.test(method) ? 'async' : unclear;
  if (maker?.kind !== 'defined' || maker.attributes.length > 0 || maker.binding.how.kind !== 'class') return unclear;
  return kindOfMethod(maker.module, maker.binding.how.definition, method, view, withArguments, /^@(?:classmethod|staticmethod)$/, true) ?? unclear;
}

function kindOfMethod(module: Module, definition: PyNode, name: string, view: RepositoryView, withArguments: boolean, allowed: RegExp, isBound = false): Kind | Refused | undefined {
  const methods = [...(module.names.scopeInside(definition)?.bindings.get(name) ?? [])];
  const [binding] = methods;
  if (methods.length !== 1 || binding?.how.kind !== 'function') return undefined;
  const decorators = decoratorsOf(binding.how.definition);
  const special = decorators.filter(({ text }) => allowed.test(text.trim()));
  if (special.length === 0 && !isBound) return undefined;
  const taken = special.some(({ text }) => text.includes('static')) ? 0 : 1;
  return callOf(module, binding.how.definition, decorators.filter((one) => !special.includes(one)), view, withArguments, taken);
}

/** The kind of the function that a function defines and returns, and does nothing besides: `def handler_for(app): async def start(): …; return start`. */
export function kindReturned(module: Module, maker: PyNode, view: RepositoryView): Kind | Refused {
  if (maker.parent?.type === 'decorated_definition' || maker.children.some(({ type }) => type === 'async')) return { because: 'it is decorated or `async` itself.' };
  const body = parts(maker.children.find(({ type }) => type === 'block') ?? maker);
  const definitions = body.flatMap((one) => (one.type === 'function_definition' ? [one] : one.type === 'decorated_definition' ? one.children.filter(({ type }) => type === 'function_definition') : []));
  const others = body.filter((one, index) => !/_definition$/.test(one.type) && !(index === 0 && one.type === 'expression_statement' && parts(one)[0]?.type === 'string'));
  const [last] = others;
  const returned = last?.type === 'return_statement' && others.length === 1 && last === body.at(-1) ? parts(last)[0] : undefined;
  const named = definitions.filter((one) => one.children.find(({ type }) => type === 'identifier')?.text === returned?.text);
  const [definition] = named;
  if (!returned || !definition || named.length > 1) return { because: 'it does more than to define a function and to return it.' };
  return callOf(module, definition, decoratorsOf(definition), view);
}

/** Whether a call is made of names, attributes and constants: nothing happens when it is evaluated later. */
export function areSimple(call: PyNode): boolean {
  const list = argumentListOf(call);
  const isSimple = (node: PyNode): boolean => /^(?:identifier|integer|float|true|false|none)$/.test(node.type) || (node.type === 'string' && !/^\w*f/i.test(node.text)) || (node.type === 'attribute' && parts(node).every(isSimple));
  return list !== undefined && !call.text.includes('#') && argumentsOf(list).every(({ value, unpacking }) => !unpacking && isSimple(value));
}

function oneLine(node: PyNode): string {
  const text = node.text.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
