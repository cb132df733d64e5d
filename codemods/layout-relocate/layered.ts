import { folderOf, isInside, joinPath, nameOf, placeInService, type Module, type RepoPath, type RepositoryView } from '#pystd';
import { holdingOf, kindsOf, layerOf } from './kinds.ts';
import { fileNamed, isLevel, placeBelow } from './names.ts';
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
  const features = featureFolders(view, service);
  const told = new Set<string>();
  for (const module of service.modules) {
    const kinds = kindsOf(view, module, service.modules, (kind) => leavesFolder(module, kind, service, options));
    const [kind, second] = kinds;
    if (kind === undefined) continue;
    const feature = kind in FOLDERS ? features.find((folder) => isInside(module.path, folder)) : undefined;
    if (feature !== undefined) {
      if (!told.has(feature)) wishes.push({ module, kind, because: `\`${feature}\` has all of a feature. Dividing it into layers is for a person.` });
      told.add(feature);
    } else if (second !== undefined) wishes.push({ module, kind, because: several(kinds) });
    else if (kind in SINGLE) single.set(kind, [...(single.get(kind) ?? []), module]);
    else wishes.push(...(kind === 'app' ? entryWish(module, service, options) : folderWish(view, module, kind as keyof typeof FOLDERS, service, options)));
  }
  for (const [kind, modules] of single) wishes.push(...singleWishes(kind as keyof typeof SINGLE, modules, service, options));
  return wishes;
}

/** Folders that are about something and hold modules of several kinds: the service is grouped by features there. */
function featureFolders(view: RepositoryView, { folder, modules }: Service): readonly string[] {
  const kinds = new Map<string, Set<Kind>>();
  for (const module of modules) {
    const inner = folderOf(module.path).slice(folder === '' ? 0 : folder.length + 1);
    if (!isInside(module.path, folder) || inner === '') continue;
    const parts = inner.split('/');
    const first = parts.findIndex((part) => !isLevel(part));
    if (first < 0) continue;
    const place = joinPath(folder, parts.slice(0, first + 1).join('/'));
    const found = kinds.get(place) ?? new Set<Kind>();
    for (const kind of holdingOf(view, module).kinds) if (kind in FOLDERS) found.add(kind);
    kinds.set(place, found);
  }
  return [...kinds].filter(([place, found]) => found.size > 1 && layerOf(`${place}/x`) === undefined).map(([place]) => place);
}

/** Whether modules of a kind leave the folder that a module lies in: the place of their kind is not inside it. */
export function leavesFolder(module: Module, kind: Kind, service: Service, options: Options): boolean {
  const place = kind in FOLDERS ? options[FOLDERS[kind as keyof typeof FOLDERS]] : '';
  return place !== '' && !place.includes('{feature}') && !isInside(placeInService(service.folder, { place, file: '{name}.py', feature: 'x', packageRoot: options.packageRoot }), folderOf(module.path));
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
function entryWish(module: Module, { folder, top, entry }: Service, options: Options): readonly Wish[] {
  const to = placeInService(isInside(module.path, folder) ? folder : top, { place: options.main, packageRoot: options.packageRoot });
  if (module !== entry || module.path === to) return [];
  if (nameOf(module.path) === '__init__.py') return [{ module, kind: 'app', because: 'The application is made in the `__init__.py` of a package, which every import runs.' }];
  return [options.entry ? { module, kind: 'app', to } : { module, kind: 'app', because: `The standard has it in \`${to}\`; servers outside of the repository may be told its name, so that it moves by the option \`entry\` only.` }];
}

/** Modules of a kind that has one place. */
function singleWishes(kind: keyof typeof SINGLE, modules: readonly Module[], service: Service, options: Options): readonly Wish[] {
  const place = options[SINGLE[kind]];
  const [module, second] = modules;
  if (place === '' || !module) return [];
  const to = placeInService(service.folder, { place, packageRoot: options.packageRoot });
  // `core/config.py` in a service whose folder is called `core` is where it belongs.
  const inner = to.slice(service.folder === '' ? 0 : service.folder.length + 1);
  if (modules.some(({ path }) => path === to || (inner.includes('/') && path.endsWith(`/${inner}`)) || path === inner)) return [];
  if (second) return [{ module, kind, because: `The standard has one module of it, and there are several: ${modules.map(({ path }) => `\`${path}\``).join(', ')}.` }];
  if (nameOf(module.path) === '__init__.py') return [{ module, kind, because: 'It is the `__init__.py` of a package: what is in it has to be put into a module first.' }];
  return [{ module, kind, to }];
}
