import { isInside, isRunByHand, modulesOf, projectOf, serviceRootOf, type Module, type RepositoryView } from '#pystd';

/** A service whose modules may move. */
export interface Service {
  readonly project: string;
  /** The folder with its modules. */
  readonly folder: string;
  readonly importRoot: string;
  readonly entry: Module | undefined;
  /** Own modules of the running program, in path order. */
  readonly modules: readonly Module[];
}

/** A project whose service cannot be told. */
export interface UnknownService {
  readonly module: Module;
  /** A full sentence. */
  readonly because: string;
}

/** The services of a repository: one for each project that makes an application. */
export function servicesIn(view: RepositoryView): readonly (Service | UnknownService)[] {
  const apps = view.backend.apps.filter(({ role }) => role === 'service');
  const projects = [...new Set(apps.map(({ module }) => projectOf(view.repo, module.path)))];
  return projects.flatMap((project): (Service | UnknownService)[] => {
    const module = apps.find((app) => projectOf(view.repo, app.module.path) === project)?.module;
    if (!module) return [];
    const root = serviceRootOf(view, project);
    if (root.kind === 'unknown') return [{ module, because: root.because }];
    if (root.importRoot === undefined) return [{ module, because: `Nothing shows from which folder \`${module.path}\` is imported.` }];
    const modules = modulesOf(view, project, 'service').filter(({ path }) => isInside(path, root.folder) && !isRunByHand(path) && view.ownershipOf(path) === 'own');
    return [{ project, folder: root.folder, importRoot: root.importRoot, entry: root.entry, modules }];
  });
}
