import {
  argumentListOf, argumentsOf, blockOf, calleeOf, handlersOf, parts, sessionsOf, statementsOf,
  type Binding, type DataSession, type Module, type PyNode, type RepositoryView, type RouteHandler,
} from '#pystd';

/** A service of this repository, which is made of a session. */
export interface ServiceClass {
  readonly module: Module;
  readonly name: string;
}

/** A handler that makes its service itself. */
export interface InlineService {
  readonly handler: RouteHandler;
  readonly service: ServiceClass;
  /** The parameter that takes the session. */
  readonly parameter: PyNode;
  readonly session: DataSession;
  /** The constructions: `BookService(db)`. */
  readonly sites: readonly PyNode[];
}

/** A handler that goes on making its service, and why: a full sentence. */
export interface Kept {
  readonly handler: RouteHandler;
  readonly because: string;
}

/** The handlers of a project that make a service of the session they are given. */
export function inlineServices(view: RepositoryView, project: string): { readonly found: readonly InlineService[]; readonly kept: readonly Kept[] } {
  const found: InlineService[] = [];
  const kept: Kept[] = [];
  for (const handler of handlersOf(view, project)) {
    if (!handler.module.parses || handler.ownClass || handler.factory) continue;
    const candidates = sessionsOf(view.python, handler.module, handler.node).flatMap((session) => {
      const made = session.uses.flatMap((use) => serviceMadeOf(view, handler.module, use) ?? []);
      return made.length > 0 ? [{ session, made }] : [];
    });
    const [first, other] = candidates;
    if (!first) continue;
    const { session, made } = first;
    const [service] = made;
    const because = other ? 'It works with two sessions.' : service && keptBecause(view, handler, session, made);
    const how = session.binding?.how;
    if (because !== undefined) kept.push({ handler, because });
    else if (service && how?.kind === 'parameter') found.push({ handler, service: service.service, parameter: how.parameter, session, sites: made.map(({ site }) => site) });
  }
  return { found, kept };
}

interface Made {
  readonly service: ServiceClass;
  readonly site: PyNode;
}

/** `BookService(db)` with a use of the session as its only argument. */
function serviceMadeOf(view: RepositoryView, module: Module, use: PyNode): Made | undefined {
  const call = use.parent?.type === 'argument_list' ? use.parent.parent : undefined;
  const callee = call?.type === 'call' ? calleeOf(call) : undefined;
  const list = call && argumentListOf(call);
  const [given, more] = list ? argumentsOf(list) : [];
  if (!call || !callee || !given || more || given.unpacking || !/Service$/.test(callee.text)) return undefined;
  const symbol = view.python.symbolOf(module, callee);
  if (symbol.kind !== 'defined' || symbol.attributes.length > 0 || symbol.binding.how.kind !== 'class') return undefined;
  return { service: { module: symbol.module, name: symbol.name }, site: call };
}

function keptBecause(view: RepositoryView, { module, name, node }: RouteHandler, session: DataSession, made: readonly Made[]): string | undefined {
  const [first] = made;
  if (session.how !== 'parameter') return 'Its session is no parameter.';
  if (made.length < session.uses.length) return `It works with \`${session.name}\` besides.`;
  if (!first || made.some(({ service }) => service.name !== first.service.name || service.module !== first.service.module)) return 'It makes several services.';
  if (!onlyKeeps(view, first.service)) return `The constructor of \`${first.service.name}\` does more than keep what it is given.`;
  if (module.names.scopeInside(node)?.bindings.has('service')) return 'It has something named `service` already.';
  if (view.python.mentionsOf({ defined: { module, name } }).some((mention) => mention.node.parent !== node)) return 'It is called or imported by other code, which would have to give it a service.';
  return undefined;
}

/** Whether making the object is nothing but keeping the session, and making repositories that keep it: then it makes no difference how often that happens. */
function onlyKeeps(view: RepositoryView, { module, name }: ServiceClass): boolean {
  const init = constructorOf(module, name);
  const body = init && blockOf(init);
  const parameters = init?.children.find(({ type }) => type === 'parameters');
  const [, session, more] = parameters ? parts(parameters) : [];
  if (!init || !body || !session || more) return false;
  const isKept = (value: PyNode): boolean => {
    if (value.type === 'identifier') return isParameter(module.names.scopeInside(init)?.bindings.get(value.text));
    const callee = value.type === 'call' ? calleeOf(value) : undefined;
    const list = value.type === 'call' ? argumentListOf(value) : undefined;
    const symbol = callee && view.python.symbolOf(module, callee);
    return symbol?.kind === 'defined' && symbol.binding.how.kind === 'class' && /(?:Repository|Repo|DAO)$/.test(symbol.name) && list !== undefined && argumentsOf(list).every((one) => one.value.type === 'identifier');
  };
  return statementsOf(body).every((statement) => {
    const assignment = statement.type === 'expression_statement' ? parts(statement)[0] : undefined;
    const isText = assignment?.type === 'string';
    const [target] = assignment?.type === 'assignment' ? parts(assignment) : [];
    const value = assignment?.type === 'assignment' ? parts(assignment).at(-1) : undefined;
    return isText || (target?.type === 'attribute' && value !== undefined && isKept(value));
  });
}

function constructorOf(module: Module, name: string): PyNode | undefined {
  const [binding] = module.names.module.bindings.get(name) ?? [];
  const block = binding?.how.kind === 'class' ? blockOf(binding.how.definition) : undefined;
  return block && statementsOf(block).find((statement) => statement.type === 'function_definition' && statement.children.some(({ type, text }) => type === 'identifier' && text === '__init__'));
}

function isParameter(bindings: readonly Binding[] | undefined): boolean {
  return bindings !== undefined && bindings.every(({ how }) => how.kind === 'parameter');
}
