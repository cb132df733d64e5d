import { argumentListOf, argumentsOf, calleeOf, enclosing, parts, plainString, statementAround, type App, type Argument, type Module, type PyNode } from '#pystd';

export type LifeEvent = 'startup' | 'shutdown';

/** One place that makes a function run when an application starts or stops. */
export interface Registration {
  readonly module: Module;
  readonly event: LifeEvent;
  /** The decorator, the statement, or the argument of the constructor. */
  readonly node: PyNode;
  readonly how: 'decorator' | 'statement' | 'argument';
  /** The decorated `function_definition`, or the expression that was given. */
  readonly handler: PyNode;
  /** The function whose body it stands in; without one it happens when the module is imported. */
  readonly inFunction: PyNode | undefined;
  /** For a call of a function that registers what it returns: the registration in there. */
  readonly within?: Registration;
}

/** Reads `app.on_event` or `app.add_event_handler` with what is around it; a full sentence where that says no handler. */
export function registrationAt(module: Module, method: PyNode): Registration | { readonly because: string } {
  const call = method.parent;
  const list = call?.type === 'call' && calleeOf(call) === method ? argumentListOf(call) : undefined;
  if (!call || !list) return { because: `\`${method.text}\` is not called here, and what it is given cannot be told.` };
  const given = argumentsOf(list);
  const event = eventOf(given[0]);
  if (event === undefined || given.some(({ unpacking }) => unpacking !== undefined)) return { because: `The event of \`${call.text.split('\n')[0] ?? ''}\` cannot be told.` };
  const inFunction = enclosing(call, 'function_definition', 'lambda');
  if (method.text.endsWith('add_event_handler')) return statement({ module, event, call, handler: given[1]?.value, inFunction });
  if (call.parent?.type === 'decorator') {
    const definition = call.parent.parent?.children.find(({ type }) => type === 'function_definition');
    if (!definition) return { because: 'It decorates something else than a function.' };
    return { module, event, node: call.parent, how: 'decorator', handler: definition, inFunction: enclosing(call, 'function_definition', 'lambda') };
  }
  // `app.on_event("startup")(connect)`
  const outer = call.parent?.type === 'call' && calleeOf(call.parent) === call ? call.parent : undefined;
  const outerList = outer && argumentListOf(outer);
  return outer && outerList ? statement({ module, event, call: outer, handler: argumentsOf(outerList)[0]?.value, inFunction }) : { because: `What \`${call.text}\` gives is used in a way that is not understood.` };
}

function statement({ module, event, call, handler, inFunction }: Omit<Registration, 'handler' | 'node' | 'how'> & { readonly call: PyNode; readonly handler: PyNode | undefined }): Registration | { readonly because: string } {
  const node = call.parent;
  if (!handler || node?.type !== 'expression_statement' || parts(node).length !== 1) return { because: 'The handler is registered inside another expression.' };
  return { module, event, node, how: 'statement', handler, inFunction };
}

function eventOf(argument: Argument | undefined): LifeEvent | undefined {
  if (!argument || (argument.name !== undefined && argument.name !== 'event_type')) return undefined;
  const text = plainString(argument.value);
  return text === 'startup' || text === 'shutdown' ? text : undefined;
}

/** The handlers of `on_startup=[…]` and `on_shutdown=[…]`; a full sentence where they are no lists of a fixed content. */
export function argumentRegistrations(app: App): readonly Registration[] | { readonly because: string } {
  const found: Registration[] = [];
  for (const event of ['startup', 'shutdown'] as const) {
    const argument = app.argument(`on_${event}`);
    if (!argument || argument.value.type === 'none') continue;
    const { value, node } = argument;
    const items = value.type === 'list' || value.type === 'tuple' ? parts(value) : undefined;
    if (!items || items.some(({ type }) => type === 'list_splat')) return { because: `\`on_${event}\` is no plain list.` };
    found.push(...items.map((handler): Registration => ({ module: app.module, event, node, how: 'argument', handler, inFunction: app.inFunction })));
  }
  return found;
}

/** The statement a registration is, or is part of. */
export function statementOf({ node, how }: Registration): PyNode {
  return how === 'decorator' ? (node.parent ?? node) : statementAround(node);
}
