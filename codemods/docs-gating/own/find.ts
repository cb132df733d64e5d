import { ancestors, blockOf, deepDescendants, enclosing, parts, roleOf, type Call, type Module, type PyNode, type Route, type Task } from '#pystd';
import type { Options } from '../options.ts';

/** A page of the docs that a route of the repository serves by hand. */
export interface OwnPage {
  readonly module: Module;
  /** The call that makes the page. */
  readonly call: PyNode;
  /** What makes it: `get_swagger_ui_html`. */
  readonly maker: string;
  /** The function around the call; `undefined` where there is none, or it is a lambda. */
  readonly handler: PyNode | undefined;
  readonly routes: readonly Route[];
}

const PAGE_MAKERS = ['fastapi.openapi.docs.get_swagger_ui_html', 'fastapi.openapi.docs.get_redoc_html'];
const SCHEMA_MAKER = 'fastapi.openapi.utils.get_openapi';

/** The pages that are served by hand whatever the settings say, in path order. A handler that asks something first, or is reached only by some, has been decided on. */
export function ownPages(task: Task<Options>): readonly OwnPage[] {
  const pages = PAGE_MAKERS.flatMap((external) => task.python.callsTo({ external }).flatMap((call) => pageOf(call, external, task)));
  // The document is made in the function behind `app.openapi` as well: only a route serves it.
  const schemas = task.options.gateSchema ? task.python.callsTo({ external: SCHEMA_MAKER }).flatMap((call) => pageOf(call, SCHEMA_MAKER, task)).filter(({ routes }) => routes.length > 0) : [];
  return [...pages, ...schemas].filter((page) => !isDecided(page));
}

function pageOf({ module, node }: Call, external: string, task: Task<Options>): readonly OwnPage[] {
  if (roleOf(module.path) !== 'service') return [];
  const around = enclosing(node, 'function_definition', 'lambda');
  const handler = around?.type === 'function_definition' ? around : undefined;
  const routes = around ? task.backend.apps.flatMap((app) => (app.role === 'service' ? app.routes.filter(({ endpoint }) => endpoint.node === around) : [])) : [];
  return [{ module, call: node, maker: external.slice(external.lastIndexOf('.') + 1), handler, routes }];
}

function isDecided({ module, call, handler, routes }: OwnPage): boolean {
  if (routes.length > 0 && routes.every(({ conditions, dependencies }) => conditions.length > 0 || dependencies.length > 0)) return true;
  for (const above of ancestors(call)) {
    if (above === module.tree.root) break;
    if (above.type === 'if_statement' || above.type === 'conditional_expression') return true;
  }
  return handler !== undefined && (asksFirst(handler, call) || isGuarded(handler));
}

/** `if not settings.debug: raise HTTPException(404)` above the page. */
function asksFirst(handler: PyNode, call: PyNode): boolean {
  const body = blockOf(handler);
  const tests = (body ? parts(body) : []).filter(({ type, end }) => type === 'if_statement' && end <= call.start);
  return tests.some((test) => [...deepDescendants(test, ({ type }) => type !== 'function_definition')].some(({ type }) => type === 'raise_statement' || type === 'return_statement'));
}

/** A parameter that FastAPI fills by asking who it is. */
function isGuarded(handler: PyNode): boolean {
  const list = parts(handler).find(({ type }) => type === 'parameters');
  return list !== undefined && /\b(?:Depends|Security)\b/.test(list.text);
}
