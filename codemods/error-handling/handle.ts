import { enclosing, obstacleToSetUp, parts, serviceTargets, type PyNode, type ServiceTarget, type Task } from '#pystd';
import type { HandlerKind } from './code/handlers.ts';
import { flagGaps } from './gaps.ts';
import { lackingHandlers } from './lacking.ts';
import { messageOf } from './message.ts';
import type { Options } from './options.ts';
import { isComplete, planFor, type OwnRegistration } from './plan.ts';
import { hasHandler, isAnswered, standingOf, type Standing } from './standing.ts';
import { writePlan } from './write.ts';

const HIERARCHY_RULES = ['errors/exception-hierarchy', 'errors/standard-exceptions', 'errors/codes-and-messages', 'errors/handlers-registered', 'structure/exceptions-module'];

/** Gives each application the exceptions and handlers it lacks. */
export function handleErrors(task: Task<Options>): void {
  for (const target of serviceTargets(task)) {
    const standing = standingOf(task, target);
    const { kinds: others, relied } = lackingHandlers(task, target, standing);
    const within = ownRegistration(standing);
    const kinds: readonly HandlerKind[] = [...(needsBase(task, standing) ? (['base'] as const) : []), ...(mayAdd(standing, within) ? others : [])];
    const isDone = kinds.length === 0 || add(task, target, standing, kinds, within);
    if (isDone) flagGaps(task, target, standing, kinds, relied);
  }
}

/** Whether the handler of the base class is to be written: there is no hierarchy, or one that can be answered and is not. */
function needsBase(task: Task<Options>, standing: Standing): boolean {
  const { hierarchy, rivals, http, handled, catching } = standing;
  if (!HIERARCHY_RULES.some((rule) => task.wants(rule))) return false;
  if (!hierarchy) return http.length === 0 && rivals.length === 0;
  return !isAnswered(hierarchy, handled) && isComplete(hierarchy) && catching.length === 0;
}

/** Handlers in the standard's format go beside others of that format, or where no other format is. */
function mayAdd({ hierarchy, handled }: Standing, within: OwnRegistration | undefined): boolean {
  return within !== undefined || hierarchy === undefined || !hasHandler(hierarchy, handled);
}

/** The function that registers the handler of the base class, where its module has the format as this codemod writes it. */
function ownRegistration({ handled }: Standing): OwnRegistration | undefined {
  for (const { module, node, key } of handled) {
    if (key.kind !== 'own' || module.names.module.bindings.get('error_body')?.[0]?.how.kind !== 'function') continue;
    const handler = enclosing(node, 'decorated_definition');
    const definition = handler && enclosing(handler, 'function_definition');
    const app = definition && firstParameter(definition);
    if (definition && app !== undefined) return { module, function: definition, app };
  }
  return undefined;
}

function firstParameter(definition: PyNode): string | undefined {
  const list = definition.children.find(({ type }) => type === 'parameters');
  return /^\w+/.exec((list && parts(list)[0]?.text) ?? '')?.[0];
}

/** Whether it was added. */
function add(task: Task<Options>, target: ServiceTarget, standing: Standing, kinds: readonly HandlerKind[], within: OwnRegistration | undefined): boolean {
  const { app } = target;
  const at = app.module.at(app.node);
  const { message, rule, answers } = messageOf(task, standing, kinds);
  const obstacle = obstacleFor(target, standing, within);
  const plan = obstacle === undefined ? planFor(task, target, standing, kinds, within) : { problem: obstacle };
  if ('problem' in plan) {
    task.flag(at, `${message.missing} ${plan.problem}`, { rule });
    return false;
  }
  task.change(at, [message.missing, ...message.declared].join(' '), (edit) => writePlan(edit, task, target, plan), { rule });
  task.declare({ answers });
  return true;
}

/** Why no handler can be registered, or not without the chance that there is one already. A full sentence. */
function obstacleFor(target: ServiceTarget, { handled, modules }: Standing, within: OwnRegistration | undefined): string | undefined {
  const obstacle = obstacleToSetUp(target);
  if (obstacle !== undefined) return obstacle;
  const unclear = target.app.unknown.find(({ about }) => about === 'handlers' || about === 'anything');
  if (unclear) return `Which handlers the app has cannot be told: ${unclear.because}`;
  const unknown = handled.find(({ key }) => key.kind === 'unknown');
  if (unknown) return `What \`${firstLine(unknown.node.text)}\` of \`${unknown.module.path}\` handles cannot be told.`;
  const registers = modules.find((module) => module !== within?.module && /^(?:async )?def register_exception_handlers\b/m.test(module.text));
  if (registers) return `\`register_exception_handlers\` of \`${registers.path}\` registers handlers already: add those that are missing there, in their format.`;
  const assigned = modules.find(({ text }) => /\.exception_handlers\b\s*(?:\[|=|\.(?:update|setdefault|pop)\b)/.test(text));
  return assigned && `\`${assigned.path}\` changes the handlers of an app in a way of its own.`;
}

function firstLine(text: string): string {
  const [line = '', ...more] = text.split('\n');
  return more.length > 0 ? `${line} …` : line;
}
