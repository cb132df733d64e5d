import { aboveFloor, enclosing, placeInWords, projectOf, type App, type AppModel, type PyNode, type RepositoryView } from '#pystd';
import { isRefused, type Refused } from './callable.ts';
import type { Flow } from './flow.ts';
import { stepOf, type Step } from './handler.ts';
import { helperPlanFor, type HelperPlan } from './helper.ts';
import { inOrder } from './order.ts';
import { liftedFrom } from './lift.ts';
import { namesAt, placesFor, spelledFromOutside, type LifespanPlace } from './place.ts';
import { argumentRegistrations, type Registration } from './registration.ts';
import { renderWith } from './render.ts';
import type { Stray } from './strays.ts';
import type { LifespanCode } from './write.ts';

/** How the handlers of one application become a lifespan. */
export interface Plan {
  /** The function that becomes the lifespan, or where a new one is defined. */
  readonly home: HelperPlan | LifespanPlace;
  readonly code: LifespanCode;
  readonly registrations: readonly Registration[];
  readonly project: string;
  /** Full sentences for the reviewer. */
  readonly notes: readonly string[];
}

/** FastAPI takes `lifespan` since this version. */
const FLOOR = '0.93';

/** All handlers of an application in one lifespan, or why not. */
export function planFor(app: AppModel, flow: Flow, strays: readonly Stray[], isAlone: boolean, view: RepositoryView): Plan | Refused {
  const project = projectOf(view.repo, app.module.path);
  const shape = shapeObstacle(app);
  if (shape !== undefined) return { because: shape };
  const version = aboveFloor(view.repo, view.python, project, 'fastapi', FLOOR);
  if (version.is === 'never') return { because: `FastAPI takes a lifespan since ${FLOOR}, and ${version.because}.` };
  const [obstacle] = flow.obstacles;
  if (obstacle) return { because: `${obstacle.because.replace(/\.$/, '')} (${placeInWords(obstacle.module, obstacle.node)}).` };
  const stray = strays.find((one) => one.project === project);
  if (stray) return { because: strayText(stray) };
  const given = argumentRegistrations(app);
  if ('because' in given) return given;
  const old = version.is === 'maybe' && version.because.includes('asked for') ? [`FastAPI takes a lifespan since ${FLOOR}, and ${version.because}: see to it that no older one is installed.`] : [];
  const lifted = liftedFrom(flow, view);
  const helper = given.length === 0 && lifted.every(({ within }) => within === undefined) ? helperPlanFor(app, flow, view) : undefined;
  if (helper) {
    const { startup, shutdown } = helper;
    return { home: helper, code: { name: 'lifespan', parameter: helper.parameter.text, startup, shutdown }, registrations: helper.registrations, project, notes: [...old, `\`${helper.name}\` became the lifespan and has its name.`] };
  }
  const registrations = inOrder(app, { ...flow, registrations: lifted }, given, view);
  if (isRefused(registrations)) return registrations;
  const missed = app.eventHandlers.find(({ on, module, node }) => on === 'app' && !registrations.flatMap((one) => [one, ...(one.within ? [one.within] : [])]).some((one) => one.module === module && one.node.start < node.end && node.start < one.node.end));
  if (missed) return { because: `It has another handler, whose place is not understood (${placeInWords(missed.module, missed.node)}).` };
  const isApp = (node: PyNode): boolean => flow.mentions.has(node);
  const parameter = parameterName(registrations, isApp);
  const steps = registrations.map((one) => ({ one, step: stepOf(one, view, renderWith(isApp, parameter)) }));
  const spelled: { readonly event: Registration['event']; readonly code: string }[] = [];
  const own: Step[] = [{ code: '', names: { module: app.module, node: app.callee } }];
  for (const { one, step } of steps) {
    if (isRefused(step)) return { because: `${step.because.replace(/\.$/, '')} (${placeInWords(one.module, one.handler)}).` };
    const code = one.module === app.module ? step.code : outsideCode(app, one, step, view);
    if (code === undefined || new RegExp(`^(?:await )?${parameter}\\b`).test(one.module === app.module ? '' : code)) return { because: `\`${app.module.path}\` has no name for a handler of \`${one.module.path}\`.` };
    spelled.push({ event: one.event, code });
    if (one.module === app.module) own.push(step);
  }
  const found = placeOf(app, own, isApp);
  if (isRefused(found)) return found;
  const name = nameOfLifespan(app, found, isAlone);
  if (name === undefined) return { because: 'The names `lifespan` and `app_lifespan` are taken.' };
  const codeOf = (event: Registration['event']): string[] => spelled.filter((one) => one.event === event).map(({ code }) => code);
  const makers = registrations.flatMap(({ within }) => (within ? (within.inFunction?.children.find(({ type }) => type === 'identifier')?.text ?? []) : []));
  const notes = [...old, ...makers.map((maker) => `\`${maker}\` registers nothing any more: it makes the handler, which the lifespan calls. It may want another name.`)];
  return { home: found, code: { name, parameter, startup: codeOf('startup'), shutdown: codeOf('shutdown') }, registrations, project, notes };
}

function shapeObstacle(app: App): string | undefined {
  if (app.unpacks) return 'Arguments are unpacked into the application, and one of them may be a lifespan.';
  if (app.subclass !== undefined) return `The application is made of the class \`${app.subclass}\`, which may have a lifespan of its own.`;
  if (app.conditional === 'expression') return 'The application is one side of an expression that chooses between applications.';
  if (app.conditional !== undefined) return `The application is made inside \`${app.conditional}\`, and another branch may make a different one.`;
  return enclosing(app.node, 'class_definition') ? 'The application is made in a class.' : undefined;
}

function strayText({ module, node, on }: Stray): string {
  const where = placeInWords(module, node);
  return on === 'router'
    ? `A router has handlers of its own (${where}): how often and in which order those run beside a lifespan differs between versions of FastAPI. Move them to the application first.`
    : `It cannot be told whether ${where} registers a handler of this application, which would no longer run.`;
}

/** The parameter: `app`, unless a handler's expression means something else by that name. */
function parameterName(registrations: readonly Registration[], isApp: (node: PyNode) => boolean): string {
  const isTaken = (name: string): boolean =>
    registrations.some(({ how, module, handler }) => how !== 'decorator' && module.names.references().some(({ node, name: other }) => other === name && handler.start <= node.start && node.end <= handler.end && !isApp(node)));
  const names = registrations.flatMap(({ how, handler }) => (how === 'decorator' ? (handler.children.find(({ type }) => type === 'identifier')?.text ?? []) : []));
  return ['app', 'application'].find((name) => !isTaken(name) && !names.includes(name)) ?? 'fastapi_app';
}

function outsideCode(app: App, { how, handler, module }: Registration, step: Step, view: RepositoryView): string | undefined {
  const symbol = how === 'decorator' ? { kind: 'defined', module, name: step.names.node.text } as const : handler.type === 'identifier' ? view.python.symbolOf(module, handler) : undefined;
  if (symbol?.kind !== 'defined') return undefined;
  const name = spelledFromOutside(app, symbol, view);
  return name === undefined ? undefined : `${step.code.startsWith('await ') ? 'await ' : ''}${name}()`;
}

function placeOf(app: App, steps: readonly Step[], isApp: (node: PyNode) => boolean): LifespanPlace | Refused {
  let last: Refused = { because: 'There is no place for a lifespan.' };
  for (const candidate of placesFor(app)) {
    const reasons = steps.flatMap((step) => namesAt(candidate, step, isApp) ?? []);
    const [first] = reasons;
    if (!first) return candidate;
    last = first;
  }
  return last;
}

function nameOfLifespan({ module, variable }: App, { sight }: LifespanPlace, isAlone: boolean): string | undefined {
  const scope = module.names.scopeOf(sight);
  const own = variable === undefined ? [] : [`${variable}_lifespan`];
  return (isAlone ? ['lifespan', 'app_lifespan'] : own).find((name) => module.names.isFree(name, scope));
}
