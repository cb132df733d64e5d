import type { Python } from '../python/index.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { environmentOf, type Environment } from './environment/index.ts';
import { appsOf, type AppModel } from './fastapi/index.ts';
import { loggingOf, type LoggingFacts } from './logging/index.ts';
import { projectsOf, type Projects } from './pyproject.ts';
import { settingsOf, type SettingsIndex } from './settings.ts';

/** What a Python backend is, read off the repository once and asked by every codemod. Each part is made when first asked for. */
export interface Backend {
  readonly apps: readonly AppModel[];
  readonly settings: SettingsIndex;
  readonly projects: Projects;
  readonly environment: Environment;
  readonly logging: LoggingFacts;
}

/** The backend model of a snapshot. */
export function backendOf(snapshot: Snapshot, python: Python): Backend {
  let apps: readonly AppModel[] | undefined;
  let settings: SettingsIndex | undefined;
  let projects: Projects | undefined;
  let environment: Environment | undefined;
  let logging: LoggingFacts | undefined;
  const backend: Backend = {
    get apps() {
      return (apps ??= appsOf(snapshot, python));
    },
    get settings() {
      return (settings ??= settingsOf(snapshot, python));
    },
    get projects() {
      return (projects ??= projectsOf(snapshot));
    },
    get environment() {
      return (environment ??= environmentOf(python));
    },
    get logging() {
      return (logging ??= loggingOf(snapshot, python, backend));
    },
  };
  return backend;
}
