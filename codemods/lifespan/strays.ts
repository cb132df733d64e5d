import { argumentListOf, argumentsOf, calleeOf, identifiersSpelled, parts, plainString, projectOf, roleOf, type Module, type PyNode, type RepositoryView } from '#pystd';
import type { Flow } from './flow.ts';

/** A registration of a handler that is not known to be an application's. */
export interface Stray {
  readonly module: Module;
  readonly node: PyNode;
  /** `router`: one that applications include; `unknown`: it may be an application. */
  readonly on: 'router' | 'unknown';
  readonly project: string;
}

const METHODS = ['on_event', 'add_event_handler'] as const;
const ROUTERS = /^(?:fastapi\.(?:routing\.)?APIRouter|starlette\.routing\.Router|starlette\.applications\.Starlette)$/;

/** Every `x.on_event("startup")` of the service. */
export function spelledRegistrations({ python }: RepositoryView): readonly { readonly module: Module; readonly node: PyNode }[] {
  return METHODS.flatMap((method) =>
    python.layout.holding(`.${method}`).flatMap((module) => {
      if (!module.parses || roleOf(module.path) !== 'service') return [];
      return [...identifiersSpelled(module.tree.root, method)].flatMap((identifier) => {
        const node = identifier.parent;
        return node?.type === 'attribute' && parts(node).at(-1) === identifier && isForLife(node) ? [{ module, node }] : [];
      });
    }),
  );
}

/** Those whose `x` no application was followed to, and the handlers that routers are made with. */
export function straysOf(flows: readonly Flow[], view: RepositoryView): readonly Stray[] {
  const spelled = spelledRegistrations(view).flatMap(({ module, node }): Stray[] => {
    const on = flows.some(({ methods }) => methods.has(node)) ? undefined : receiverOf(module, node, view);
    return on === undefined ? [] : [{ module, node, on, project: projectOf(view.repo, module.path) }];
  });
  return [...spelled, ...routersWithLists(view)];
}

/** `APIRouter(on_startup=[…])`. */
function routersWithLists({ python, repo }: RepositoryView): readonly Stray[] {
  if (python.layout.holding('on_startup').length + python.layout.holding('on_shutdown').length === 0) return [];
  return ['fastapi.APIRouter', 'fastapi.routing.APIRouter'].flatMap((external) =>
    python.callsTo({ external }).flatMap(({ module, node, arguments: given }): Stray[] => {
      const hasLists = given.some(({ name, value }) => (name === 'on_startup' || name === 'on_shutdown') && value.type !== 'none');
      return hasLists && roleOf(module.path) === 'service' ? [{ module, node, on: 'router', project: projectOf(repo, module.path) }] : [];
    }),
  );
}

/** Whether a call names one of the two events; other libraries have methods of that name. */
function isForLife(method: PyNode): boolean {
  const call = method.parent;
  const list = call?.type === 'call' && calleeOf(call) === method ? argumentListOf(call) : undefined;
  const [event] = list ? argumentsOf(list) : [];
  const text = event && plainString(event.value);
  return text === 'startup' || text === 'shutdown';
}

function receiverOf(module: Module, method: PyNode, view: RepositoryView): Stray['on'] | undefined {
  const [object] = parts(method);
  if (!object) return undefined;
  const symbol = view.python.symbolOf(module, object);
  if (symbol.kind === 'external') return undefined;
  const how = (symbol.kind === 'defined' || symbol.kind === 'local') && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  if (how?.kind !== 'assignment' || how.value?.type !== 'call' || (symbol.kind !== 'defined' && symbol.kind !== 'local')) return 'unknown';
  const callee = calleeOf(how.value);
  const maker = callee && view.python.symbolOf(symbol.module, callee);
  if (maker?.kind !== 'external') return 'unknown';
  return ROUTERS.test(maker.name) ? 'router' : undefined;
}
