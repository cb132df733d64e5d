/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** The folder of routers, or the file of one feature's (`app/{feature}/router.py`). */
  routes: string;
  /** The folder of services, or the file of one feature's. */
  services: string;
  /** How a file in the folder of services is named. */
  serviceFile: string;
  /** The folder of repositories, or the file of one feature's; empty for a standard without them. */
  repositories: string;
  /** How a file in the folder of repositories is named. */
  repositoryFile: string;
  /** The folder of mapped classes, or the file of one feature's. */
  models: string;
  /** The folder of request and response models, or the file of one feature's. */
  schemas: string;
  /** The module of the settings. */
  config: string;
  /** The module of engine and sessions. */
  database: string;
  /** The module of middleware. */
  middleware: string;
  /** The module that makes the application. */
  main: string;
  /** Whether that module moves as well: servers outside of the repository may be told its name. */
  entry: boolean;
  /** The folder of background tasks; empty where they stay. */
  workers: string;
  /** The folder in these paths that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
}

/** What a module holds. */
export type Kind = 'routes' | 'services' | 'repositories' | 'models' | 'schemas' | 'settings' | 'database' | 'middleware' | 'app' | 'workers';

/** The rule that says where each kind lies. */
export const RULES: Readonly<Record<Kind, string>> = {
  routes: 'structure/routes-location',
  services: 'structure/services-location',
  repositories: 'structure/repositories-location',
  models: 'structure/models-location',
  schemas: 'structure/schemas-location',
  settings: 'structure/config-module',
  database: 'structure/database-module',
  middleware: 'structure/middleware-module',
  app: 'structure/main-module',
  workers: 'structure/workers-dir',
};

/** The kinds in words. */
export const WORDS: Readonly<Record<Kind, string>> = {
  routes: 'routes',
  services: 'services',
  repositories: 'data access',
  models: 'mapped classes',
  schemas: 'request and response models',
  settings: 'the settings',
  database: 'the engine and its sessions',
  middleware: 'middleware',
  app: 'the application',
  workers: 'background tasks',
};
