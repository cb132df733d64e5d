import type { Python } from '../python/index.ts';
import type { Module } from '../python/project/module.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { projectOf, roleOf, type Role } from './roles.ts';

const known = new WeakMap<Snapshot, ReadonlyMap<string, readonly Module[]>>();

/** The modules of a project that are there for one purpose, in path order. A repository may have hundreds of projects: all are sorted at once. */
export function modulesOf({ repo, python }: { readonly repo: Snapshot; readonly python: Python }, project: string, role: Role): readonly Module[] {
  const sorted = known.get(repo) ?? sortedModules(repo, python);
  known.set(repo, sorted);
  return sorted.get(key(project, role)) ?? [];
}

function sortedModules(repo: Snapshot, python: Python): ReadonlyMap<string, readonly Module[]> {
  const sorted = new Map<string, Module[]>();
  for (const module of python.layout.modules) {
    const place = key(projectOf(repo, module.path), roleOf(module.path));
    const modules = sorted.get(place);
    if (modules) modules.push(module);
    else sorted.set(place, [module]);
  }
  return sorted;
}

function key(project: string, role: Role): string {
  return `${role}\0${project}`;
}
