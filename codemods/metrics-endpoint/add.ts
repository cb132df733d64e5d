import { addRoutes, codeStyleOf, ensureDependency, folderOf, guardOf, joinPath, middlewarePlace, moduleName, newFileText, newInits, newModulePlace, obstacleToSetUp, placeInWords, planDependency, refuse, registerMiddleware, serviceTargets, writeMiddleware, type Editor, type MiddlewarePlace, type RepoPath, type ServiceTarget, type Task } from '#pystd';
import { metricsText } from './code/metrics.ts';
import { middlewareCode, MIDDLEWARE_NAMES } from './code/middleware.ts';
import { answering, knownMetrics, mayAnswer, measuredFromOutside } from './known.ts';
import { flagKnown, flagResources, ruleIn } from './flag.ts';
import { labelsOf, type Options } from './options.ts';
import { writeTests } from './tests.ts';
import { severalWorkers } from './workers.ts';

const REQUIREMENT = 'prometheus-client>=0.20';
const FUNCTION = 'get_metrics';

/** Where everything goes that is written for one application. */
interface Plan {
  readonly metrics: RepoPath;
  readonly inits: readonly RepoPath[];
  readonly middleware: MiddlewarePlace;
}

/** Gives each application that answers for a service metrics of its requests, and an endpoint that answers with them. */
export function addMetrics(task: Task<Options>): void {
  for (const target of serviceTargets(task)) {
    const known = knownMetrics(task, target);
    if (known) flagKnown(task, target, known);
    else addTo(task, target);
    flagResources(task, target);
    const workers = known && !/^prometheus/.test(known.library) ? undefined : severalWorkers(task, target);
    if (workers) task.flag(workers.at, `\`${workers.said}\` starts several processes, and each answers with its own metrics only: set \`PROMETHEUS_MULTIPROC_DIR\` to a folder that all of them can write to and that is emptied before they start.`, { rule: ruleIn(task) });
  }
}

function addTo(task: Task<Options>, target: ServiceTarget): void {
  const { app } = target;
  const { path } = task.options;
  const message = `Nothing measures the requests, and the service does not answer \`GET ${path}\`.`;
  const at = app.module.at(app.node);
  const plan = planFor(task, target);
  if ('problem' in plan) task.flag(at, `${message} ${plan.problem}`, { rule: ruleIn(task) });
  else task.change(at, message, (edit) => write(edit, task, target, plan), { rule: ruleIn(task) });
}

/** Where everything goes; a full sentence where it cannot be added so that it answers and counts. */
function planFor(task: Task<Options>, target: ServiceTarget): Plan | { readonly problem: string } {
  const obstacle = obstacleFor(task, target);
  if (obstacle !== undefined) return { problem: obstacle };
  const dependency = planDependency(task, target.project, REQUIREMENT);
  if (dependency.kind === 'person') return { problem: dependency.because };
  const { logging, middleware, packageRoot } = task.options;
  const metrics = newModulePlace(task, target, { place: joinPath(folderOf(logging as RepoPath), 'metrics.py'), packageRoot, others: ['request_metrics.py'], plain: 'request_metrics.py' });
  if (typeof metrics === 'object') return metrics;
  const place = middlewarePlace(task, target, { place: middleware, packageRoot, feature: 'metrics_middleware', names: MIDDLEWARE_NAMES });
  if ('problem' in place) return place;
  return { metrics, inits: newInits(task, metrics, target.root.folder), middleware: place };
}

/** Why nothing can be added. A full sentence. */
function obstacleFor(task: Task<Options>, target: ServiceTarget): string | undefined {
  const { app } = target;
  const { path } = task.options;
  const outside = measuredFromOutside(task);
  if (outside) return `\`${outside.program}\` of \`${outside.path}\` may measure them all the same.`;
  const taken = answering(app, path);
  if (taken) return `${taken.what} has that path for something else.`;
  const hidden = mayAnswer(target, task, path);
  if (hidden !== undefined) return `It may do so all the same: ${hidden}`;
  const unknown = app.unknown.find(({ about }) => about === 'handlers' || about === 'anything');
  if (unknown) return `Something may do so all the same: ${unknown.because.replace(/\.$/, '')} (${placeInWords(unknown.module, unknown.node)}).`;
  const varying = app.mounts.find((mount) => mount.path.includes('{'));
  if (varying) return `The path of a mount holds a value (\`${varying.path}\`), and each value would be a label of its own.`;
  return obstacleToSetUp(target) ?? guardOf(target, [path], task, 'a metrics endpoint')?.because;
}

/** @throws Refusal where a person has to do it */
function write(editor: Editor, task: Task<Options>, target: ServiceTarget, plan: Plan): void {
  const { app, project } = target;
  const { path } = task.options;
  const style = codeStyleOf(task, project);
  const labels = labelsOf(task.options);
  ensureDependency(editor, task, project, REQUIREMENT);
  for (const init of plan.inits.filter((one) => !plan.middleware.inits.includes(one))) editor.create(init, '');
  editor.create(plan.metrics, newFileText(metricsText(labels, style.width(plan.metrics)), style));
  const named = (from: RepoPath): string => {
    const spelled = moduleName(task, { path: plan.metrics, isPackage: false }, from, app.module);
    return 'refused' in spelled ? refuse(spelled.refused) : spelled.dotted;
  };
  writeMiddleware(editor, plan.middleware, middlewareCode(named(plan.middleware.path), labels, style.width(plan.middleware.path)), style);
  const importFunction = (): void => editor.addImports(app.module, [{ module: named(app.module.path), name: FUNCTION, isOwn: true }], app.node.start);
  // Imports come in the order they are asked for.
  const isFirst = plan.metrics < plan.middleware.path;
  if (isFirst) importFunction();
  registerMiddleware(editor, task, target, plan.middleware, 'MetricsMiddleware');
  if (!isFirst) importFunction();
  addRoutes(editor, app, `${app.variable ?? ''}.add_route(${style.quote}${path}${style.quote}, ${FUNCTION}, include_in_schema=False)`, [path]);
  task.declare({ adds: [path] });
  writeTests(editor, task, target, { metrics: plan.metrics, middleware: plan.middleware.path, labels, style });
  task.note(`Everybody who reaches the service can read \`GET ${path}\`: let the ingress or the network keep strangers from it.`);
}
