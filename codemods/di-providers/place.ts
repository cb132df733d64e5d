import { folderOf, isInside, modulesOf, nameOf, newModulePlace, placeInService, type Module, type RepositoryView, type ServiceTarget } from '#pystd';
import type { InlineService } from './find.ts';
import type { Options } from './options.ts';
import type { SharedPlace } from './provider.ts';

/** The module of dependencies that the service has, else the standard's place for one. A full sentence where that cannot be told. */
export function placeOf(view: RepositoryView, target: ServiceTarget, { module, packageRoot }: Options, found: readonly InlineService[]): SharedPlace | { readonly problem: string } {
  const wanted = { place: module, packageRoot, plain: nameOf(module) };
  const standard = view.python.layout.moduleAt(placeInService(target.root.folder, wanted));
  const there = standard?.parses === false ? undefined : (standard ?? ownPlace(view, target, found));
  if (there) return { path: there.path, there };
  const path = newModulePlace(view, target, wanted);
  return typeof path === 'object' ? path : { path, there: undefined };
}

/** The module of dependencies of the service: the one that has the session's, else the only one that is above all routes and not that of one feature. */
function ownPlace(view: RepositoryView, target: ServiceTarget, found: readonly InlineService[]): Module | undefined {
  const named = modulesOf(view, target.project, 'service').filter(({ path, parses, text }) => parses && /^(?:dependencies|deps|dependency)\.py$/.test(nameOf(path)) && /\bdef /.test(text));
  const givesSession = named.filter((one) => found.some(({ dependency }) => dependency.home === one));
  if (givesSession.length === 1) return givesSession[0];
  const shared = named.filter(({ path }) => SHARED.test(nameOf(folderOf(path))) || found.every(({ handler }) => folderOf(path) === '' || isInside(handler.module.path, folderOf(path))));
  return shared.length === 1 ? shared[0] : undefined;
}

/** Folders that belong to no feature. */
const SHARED = /^(?:api|core|common|shared|utils?|lib|dependencies|deps|web|http|v\d+)$/;
