import { enclosing, parts, statementAround, statementsOf, type App, type Binding, type Editor, type Module, type PyNode, type RepositoryView } from '#pystd';
import { isRefused } from './callable.ts';
import type { Flow } from './flow.ts';
import { stepOf } from './handler.ts';
import { returnsBefore } from './order.ts';
import type { Registration } from './registration.ts';
import { iteratorHome, yieldBetween } from './write.ts';

/** A function that is given the application and registers all its handlers: `def register_events(app)`. It becomes the lifespan itself. */
export interface HelperPlan {
  readonly module: Module;
  readonly definition: PyNode;
  readonly name: string;
  /** How the parameter is written from now on, without an annotation where it has none. */
  readonly parameter: PyNode;
  /** The statement that calls it. */
  readonly call: PyNode;
  /** Where the application's module names it in an import, if it does. */
  readonly imported: readonly PyNode[];
  /** How the lifespan is spelled where the application is made. */
  readonly spelled: string;
  readonly registrations: readonly Registration[];
  readonly startup: readonly string[];
  readonly shutdown: readonly string[];
}

/** What the function is called as a lifespan. */
const NAME = 'lifespan';

/** The plan for such a function; `undefined` where it does anything else, or where anybody else knows it. */
export function helperPlanFor(app: App, { registrations, helpers }: Flow, view: RepositoryView): HelperPlan | undefined {
  const [first] = registrations;
  const definition = first?.inFunction;
  const module = first?.module;
  if (!first || !module || !definition || definition === app.factory || definition.parent?.type !== 'module' || definition.type !== 'function_definition') return undefined;
  if (registrations.some((one) => one.inFunction !== definition || one.how !== 'decorator' || one.module !== module) || definition.children[0]?.type === 'async') return undefined;
  const name = definition.children.find(({ type }) => type === 'identifier')?.text ?? '';
  const [given, ...others] = helpers.filter((one) => one.definition === definition);
  const call = given && others.length === 0 ? onlyCall(app, given.module, given.call) : undefined;
  const parameter = onlyParameter(definition);
  if (!given || !call || !parameter || !holdsOnly(definition, registrations, module)) return undefined;
  const mentions = view.python.mentionsOf({ defined: { module, name } });
  const imported = mentions.filter(({ node }) => enclosing(node, 'import_from_statement') !== undefined);
  const isKnownElsewhere = mentions.some(({ module: place, node }) => (place !== module && place !== app.module) || !(imported.some((one) => one.node === node) || node.parent === given.call || node.parent === definition));
  const isTaken = !module.names.isFree(NAME, module.names.module) || !app.module.names.isFree(NAME, app.module.names.scopeOf(app.node)) || !module.names.isFree(NAME, module.names.scopeInside(definition) ?? module.names.module);
  if (isKnownElsewhere || isTaken || imported.some(({ node }) => enclosing(node, 'aliased_import') !== undefined || node.text !== name)) return undefined;
  const callee = parts(given.call)[0];
  if (!callee || !isBoundBefore(app, callee)) return undefined;
  const codes = registrations.map((one) => ({ event: one.event, step: stepOf(one, view, (node) => node.text) }));
  const steps = codes.flatMap(({ event, step }) => (isRefused(step) ? [] : [{ event, code: step.code }]));
  if (steps.length < codes.length) return undefined;
  const codeOf = (event: Registration['event']): string[] => steps.filter((one) => one.event === event).map(({ code }) => code);
  const spelled = `${callee.text.slice(0, callee.text.length - name.length)}${NAME}`;
  return { module, definition, name, parameter, call, imported: imported.map(({ node }) => node), spelled, registrations, startup: codeOf('startup'), shutdown: codeOf('shutdown') };
}

/** Whether what the function is reached by is known when the application is made, which is before the function is called. */
function isBoundBefore(app: App, callee: PyNode): boolean {
  const { names } = app.module;
  let root = callee;
  while (root.type === 'attribute') root = parts(root)[0] ?? root;
  const seen = names.lookup(root.text, names.scopeOf(app.node));
  const [binding, ...others] = seen.kind === 'bound' ? seen.bindings : [];
  if (!binding || others.length > 0) return false;
  return binding.since <= app.node.start || (binding.scope === names.module && app.factory !== undefined);
}

/** The statement of the call, when it surely happens where the application is made. */
function onlyCall(app: App, module: Module, call: PyNode): PyNode | undefined {
  const statement = call.parent;
  if (module !== app.module || statement?.type !== 'expression_statement' || parts(statement).length !== 1) return undefined;
  const isBeside = app.factory ? statement.parent?.parent === app.factory && !returnsBefore(app.factory, statement) : statement.parent?.type === 'module';
  return isBeside && statementAround(call) === statement ? statement : undefined;
}

/** The one parameter of a function that has no default. */
function onlyParameter(definition: PyNode): PyNode | undefined {
  const [parameter, ...others] = parts(definition.children.find(({ type }) => type === 'parameters') ?? definition);
  return others.length === 0 && (parameter?.type === 'identifier' || parameter?.type === 'typed_parameter') && !parameter.text.startsWith('*') ? parameter : undefined;
}

/** Whether a function consists of its docstring and the handlers it registers, each under a name of its own. */
function holdsOnly(definition: PyNode, registrations: readonly Registration[], module: Module): boolean {
  const body = statementsOf(definition.children.find(({ type }) => type === 'block') ?? definition);
  const scope = module.names.scopeInside(definition);
  const isPlain = (one: PyNode, index: number): boolean => {
    const isDocstring = index === 0 && one.type === 'expression_statement' && parts(one)[0]?.type === 'string';
    return isDocstring || registrations.some(({ handler }) => handler.parent === one);
  };
  const isAlone = ({ handler }: Registration): boolean => {
    const bound: readonly Binding[] = scope?.bindings.get(handler.children.find(({ type }) => type === 'identifier')?.text ?? '') ?? [];
    return bound.length === 1;
  };
  return body.every(isPlain) && registrations.every(isAlone);
}

/** Makes the function a lifespan, gives it to the application, and takes its call away. */
export function writeHelper(app: App, plan: HelperPlan, project: string, view: RepositoryView, edit: Editor): void {
  const { module, definition, parameter } = plan;
  const isTyped = parameter.type === 'typed_parameter';
  edit.addImports(module, [{ module: iteratorHome(module, project, view), name: 'AsyncIterator' }, { module: 'contextlib', name: 'asynccontextmanager' }, ...(isTyped ? [] : [{ module: 'fastapi', name: 'FastAPI' }])], definition.start);
  const colon = definition.children.findLast(({ type, named }) => type === ':' && !named);
  const header = `@asynccontextmanager\nasync def ${NAME}(${parameter.text}${isTyped ? '' : ': FastAPI'}) -> AsyncIterator[None]`;
  edit.edit(module.path, [{ span: { start: definition.start, end: colon?.start ?? definition.start }, text: module.text.includes('\r\n') ? header.replace('\n', '\r\n') : header }]);
  for (const { handler, node } of plan.registrations) edit.decorators(module, handler).remove(node);
  edit.body(module, definition).append(yieldBetween(plan.startup, plan.shutdown).join('\n'));
  for (const node of plan.imported) edit.edit(app.module.path, [{ span: node, text: NAME }]);
  edit.statement(app.module, plan.call).remove();
  edit.setKeywords(app, [{ name: 'lifespan', value: plan.spelled }]);
}
