import { codeStyleOf, ensureDependency, moduleName, newFileText, planDependency, refuse, requirementsOf, roleOf, serviceTargets, statementAround, identifiersSpelled, testPlace, writeSettings, type CodeStyle, type Editor, type LoggingSetup, type ServiceTarget, type Task } from '#pystd';
import { moduleText } from './code/index.ts';
import { FUNCTION } from './code/parts.ts';
import { testsText } from './code/tests.ts';
import { shapeOf, type Library, type Options, type Shape } from './options.ts';
import { callAbove, firstActing, isEarlyEnough, modulePlace, standardPlace, type ModulePlace } from './place.ts';
import { loggingSettings, type LoggingSettings } from './settings.ts';
import { basicConfigOf, type BasicConfig } from './there/basic-config.ts';
import { quietEngines } from './there/engines.ts';
import { review } from './there/review.ts';
import { serverConfiguration, setupsOf } from './there/setups.ts';

/** The distributions of the libraries that are not Python's own. */
const REQUIREMENTS: Readonly<Record<Library, string | undefined>> = { logging: undefined, structlog: 'structlog>=24.1', loguru: 'loguru>=0.7' };

/** Sets up logging in each service that does not, and says what a set-up that is there lacks. */
export function setUpLogging(task: Task<Options>): void {
  for (const target of serviceTargets(task)) consider(task, target);
}

function consider(task: Task<Options>, target: ServiceTarget): void {
  const { app, project } = target;
  const used = task.backend.logging.libraryOf(project).library;
  const shape = shapeOf(task.options, used, task.wants);
  const hasDatabase = requirementsOf(task.repo, task.python, project).runtime().some(({ name }) => name === 'sqlalchemy' || name === 'sqlmodel');
  const setups = setupsOf(task, target);
  const server = serverConfiguration(task, target);
  const place = standardPlace(target, task.options);
  if (setups.some(isWhole)) review(task, target, shape, setups.filter(isWhole), place, hasDatabase);
  else if (server) task.flag(server, `The server is given a configuration of logging here: what \`${place}\` would say has to be said there.`);
  else if (used !== undefined && used !== shape.library && used !== 'logging') task.flag(app.module.at(app.node), `The service logs with ${used}, and the standard asks for ${shape.library}: every call has to be looked at.`, { rule: 'logging/backend' });
  else write(task, target, shape, setups, hasDatabase, used);
}

/** Whether a call is a set-up that somebody has thought about, other than the one line that most programs begin with. */
function isWhole({ kind }: LoggingSetup): boolean {
  return kind === 'dictConfig' || kind === 'fileConfig' || kind === 'structlog.configure' || kind === 'loguru.add' || kind === 'loguru.configure';
}

/** Everything that is written for one service. */
interface Plan {
  readonly shape: Shape;
  readonly style: CodeStyle;
  readonly place: ModulePlace;
  readonly settings: LoggingSettings;
  readonly replaced: readonly BasicConfig[];
  readonly hasDatabase: boolean;
}

function write(task: Task<Options>, target: ServiceTarget, shape: Shape, setups: readonly LoggingSetup[], hasDatabase: boolean, used: Library | undefined): void {
  const { app } = target;
  const first = setups.find(({ module }) => module === app.module) ?? setups[0];
  const at = first ? first.module.at(first.node) : app.module.at(app.node);
  const message = setups.some(({ kind }) => kind !== 'basicConfig') ? 'Logging is set up piece by piece, and its records are bare texts.' : first ? 'Logging is set up in a line, and its records are bare texts.' : used === undefined || used === 'logging' ? 'Nothing sets up logging: records below WARNING are lost, and the others are bare texts.' : `Nothing sets up ${used}: what it writes is for terminals.`;
  const plan = planFor(task, target, shape, setups, hasDatabase);
  if ('problem' in plan) task.flag(at, `${message} ${plan.problem}`);
  else task.change(at, `${message} Let \`${plan.place.path}\` set it up before the app is made.`, (editor) => writeAll(editor, task, target, plan));
}

function planFor(task: Task<Options>, target: ServiceTarget, shape: Shape, setups: readonly LoggingSetup[], hasDatabase: boolean): Plan | { readonly problem: string } {
  const { app, project } = target;
  if (app.conditional === 'expression') return { problem: 'The app is one side of an expression that chooses between apps.' };
  const handler = setups.find(({ kind }) => kind !== 'basicConfig');
  if (handler) return { problem: handler.kind === 'addHandler' ? `\`${handler.module.path}\` adds a handler of its own: its records would come twice, or not at all.` : `\`${handler.module.path}\` sets the root logger by hand as well.` };
  const read = setups.map((setup) => basicConfigOf(task, target, setup));
  const replaced: BasicConfig[] = [];
  for (const one of read) {
    if ('problem' in one) return one;
    replaced.push(one);
  }
  const requirement = REQUIREMENTS[shape.library];
  const dependency = requirement === undefined ? undefined : planDependency(task, project, requirement);
  if (dependency?.kind === 'person') return { problem: dependency.because };
  const place = modulePlace(task, target, task.options);
  if ('problem' in place) return place;
  const fixed = replaced.map(({ level }) => level).find((level) => level === 'DEBUG');
  const settings = loggingSettings(task, target, shape, fixed);
  return 'problem' in settings ? settings : { shape, style: codeStyleOf(task, project), place, settings, replaced, hasDatabase };
}

function writeAll(editor: Editor, task: Task<Options>, target: ServiceTarget, plan: Plan): void {
  const { project } = target;
  const { place, shape, settings, style, replaced } = plan;
  const requirement = REQUIREMENTS[shape.library];
  if (requirement !== undefined) ensureDependency(editor, task, project, requirement);
  for (const init of place.inits) editor.create(init, '');
  writeSettings(editor, task, target, settings.plan, style, place.inits);
  const read = settings.said(place.path);
  if ('problem' in read) return refuse(read.problem);
  const stream = replaced.some((one) => one.stream === 'stdout') ? 'stdout' : 'stderr';
  editor.create(place.path, newFileText(moduleText({ path: place.path, shape, options: task.options, style, settings: read.import, said: read.said, stream, hasDatabase: plan.hasDatabase }), style));
  call(editor, task, target, plan);
  if (plan.hasDatabase) quietEngines(editor, task, target, shape);
  writeTests(editor, task, target, plan);
  tell(task, target, plan);
}

/** Calls the function in the place of a call that is there and stands early enough, else first; the other ones go. */
function call(editor: Editor, task: Task<Options>, { app }: ServiceTarget, { place, replaced }: Plan): void {
  const { module, factory } = app;
  const spelled = moduleName(task, { path: place.path, isPackage: false }, module.path, module);
  if ('refused' in spelled) return refuse(spelled.refused);
  const gone = replaced.filter(({ others }) => others === undefined).map(({ setup }) => setup);
  const early = gone.find(({ module: home, inFunction, node }) => home === module && inFunction === factory && (factory ? node.start < app.node.start : isEarlyEnough(app, node)));
  const first = factory ?? early?.node ?? firstActing(app);
  editor.addImports(module, [{ module: spelled.dotted, name: FUNCTION, isOwn: true }], first.start);
  if (early) editor.statement(module, early.node).replaceWith(`${FUNCTION}()`);
  else if (factory) editor.body(module, factory).prepend(`${FUNCTION}()`);
  else callAbove(editor, module, first);
  for (const setup of gone) {
    if (setup !== early) editor.statement(setup.module, setup.node).remove();
    for (const name of namesIn(setup)) if (isLeftUnused(setup, name)) editor.removeImport(setup.module, name);
  }
}

/** The names that stand in a call. */
function namesIn({ module, node }: LoggingSetup): readonly string[] {
  return [...new Set(module.names.references().flatMap(({ node: used, name }) => (node.start <= used.start && used.end <= node.end ? [name] : [])))];
}

/** Whether a module imports a name for this call alone. */
function isLeftUnused({ module, node }: LoggingSetup, name: string): boolean {
  const [binding, other] = module.names.module.bindings.get(name) ?? [];
  if (binding?.how.kind !== 'import' || other) return false;
  const statement = statementAround(binding.node);
  const uses = [...identifiersSpelled(module.tree.root, name)].filter(({ start }) => start < statement.start || start >= statement.end);
  return uses.length > 0 && uses.every(({ start }) => node.start <= start && start < node.end);
}

function writeTests(editor: Editor, task: Task<Options>, target: ServiceTarget, { place, shape, style }: Plan): void {
  const tests = testPlace(task, target, 'test_logging.py', 'the logging module');
  if ('problem' in tests) return task.note(tests.problem);
  const spelled = moduleName(task, { path: place.path, isPackage: false }, tests.path, tests.like);
  if ('refused' in spelled) return task.note(`${spelled.refused} No test of the logging module was written.`);
  editor.create(tests.path, newFileText(testsText({ path: tests.path, library: shape.library, module: spelled.dotted, width: style.width(tests.path) }), style));
}

/** What the reviewer should know of how it runs. */
function tell(task: Task<Options>, { app }: ServiceTarget, { settings, shape, replaced, place }: Plan): void {
  const { options, python } = task;
  const caught = app.factory && python.layout.modules.find(({ path, text }) => roleOf(path) === 'test' && /\bcaplog\b/.test(text));
  if (caught) task.note(`\`${caught.path}\` looks at \`caplog\`: a test that makes the app itself loses what it catches from then on.`);
  if (settings.isNewEnvironment) task.note(`Set \`ENVIRONMENT=${options.tiers[0] ?? ''}\` where people develop: everywhere else the lines are JSON, from ${options.production} on.`);
  if (settings.developmentUnlessSet !== undefined) task.note(`Wherever \`${settings.developmentUnlessSet}\` is not set this counts as development${shape.hasLevels ? `: records come from ${options.development} on, and not as JSON` : ', and the lines are no JSON'}. Set it in production.`);
  if (shape.hasFiles) task.note(`Records go to \`${options.all}\` and \`${options.errors}\` only with \`LOG_TO_FILE=true\`, for a service of one process: several would rotate the files under each other.`);
  for (const { setup, others, level } of replaced) {
    if (others !== undefined) task.note(`\`basicConfig\` stays in \`${setup.module.path}\` for \`${others}\`; for the service \`${place.path}\` comes later and decides.`);
    else if (level === 'DEBUG' && shape.hasLevels) task.note(`The level was DEBUG everywhere: in production it is ${options.production} from now on, unless \`LOG_LEVEL\` says otherwise.`);
  }
}
