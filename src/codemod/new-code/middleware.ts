import { roleOf } from '../../backend/roles.ts';
import type { Module } from '../../python/project/module.ts';
import { folderOf, isInside, nameOf, type RepoPath } from '../../repo/path.ts';
import type { Editor } from '../editor.ts';
import { moduleName } from '../name-for.ts';
import { refuse } from '../refusal.ts';
import type { RepositoryView } from '../view.ts';
import { quoted } from './fit.ts';
import { importBlock, type NewImport } from './imports.ts';
import { newInits } from './inits.ts';
import { newModulePlace, placeInService } from './module-place.ts';
import type { ServiceTarget } from './service-target.ts';
import { addSetUp } from './set-up.ts';
import { newFileText, type CodeStyle } from './style.ts';

/** What is to be placed among the middleware of a service. */
export interface WantedMiddleware {
  /** The standard's middleware module: `src/middleware.py`. */
  readonly place: string;
  /** The folder in `place` that stands for the service's own; it may be `{pkg}`. */
  readonly packageRoot: string;
  /** The name of a module of its own, where middleware has a package or the one module cannot take it: `correlation_id`. */
  readonly feature: string;
  /** The names that it binds at the top of its module. */
  readonly names: readonly string[];
  /** Modules that will import it. */
  readonly importers?: readonly Module[];
}

/** Where a middleware goes: a new module, or the end of one that is there. */
export interface MiddlewarePlace {
  readonly path: RepoPath;
  readonly there: Module | undefined;
  /** The packages' `__init__.py` files that a new module needs. */
  readonly inits: readonly RepoPath[];
}

/** The code of a middleware: its module's docstring where that is new, `from … import …` for what it needs, and its definitions at the margin. */
export interface MiddlewareCode {
  readonly doc: string;
  readonly imports: readonly NewImport[];
  readonly definitions: string;
}

/**
 * Where a service keeps its middleware: its one middleware module, its package of them, or the standard's place. A full sentence where there is none.
 * A module is added to only where nothing it binds is in the way, and its importers do not become part of a circle.
 */
export function middlewarePlace(view: RepositoryView, target: ServiceTarget, wanted: WantedMiddleware): MiddlewarePlace | { readonly problem: string } {
  const { root, app } = target;
  const standard = placeInService(root.folder, wanted);
  const homes = homesOf(view, target, standard);
  const home = homes.length === 1 ? homes[0] : undefined;
  if (home !== undefined && 'module' in home && takes(home.module, view, [app.module, ...(wanted.importers ?? [])], wanted.names)) return { path: home.module.path, there: home.module, inits: [] };
  // Beside other middleware, the name need not say that it is one.
  const file = `${home !== undefined && 'folder' in home ? wanted.feature.replace(/_middleware$/, '') : wanted.feature}.py`;
  const folder = home === undefined ? undefined : 'module' in home ? folderOf(home.module.path) : home.folder;
  const beside = folder === undefined ? undefined : newModulePlace(view, { ...target, root: { ...root, folder } }, { place: file, packageRoot: '', plain: file });
  const path = beside ?? newModulePlace(view, target, { place: wanted.place, packageRoot: wanted.packageRoot, others: [file], plain: file });
  return typeof path === 'object' ? path : { path, there: undefined, inits: newInits(view, path, root.folder) };
}

type Home = { readonly module: Module } | { readonly folder: string };

/** The modules and packages of middleware that the application's module imports from; the standard's own stands for all. */
function homesOf({ python }: RepositoryView, { root, app }: ServiceTarget, standard: RepoPath): readonly Home[] {
  const modules = python.layout.modules.filter(({ path }) => roleOf(path) === 'service' && isInside(path, root.folder));
  const own = modules.find(({ path }) => path === standard);
  if (own) return [{ module: own }];
  const ofStandard = standard.replace(/\.py$/, '');
  if (modules.some(({ path }) => folderOf(path) === ofStandard)) return [{ folder: ofStandard }];
  const imported = python.importedBy(app.module).filter((module) => modules.includes(module));
  const folders = new Set(imported.map(({ path }) => folderOf(path)).filter((folder) => folder !== root.folder && /^middlewares?$/.test(nameOf(folder))));
  const files = imported.filter(({ path }) => /^middlewares?\.py$/.test(nameOf(path)));
  return [...files.map((module): Home => ({ module })), ...[...folders].map((folder): Home => ({ folder }))];
}

/** Whether a module can take more definitions that these modules import. */
function takes(module: Module, { python }: RepositoryView, importers: readonly Module[], names: readonly string[]): boolean {
  if (!module.parses || importers.some((importer) => importer === module || python.reaches(module, importer))) return false;
  return module.names.module.starImports.length === 0 && names.every((name) => !module.names.module.bindings.has(name)) && !/^__all__\b/m.test(module.text);
}

/** Writes the code into its place. `import x` is not for modules that are there: say `from x import y`. @throws Refusal where a name is taken */
export function writeMiddleware(editor: Editor, { path, there, inits }: MiddlewarePlace, { doc, imports, definitions }: MiddlewareCode, style: CodeStyle): void {
  if (there) {
    editor.addImports(there, imports.map(({ module, name = '', alias, section }) => ({ module, name, ...(alias === undefined ? {} : { alias }), isOwn: section === 'own' })), there.text.length);
    editor.body(there, there.tree.root).append(quoted(definitions, style.quote));
    return;
  }
  for (const init of inits) editor.create(init, '');
  const block = importBlock(imports, style.width(path));
  // Two empty lines before a definition, one before anything else.
  const gap = /^(?:@|class |def |async def )/.test(definitions) ? '\n\n' : '\n';
  editor.create(path, newFileText(`"""${doc}"""\n\n${block}${gap}${definitions}`, style));
}

/**
 * Imports names of the middleware's module into a module of the service, all at once, for code at `usedAt` at the top of that module.
 * @throws Refusal where nothing shows how they are imported, or where a name is taken
 */
export function importMiddleware(editor: Editor, view: RepositoryView, place: MiddlewarePlace, names: readonly string[], module: Module, usedAt: number): void {
  const spelled = moduleName(view, { path: place.path, isPackage: false }, module.path, module);
  if ('refused' in spelled) refuse(spelled.refused);
  else editor.addImports(module, names.map((name) => ({ module: spelled.dotted, name, isOwn: true })), usedAt);
}

/** Adds the middleware to the application, so that it meets each request before those that are there. @throws Refusal where its name is taken */
export function registerMiddleware(editor: Editor, view: RepositoryView, { app }: ServiceTarget, place: MiddlewarePlace, name: string, given: readonly string[] = []): void {
  importMiddleware(editor, view, place, [name], app.module, app.node.start);
  addSetUp(editor, app, `${app.variable ?? ''}.add_middleware(${[name, ...given].join(', ')})`, 'outermost');
}
