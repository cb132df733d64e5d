import { projectOf } from '../../backend/roles.ts';
import { folderOf, isInside, joinPath, type RepoPath } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';

/**
 * The `__init__.py` files that a new module needs: where packages of the same service have them.
 *
 * @param top the folder of the service, as `serviceRootOf` gives it
 */
export function newInits({ python, repo }: RepositoryView, path: RepoPath, top: string): readonly RepoPath[] {
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
