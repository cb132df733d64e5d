import type { InModule } from '../../../python/project/module.ts';
import { argumentAt, type Arguments } from './arguments.ts';
import { shortened } from './evaluate.ts';
import { isStaticFiles } from './known.ts';
import { momentOf, type Machine } from './machine.ts';
import { addRoute } from './registration.ts';
import type { Moment, MountEvent, Router } from './router.ts';
import { dependenciesGiven, schemaGiven } from './said.ts';
import { asText, joined, textOf, unknownText } from './text.ts';
import { forced, NONE, optionsOf, routersIn, type Value } from './value.ts';

/** `include_router(…)`: each router it may be given. */
export function includeGiven(router: Router, given: Arguments, machine: Machine): void {
  const what = argumentAt(given, 0, 'router');
  const options = what ? optionsOf(what.value()) : [];
  const moment = momentOf(machine, given);
  const unclear = (because: string): void => void router.unclear.push({ module: given.module, node: given.node, about: 'routes', because });
  if (!what) return unclear(`What \`${shortened(given.node)}\` includes cannot be told.`);
  for (const option of options) {
    const conditions = options.length > 1 ? [...moment.conditions, { module: what.module, node: what.node, clause: undefined }] : moment.conditions;
    if (option.kind === 'router') includeRouter(router, option.router, { ...moment, conditions }, given);
    else if (option.kind === 'external') unclear(`\`${shortened(what.node)}\` is of another distribution: its routes are not known here.`);
    else if (option.kind !== 'constant') unclear(option.kind === 'unknown' ? `What is included as \`${shortened(what.node)}\` cannot be told. ${option.because}` : `\`${shortened(what.node)}\` is no router that can be told.`);
  }
}

/** Adds another router's routes. */
export function includeRouter(router: Router, child: Router, moment: Moment, given?: Arguments): void {
  const prefix = given && argumentAt(given, undefined, 'prefix');
  const value = prefix && forced(prefix.value());
  const own = !prefix || !value || (value.kind === 'constant' && value.value === null) ? textOf('') : asText(value, prefix.node);
  if (given?.open) router.unclear.push({ ...moment.site, about: 'path', because: `What is unpacked into \`${shortened(moment.site.node)}\` cannot be told.` });
  router.events.push({
    ...moment,
    kind: 'include',
    child,
    prefix: joined(router.prefix, own),
    inSchema: given ? schemaGiven(given) : true,
    dependencies: given ? dependenciesGiven(given) : [],
  });
}

/** `mount(…)` and `frontend(…)`. */
export function mountGiven(router: Router, name: string, given: Arguments, machine: Machine): void {
  const path = argumentAt(given, 0, 'path');
  const what = argumentAt(given, 1, 'app');
  const own = path ? asText(path.value(), path.node) : unknownText(given.node);
  const options = what && name === 'mount' ? optionsOf(what.value()) : [];
  const moment = momentOf(machine, given);
  for (const option of options.length > 0 ? options : [NONE]) {
    const conditions = options.length > 1 && what ? [...moment.conditions, { module: what.module, node: what.node, clause: undefined }] : moment.conditions;
    router.events.push({ ...moment, conditions, kind: 'mount', path: joined(router.prefix, own), what: name === 'frontend' ? 'static' : mountedIn(option) });
  }
}

/** What is mounted: an application, also inside something that wraps it, or static files. */
function mountedIn(value: Value): MountEvent['what'] {
  if (value.kind === 'router') return value.router;
  if (value.kind === 'external' && isStaticFiles(value.name)) return 'static';
  if (value.kind === 'instance' && value.of.bases.some((base) => isStatic(forced(base)))) return 'static';
  return routersIn(value).find(({ isApp }) => isApp) ?? 'unknown';
}

function isStatic(base: Value): boolean {
  return base.kind === 'external' && isStaticFiles(`${base.name}()`);
}

/** An object of Starlette or FastAPI in a list of routes: `Mount("/static", …)`, `Route("/", home)`. */
export function registerObject(router: Router, value: Value, site: InModule, machine: Machine): void {
  const made = value.kind === 'external' ? value.made : undefined;
  const type = value.kind === 'external' ? (/\.(Mount|Route|APIRoute|WebSocketRoute|APIWebSocketRoute)\(\)$/.exec(value.name)?.[1] ?? '') : '';
  if (!made || type === '') {
    momentOf(machine, site);
    router.unclear.push({ ...site, about: 'routes', because: `What is added to the routes by \`${shortened(site.node)}\` cannot be told.` });
    return;
  }
  const given: Arguments = { module: made.module, node: made.node, positional: made.positional, named: made.named, open: false };
  if (type === 'Mount') return mountGiven(router, 'mount', given, machine);
  const handler = argumentAt(given, 1, 'endpoint');
  const name = type === 'APIRoute' ? 'api_route' : type === 'Route' ? 'route' : 'websocket_route';
  addRoute(router, name, given, handler?.value() ?? NONE, handler ?? site, momentOf(machine, made));
}
