import { folderOf, hiddenBy, joinPath, missesNewFile, nameOf, newInits, type RepoPath, type RepositoryView } from '#pystd';
import type { Target } from '../endpoints/target.ts';
import type { Options } from '../options.ts';

/** A new module of the service, and what it is for. */
export interface Places {
  readonly router: RepoPath;
  readonly schemas: RepoPath;
  /** Absent where nothing is probed. */
  readonly service: RepoPath | undefined;
  /** The packages' `__init__.py` files that they need. */
  readonly inits: readonly RepoPath[];
}

/** Where the new modules go: the standard's places below the service's folder. A full sentence where they cannot. */
export function placesOf(view: RepositoryView, target: Target, options: Options, hasService: boolean): Places | { readonly problem: string } {
  const router = placeFor(view, target, expand(options.routes, '{name}.py', target, options), 'health_router.py');
  const schemas = placeFor(view, target, expand(options.schemas, '{name}.py', target, options), 'health_schemas.py');
  const service = hasService ? placeFor(view, target, expand(options.services, options.serviceFile, target, options), 'health_service.py') : undefined;
  for (const place of [router, schemas, service]) if (typeof place === 'object') return place;
  const paths = [router, schemas, service].filter((path): path is RepoPath => typeof path === 'string');
  const inits = new Set(paths.flatMap((path) => newInits(view, path, target.root.folder)));
  return { router: router as RepoPath, schemas: schemas as RepoPath, service: service as RepoPath | undefined, inits: [...inits].sort() };
}

/** `src/services` and `{name}_service.py`, or `app/{feature}/service.py`, as a path in this service. */
export function expand(place: string, file: string, { root }: Target, { packageRoot }: Pick<Options, 'packageRoot'>): RepoPath {
  const roots = [packageRoot, '{pkg}', '{project_name}'].filter((one) => one !== '');
  const known = roots.find((one) => place === one || place.startsWith(`${one}/`));
  const inner = known === undefined ? place : place.slice(known.length + 1);
  const whole = inner.endsWith('.py') ? inner : joinPath(inner, file);
  return joinPath(root.folder, whole.replace(/\{(?:feature|name)\}/g, 'health'));
}

/** A free path: the wanted one, one beside it, or one at the top of the service where a folder would hide a module. */
export function placeFor(view: RepositoryView, { project, root }: Target, wanted: RepoPath, plain: string): RepoPath | { readonly problem: string } {
  const beside = joinPath(folderOf(wanted), nameOf(wanted).replace(/^health(?=[_.])/, 'health_check').replace('health_check_router', 'health_router'));
  const candidates = hidesModule(view, root.folder, wanted) ? [joinPath(root.folder, plain)] : [wanted, beside];
  const path = candidates.find((one) => isFree(view, one));
  if (path === undefined) return { problem: `\`${wanted}\` is something else already.` };
  if (hiddenBy(view.repo, path)) return { problem: `git ignores \`${path}\`.` };
  const missing = missesNewFile(view, project, path, root.importRoot);
  return missing === undefined ? path : { problem: missing };
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
