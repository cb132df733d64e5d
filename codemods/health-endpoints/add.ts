import { guardOf, obstacleToSetUp, samePath, serviceTargets, type ServiceTarget, type Task } from '#pystd';
import { buildInfo } from './build/info.ts';
import { flagGaps, flagKnown } from './endpoints/flag-known.ts';
import { mayBeHidden } from './endpoints/hidden.ts';
import { healthRoutes, type KnownRoute } from './endpoints/known.ts';
import { replacementOf } from './endpoints/replaced.ts';
import { shapeOf, type Options, type Shape } from './options.ts';
import { planFor, type Plan } from './plan.ts';
import { dependenciesOf } from './probes/find.ts';
import { pathsOf, writeEndpoints } from './write.ts';

/** Gives each application the health endpoints it lacks. */
export function addEndpoints(task: Task<Options>): void {
  const shape = shapeOf(task.options, task.wants);
  const said = new Set<string>();
  for (const target of serviceTargets(task)) {
    const known = healthRoutes(target.app, task.backend.apps);
    flagKnown(task, known, shape);
    const lacking = missing(known, shape);
    const endpoints = lacking.filter((one) => one === 'liveness' || canProbe(task, target, one));
    const isComplete = endpoints.length === 0 || addTo(task, target, endpoints, shape);
    if (isComplete) flagGaps(task, target, known, shape, noBuild(task, target, shape), said);
  }
}

/** The endpoints that the standard asks for and nothing stands for. */
function missing(known: readonly KnownRoute[], { isSplit, hasReadiness }: Shape): Plan['endpoints'] {
  const has = (kind: KnownRoute['kind']): boolean => known.some((one) => one.kind === kind);
  if (!isSplit) return known.length > 0 ? [] : ['both'];
  return [...(has('liveness') ? [] : (['liveness'] as const)), ...(hasReadiness && !has('readiness') ? (['readiness'] as const) : [])];
}

/** Whether an endpoint with checks would tell the truth: a service whose dependencies nothing can ask gets none. */
function canProbe(task: Task<Options>, target: ServiceTarget, endpoint: Plan['endpoints'][number]): boolean {
  const { probed, unprobed } = dependenciesOf(task, target);
  if (probed.length > 0 || unprobed.length === 0) return true;
  const { options } = task;
  const path = endpoint === 'both' ? options.path : options.readyPath;
  task.flag(target.app.module.at(target.app.node), `The service does not answer \`GET ${path}\`, and what it depends on cannot be asked there.`, { rule: endpoint === 'both' ? 'observability/health-liveness' : 'observability/health-readiness' });
  return false;
}

/** Why the settings cannot say which build runs; `undefined` where they can. */
function noBuild(task: Task<Options>, target: ServiceTarget, { buildFields }: Shape): string | undefined {
  const build = buildInfo(task, target, buildFields, task.options);
  return build?.kind === 'refused' ? build.because : undefined;
}

/** Whether the endpoints were added. */
function addTo(task: Task<Options>, target: ServiceTarget, endpoints: Plan['endpoints'], shape: Shape): boolean {
  const { app } = target;
  const paths = pathsOf(endpoints, task.options);
  const rule = endpoints.includes('readiness') && endpoints.length === 1 ? 'observability/health-readiness' : 'observability/health-liveness';
  const message = `The service does not answer ${paths.map((path) => `\`GET ${path}\``).join(' and ')}.`;
  const at = app.module.at(app.node);
  const obstacle = obstacleFor(task, target, paths);
  const plan = obstacle === undefined ? planFor(task, target, endpoints, shape) : { problem: obstacle };
  if ('problem' in plan) {
    task.flag(at, `${message} ${plan.problem}`, { rule });
    return false;
  }
  task.change(at, message, (edit) => {
    writeEndpoints(edit, task, target, plan, shape);
    task.declare({ adds: paths });
    for (const name of plan.unasked) task.note(`The service at \`${name}\` is not probed: the project has no \`httpx\` to ask it with.`);
  }, { rule });
  return true;
}

/** Why no endpoint can be added so that it answers. A full sentence. */
function obstacleFor(task: Task<Options>, target: ServiceTarget, paths: readonly string[]): string | undefined {
  const taken = target.app.routes.find((route) => route.methods !== 'websocket' && paths.some((path) => samePath(route.path, path)));
  if (taken) return `\`${taken.endpoint.name}\` of \`${taken.registration.module.path}\` has that path for something else.`;
  const hidden = mayBeHidden(target, task);
  return hidden === undefined ? (obstacleToSetUp(target) ?? replacementOf(target) ?? givenRoutes(target) ?? guardOf(target, paths, task, 'a health endpoint')?.because) : `It may do so all the same: ${hidden}`;
}

function givenRoutes({ app }: ServiceTarget): string | undefined {
  return app.argument('routes') && 'The app is given its routes when it is made: what they answer cannot be told.';
}
