import type { InModule } from '../../../python/project/module.ts';
import type { Route } from '../model.ts';
import { argumentAt, givenOf, type Arguments } from './arguments.ts';
import { call } from './call.ts';
import { memberOf } from './classes.ts';
import { configure } from './construction.ts';
import { shortened } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { includeGiven, mountGiven } from './inclusion.ts';
import { momentOf, type Machine } from './machine.ts';
import type { Moment, Router } from './router.ts';
import { dependenciesGiven, endpointOf, methodsGiven, nameOfValue, saysMethods, schemaGiven } from './said.ts';
import { asText, joined, textOf, unknownText } from './text.ts';
import { forced, NONE, type Value } from './value.ts';

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

/** One more path operation, websocket or plain route. */
export function addRoute(router: Router, name: string, given: Arguments, handler: Value, place: InModule, moment: Moment): void {
  const path = argumentAt(given, 0, 'path');
  const own = path ? asText(path.value(), path.node) : given.open ? unknownText(given.node) : textOf('');
  const type: Route['kind'] = name === 'websocket' || name === 'api_websocket_route' || name.endsWith('websocket_route') ? 'websocket' : name === 'route' ? 'plain' : 'api';
  if (!VERBS.has(name) && type !== 'websocket' && !saysMethods(given)) router.unclear.push({ ...moment.site, about: 'route', because: `The methods of \`${shortened(moment.site.node)}\` are decided as the program runs.` });
  router.events.push({
    ...moment,
    kind: 'route',
    type,
    methods: VERBS.has(name) ? [name.toUpperCase()] : type === 'websocket' ? 'websocket' : methodsGiven(given, type, handler),
    path: joined(router.prefix, own),
    endpoint: endpointOf(handler, place) ?? { ...place, name: shortened(place.node) },
    inSchema: type === 'api' ? schemaGiven(given) : false,
    dependencies: dependenciesGiven(given),
  });
}

