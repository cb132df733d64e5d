import { addSetUp, codeStyleOf, importMiddleware, middlewarePlace, obstacleToSetUp, placeInWords, roleOf, serviceTargets, writeMiddleware, type AppModel, type Editor, type MiddlewarePlace, type ServiceTarget, type Task } from '#pystd';
import { lastHandlers, plainHandler } from './answers.ts';
import { LAST_HANDLER, middlewareCode } from './code/middleware.ts';
import { knownIds } from './known/find.ts';
import { flagKnown } from './known/flag.ts';
import { namesOf, type Names, type Options } from './options.ts';
import { usesStructlog } from './records/source.ts';
import { writeTests } from './tests.ts';

const RULE = 'observability/correlation-middleware';

/** Gives each application that answers for a service a middleware that gives its requests an id, where nothing does so far. */
export function addMiddleware(task: Task<Options>): void {
  const names = namesOf(task.options);
  for (const target of serviceTargets(task)) {
    const { app } = target;
    const known = knownIds(task, target);
    if (known) {
      flagKnown(task, known, names);
      continue;
    }
    const at = app.module.at(app.node);
    const message = `The requests have no ${names.title}: a caller cannot be told which log records are about which request.`;
    const plan = planFor(task, target);
    if ('problem' in plan) task.flag(at, `${message} ${plan.problem}`, { rule: RULE });
    else task.change(at, message, (edit) => write(edit, task, target, plan), { rule: RULE });
  }
}

/** Where the middleware goes; a full sentence where it cannot be added. */
function planFor(task: Task<Options>, target: ServiceTarget): MiddlewarePlace | { readonly problem: string } {
  const { app } = target;
  const unknown = app.unknown.find(({ about }) => about === 'handlers' || about === 'anything');
  if (unknown) return { problem: `Something may do so all the same: ${unknown.because.replace(/\.$/, '')} (${placeInWords(unknown.module, unknown.node)}).` };
  const hidden = app.unpacks ? task.python.layout.holding('exception_handlers').find((module) => roleOf(module.path) === 'service') : undefined;
  if (hidden) return { problem: `The arguments that are unpacked into the app may hold handlers of exceptions, of which \`${hidden.path}\` speaks.` };
  const obstacle = obstacleToSetUp(target);
  if (obstacle !== undefined) return { problem: obstacle };
  const { variable, constant, middleware, filter } = namesOf(task.options);
  const names = [variable, constant, middleware, filter, LAST_HANDLER, '_PLAIN_ID', '_ANSWERS', '_TRACEPARENT', `_${variable}_for`];
  const importers = lastHandlers(task, app).flatMap(({ handler }) => handler?.module ?? []).filter((module) => module !== app.module);
  const logging = task.backend.logging.setups.filter(({ module }) => module !== app.module).map(({ module }) => module).filter((module) => task.python.reaches(app.module, module));
  return middlewarePlace(task, target, { place: task.options.middleware, packageRoot: task.options.packageRoot, feature: variable, names, importers: [...importers, ...logging] });
}

/** @throws Refusal where a person has to do it */
function write(editor: Editor, task: Task<Options>, target: ServiceTarget, place: MiddlewarePlace): void {
  const { app, project } = target;
  const { module, variable = '' } = app;
  const names = namesOf(task.options);
  const style = codeStyleOf(task, project);
  const last = lastHandlers(task, app);
  const plain = last.flatMap((handler) => plainHandler(handler, task) ?? []);
  const answers = last.length === 0;
  const binds = usesStructlog(task, project);
  writeMiddleware(editor, place, middlewareCode({ names, longest: task.options.longest, binds, answers, width: style.width(place.path) }), style);
  for (const importer of new Set([module, ...plain.map((one) => one.module)])) {
    const own = plain.some((one) => one.module === importer) ? [names.constant] : [];
    const registered = importer === module ? [names.middleware] : [];
    const wanted = [...own, ...registered, ...(own.length > 0 ? [names.variable] : []), ...(importer === module && answers ? [LAST_HANDLER] : [])];
    importMiddleware(editor, task, place, wanted, importer, importer === module ? app.node.start : (plain.find((one) => one.module === importer)?.responses[0]?.node.start ?? 0));
  }
  const handler = answers ? [`${variable}.add_exception_handler(Exception, ${LAST_HANDLER})`] : [];
  addSetUp(editor, app, [...handler, `${variable}.add_middleware(${names.middleware})`].join('\n'), 'outermost');
  for (const response of plain.flatMap(({ responses }) => responses)) editor.setKeywords(response, [{ name: 'headers', value: `{${names.constant}: ${names.variable}.get()}` }]);
  noteWhatIsLeft(task, app, names);
  writeTests(editor, task, target, place, names, style);
}

function noteWhatIsLeft(task: Task<Options>, app: AppModel, { header }: Names): void {
  for (const one of lastHandlers(task, app).filter((handler) => !plainHandler(handler, task))) {
    task.note(`\`${one.handler?.name ?? one.module.path}\` answers what nothing else handles, outside of all middleware: give its response the header \`${header}\` there. The records it writes have the id.`);
  }
  if (task.python.layout.holding('sentry_sdk').some(({ path, text }) => roleOf(path) === 'service' && /^\s*(?:import|from)\s+sentry_sdk\b/m.test(text))) {
    task.note(`Events of Sentry have ids of their own and not this one: \`sentry_sdk.set_tag\` in the middleware would give it to them.`);
  }
  const cors = app.middleware.find(({ name }) => name.endsWith('CORSMiddleware'));
  if (cors && !/\bexpose_headers\b/.test(cors.node.text)) task.note(`Pages of other origins can read \`${header}\` only when the CORS middleware names it in \`expose_headers\`.`);
}
