import { childOfType, handlersOf, isNamed, otherStoresOf, serviceTargets, sessionsOf, type Module, type ServiceTarget, type Task } from '#pystd';
import type { Asking, Left } from './find/unit.ts';
import type { Options } from './options.ts';
import { planFor } from './plan.ts';
import { rendered, type Rendered } from './render.ts';
import { movedMessage, placeOf, staysMessage } from './words.ts';
import { writeRouter } from './write.ts';

/** Moves what handlers ask the database into repositories, and says of the rest why it stays. */
export function extractRepositories(task: Task<Options>): void {
  if (task.options.repositories === '') return;
  for (const target of serviceTargets(task)) {
    const plan = planFor(task, target);
    const texts = rendered(task, target, plan);
    for (const router of routersIn(texts)) change(router, texts, target, task);
    const stays = new Map<Asking['handler']['node'], { readonly asking: Asking; readonly left: Left[] }>();
    const note = (asking: Asking, left: readonly Left[]): void => {
      const known = stays.get(asking.handler.node) ?? { asking, left: [] };
      known.left.push(...left);
      stays.set(asking.handler.node, known);
    };
    for (const { asking, left } of plan.stays) note(asking, left);
    for (const one of texts.left) for (const { unit } of one.method.uses) if (unit.tails.includes(one.node) || unit.statements.includes(one.node)) note(unit, [one]);
    for (const { asking, left } of stays.values()) task.flag(asking.handler.module.at(placeOf(left, asking.handler.node)), staysMessage(asking, left));
    flagOtherStores(target, task);
  }
}

function routersIn({ methods }: Rendered): readonly Module[] {
  return [...new Set(methods.flatMap(({ uses }) => uses.map(({ unit }) => unit.handler.module)))];
}

function change(router: Module, texts: Rendered, target: ServiceTarget, task: Task<Options>): void {
  const methods = texts.methods.filter(({ uses }) => uses.some(({ unit }) => unit.handler.module === router));
  const units = methods.flatMap(({ uses }) => uses.map(({ unit }) => unit)).filter(({ handler }) => handler.module === router);
  const handlers = [...new Map(units.map(({ handler }) => [handler.node.start, handler])).values()].sort((a, b) => a.node.start - b.node.start);
  const [first] = handlers;
  if (!first) return;
  const names = [...new Set(handlers.map(({ name }) => name))];
  task.change(router.at(childOfType(first.node, 'identifier') ?? first.node), movedMessage(names, methods, units.length), (edit) => writeRouter(router, texts, target, edit, task));
}

/** Stores without a session of SQLAlchemy, said once for each service. */
function flagOtherStores(target: ServiceTarget, task: Task<Options>): void {
  const told = new Set<string>();
  for (const handler of handlersOf(task, target.project)) {
    if (!isNamed(handler, task.options.handlers)) continue;
    if (sessionsOf(task.python, handler.module, handler.node).length > 0) continue;
    for (const { module, node, library } of otherStoresOf(task.python, handler)) {
      if (told.has(library)) continue;
      told.add(library);
      task.flag(module.at(node), `Handlers work with ${library}, which has no session that a repository could be given: what they ask stays where it is.`);
    }
  }
}
