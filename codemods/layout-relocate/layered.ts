import { folderOf, isInside, joinPath, nameOf, placeInService, type Module, type RepoPath, type RepositoryView } from '#pystd';
import { holdingOf, kindsOf } from './kinds.ts';
import { fileNamed, placeBelow } from './names.ts';
import type { Kind, Options } from './options.ts';
import type { Service } from './service.ts';

/** A module that has another place in the standard's tree, or one that a person has to look at. */
export type Wish =
  | { readonly module: Module; readonly kind: Kind; readonly to: RepoPath }
  | { readonly module: Module; readonly kind: Kind; readonly because: string };

/** Kinds of which the standard has a folder, and those of which it has one module. */
const FOLDERS = { routes: 'routes', services: 'services', repositories: 'repositories', models: 'models', schemas: 'schemas', workers: 'workers' } as const;
const SINGLE = { settings: 'config', database: 'database', middleware: 'middleware' } as const;

/** Where the standard's layers have the modules of a service. Modules that are where they belong, and helpers, are not among them. */
export function layeredWishes(view: RepositoryView, service: Service, options: Options): readonly Wish[] {
  const single = new Map<Kind, Module[]>();
  const wishes: Wish[] = [];
  for (const module of service.modules) {
    const kinds = kindsOf(view, module, service.modules);
    const [kind, second] = kinds;
    if (kind === undefined) continue;
    if (second !== undefined) wishes.push({ module, kind, because: several(kinds) });
    else if (kind in SINGLE) single.set(kind, [...(single.get(kind) ?? []), module]);
    else wishes.push(...(kind === 'app' ? entryWish(module, service, options) : folderWish(view, module, kind as keyof typeof FOLDERS, service, options)));
  }
  for (const [kind, modules] of single) wishes.push(...singleWishes(kind as keyof typeof SINGLE, modules, service, options));
  return wishes;
}

function several(kinds: readonly Kind[]): string {
  return `It is several things at once (${kinds.join(', ')}) and has to be divided first.`;
}

/** A module of a kind that has a folder. */
function folderWish(view: RepositoryView, module: Module, kind: keyof typeof FOLDERS, service: Service, options: Options): readonly Wish[] {
  const place = options[FOLDERS[kind]];
  if (place === '') return [];
  const folder = folderOf(placeInService(service.folder, { place, file: '{name}.py', feature: 'x', packageRoot: options.packageRoot }));
  const holding = holdingOf(view, module);
  const pattern = kind === 'services' ? options.serviceFile : kind === 'repositories' ? options.repositoryFile : '';
  if (nameOf(module.path) === '__init__.py') {
    const isThere = folderOf(module.path) === folder || isInside(module.path, folder);
    return isThere || holding.kinds.size === 0 ? [] : [{ module, kind, because: 'It is the `__init__.py` of a package: what is in it has to be put into a module first.' }];
  }
  const isThere = isInside(module.path, folder);
  const below = isThere ? module.path.slice(folder.length + 1).replace(/\.py$/, '') : placeBelow(holding, kind, service.folder);
  const inner = folderOf(below);
  const to = joinPath(inner === '' ? folder : joinPath(folder, inner), fileNamed(nameOf(below), pattern, holding, kind));
  return to === module.path ? [] : [{ module, kind, to }];
}

/** The module that makes the application. */
function entryWish(module: Module, { folder, entry }: Service, options: Options): readonly Wish[] {
  const to = placeInService(folder, { place: options.main, packageRoot: options.packageRoot });
  if (module !== entry || module.path === to) return [];
  if (nameOf(module.path) === '__init__.py') return [{ module, kind: 'app', because: 'The application is made in the `__init__.py` of a package, which every import runs.' }];
  return [{ module, kind: 'app', to }];
}

/** Modules of a kind that has one place. */
function singleWishes(kind: keyof typeof SINGLE, modules: readonly Module[], service: Service, options: Options): readonly Wish[] {
  const place = options[SINGLE[kind]];
  const [module, second] = modules;
  if (place === '' || !module) return [];
  const to = placeInService(service.folder, { place, packageRoot: options.packageRoot });
  if (modules.some(({ path }) => path === to)) return [];
  if (second) return [{ module, kind, because: `The standard has one module of it, and there are several: ${modules.map(({ path }) => `\`${path}\``).join(', ')}.` }];
  if (nameOf(module.path) === '__init__.py') return [{ module, kind, because: 'It is the `__init__.py` of a package: what is in it has to be put into a module first.' }];
  return [{ module, kind, to }];
}
