import { codeStyleOf, moduleName, nameOf, type CodeStyle, type Module, type NewImport, type RepoPath, type ServiceTarget, type SettingsPlan, type Task } from '#pystd';
import { buildInfo } from './build/info.ts';
import type { RouterParts } from './code/router.ts';
import { placesOf, type Places } from './files/places.ts';
import type { Options, Shape } from './options.ts';
import { httpProbeCode, probeCode, type ProbeCode } from './probes/code.ts';
import { dependenciesOf } from './probes/find.ts';
import { httpDependencies } from './probes/http.ts';
import { CHECKS } from './probes/kinds.ts';
import type { Way } from './probes/way.ts';

/** Everything that is written for one application. */
export interface Plan {
  readonly endpoints: RouterParts['endpoints'];
  readonly style: CodeStyle;
  readonly places: Places;
  /** Where the endpoints learn which build they are of; `undefined` where they say nothing of it. */
  readonly build: SettingsPlan | undefined;
  readonly probes: readonly ProbeCode[];
  readonly critical: readonly string[];
  /** The objects that are probed, as the module of the probes imports them. */
  readonly probed: readonly NewImport[];
  /** Addresses that nothing can probe. */
  readonly unasked: readonly string[];
  name(target: RepoPath, from: RepoPath): string | { readonly problem: string };
}

/** Plans the endpoints of one application. A full sentence where there is no place for them. */
export function planFor(task: Task<Options>, target: ServiceTarget, endpoints: Plan['endpoints'], shape: Shape): Plan | { readonly problem: string } {
  const { app } = target;
  const isProbing = endpoints.some((one) => one !== 'liveness');
  const dependencies = isProbing ? dependenciesOf(task, target).probed : [];
  const http = isProbing ? httpIn(task, target) : { found: [], hasClient: false };
  const places = placesOf(task, target, task.options, dependencies.length + (http.hasClient ? http.found.length : 0) > 0);
  if ('problem' in places) return places;
  const style = codeStyleOf(task, target.project);
  const fields = [...new Set([...(endpoints.includes('liveness') ? shape.buildFields : []), ...(isProbing ? shape.checkedFields : [])])];
  const build = buildInfo(task, target, fields, task.options);
  const name: Plan['name'] = (path, from) => {
    const spelled = moduleName(task, { path, isPackage: nameOf(path) === '__init__.py' }, from, app.module);
    return 'dotted' in spelled ? spelled.dotted : { problem: spelled.refused };
  };
  const common = { endpoints, style, places, build, name };
  const { found, hasClient } = http;
  const unasked = hasClient ? [] : found.map(({ field }) => field);
  if (places.service === undefined) return { ...common, probes: [], critical: [], probed: [], unasked };
  const probes: ProbeCode[] = [];
  const probed: NewImport[] = [];
  const critical: string[] = [];
  for (const dependency of dependencies) {
    const { object, check, kind } = dependency;
    const from = object && name(object.module.path, places.service);
    if (typeof from === 'object') return from;
    const known = object && probed.find(({ module, name: own }) => module === from && own === object.name);
    const called = object && (known ? (known.alias ?? known.name) : calledHere(object.name, object.module, probed));
    probes.push(probeCode(dependency, object ? spelled(object, called ?? '') : '', style));
    if (object && from !== undefined && !known) probed.push({ module: from, name: object.name, section: 'own', ...(called === object.name ? {} : { alias: called ?? '' }) });
    if (CHECKS[kind].category.some((category) => task.options.critical.includes(category))) critical.push(check);
  }
  for (const one of hasClient ? found : []) {
    const from = name(one.object.module.path, places.service);
    if (typeof from === 'object') return from;
    const called = one.object.access === 'function' ? `${one.object.name}()` : one.object.name;
    const isText = one.object.fields.findLast(({ name: own }) => own === one.field)?.annotation === 'str';
    probes.push(httpProbeCode(one, isText ? `${called}.${one.field}` : `str(${called}.${one.field})`));
    probed.push({ module: from, name: one.object.name, section: 'own' });
  }
  return { ...common, probes, critical, probed, unasked };
}

/** The object as the module of the probes spells it. */
function spelled({ after, isAwaited }: Way, called: string): string {
  return isAwaited ? `(await ${called}${after})` : `${called}${after}`;
}

/** The services that are called at addresses of settings which a probe can import. */
function httpIn(task: Task<Options>, target: ServiceTarget): ReturnType<typeof httpDependencies> {
  const { module } = target.app;
  const found = task.backend.settings.settingsFor(module);
  const isUsable = found.kind === 'one' && task.python.reaches(module, found.object.module) && !task.python.reaches(found.object.module, module);
  return httpDependencies(task, target, isUsable ? found.object : undefined);
}

/** Names that the module of the probes has for itself. */
const OWN: ReadonlySet<string> = new Set(['asyncio', 'httpx', 'text', 'connections', 'logger', 'logging', 'structlog', 'Probe', 'PROBES', 'HealthService', 'settings']);

function calledHere(name: string, module: Module, others: readonly NewImport[]): string {
  const isTaken = OWN.has(name) || others.some((other) => (other.alias ?? other.name) === name);
  return isTaken ? `${nameOf(module.path).replace(/\.py$/, '')}_${name}` : name;
}
