import { newInits, newModulePlace, type RepoPath, type RepositoryView, type ServiceTarget } from '#pystd';
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
export function placesOf(view: RepositoryView, target: ServiceTarget, options: Options, hasService: boolean): Places | { readonly problem: string } {
  const placeOf = (kind: 'router' | 'schemas' | 'service', place: string, file = '{name}.py'): RepoPath | { readonly problem: string } =>
    newModulePlace(view, target, { place, file, feature: 'health', packageRoot: options.packageRoot, others: place.endsWith('.py') ? [] : [file.replace('{name}', 'health_check')], plain: `health_${kind}.py` });
  const router = placeOf('router', options.routes);
  const schemas = placeOf('schemas', options.schemas);
  const service = hasService ? placeOf('service', options.services, options.serviceFile) : undefined;
  for (const place of [router, schemas, service]) if (typeof place === 'object') return place;
  const paths = [router, schemas, service].filter((path): path is RepoPath => typeof path === 'string');
  const inits = new Set(paths.flatMap((path) => newInits(view, path, target.root.folder)));
  return { router: router as RepoPath, schemas: schemas as RepoPath, service: service as RepoPath | undefined, inits: [...inits].sort() };
}
