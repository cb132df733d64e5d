import type { AppModel } from '../../backend/fastapi/index.ts';
import { projectOf } from '../../backend/roles.ts';
import { servedApps, type ServedApp } from '../../backend/served-apps.ts';
import { serviceRootOf } from '../../backend/service-root.ts';
import type { RepositoryView } from '../../codemod/view.ts';
import type { Module } from '../../python/project/module.ts';

/** An application as an interpreter can make it. */
export interface Entry {
  /** The folder of its project, in which it is started. */
  readonly project: string;
  /** Folders for `sys.path`, the first one first. */
  readonly roots: readonly string[];
  readonly module: string;
  /** A variable, or a function to call without arguments. */
  readonly name: string;
}

/** A project whose application cannot be told; `problem` is a full sentence. */
export interface NoEntry {
  readonly project: string;
  readonly problem: string;
}

/** What commands that are run say of applications: a text for people may show examples. */
const LEAST_WEIGHT = 2;

/**
 * The applications of a repository's services: of each project the one that stands for it and those that are served beside it, or, where several stand side
 * by side, each of them.
 */
export function entriesOf(view: RepositoryView): readonly (Entry | NoEntry)[] {
  const apps = view.backend.apps.filter(({ role }) => role === 'service');
  const projects = [...new Set(apps.map(({ module }) => projectOf(view.repo, module.path)))].sort();
  return projects.flatMap((project) => ofProject(view, project, apps.filter(({ module }) => projectOf(view.repo, module.path) === project)));
}

function ofProject(view: RepositoryView, project: string, apps: readonly AppModel[]): readonly (Entry | NoEntry)[] {
  const root = serviceRootOf(view, project);
  // A console script is written as an application is.
  const served = servedApps(view.repo, view.python).filter((one) => projectOf(view.repo, one.module.path) === project && apps.some(({ module }) => serves(one, module, view)));
  if (root.kind === 'unknown') {
    const each = [...new Set(apps.map(({ module }) => module))].map((module) => entryOf(view, project, served.find((one) => serves(one, module, view)) ?? placeOf(apps.filter((app) => app.module === module), view, undefined)));
    return each.length > 1 && each.some((one) => !('problem' in one)) ? distinct(each) : [{ project, problem: root.because }];
  }
  const [first] = served;
  const main = entryOf(view, project, first ?? placeOf(apps.filter(({ module }) => module === root.entry), view, root.importRoot));
  const beside = served.filter((one) => one.weight >= LEAST_WEIGHT && one !== first && root.entry && !serves(one, root.entry, view)).map((one) => entryOf(view, project, one));
  return distinct([main, ...beside.filter((one) => !('problem' in one))]);
}

/** Whether what a server is told to run has its application from a module. */
function serves({ module }: ServedApp, app: Module, { python }: RepositoryView): boolean {
  return module === app || python.importedBy(module).includes(app);
}

function distinct<T extends Entry | NoEntry>(entries: readonly T[]): readonly T[] {
  return [...new Map(entries.map((one) => ['problem' in one ? one.problem : nameOf(one), one])).values()];
}

/** What a person calls an application: of two that are imported alike, by the folder that they are imported from. */
export function nameOf({ project, roots, module, name }: Entry): string {
  const folder = roots[0] ?? project;
  return `${folder === '' ? '' : `${folder}: `}${module}:${name}`;
}

interface Place {
  readonly module: Module;
  readonly root: string;
  readonly name: string;
}

function entryOf({ python }: RepositoryView, project: string, place: Place | undefined): Entry | NoEntry {
  if (!place) return { project, problem: 'Nothing shows how the application is imported and made.' };
  const dotted = python.layout.dottedName(place.module, place.root);
  if (dotted === undefined) return { project, problem: `Nothing shows how \`${place.module.path}\` is imported.` };
  return { project, roots: [...new Set([place.root, project])], module: dotted, name: place.name };
}

/** The application of a module: its variable, a variable that holds what its factory makes, or the factory itself. */
function placeOf(own: readonly AppModel[], { python }: RepositoryView, importRoot: string | undefined): Place | undefined {
  for (const { module, variable, factory } of own) {
    const root = importRoot ?? python.layout.rootsFor(module)[0];
    if (root === undefined) continue;
    if (factory === undefined) {
      if (variable !== undefined) return { module, root, name: variable };
      continue;
    }
    const name = factory.children.find(({ type }) => type === 'identifier')?.text;
    if (name === undefined) continue;
    for (const call of python.callsTo({ defined: { module, name } })) {
      const target = call.node.parent?.type === 'assignment' && call.inFunction === undefined ? call.node.parent.children[0] : undefined;
      const outer = importRoot ?? python.layout.rootsFor(call.module)[0];
      if (target?.type === 'identifier' && outer !== undefined) return { module: call.module, root: outer, name: target.text };
    }
    return { module, root, name };
  }
  return undefined;
}

/** An application before a patch and after it. */
export interface Pair {
  readonly entry: Entry;
  readonly now: Entry;
}

/** The applications that are there before, each with the same one after; a full sentence for those that cannot be told. */
export function pairsOf(was: RepositoryView, is: RepositoryView): readonly (Pair | NoEntry)[] {
  const [before, after] = [entriesOf(was), entriesOf(is)];
  return before.map((entry): Pair | NoEntry => {
    if ('problem' in entry) return entry;
    const own = after.filter(({ project }) => project === entry.project);
    const same = own.find((one) => 'module' in one && nameOf(one) === nameOf(entry));
    const [only, ...others] = own;
    // An application that cannot be found any more is looked for where it was.
    const now = same ?? (only && others.length === 0 && before.filter(({ project }) => project === entry.project).length === 1 ? only : entry);
    return 'problem' in now ? now : { entry, now };
  });
}
