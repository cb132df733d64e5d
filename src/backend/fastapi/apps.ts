import type { Python } from '../../python/index.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { constructionsOf, type App } from './app.ts';
import type { AppModel } from './model.ts';

/** The parts of a model that are known only after the program was followed. */
type Followed = Omit<AppModel, keyof App>;

/** The applications of a repository, in path order. What the program does to them is followed when first asked for. */
export function appsOf(_snapshot: Snapshot, python: Python): readonly AppModel[] {
  return constructionsOf(python).map((app) => modelOf(app, () => ({ routes: [], mounts: [], middleware: [], exceptionHandlers: [], lifespan: undefined, eventHandlers: [], dependencies: [], unknown: [] })));
}

function modelOf(app: App, follow: () => Followed): AppModel {
  let known: Followed | undefined;
  const followed = (): Followed => (known ??= follow());
  return {
    ...app,
    get routes() {
      return followed().routes;
    },
    get mounts() {
      return followed().mounts;
    },
    get middleware() {
      return followed().middleware;
    },
    get exceptionHandlers() {
      return followed().exceptionHandlers;
    },
    get lifespan() {
      return followed().lifespan;
    },
    get eventHandlers() {
      return followed().eventHandlers;
    },
    get dependencies() {
      return followed().dependencies;
    },
    get unknown() {
      return followed().unknown;
    },
  };
}
