import type { InModule } from '../../../python/project/module.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import { childOfType, parts } from '../../../python/syntax/walk.ts';
import type { Endpoint, Route } from '../model.ts';
import { argumentAt, givenOf, type Arguments, type Given } from './arguments.ts';
import { call } from './call.ts';
import { memberOf } from './classes.ts';
import { configure } from './construction.ts';
import { shortened } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { isStaticFiles } from './known.ts';
import { momentOf, under, type Machine } from './machine.ts';
import type { Moment, MountEvent, Router } from './router.ts';
import { asText, textOf, unknownText } from './text.ts';
import { forced, NONE, optionsOf, routersIn, type Text, type Value } from './value.ts';

/** A call of one of FastAPI's own methods of applications and routers. */
export function callRouter(router: Router, name: string, given: Arguments, frame: Frame): Value {
  const site = { module: given.module, node: given.node };
  const { machine } = frame;
  switch (name) {
    case '__init__':
      configure(router, given, frame);
      return NONE;
    case 'include_router':
      includeGiven(router, given, machine);
      return NONE;
    case 'mount':
    case 'frontend':
      mountGiven(router, name, given, machine);
      return NONE;
    case 'host':
      momentOf(machine, site);
      router.unclear.push({ ...site, about: 'routes', because: 'What answers for one host only is not followed.' });
      return NONE;
    case 'add_middleware': {
      const what = argumentAt(given, 0, 'middleware_class');
      router.events.push({ ...momentOf(machine, site), kind: 'middleware', name: what ? nameOfValue(what.value(), what.node) : shortened(given.node), how: 'add_middleware' });
      return NONE;
    }
    case 'setup':
      return NONE;
    default:
      return registrarFor(router, name, given, frame);
  }
}

const VERBS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** What registers a function: the calls that are given it at once, and those that wait for it, decorators as a rule. */
function registrarFor(router: Router, name: string, given: Arguments, frame: Frame): Value {
  const { machine } = frame;
  const adds = name.startsWith('add_');
  const own = VERBS.has(name) || name === 'api_route' ? ownMethod(router, name) : undefined;
  const register = (handler: Value, place: InModule): void => own ? void call(own, inOwnWay(name, given, handler, frame), frame) : registerAs(router, adds ? name.slice(4) : name, given, handler, place, machine);
  if (!adds) {
    const site = { module: given.module, node: given.node };
    return { kind: 'registrar', router, register: (handler, node) => register(handler, site.node.type === 'call' ? site : node) };
  }
  const handler = argumentAt(given, 1, HANDLERS[name] ?? 'endpoint');
  register(handler?.value() ?? NONE, handler ?? given);
  return NONE;
}

/** The method of an own class that FastAPI's decorators go through. */
function ownMethod(router: Router, name: string): Value | undefined {
  const method = router.of && memberOf(router.of, 'add_api_route', { kind: 'router', router });
  return method?.kind === 'function' && name !== 'add_api_route' ? method : undefined;
}

/** What a decorator hands on to `add_api_route`. */
function inOwnWay(name: string, given: Arguments, handler: Value, frame: Frame): Arguments {
  const path = argumentAt(given, 0, 'path');
  const methods: Value = { kind: 'list', items: [textOf(name.toUpperCase())], open: false };
  const named = new Map([...given.named].filter(([key]) => key !== 'path'));
  if (VERBS.has(name)) named.set('methods', givenOf(methods, given.node, frame));
  return { ...given, positional: [path ?? givenOf(textOf(''), given.node, frame), givenOf(handler, given.node, frame)], named };
}

const HANDLERS: Readonly<Record<string, string>> = { add_route: 'route', add_websocket_route: 'route', add_event_handler: 'func', add_exception_handler: 'handler' };

function registerAs(router: Router, name: string, given: Arguments, handler: Value, place: InModule, machine: Machine): void {
  const site = { module: given.module, node: given.node };
  const how = given.node === place.node ? 'decorator' : undefined;
  const moment = momentOf(machine, site);
  if (name === 'event_handler' || name === 'on_event') {
    const event = forced(argumentAt(given, 0, 'event_type')?.value() ?? NONE);
    const known = event.kind === 'text' && (event.text === 'startup' || event.text === 'shutdown') ? event.text : undefined;
    if (known) router.events.push({ ...moment, kind: 'event', event: known, function: handler, handler: endpointOf(handler, place), how: name === 'on_event' ? 'decorator' : 'add_event_handler' });
    return;
  }
  if (name === 'middleware') {
    router.events.push({ ...moment, kind: 'middleware', name: nameOfValue(handler, place.node), how: 'decorator' });
    return;
  }
  if (name === 'exception_handler') {
    const handles = argumentAt(given, 0, 'exc_class_or_status_code') ?? given;
    router.events.push({ ...moment, kind: 'exception', handles, handler: endpointOf(handler, place), how: how ?? 'add_exception_handler' });
    return;
  }
  addRoute(router, name, given, handler, place, moment);
}

function addRoute(router: Router, name: string, given: Arguments, handler: Value, place: InModule, moment: Moment): void {
  const path = argumentAt(given, 0, 'path');
  const own = path ? asText(path.value(), path.node) : given.open ? unknownText(given.node) : textOf('');
  const type: Route['kind'] = name === 'websocket' || name === 'api_websocket_route' || name.endsWith('websocket_route') ? 'websocket' : name === 'route' ? 'plain' : 'api';
  router.events.push({
    ...moment,
    kind: 'route',
    type,
    methods: VERBS.has(name) ? [name.toUpperCase()] : type === 'websocket' ? 'websocket' : methodsGiven(given, type, handler),
    path: { ...own, text: router.prefix.text + own.text, certainty: worse(router.prefix, own) },
    endpoint: endpointOf(handler, place) ?? { ...place, name: shortened(place.node) },
    inSchema: type === 'api' ? schemaGiven(given) : false,
    dependencies: dependenciesGiven(given),
  });
}

function worse(a: Text, b: Text): Text['certainty'] {
  return a.certainty === 'known' ? b.certainty : b.certainty === 'unknown' ? 'unknown' : a.certainty;
}

/** Starlette answers `HEAD` wherever it answers `GET`; FastAPI's own routes do not. A class as endpoint has a method for each it answers. */
function methodsGiven(given: Arguments, type: Route['kind'], handler: Value): readonly string[] {
  const methods = given.named.get('methods');
  const value = methods && forced(methods.value());
  const texts = value?.kind === 'list' ? value.items.flatMap((item) => (item.kind === 'text' && item.certainty === 'known' ? [item.text.toUpperCase()] : [])) : [];
  const isMissing = !value || (value.kind === 'constant' && value.value === null);
  if (isMissing && type === 'plain' && forced(handler).kind !== 'function') return [];
  const all = isMissing ? ['GET'] : texts;
  return type === 'plain' && all.includes('GET') ? [...all, 'HEAD'] : all;
}

function includeGiven(router: Router, given: Arguments, machine: Machine): void {
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
    prefix: { ...own, text: router.prefix.text + own.text, certainty: worse(router.prefix, own) },
    inSchema: given ? schemaGiven(given) : true,
    dependencies: given ? dependenciesGiven(given) : [],
  });
}

function mountGiven(router: Router, name: string, given: Arguments, machine: Machine): void {
  const path = argumentAt(given, 0, 'path');
  const what = argumentAt(given, 1, 'app');
  const own = path ? asText(path.value(), path.node) : unknownText(given.node);
  const options = what && name === 'mount' ? optionsOf(what.value()) : [];
  const moment = momentOf(machine, given);
  for (const option of options.length > 0 ? options : [NONE]) {
    const conditions = options.length > 1 && what ? [...moment.conditions, { module: what.module, node: what.node, clause: undefined }] : moment.conditions;
    router.events.push({ ...moment, conditions, kind: 'mount', path: { ...own, text: router.prefix.text + own.text }, what: name === 'frontend' ? 'static' : mountedIn(option) });
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
  under(machine, undefined, () => addRoute(router, name, given, handler?.value() ?? NONE, handler ?? site, momentOf(machine, made)));
}

/** The argument `include_in_schema`. */
export function schemaGiven(given: Arguments): Route['inSchema'] {
  const argument = given.named.get('include_in_schema');
  if (!argument) return given.open ? 'unknown' : true;
  const value = forced(argument.value());
  return value.kind === 'constant' && typeof value.value === 'boolean' && value.certainty === 'known' ? value.value : 'unknown';
}

/** The argument `dependencies`, as it is written. */
export function dependenciesGiven({ named }: Arguments): readonly InModule[] {
  const argument = named.get('dependencies');
  return argument && argument.node.type !== 'none' ? [{ module: argument.module, node: argument.node }] : [];
}

/** The function a value is, where it is one; a method of an object is its function. */
export function endpointOf(value: Value, place: InModule | Given): Endpoint | undefined {
  const known = forced(value);
  if (known.kind === 'function' || known.kind === 'class') {
    const name = known.definition.type === 'lambda' ? '<lambda>' : (childOfType(known.definition, 'identifier')?.text ?? '');
    return { module: known.module, node: known.definition, name };
  }
  const last = place.node.type === 'identifier' || place.node.type === 'attribute' ? lastName(place.node) : undefined;
  return last === undefined ? undefined : { module: place.module, node: place.node, name: last };
}

function lastName(node: PyNode): string {
  return node.type === 'attribute' ? (parts(node).at(-1)?.text ?? node.text) : node.text;
}

/** The dotted name of another distribution's class, or the name of an own one. */
export function nameOfValue(value: Value, node: PyNode): string {
  const known = forced(value);
  if (known.kind === 'external') return known.name;
  if (known.kind === 'class' || known.kind === 'function') return childOfType(known.definition, 'identifier')?.text ?? shortened(node);
  return shortened(node);
}
