import { blockOf, folderOf, joinPath, nameOf, newModulePlace, placeInService, sessionsOf, statementsOf, type Module, type PyNode, type RepoPath, type RepositoryView, type ServiceTarget } from '#pystd';
import type { Options } from './options.ts';
import { pascal } from './resource.ts';

/** Where the methods of a service go: a module to be made, or a class that is there and takes a session. */
export type ServiceHome =
  | { readonly kind: 'new'; readonly path: RepoPath; readonly name: string }
  | { readonly kind: 'class'; readonly path: RepoPath; readonly name: string; readonly module: Module; readonly definition: PyNode; readonly sessionType: string; /** `self.session` */ readonly session: string };

/**
 * The home of the service of a resource. Where the standard's module is there already, its class is continued if it keeps a session; a service of another kind keeps its
 * module, and what routes need gets one beside it. A full sentence where there is no place.
 */
export function homeOf(view: RepositoryView, target: ServiceTarget, from: Module, resource: string, { services, file, packageRoot }: Options): ServiceHome | { readonly problem: string } {
  const name = `${pascal(resource)}Service`;
  const wanted = { place: services, file, feature: folderOfFeature(target, from, { place: services, packageRoot }) ?? resource, packageRoot, plain: `${resource}_service.py` };
  const path = placeInService(target.root.folder, wanted);
  const there = view.python.layout.moduleAt(path);
  // The routes may know a service of that name from elsewhere.
  const isTaken = from.names.module.bindings.has(name);
  if (!there && !isTaken && !isNameOfPackage(view, path)) return asHome(newModulePlace(view, target, wanted), name);
  const own = there && continued(view, there, name);
  if (own) return own;
  // A feature has one place for its service.
  if (services.includes('{feature}')) return { problem: there ? `\`${path}\` is something else already.` : `\`${name}\` means something else in \`${from.path}\`.` };
  const feature = `${resource}_routes`;
  const beside = placeInService(target.root.folder, { ...wanted, feature });
  const second = view.python.layout.moduleAt(beside);
  if (second) return continued(view, second, `${pascal(feature)}Service`) ?? { problem: `\`${path}\` and \`${beside}\` are something else already.` };
  if (isNameOfPackage(view, beside)) return { problem: `The package of \`${path}\` has its name for something else.` };
  return asHome(newModulePlace(view, target, { ...wanted, feature, plain: `${feature}_service.py` }), `${pascal(feature)}Service`);
}

/** The folder of the feature that a module is in already: `books` for `app/books/router.py` where services are `app/{feature}/service.py`. */
function folderOfFeature(target: ServiceTarget, { path }: Module, wanted: { readonly place: string; readonly packageRoot: string }): string | undefined {
  const [prefix = '', rest] = placeInService(target.root.folder, { ...wanted, feature: '{feature}' }).split('{feature}');
  if (!rest?.startsWith('/') || !path.startsWith(prefix)) return undefined;
  const [folder, ...inside] = path.slice(prefix.length).split('/');
  return inside.length > 0 ? folder : undefined;
}

function asHome(path: RepoPath | { readonly problem: string }, name: string): ServiceHome | { readonly problem: string } {
  return typeof path === 'object' ? path : { kind: 'new', path, name };
}

/** Whether the package of a new module gives its name to something else: importing the module would put it in the place of that. */
function isNameOfPackage({ python: { layout } }: RepositoryView, path: RepoPath): boolean {
  const init = layout.moduleAt(joinPath(folderOf(path), '__init__.py'));
  const stem = nameOf(path).replace(/\.py$/, '');
  if (!init?.parses) return false;
  const { bindings, starImports } = init.names.module;
  return bindings.has(stem) || (starImports.length > 0 && layout.modules.some((module) => module.parses && folderOf(module.path) === folderOf(path) && module.names.module.bindings.has(stem)));
}

/** A class of the module that keeps the session its constructor is given, and asks for nothing else. */
function continued(view: RepositoryView, module: Module, name: string): ServiceHome | undefined {
  const definition = module.parses ? module.tree.root.children.find((node) => node.type === 'class_definition' && node.children.some((child) => child.type === 'identifier' && child.text === name)) : undefined;
  const block = definition && blockOf(definition);
  const init = block && statementsOf(block).find((statement) => statement.type === 'function_definition' && statement.children.some((child) => child.type === 'identifier' && child.text === '__init__'));
  const parameters = init?.children.find(({ type }) => type === 'parameters')?.children.filter(({ named, type }) => named && type !== 'comment') ?? [];
  if (!definition || !init || parameters.length !== 2) return undefined;
  const session = sessionsOf(view.python, module, init).find(({ how }) => how === 'attribute');
  return session && { kind: 'class', path: module.path, name, module, definition, session: session.name, sessionType: session.type };
}
