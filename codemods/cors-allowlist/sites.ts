import { argumentListOf, argumentsOf, calleeOf, roleOf, type Argument, type Module, type PyNode, type RepositoryView } from '#pystd';

/** One place that configures who may call an application from a browser. */
export interface CorsSite {
  readonly module: Module;
  /** The call of `add_middleware`, `Middleware` or the class itself. */
  readonly call: PyNode;
  readonly arguments: readonly Argument[];
}

const CLASSES = ['fastapi.middleware.cors.CORSMiddleware', 'starlette.middleware.cors.CORSMiddleware'];

/** Every `CORSMiddleware` of the service with its arguments, in path order. */
export function corsSites({ python }: RepositoryView): readonly CorsSite[] {
  return CLASSES.flatMap((external) => python.mentionsOf({ external }))
    .flatMap(({ module, node }) => (roleOf(module.path) === 'service' ? siteAt(module, node) : []))
    .sort((a, b) => (a.module.path < b.module.path ? -1 : a.module.path > b.module.path ? 1 : a.call.start - b.call.start));
}

function siteAt(module: Module, node: PyNode): CorsSite[] {
  const above = node.parent;
  const call = above?.type === 'argument_list' ? above.parent : above;
  const list = call?.type === 'call' ? argumentListOf(call) : undefined;
  if (!call || !list) return [];
  const given = argumentsOf(list);
  const isOwn = calleeOf(call) === node || (given[0]?.value === node && given[0].name === undefined);
  return isOwn ? [{ module, call, arguments: given }] : [];
}
