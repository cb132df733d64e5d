import type { Python } from '../../python/index.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { projectOf } from '../roles.ts';
import { servedApps } from '../served-apps.ts';
import { constructionsOf, type App } from './app.ts';
import { collected } from './follow/collect.ts';
import { leftovers } from './follow/leftovers.ts';
import { isExhausted, type Machine } from './follow/machine.ts';
import { followed, type Entry } from './follow/program.ts';
import type { Followed, Router } from './follow/router.ts';
import type { AppModel, Route, Unclear } from './model.ts';

/** What following the program told, for each application of one group. */
type Results = ReadonlyMap<App, Followed>;

/** The applications of a repository, in path order. What the program does to them is followed when first asked for. */
export function appsOf(snapshot: Snapshot, python: Python): readonly AppModel[] {
  const apps = constructionsOf(python);
  const groups = new Map<string, { readonly apps: App[]; results?: Results }>();
  // All services are followed together, as they may share modules; each module of tests and examples by itself.
  for (const app of apps) {
    const key = app.role === 'service' ? '' : app.module.path;
    const group = groups.get(key) ?? { apps: [] };
    group.apps.push(app);
    groups.set(key, group);
  }
  return apps.map((app) => {
    const group = groups.get(app.role === 'service' ? '' : app.module.path);
    return modelOf(app, () => {
      if (!group) return nothingKnown(app);
      group.results ??= resultsOf(snapshot, python, group.apps);
      return group.results.get(app) ?? nothingKnown(app);
    });
  });
}

function resultsOf(snapshot: Snapshot, python: Python, apps: readonly App[]): Results {
  const isService = apps.some(({ role }) => role === 'service');
  const entries = isService ? servedApps(snapshot, python).map(({ module, name }): Entry => ({ module, name })) : [];
  const machine = followed(python, apps, entries);
  if (!machine) return new Map();
  const rest = [...machine.unplaced.map(({ unclear }) => ({ module: unclear.module, unclear })), ...leftovers(machine)];
  const appOf = (router: Router): App | undefined => apps.find(({ node }) => node === router.made.node);
  return new Map(apps.map((app) => [app, resultOf(app, machine, appOf, rest.flatMap(({ module, unclear }) => (projectOf(snapshot, module.path) === projectOf(snapshot, app.module.path) ? [unclear] : [])))]));
}

function resultOf(app: App, machine: Machine, appOf: (router: Router) => App | undefined, unplaced: readonly Unclear[]): Followed {
  const [first, ...others] = machine.routers.filter(({ isApp, made }) => isApp && made.node === app.node);
  if (!first) return nothingKnown(app);
  const result = collected(app, first, appOf);
  const unknown = [...result.unknown, ...unplaced];
  if (others.some((other) => tableOf(collected(app, other, appOf).routes) !== tableOf(result.routes))) {
    unknown.push({ module: app.module, node: app.node, about: 'routes', because: 'It is made more than once, and not with the same routes.' });
  }
  if (isExhausted(machine)) unknown.push({ module: app.module, node: app.node, about: 'routes', because: 'The program does too much to be followed.' });
  return { ...result, unknown };
}

function tableOf(routes: readonly Route[]): string {
  return routes.map(({ methods, path }) => `${String(methods)} ${path}`).join('\n');
}

function nothingKnown({ module, node }: App): Followed {
  const because = 'Nothing that could be followed makes this application.';
  return { routes: [], mounts: [], middleware: [], exceptionHandlers: [], lifespan: undefined, eventHandlers: [], dependencies: [], unknown: [{ module, node, about: 'routes', because }] };
}

function modelOf(app: App, follow: () => Followed): AppModel {
  let known: Followed | undefined;
  const parts = (): Followed => (known ??= follow());
  return {
    ...app,
    get routes() {
      return parts().routes;
    },
    get mounts() {
      return parts().mounts;
    },
    get middleware() {
      return parts().middleware;
    },
    get exceptionHandlers() {
      return parts().exceptionHandlers;
    },
    get lifespan() {
      return parts().lifespan;
    },
    get eventHandlers() {
      return parts().eventHandlers;
    },
    get dependencies() {
      return parts().dependencies;
    },
    get unknown() {
      return parts().unknown;
    },
  };
}
