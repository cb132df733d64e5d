import type { Python } from '../python/index.ts';
import type { Module } from '../python/project/module.ts';
import { folderOf, isInside, joinPath, nameOf } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { rememberedFor } from '../text/remember.ts';
import type { App } from './fastapi/index.ts';
import { importRoots } from './import-root.ts';
import { modulesOf } from './project-modules.ts';
import { isRunByHand } from './roles.ts';
import { servedApps, type ServedApp } from './served-apps.ts';

/** Where a project's running service is. */
export type ServiceRoot =
  | {
      readonly kind: 'known';
      /** The folder with the service's modules; `''` for the top of the repository. */
      readonly folder: string;
      /** The folder that absolute imports of these modules are counted from; `undefined` where nothing shows it. */
      readonly importRoot: string | undefined;
      /** The module that makes the application; `undefined` for a project without one. */
      readonly entry: Module | undefined;
    }
  | { readonly kind: 'unknown'; /** A full sentence. */ readonly because: string };

/** What the question is asked of: a part of every view of a repository. */
export interface ServiceView {
  readonly repo: Snapshot;
  readonly python: Python;
  readonly backend: { readonly apps: readonly App[] };
}

/** Folders that are named after what is in them: none of them is a service by itself. */
const LAYERS = /^(?:_?v\d+|apis?|auth|common|config|configs|constants|controllers?|core|cruds?|data|database|db|deps|dependencies|domain|endpoints?|exceptions|handlers?|helpers?|infra|infrastructure|jobs|lib|libs|middlewares?|models?|repositor(?:y|ies)|routers?|routes?|schemas?|security|services?|static|tasks|templates|usecases|utils?|views?|workers?)$/i;

/**
 * The folder of the service that a project runs: where its application is, widened to the top package below the folder that imports start
 * from, as far as that holds the project's modules. Without an application the one package that holds the service's modules.
 *
 * @param project its folder, as `projectOf` gives it
 */
export function serviceRootOf(view: ServiceView, project: string): ServiceRoot {
  return roots(view.repo, project, () => findRoot(view, project));
}

const roots = rememberedFor<Snapshot, string, ServiceRoot>();

function findRoot({ repo, python, backend }: ServiceView, project: string): ServiceRoot {
  const modules = modulesOf({ repo, python }, project, 'service').filter(({ path }) => !isRunByHand(path) && isInside(path, project));
  const apps = [...new Set(backend.apps.filter(({ role, module }) => role === 'service' && modules.includes(module)).map(({ module }) => module))];
  if (apps.length === 0) return withoutApp(modules, project, python);
  const served = servedApps(repo, python).filter(({ module }) => modules.includes(module) || isServing(module, python, apps));
  const entry = entryOf(apps, served, python);
  if (!entry) return { kind: 'unknown', because: `Several applications stand side by side: ${apps.map(({ path }) => `\`${path}\``).join(', ')}.` };
  return rootAround(entry, modules, served, python);
}

/** Whether a module, perhaps of another project, has its application from one of these modules. */
function isServing(module: Module, python: Python, apps: readonly Module[]): boolean {
  return apps.some((app) => app === module || python.importedBy(module).includes(app));
}

/** The module of the application that stands for the project: the only one, the one that is served, the one that takes in the others. */
function entryOf(apps: readonly Module[], served: readonly ServedApp[], python: Python): Module | undefined {
  const [only, ...others] = apps;
  if (others.length === 0) return only;
  const strongest = served[0]?.weight;
  const chosen = new Set(served.filter(({ weight }) => weight === strongest).flatMap(({ module, name }) => homeOf(module, name, apps, python) ?? []));
  const left = chosen.size > 0 ? [...chosen] : apps;
  if (left.length === 1) return left[0];
  const outermost = left.find((one) => left.every((other) => other === one || python.reaches(one, other)));
  return outermost ?? left.find((one) => left.every((other) => folderOf(other.path) === folderOf(one.path) || (folderOf(one.path) !== '' && isInside(other.path, folderOf(one.path)))));
}

/** Where the application is made that a server finds under a name. */
function homeOf(module: Module, name: string, apps: readonly Module[], python: Python): Module | undefined {
  if (apps.includes(module)) return module;
  const symbol = module.parses ? python.exported(module, name) : undefined;
  if (symbol?.kind === 'defined' && apps.includes(symbol.module)) return symbol.module;
  const imported = apps.filter((app) => python.importedBy(module).includes(app));
  return imported.length === 1 ? imported[0] : undefined;
}

function rootAround(entry: Module, modules: readonly Module[], served: readonly ServedApp[], python: Python): ServiceRoot {
  const own = served.filter(({ module }) => module === entry || python.importedBy(module).includes(entry));
  const roots = importRoots(entry, modules, own, python);
  const [nearest, ...others] = roots;
  if (nearest === undefined) return { kind: 'unknown', because: `Nothing shows from which folder \`${entry.path}\` is imported.` };
  const folder = folderBelow(nearest, entry, modules);
  return { kind: 'known', folder, importRoot: others.length === 0 ? nearest : undefined, entry };
}

/** The top package below an import root, or the folder in it that holds everything. */
function folderBelow(root: string, entry: Module, modules: readonly Module[]): string {
  const within = modules.filter(({ path }) => isInside(path, root));
  const top = childOf(root, entry.path);
  if (top === undefined) return holderOf(root, entry, within) ?? root;
  // `core/server.py` beside `app/` and `api/`: the layers lie side by side.
  if (LAYERS.test(nameOf(top)) && within.some(({ path, text }) => !isInside(path, top) && folderOf(path) !== root && text.trim() !== '')) return root;
  const inner = holderOf(top, undefined, within.filter(({ path }) => isInside(path, top)));
  return inner !== undefined && isInside(entry.path, inner) ? inner : top;
}

/** The one folder in a folder that holds all of the modules, but for the entry and empty ones, and is no layer of a service. */
function holderOf(folder: string, entry: Module | undefined, modules: readonly Module[]): string | undefined {
  const telling = modules.filter((module) => module !== entry && module.text.trim() !== '');
  const holders = new Set(telling.map(({ path }) => childOf(folder, path)));
  const [holder] = holders;
  return holders.size === 1 && holder !== undefined && !LAYERS.test(nameOf(holder)) ? holder : undefined;
}

/** The folder directly in `folder` that a path lies in; `undefined` for a file directly in it. */
function childOf(folder: string, path: string): string | undefined {
  const [first, ...rest] = path.slice(folder === '' ? 0 : folder.length + 1).split('/');
  return first === undefined || rest.length === 0 ? undefined : joinPath(folder, first);
}

/** A project that makes no application: a worker, a library, a bot. */
function withoutApp(modules: readonly Module[], project: string, python: Python): ServiceRoot {
  const telling = modules.filter(({ text }) => text.trim() !== '');
  const [first] = telling;
  if (!first) return { kind: 'unknown', because: 'There are no modules of a service here.' };
  const source = joinPath(project, 'src');
  const start = telling.every(({ path }) => isInside(path, source)) && !python.layout.isPackage(source) ? source : project;
  const holders = new Set(telling.map(({ path }) => childOf(start, path)));
  const [holder] = holders;
  if (holders.size > 1 || holder === undefined) return { kind: 'unknown', because: 'There is no FastAPI application here, and the modules lie in more than one package.' };
  const roots = importRoots(first, telling, [], python);
  return { kind: 'known', folder: holder, importRoot: roots.length === 1 ? roots[0] : undefined, entry: undefined };
}
