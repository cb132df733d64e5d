import { argumentAt, type Arguments } from './arguments.ts';
import { shortened } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { itemsOf } from './loops.ts';
import { momentOf } from './machine.ts';
import { registerObject } from './inclusion.ts';
import { dependenciesGiven, endpointOf, nameOfValue, schemaGiven } from './said.ts';
import type { Router } from './router.ts';
import { asText, textOf } from './text.ts';
import { forced, optionsOf, type ClassValue, type Value } from './value.ts';

/** A new application or router; what it is made with is read off the call unless its class makes it in its own way. */
export function makeRouter(isApp: boolean, of: ClassValue | undefined, given: Arguments, frame: Frame): Value {
  const { machine } = frame;
  const made = { module: given.module, node: given.node };
  const router: Router = {
    isApp, made, of, conditions: machine.conditions, root: machine.root, attributes: new Map(), prefix: textOf(''), inSchema: true, dependencies: [], lifespan: undefined, events: [], unclear: [],
  };
  machine.routers.push(router);
  if (!of || !ownInit(of)) configure(router, given, frame);
  return { kind: 'router', router };
}

function ownInit(of: ClassValue): boolean {
  return of.members().names.has('__init__') || of.bases.some((base) => {
    const known = forced(base);
    return known.kind === 'class' && ownInit(known);
  });
}

/** What the arguments of `FastAPI(…)` or `APIRouter(…)` say. */
export function configure(router: Router, given: Arguments, frame: Frame): void {
  const { machine } = frame;
  const prefix = router.isApp ? undefined : given.named.get('prefix');
  const value = prefix && forced(prefix.value());
  if (prefix && value && !isNone(value)) router.prefix = asText(value, prefix.node);
  if (!router.isApp) router.inSchema = schemaGiven(given);
  router.dependencies = dependenciesGiven(given);
  const lifespan = given.named.get('lifespan');
  if (lifespan && !optionsOf(lifespan.value()).every(isNone)) router.lifespan = { at: { module: lifespan.module, node: lifespan.node }, function: lifespan.value() };
  if (given.open) router.unclear.push({ module: given.module, node: given.node, about: 'route', because: `What is unpacked into \`${shortened(given.node)}\` cannot be told.` });
  const routes = given.named.get('routes');
  if (routes) {
    const { items, open } = itemsOf(routes.value(), routes.node);
    for (const item of items) registerObject(router, forced(item), routes, machine);
    if (open && !isNone(forced(routes.value()))) router.unclear.push({ module: routes.module, node: routes.node, about: 'routes', because: `\`${shortened(routes.node)}\` may hold any routes.` });
  }
  configureMiddleware(router, given, frame);
  configureHandlers(router, given, frame);
}

function isNone(value: Value): boolean {
  const known = forced(value);
  return known.kind === 'constant' && known.value === null;
}

/** Starlette puts the middleware of the argument inside what is added later, the first one outermost: so they are added last to first. */
function configureMiddleware(router: Router, given: Arguments, { machine }: Frame): void {
  const list = given.named.get('middleware');
  if (!list) return;
  for (const item of [...itemsOf(list.value(), list.node).items].reverse()) {
    const known = forced(item);
    const what = known.kind === 'external' ? known.made?.positional[0] : undefined;
    router.events.push({ ...momentOf(machine, list), kind: 'middleware', name: what ? nameOfValue(what.value(), what.node) : shortened(list.node), how: 'argument' });
  }
}

function configureHandlers(router: Router, given: Arguments, { machine }: Frame): void {
  for (const event of ['startup', 'shutdown'] as const) {
    const list = argumentAt(given, undefined, `on_${event}`);
    if (!list) continue;
    for (const item of itemsOf(list.value(), list.node).items) {
      router.events.push({ ...momentOf(machine, list), kind: 'event', event, function: item, handler: endpointOf(item, list), how: 'argument' });
    }
  }
  const handlers = given.named.get('exception_handlers');
  if (handlers) router.events.push({ ...momentOf(machine, handlers), kind: 'exception', handles: handlers, handler: undefined, how: 'argument' });
}
