import { answersGet, isInside, type AppModel, type Route } from '#pystd';

/** A route that already says how the service is. */
export interface KnownRoute {
  readonly route: Route;
  readonly path: string;
  readonly kind: 'liveness' | 'readiness';
}

const LIVENESS = /^(?:_*(?:lb)?heartbeat_*|health[-_]?checks?|healthz?|healthy|livez?|liveness|alive|ping)$/i;
/** What may as well be the state of something of the business: then the function says which. */
const VAGUE = /^(?:status|up)$/i;
const READINESS = /^(?:readyz?|readiness)$/i;
/** Segments in front that name no part of the business. */
const GENERAL = /^(?:‹.*›|\{?_+\}?|api|v\d+(?:\.\d+)*|internal|system|sys|monitoring|monitor|ops|public|common|core|util|utils|app|service|meta|healthz?|health[-_]?checks?|-)$/i;
/** Functions behind `/`, or `/status`, that say what it is for. */
const AT_ROOT = /^(?:.*_)?(?:health|healthz|health_?check|healthcheck|ping|alive|heartbeat|liveness|status|up)(?:_.*)?$/i;

/** The routes of an application, and of those mounted in it, that are health endpoints under whichever name. */
export function healthRoutes(app: AppModel, apps: readonly AppModel[]): readonly KnownRoute[] {
  const routes = reachable(app, apps, '', 0);
  const common = commonSegments(routes.map(({ path }) => path));
  return routes.flatMap(({ route, path }) => {
    const kind = answersGet(route) ? kindOf(path, route, common) : undefined;
    return kind === undefined || isResource(path, routes) ? [] : [{ route, path, kind }];
  });
}

interface Reached {
  readonly route: Route;
  readonly path: string;
}

function reachable(app: AppModel, apps: readonly AppModel[], prefix: string, depth: number): readonly Reached[] {
  const own = app.routes.map((route) => ({ route, path: prefix + route.path }));
  const inner = depth > 2 ? [] : app.mounts.flatMap(({ path, what }) => {
    const mounted = typeof what === 'object' ? apps.find(({ node }) => node === what.node) : undefined;
    return mounted && mounted !== app ? reachable(mounted, apps, prefix + path.replace(/\/$/, ''), depth + 1) : [];
  });
  return [...own, ...inner];
}

function kindOf(path: string, { endpoint }: Route, common: readonly string[]): KnownRoute['kind'] | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1);
  if (last === undefined) return AT_ROOT.test(endpoint.name) ? 'liveness' : undefined;
  const isGeneral = segments.slice(0, -1).every((segment, index) => GENERAL.test(segment) || segment === common[index]);
  if (!isGeneral) return undefined;
  if (VAGUE.test(last)) return AT_ROOT.test(endpoint.name) ? 'liveness' : undefined;
  return READINESS.test(last) ? 'readiness' : LIVENESS.test(last) ? 'liveness' : undefined;
}

/** The segments that all paths begin with: the name of a service behind a gateway. */
function commonSegments(paths: readonly string[]): readonly string[] {
  const [first, ...others] = paths.map((path) => path.split('/').filter((segment) => segment !== ''));
  if (!first || others.length === 0) return [];
  const end = first.findIndex((segment, index) => others.some((other) => other[index] !== segment));
  return end < 0 ? first : first.slice(0, end);
}

/** Whether the path is one of the business: things are made at it, or looked up by their keys below it. */
function isResource(path: string, routes: readonly Reached[]): boolean {
  const plain = path.replace(/\/$/, '');
  if (plain === '') return false;
  return routes.some((other) => {
    const there = other.path.replace(/\/$/, '');
    if (there === plain) return Array.isArray(other.route.methods) && other.route.methods.some((method) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) && !other.route.methods.includes('GET');
    return isInside(there, plain) && there.slice(plain.length + 1).startsWith('{');
  });
}
