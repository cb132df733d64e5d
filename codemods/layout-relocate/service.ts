import { isInside, isRunByHand, joinPath, modulesOf, projectOf, serviceRootOf, type Module, type RepositoryView } from '#pystd';
import { layerOf } from './kinds.ts';

/** A service whose modules may move. */
export interface Service {
  readonly project: string;
  /** The folder with its layers. */
  readonly folder: string;
  /** The folder with everything, where the layers lie in a package of it. */
  readonly top: string;
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
    const folder = root.folder === root.importRoot ? (packageOfLayers(root.folder, modules) ?? root.folder) : root.folder;
    const inside = modules.filter(({ path }) => isInside(path, folder) || path === root.entry?.path);
    return [{ project, folder, top: root.folder, importRoot: root.importRoot, entry: root.entry, modules: inside }];
  });
}

/** `app` in a project with `main.py`, `config/` and `app/models/`, `app/routers/`: the package beside the entry that has the layers in it. */
function packageOfLayers(top: string, modules: readonly Module[]): string | undefined {
  const layers = new Map<string, Set<string>>();
  for (const { path } of modules) {
    const [first = '', second, third] = path.slice(top === '' ? 0 : top.length + 1).split('/');
    if (second === undefined || third === undefined) continue;
    const layer = layerOf(`${second}/${third}`);
    if (layer !== undefined && layerOf(`${first}/x`) === undefined) layers.set(first, (layers.get(first) ?? new Set()).add(layer));
  }
  const [most] = [...layers].filter(([, found]) => found.size > 1).sort((a, b) => b[1].size - a[1].size);
  return most && joinPath(top, most[0]);
}
