import { folderOf, isInside, joinPath, projectOf, type Module, type RepoPath, type RepositoryView, type ServiceRoot } from '#pystd';
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

/** The `__init__.py` files that a new module needs: where packages of the same service have them. */
export function newInits({ python, repo }: RepositoryView, path: RepoPath, { folder: top }: Known): readonly RepoPath[] {
  const { layout } = python;
  const inits: RepoPath[] = [];
  for (let folder = folderOf(path); folder !== top && folder !== ''; folder = folderOf(folder)) {
    if (!layout.hasPython(folder)) inits.push(joinPath(folder, '__init__.py'));
  }
  const siblings = new Set(layout.modules.filter((module) => isInside(module.path, top) && folderOf(module.path) !== top).map((module) => joinPath(top, module.path.slice(top === '' ? 0 : top.length + 1).split('/')[0] ?? '')));
  const own = [...siblings].filter((folder) => projectOf(repo, joinPath(folder, 'x.py')) === projectOf(repo, path));
  const haveThem = own.length === 0 ? top === '' || layout.isPackage(top) : own.some((folder) => layout.isPackage(folder));
  return haveThem ? inits : [];
}
