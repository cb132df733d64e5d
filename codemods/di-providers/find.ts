import {
  argumentsOf, calleeOf, enclosing, handlersOf, replacedInTests, sessionsOf,
  type DataSession, type Module, type PyNode, type RepositoryView, type RouteHandler,
} from '#pystd';
import { dependencyOf, type Dependency } from './dependency.ts';
import { momentMatters, type ServiceClass } from './service-class.ts';

/** What the parameter is called that takes the service. */
export const SERVICE = 'service';

/** A handler that makes its service itself. */
export interface InlineService {
  readonly handler: RouteHandler;
  readonly service: ServiceClass;
  /** The parameter that takes the session. */
  readonly parameter: PyNode;
  readonly session: DataSession;
  readonly dependency: Dependency;
  /** Whether the handler works with the session besides, and keeps it. */
  readonly keepsSession: boolean;
  /** The constructions: `BookService(db)`. */
  readonly sites: readonly [PyNode, ...PyNode[]];
}

/** The service as the handler's module spells it. */
export function spelledService({ service, sites: [site] }: InlineService): string {
  return calleeOf(site)?.text ?? service.name;
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
    if (!handler.module.parses) continue;
    const candidates = sessionsOf(view.python, handler.module, handler.node).flatMap((session) => {
      const made = session.uses.flatMap((use) => serviceMadeOf(view, handler.module, use) ?? []);
      return made.length > 0 ? [{ session, made }] : [];
    });
    const [first, other] = candidates;
    if (!first) continue;
    const inline = other ? { problem: 'It works with two sessions.' } : inlineOf(view, handler, first.session, first.made);
    if ('problem' in inline) kept.push({ handler, because: inline.problem });
    else found.push(inline);
  }
  return { found, kept };
}

interface Made {
  readonly service: ServiceClass;
  readonly site: PyNode;
}

/** `BookService(db)` with a use of the session as its only argument, or `BookService(session=db)`. */
function serviceMadeOf(view: RepositoryView, module: Module, use: PyNode): Made | undefined {
  const list = use.parent?.type === 'keyword_argument' ? use.parent.parent : use.parent;
  const call = list?.type === 'argument_list' ? list.parent : undefined;
  const callee = call?.type === 'call' ? calleeOf(call) : undefined;
  const [given, more] = list && call ? argumentsOf(list) : [];
  if (!call || !callee || !given || more || given.unpacking) return undefined;
  const symbol = view.python.symbolOf(module, callee);
  if (symbol.kind !== 'defined' || symbol.attributes.length > 0 || !symbol.name.endsWith('Service') || symbol.binding.how.kind !== 'class') return undefined;
  return { service: { module: symbol.module, name: symbol.name }, site: call };
}

type Problem = { readonly problem: string };

function inlineOf(view: RepositoryView, handler: RouteHandler, session: DataSession, made: readonly Made[]): InlineService | Problem {
  const [first, ...others] = made.map(({ site }) => site);
  const [service, ...further] = made.map((one) => one.service);
  const how = session.binding?.how;
  if (!first || !service || session.how !== 'parameter' || how?.kind !== 'parameter') return { problem: 'Its session is no parameter.' };
  if (further.some((one) => one.name !== service.name || one.module !== service.module)) return { problem: 'It makes several services.' };
  const dependency = dependencyOf(view, handler.module, how.parameter, session.annotation);
  if (!dependency) return { problem: 'How it comes by its session cannot be told.' };
  const keepsSession = made.length < session.uses.length;
  // The service is made of the same session only where FastAPI gives one to all who ask for it.
  if (keepsSession && !dependency.isShared) return { problem: `It works with \`${session.name}\` besides, which would not be the session of the service.` };
  const sites: InlineService['sites'] = [first, ...others];
  const problem = momentMatters(view, service, others.length > 0 || isRepeated(first, handler.node)) ?? handlerStays(view, handler, session) ?? namesStay(view, handler, first);
  return problem === undefined ? { handler, service, parameter: how.parameter, session, dependency, keepsSession, sites } : { problem };
}

const REPEATING: readonly string[] = ['for_statement', 'while_statement', 'list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression', 'lambda', 'function_definition'];

/** Whether the code may run more than once in one call of the handler. */
function isRepeated(site: PyNode, definition: PyNode): boolean {
  const around = enclosing(site, ...REPEATING);
  return around !== undefined && around !== definition;
}

/** Why the parameters of a handler cannot be others. */
function handlerStays(view: RepositoryView, { module, name, node, routes, ownClass, factory }: RouteHandler, session: DataSession): string | undefined {
  if (ownClass) return 'It is a method.';
  if (factory) return 'It is defined in a function.';
  const decorators = node.parent?.type === 'decorated_definition' ? node.parent.children.filter(({ type }) => type === 'decorator') : [];
  const strange = decorators.find(({ text }) => !ROUTE.test(text));
  if (strange) return `\`${strange.text.split('\n')[0]}\` may look at its parameters.`;
  if (session.binding && (module.names.scopeInside(node)?.bindings.get(session.name)?.length ?? 0) > 1) return `\`${session.name}\` is bound more than once.`;
  if (view.python.mentionsOf({ defined: { module, name } }).some((mention) => mention.node.parent !== node)) return 'Other code names it, which may call it with a session.';
  return routes.some(({ path }) => new RegExp(`\\{${SERVICE}\\b`).test(path)) ? `Its path has a parameter named \`${SERVICE}\`.` : undefined;
}

const ROUTE = /^@[\w.]+\.(?:get|post|put|patch|delete|head|options|trace|api_route|route|websocket|websocket_route)\(/;

/** Why the names of the handler would mean something else: the parameter's in the body, the service's where the parameters are. */
function namesStay(view: RepositoryView, { module, node }: RouteHandler, site: PyNode): string | undefined {
  if (module.names.scopeInside(node)?.bindings.has(SERVICE)) return `It has something named \`${SERVICE}\` already.`;
  if (module.names.references().some((one) => one.name === SERVICE && one.node.start >= node.start && one.node.start < node.end)) return `\`${SERVICE}\` means something else in it.`;
  const spelled = calleeOf(site);
  const head = spelled && /^\w+/.exec(spelled.text)?.[0];
  const [binding, other] = module.names.module.bindings.get(head ?? '') ?? [];
  const isLocal = head === undefined || (module.names.scopeInside(node)?.bindings.has(head) ?? false);
  const isThere = binding !== undefined && !other && binding.since <= node.start && !(binding.how.kind === 'import' && binding.how.typeCheckingOnly);
  if (isLocal || !isThere) return `\`${spelled?.text ?? ''}\` is known only where it runs, not where its parameters are.`;
  const test = replacedInTests(view, module, head);
  return test && `\`${test.path}\` puts something else in the place of \`${head}\`.`;
}
