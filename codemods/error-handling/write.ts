import { addSetUp, moduleName, newFileText, refuse, testPlace, type Editor, type RepoPath, type ServiceTarget, type Task } from '#pystd';
import { exceptionsText } from './code/exceptions.ts';
import { CODES, handlerCode, handlersText } from './code/handlers.ts';
import { testsText } from './code/tests.ts';
import type { Options } from './options.ts';
import { removePlainAnswer } from './plain-answer.ts';
import type { OwnRegistration, Plan } from './plan.ts';

const REGISTER = 'register_exception_handlers';

/** Writes the modules and the tests, and registers the handlers. @throws Refusal where a person has to do it */
export function writePlan(editor: Editor, task: Task<Options>, target: ServiceTarget, plan: Plan): void {
  const { exceptions, home, style, parts } = plan;
  for (const init of plan.inits) editor.create(init, '');
  if (exceptions) editor.create(exceptions.path, newFileText(exceptionsText(exceptions.path, task.options.base, exceptions.classes, style), style));
  if (plan.replaced) removePlainAnswer(editor, plan.replaced);
  if (home.within) {
    extend(editor, home.within, plan);
    return;
  }
  editor.create(home.path, newFileText(handlersText(parts), style));
  register(editor, task, target, home.path);
  if (exceptions || parts.kinds.some((kind) => kind !== 'base' && kind !== 'operational')) writeTests(editor, task, target, plan);
}

function register(editor: Editor, task: Task<Options>, { app }: ServiceTarget, path: RepoPath): void {
  const { module, node, variable = '' } = app;
  if (!module.names.isFree(REGISTER, module.names.scopeOf(node))) refuse(`The name \`${REGISTER}\` is taken in \`${module.path}\`.`);
  editor.addImports(module, [{ module: named(task, path, module.path, module), name: REGISTER, isOwn: true }], node.start);
  addSetUp(editor, app, `${REGISTER}(${variable})`, 'after-routers');
}

/** More handlers for a function that has some. */
function extend(editor: Editor, { module, function: definition, app }: OwnRegistration, { parts }: Plan): void {
  const handlers = parts.kinds.map((kind) => handlerCode(kind, parts));
  const imports = handlers.flatMap((one) => one.imports).flatMap(({ module: from, name, section }) => (name === undefined ? [] : [{ module: from, name, isOwn: section === 'own' }]));
  editor.addImports(module, imports, definition.start);
  if (parts.kinds.includes('http') && module.names.isFree('CODES', module.names.module)) editor.statement(module, definition).insertBefore(`${CODES}\n\n`);
  editor.body(module, definition).append(handlers.map(({ code }) => `\n${code.replace(/^@app\./, `@${app}.`)}`).join('\n'));
}

function writeTests(editor: Editor, task: Task<Options>, target: ServiceTarget, { parts, style, home, exceptions }: Plan): void {
  const place = testPlace(task, target, 'test_error_handlers.py', 'the handlers');
  if ('problem' in place) {
    task.note(place.problem);
    return;
  }
  const modules = { handlers: named(task, home.path, place.path, place.like), exceptions: exceptions && named(task, exceptions.path, place.path, place.like) };
  editor.create(place.path, newFileText(testsText({ path: place.path, parts, classes: exceptions?.classes ?? [], modules }), style));
}

function named(task: Task<Options>, path: RepoPath, from: RepoPath, like: ServiceTarget['app']['module']): string {
  const spelled = moduleName(task, { path, isPackage: false }, from, like);
  return 'refused' in spelled ? refuse(spelled.refused) : spelled.dotted;
}
