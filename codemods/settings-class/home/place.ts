import { isInside, joinPath, projectOf, type Module, type RepoPath, type RepositoryView, type ServiceRoot } from '#pystd';
import type { HomeOptions } from './home.ts';

type Known = Extract<ServiceRoot, { kind: 'known' }>;

/** Names of modules that hold configuration, those that say so most plainly first. */
const NAMES: readonly string[] = ['config', 'settings', 'configuration', 'conf'];

/** The standard's place for the settings in a service: `core/config.py` below its folder. */
export function standardPath({ folder }: Known, { module, packageRoot }: HomeOptions): RepoPath {
  const roots = [packageRoot, '{pkg}', '{project_name}'].filter((root) => root !== '');
  const root = roots.find((one) => module.startsWith(`${one}/`));
  return joinPath(folder, root === undefined ? module : module.slice(root.length + 1));
}

/** The module at a path, as a file or as a package of that name. */
export function moduleNear({ python }: RepositoryView, path: RepoPath): Module | undefined {
  return python.layout.moduleAt(path) ?? python.layout.moduleAt(path.replace(/\.py$/, '/__init__.py'));
}

/** A module of the service that is named after configuration, lies where such modules do, and reads the environment when it is imported. */
export function configurationModule(view: RepositoryView, project: string, root: Known): Module | undefined {
  const { python, backend, repo } = view;
  const tops = [root.folder, ...(root.importRoot === undefined ? [] : [root.importRoot])].filter((folder) => isInside(`${folder === '' ? '' : `${folder}/`}x`, project));
  const folders = [...new Set(tops.flatMap((top) => [joinFolder(top, 'core'), top, joinFolder(top, 'config')]))];
  const readers = new Map<Module, number>();
  for (const { module, when } of backend.environment.accesses) if (when === 'import') readers.set(module, (readers.get(module) ?? 0) + 1);
  const candidates = folders.flatMap((folder) => NAMES.flatMap((name) => moduleNear(view, joinPath(folder, `${name}.py`)) ?? []));
  const reading = [...new Set(candidates)].filter((module) => readers.has(module) && projectOf(repo, module.path) === project && module.parses);
  return reading.sort((a, b) => (readers.get(b) ?? 0) - (readers.get(a) ?? 0))[0] ?? undefined;

  function joinFolder(folder: string, name: string): string {
    return python.layout.hasPython(joinPath(folder, name)) ? joinPath(folder, name) : folder;
  }
}
