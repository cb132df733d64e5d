import type { InModule } from '../../../python/project/module.ts';
import type { App } from '../app.ts';
import type { Condition, EventHandler, ExceptionHandler, Inclusion, Middleware, Mount, Route, Unclear } from '../model.ts';
import { shortened } from './evaluate.ts';
import type { Followed, IncludeEvent, Moment, MountEvent, RouteEvent, Router, RouterEvent } from './router.ts';
import { joined, leastOf, textOf } from './text.ts';
import { withoutAlternatives } from './alternatives.ts';
import type { Text } from './value.ts';

/** Where a walk down the inclusions has come to. */
interface Way {
  readonly prefix: Text;
  readonly via: readonly Inclusion[];
  readonly dependencies: readonly InModule[];
  readonly conditions: readonly Condition[];
  readonly inSchema: Route['inSchema'];
  readonly late: boolean;
  readonly above: readonly Router[];
}

interface Found {
  readonly routes: Route[];
  readonly mounts: Mount[];
  readonly middleware: Middleware[];
  readonly exceptionHandlers: ExceptionHandler[];
  readonly eventHandlers: EventHandler[];
  readonly unknown: Set<Unclear>;
  order: number;
}

/** What was done to an application, in the order in which it looks for a route. */
export function collected(app: App, router: Router, appOf: (router: Router) => App | undefined): Followed {
  const found: Found = { routes: [], mounts: [], middleware: [], exceptionHandlers: [], eventHandlers: [], unknown: new Set(), order: 0 };
  const start: Way = { prefix: textOf(''), via: [], dependencies: router.dependencies, conditions: [], inSchema: true, late: false, above: [router] };
  walk(app, router, start, found, appOf);
  const { order: _order, unknown, ...rest } = found;
  return { ...rest, routes: withoutAlternatives(found.routes), lifespan: router.lifespan?.at, dependencies: router.dependencies, unknown: distinct(unknown) };
}

/** Each thing once: a function that runs several times says the same each time. */
function distinct(unknown: Iterable<Unclear>): Unclear[] {
  return [...new Map([...unknown].map((one) => [`${one.module.path}:${one.node.start} ${one.because}`, one])).values()];
}

function walk(app: App, router: Router, way: Way, found: Found, appOf: (router: Router) => App | undefined): void {
  for (const unclear of router.unclear) found.unknown.add(unclear);
  for (const event of router.events) {
    if (event.root !== way.above[0]?.root && router === way.above[0]) {
      found.unknown.add({ ...event.site, about: event.kind === 'route' || event.kind === 'include' || event.kind === 'mount' ? 'routes' : 'handlers', because: `\`${shortened(event.site.node)}\` happens only when \`${event.root.path}\` is imported, which nothing does that makes the application.` });
    }
    const conditions = [...way.conditions, ...beyond(event.conditions, router.conditions)];
    switch (event.kind) {
      case 'route':
        addRoute(app, event, way, conditions, found);
        break;
      case 'include':
        include(app, event, way, conditions, found, appOf);
        break;
      case 'mount':
        addMount(event, way, conditions, found, appOf);
        break;
      default:
        if (router === way.above[0] || event.kind === 'event') addOther(event, router === way.above[0], conditions, found);
    }
  }
}

/** Conditions without those that the router itself is made under. */
function beyond(conditions: readonly Condition[], made: readonly Condition[]): readonly Condition[] {
  const at = conditions.findIndex(({ node, clause }, index) => node !== made[index]?.node || clause !== made[index]?.clause);
  return at < 0 ? [] : conditions.slice(at);
}

function addRoute(app: App, event: RouteEvent, way: Way, conditions: readonly Condition[], found: Found): void {
  const path = joined(way.prefix, event.path);
  if (path.certainty === 'unknown') found.unknown.add({ ...event.site, about: 'path', because: `The path \`${path.text}\` is decided as the program runs.` });
  found.order += 1;
  found.routes.push({
    app,
    methods: event.methods,
    path: path.text,
    certainty: path.certainty,
    endpoint: event.endpoint,
    kind: event.type,
    registration: event.site,
    via: way.via,
    inSchema: both(way.inSchema, event.inSchema),
    dependencies: event.type === 'plain' ? [] : [...way.dependencies, ...event.dependencies],
    conditions,
    late: way.late || event.late,
    order: found.order,
  });
}

function both(above: Route['inSchema'], own: Route['inSchema']): Route['inSchema'] {
  if (above === false || own === false) return false;
  return above === 'unknown' || own === 'unknown' ? 'unknown' : true;
}

function include(app: App, event: IncludeEvent, way: Way, conditions: readonly Condition[], found: Found, appOf: (router: Router) => App | undefined): void {
  const { child } = event;
  if (way.above.includes(child)) {
    found.unknown.add({ ...event.site, about: 'routes', because: 'A router is included in itself.' });
    return;
  }
  for (const later of child.events) {
    if (later.time > event.time && (later.kind === 'route' || later.kind === 'include' || later.kind === 'mount')) {
      found.unknown.add({ ...later.site, about: 'routes', because: `\`${shortened(later.site.node)}\` comes after its router was included: older versions of FastAPI leave it out.` });
    }
  }
  const inner: Way = {
    prefix: { ...joined(way.prefix, event.prefix), certainty: leastOf([way.prefix.certainty, event.prefix.certainty]) },
    via: [...way.via, { ...event.site, router: child.made }],
    dependencies: [...way.dependencies, ...event.dependencies, ...child.dependencies],
    conditions,
    inSchema: both(both(way.inSchema, event.inSchema), child.inSchema),
    late: way.late || event.late,
    above: [...way.above, child],
  };
  walk(app, child, inner, found, appOf);
}

function addMount(event: MountEvent, way: Way, conditions: readonly Condition[], found: Found, appOf: (router: Router) => App | undefined): void {
  const path = joined(way.prefix, event.path);
  if (way.via.length > 0) found.unknown.add({ ...event.site, about: 'routes', because: 'Older versions of FastAPI leave out what is mounted in a router that is included.' });
  found.order += 1;
  const what = typeof event.what === 'string' ? event.what : (appOf(event.what) ?? 'unknown');
  found.mounts.push({ ...event.site, path: path.text.replace(/\/+$/, ''), certainty: path.certainty, what, conditions, order: found.order });
}

type Other = Exclude<RouterEvent, RouteEvent | IncludeEvent | MountEvent>;

function addOther(event: Other & Moment, onApp: boolean, conditions: readonly Condition[], found: Found): void {
  const { site } = event;
  switch (event.kind) {
    case 'middleware':
      found.middleware.push({ ...site, name: event.name, how: event.how, conditions });
      break;
    case 'exception':
      found.exceptionHandlers.push({ ...site, handles: event.handles, handler: event.handler, how: event.how });
      break;
    case 'event':
      found.eventHandlers.push({ ...site, event: event.event, handler: event.handler, how: event.how, on: onApp ? 'app' : 'router', conditions });
  }
}
