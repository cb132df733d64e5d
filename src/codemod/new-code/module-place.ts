import { hiddenBy } from '../../backend/ignored.ts';
import { folderOf, joinPath, type RepoPath } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';
import { missesNewFile } from './carried.ts';
import type { ServiceTarget } from './service-target.ts';

/** A module that a standard has a place for. */
export interface WantedModule {
  /** The standard's place, a file or a folder: `src/core/logging.py`, `src/services`, `{pkg}/core`, `app/{feature}/service.py`. */
  readonly place: string;
  /** How a file in that folder is named; `{name}` and `{feature}` stand for `feature`. */
  readonly file?: string;
  readonly feature?: string;
  /** The folder in `place` that stands for the service's own; it may be `{pkg}`. */
  readonly packageRoot: string;
  /** Names to go by when the wanted one is taken, in the same folder. */
  readonly others?: readonly string[];
  /** The name at the top of the service, where a folder on the way would hide a module. */
  readonly plain: string;
}

/** Where a new module goes: the standard's place below the service's folder, where it is free. A full sentence where there is none. */
export function newModulePlace(view: RepositoryView, { project, root }: ServiceTarget, wanted: WantedModule): RepoPath | { readonly problem: string } {
  const first = placeInService(root.folder, wanted);
  const candidates = hidesModule(view, root.folder, first) ? [joinPath(root.folder, wanted.plain)] : [first, ...(wanted.others ?? []).map((name) => joinPath(folderOf(first), name))];
  const path = candidates.find((one) => isFree(view, one));
  if (path === undefined) return { problem: `\`${first}\` is something else already.` };
  if (hiddenBy(view.repo, path)) return { problem: `git ignores \`${path}\`.` };
  const missing = missesNewFile(view, project, path, root.importRoot);
  return missing === undefined ? path : { problem: missing };
}

/** The standard's place as a path in a service, whether it is free or not. */
export function placeInService(folder: string, { place, file = '{name}.py', feature = '', packageRoot }: Omit<WantedModule, 'plain'>): RepoPath {
  const roots = [packageRoot, '{pkg}', '{project_name}'].filter((one) => one !== '');
  const known = roots.find((one) => place === one || place.startsWith(`${one}/`));
  const inner = known === undefined ? place : place.slice(known.length + 1);
  const whole = inner.endsWith('.py') ? inner : joinPath(inner, file);
  return joinPath(folder, whole.replace(/\{(?:feature|name)\}/g, feature));
}

function isFree({ repo, python }: RepositoryView, path: RepoPath): boolean {
  return !repo.files.has(path) && !repo.opaque.has(path) && !python.layout.hasPython(path.replace(/\.py$/, ''));
}

/** Whether a folder on the way would be a package of the same name as a module. */
function hidesModule({ python }: RepositoryView, top: string, path: RepoPath): boolean {
  for (let folder = folderOf(path); folder !== top && folder !== ''; folder = folderOf(folder)) {
    if (!python.layout.isPackage(folder) && python.layout.moduleAt(`${folder}.py`)) return true;
  }
  return false;
}

