import type { Python } from '../../python/index.ts';
import { spelledImports } from '../../python/project/spelled-imports.ts';
import type { Module } from '../../python/project/module.ts';
import { foldersAbove, joinPath, nameOf } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { AppModel } from '../fastapi/index.ts';
import { roleOf } from '../roles.ts';
import { servedApps } from '../served-apps.ts';
import type { LoggingSetup, Program, Run } from './model.ts';

/** The programs of a repository, and which of its modules each of them may run. */
export interface Programs {
  programsOf(module: Module): readonly Program[];
}

/** A look at the text: something is run by the name `__main__`, a command line or a queue of tasks is made. */
const MAIN = /^if\b[^\n]*__name__[^\n]*__main__/m;
const STARTED = /^(?:@|asyncio\.run\(|\w+(?:\.\w+)*\([^\n]*\)?\s*$)|\b(?:Celery|Typer|ArgumentParser)\(|@\w+\.(?:command|group)\b/m;
/** Migrations run with Alembic's own setup, and what their modules print is theirs. */
const MIGRATIONS = /(?:^|\/)(?:alembic|migrations|versions)\//;

function isMigration({ path, text }: Module): boolean {
  return MIGRATIONS.test(path) || (nameOf(path) === 'env.py' && /\balembic\b/.test(text));
}

/** Finds what is started: applications, modules below whose top stands a `__main__`, and modules that nobody imports and that do something. */
export function programsIn(repo: Snapshot, python: Python, apps: readonly AppModel[], setups: readonly LoggingSetup[]): Programs {
  const graph = importsByText(python);
  const programs: readonly { readonly program: Program; readonly runs: ReadonlySet<Module> }[] = entriesOf(repo, python, apps, graph).map(({ entry, app }) => ({
    program: { entry, app, setups: setups.filter((setup) => setup.runs.some((run) => isReached(run, entry, app, python))) },
    runs: closure(entry, graph),
  }));
  return { programsOf: (module) => programs.filter(({ runs }) => runs.has(module)).map(({ program }) => program) };
}

/** Whether code that runs then has run when the program has started. */
function isReached(run: Run, entry: Module, app: AppModel | undefined, python: Python): boolean {
  switch (run.when) {
    case 'startup':
      return run.app === app;
    case 'main':
      return app === undefined && run.module === entry;
    case 'import':
      return run.module === entry || importRuns(entry, run.module, python);
  }
}

/** Whether importing a module runs another one, before or while it runs itself: packages around it run first. */
export function importRuns(module: Module, other: Module, python: Python): boolean {
  return foldersAbove(module.path).some((folder) => other.path === joinPath(folder, '__init__.py')) || python.reaches(module, other);
}

interface Entry {
  readonly entry: Module;
  readonly app: AppModel | undefined;
}

function entriesOf(repo: Snapshot, python: Python, apps: readonly AppModel[], graph: ImportsByText): readonly Entry[] {
  const served = servedApps(repo, python);
  const ofApps = apps.filter(({ role }) => role === 'service').flatMap((app): Entry[] => {
    const named = [...new Set(served.map(({ module }) => module))].filter((module) => module !== app.module && graph.importsOf(module).includes(app.module));
    return [app.module, ...named].map((entry) => ({ entry, app }));
  });
  const known = new Set(ofApps.map(({ entry }) => entry));
  const others = python.layout.modules.filter((module) => !known.has(module) && roleOf(module.path) === 'service' && !isMigration(module) && isStarted(module, graph));
  return [...ofApps, ...others.map((entry): Entry => ({ entry, app: undefined }))];
}

/** Whether a module is a program, or may be one. A file that only starts a server (`uvicorn.run("shop.main:app")`) has that server's program. */
function isStarted(module: Module, graph: ImportsByText): boolean {
  if (/\b(?:uvicorn|hypercorn|granian)\b[^\n]*\.?run\(|\buvicorn\.run\(/.test(module.text)) return false;
  if (MAIN.test(module.text)) return true;
  return !graph.isImported(module) && nameOf(module.path) !== '__init__.py' && STARTED.test(module.text);
}

/** Who imports whom anywhere, functions included, by a look at the texts. */
interface ImportsByText {
  importsOf(module: Module): readonly Module[];
  isImported(module: Module): boolean;
}

function importsByText(python: Python): ImportsByText {
  const known = new Map<Module, readonly Module[]>();
  let imported: ReadonlySet<Module> | undefined;
  const importsOf = (module: Module): readonly Module[] => {
    const list = known.get(module) ?? [...new Set(spelledImports(module.file).flatMap(({ dotted, names }) => modulesNamed(module, dotted, names, python)))];
    known.set(module, list);
    return list;
  };
  return {
    importsOf,
    isImported: (module) => (imported ??= new Set(python.layout.modules.filter(({ path }) => roleOf(path) !== 'test').flatMap((one) => importsOf(one).filter((other) => other !== one)))).has(module),
  };
}

function modulesNamed(from: Module, spelled: string, names: readonly string[], { layout }: Python): readonly Module[] {
  const level = /^\.*/.exec(spelled)?.[0].length ?? 0;
  const dotted = spelled.slice(level);
  const find = (name: string): Module | undefined => {
    const found = level > 0 ? layout.findRelative(level, name, from) : layout.find(name, from);
    return found.kind === 'module' ? found.module : undefined;
  };
  const packages = dotted.split('.').slice(0, -1).map((_, index, all) => all.slice(0, index + 1).join('.'));
  return [...packages, dotted, ...names.map((name) => (dotted === '' ? name : `${dotted}.${name}`))].flatMap((name) => find(name) ?? []);
}

function closure(entry: Module, { importsOf }: ImportsByText): ReadonlySet<Module> {
  const seen = new Set<Module>();
  const waiting = [entry];
  for (let module = waiting.pop(); module; module = waiting.pop()) {
    if (seen.has(module)) continue;
    seen.add(module);
    waiting.push(...importsOf(module));
  }
  return seen;
}
