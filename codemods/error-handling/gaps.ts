import type { ServiceTarget, Task } from '#pystd';
import { classText } from './code/exceptions.ts';
import { standardClasses } from './code/classes.ts';
import type { HandlerKind } from './code/handlers.ts';
import { answersItself, hasFallback, type Lacking } from './lacking.ts';
import { reshapingOf, type Options } from './options.ts';
import { isComplete } from './plan.ts';
import { hasHandler, isAnswered, type Standing } from './standing.ts';

/** Says what is left for a person, of an application that was given what it could be given. */
export function flagGaps(task: Task<Options>, target: ServiceTarget, standing: Standing, added: readonly HandlerKind[], relied: Lacking['relied']): void {
  flagHierarchy(task, standing, added);
  considerClasses(task, standing);
  flagLoose(task, standing, added);
  flagFormats(task, standing);
  flagKept(task, target, standing);
  for (const { rule, because } of relied) task.flag(target.app.module.at(target.app.node), because, { rule });
  if (!relied.some(({ rule }) => rule === 'errors/global-fallback')) flagFallback(task, target, standing, added);
}

/** A hierarchy that nothing can answer, or one of HTTP answers. */
function flagHierarchy(task: Task<Options>, { hierarchy, rivals, http, handled, catching }: Standing, added: readonly HandlerKind[]): void {
  if (hierarchy && !isAnswered(hierarchy, handled) && !added.includes('base') && task.wants('errors/handlers-registered')) {
    const { base } = hierarchy;
    const [first] = catching;
    const because = first && isComplete(hierarchy) ? `The middleware \`${first.middleware.name}\` goes by whether a request fails with an exception: decide there what becomes of it.` : `Give it a \`status_code\`, a \`code\` and a \`message\` first.`;
    task.flag(base.module.at(base.node), `No handler answers \`${base.name}\`, the base class of the application's exceptions. ${because}`, { rule: 'errors/handlers-registered' });
  }
  const [rival] = rivals;
  if (rival && task.wants('errors/exception-hierarchy')) {
    task.flag(rival.base.module.at(rival.base.node), `Several hierarchies of exceptions stand side by side, and none is surely the application's: ${rivals.map(({ base }) => `\`${base.name}\``).join(', ')}. Derive them from one base class \`${task.options.base}\`, with a \`status_code\`, a \`code\` and a \`message\`.`, { rule: 'errors/exception-hierarchy' });
    return;
  }
  const [first, ...others] = http;
  if (hierarchy || !first || !task.wants('errors/exception-hierarchy')) return;
  const more = others.length === 0 ? '' : others.length === 1 ? ', and so is another one' : `, and so are ${others.length} others`;
  task.flag(first.module.at(first.node), `\`${first.name}\` is an answer of HTTP, below \`HTTPException\`${more}. A hierarchy below \`${task.options.base}\` beside them would be a second one: have them derive from it instead.`, { rule: 'errors/exception-hierarchy' });
}

/** Exceptions that every service is to have: those below a base class that carries what they need are added. */
function considerClasses(task: Task<Options>, { hierarchy, modules }: Standing): void {
  const classes = standardClasses(task.options.classes);
  if (hierarchy?.base.status === undefined || !task.wants('errors/standard-exceptions') || 'problem' in classes) return;
  const { base, subclasses } = hierarchy;
  const missing = classes.filter(({ name, status }) => !subclasses.some((one) => one.name === name || one.status === status));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => `\`${name}\``).join(', ').replace(/, (?=[^,]*$)/, ' and no ');
  const message = `Below \`${base.name}\` there is no ${names}.`;
  const at = base.module.at(base.node);
  const about = { rule: 'errors/standard-exceptions' };
  const isTaken = missing.some(({ name }) => modules.some(({ text }) => new RegExp(`^(?:class|def) ${name}\\b|\\bimport\\b.*\\b${name}\\b`, 'm').test(text)));
  // Classes below such a base say what they are by attributes of their own.
  const isOurs = ['status_code', 'code', 'message'].every((word) => new RegExp(`^[ \\t]+${word}\\s*(?::[^=\\n]+)?=`, 'm').test(base.node.text)) && !/\bself\.status_code\s*=/.test(base.node.text);
  if (!isOurs || isTaken) task.flag(at, message, about);
  else task.change(at, message, (edit) => edit.body(base.module, base.module.tree.root).append(missing.map((one) => `\n\n${classText(one, base.name)}`).join('\n')), about);
}

function flagLoose(task: Task<Options>, { hierarchy, loose, handled }: Standing, added: readonly HandlerKind[]): void {
  if (!task.wants('errors/exception-hierarchy') || !(added.includes('base') || (hierarchy && isAnswered(hierarchy, handled)))) return;
  const base = hierarchy?.base.name ?? task.options.base;
  for (const { module, node, name } of loose) task.flag(module.at(node), `\`${name}\` derives from \`Exception\` and not from \`${base}\`: where nothing catches it, it is an unexpected error.`, { rule: 'errors/exception-hierarchy' });
}

/** Own handlers whose bodies have no code, by module. */
function flagFormats(task: Task<Options>, { handled }: Standing): void {
  if (!task.wants('errors/response-shape')) return;
  const others = handled.filter(({ handler }) => handler?.node.type === 'function_definition' && /\bJSONResponse\s*\(/.test(handler.node.text) && !/\bcode\b|error_body/.test(handler.node.text));
  for (const module of new Set(others.map((one) => one.module))) {
    const [first, ...more] = others.filter((one) => one.module === module);
    if (!first) continue;
    const also = more.length === 0 ? 'answers in a format of its own' : more.length === 1 ? 'and another handler here answer in formats of their own' : `and ${more.length} other handlers here answer in formats of their own`;
    task.flag(module.at(first.node), `\`${first.handler?.name ?? ''}\` ${also}: the standard's has ${formatOf(task.options)}.`, { rule: 'errors/response-shape' });
  }
}

/** The members of the standard's format. */
function formatOf({ envelope }: Options): string {
  return envelope === '' ? '`code`, `message` and `details`' : `\`${envelope}\``;
}

/** Answers of FastAPI's own that stay as they are. */
function flagKept(task: Task<Options>, { app }: ServiceTarget, { handled }: Standing): void {
  const rule = ['errors/response-shape', 'errors/validation-4xx'].find((one) => task.wants(one));
  if (rule === undefined || reshapingOf(task.options) !== 'kept') return;
  const kept = [...(answersItself(handled, 'http') ? [] : ['`HTTPException`']), ...(answersItself(handled, 'validation') ? [] : ['invalid requests'])];
  if (kept.length === 0) return;
  task.flag(app.module.at(app.node), `FastAPI answers ${kept.join(' and ')} with \`detail\`, not in the standard's format. \`existingResponses = "with-detail"\` adds ${formatOf(task.options)} beside it; \`"standard"\` leaves \`detail\` out, which clients may read.`, { rule });
}

function flagFallback(task: Task<Options>, { app }: ServiceTarget, standing: Standing, added: readonly HandlerKind[]): void {
  const { hierarchy, handled } = standing;
  if (!task.wants('errors/global-fallback') || added.includes('fallback') || hasFallback(standing) || !hierarchy || !hasHandler(hierarchy, handled)) return;
  const missing = standing.plain ? `\`${standing.plain.function.name}\` answers unexpected errors with plain text: answer \`Exception\` beside the handler` : 'No handler answers unexpected errors: add one for `Exception` to that';
  task.flag(app.module.at(app.node), `${missing} of \`${hierarchy.base.name}\`, in its format.`, { rule: 'errors/global-fallback' });
}
