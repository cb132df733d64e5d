import { projectOf, type Module, type RepositoryView, type ServiceTarget } from '#pystd';
import { knownIds, type KnownIds } from '../known/find.ts';
import type { Names } from '../options.ts';

/** Whether the ids come from a module as this codemod writes it: the variable, the header's name and the middleware at its top. */
export function isOurs({ kind, module }: Pick<KnownIds, 'kind' | 'module'>, names: Names): boolean {
  const { bindings } = kind === 'own' ? module.names.module : { bindings: new Map<string, never>() };
  return [names.variable, names.constant, names.middleware].every((name) => bindings.has(name)) && /\bContextVar\b/.test(module.text);
}

/** Where records can have the id from, once a middleware sets it: the module with the variable, or the library `asgi-correlation-id`. */
export type IdSource =
  | { readonly kind: 'module'; readonly module: Module }
  | { readonly kind: 'library' }
  /** Something that is not understood well enough. */
  | { readonly kind: 'other'; readonly known: KnownIds };

/** The source of the ids of a service; `undefined` without one. */
export function idSource(view: RepositoryView, target: ServiceTarget, names: Names): IdSource | undefined {
  const known = knownIds(view, target);
  if (!known) return undefined;
  if (isOurs(known, names)) return { kind: 'module', module: known.module };
  return known.title.includes('asgi_correlation_id') ? { kind: 'library' } : { kind: 'other', known };
}

/** Whether records of a service go through structlog: a module has a logger of it, or it is set up. */
export function usesStructlog({ backend, repo }: RepositoryView, project: string): boolean {
  const { setups, libraryOf } = backend.logging;
  return libraryOf(project).counts.structlog > 0 || setups.some(({ library, module }) => library === 'structlog' && projectOf(repo, module.path) === project);
}
