import type { FileDelta } from '../../patch/patch-set.ts';
import { viewOf } from '../../codemod/view.ts';
import type { FactReader } from '../../python/facts.ts';
import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { Objection } from '../outcome.ts';
import { lostImports } from './lost-imports.ts';

/**
 * Gate 3: no name becomes undefined, no import stops finding what it named, and no new circle of imports comes about.
 * Only what is new counts: a repository may be full of such things already.
 */
export function nameObjections(before: Snapshot, after: Snapshot, deltas: readonly FileDelta[], reader: FactReader): Objection[] {
  const python = deltas.filter(({ path }) => path.endsWith('.py'));
  if (python.length === 0) return [];
  const was = viewOf(before, reader).python;
  const is = viewOf(after, reader).python;
  const moves = new Map(python.flatMap((delta) => (delta.kind === 'move' ? [[delta.from as string, delta.path as string] as const] : [])));
  return [
    ...python.flatMap((delta) => undefinedNames(delta, was, is)),
    ...lostImports(python, was, is),
    ...python.flatMap((delta) => newCircles(delta, was, is, moves)),
  ];
}

/** Names read in a changed file that nothing binds, beyond those that were so before. */
function undefinedNames(delta: FileDelta, was: Python, is: Python): Objection[] {
  const after = is.layout.moduleAt(delta.path);
  if (!after?.parses) return [];
  const before = was.layout.moduleAt(delta.kind === 'move' ? delta.from : delta.path);
  const known = before?.parses ? unbound(before) : [];
  const fresh: string[] = [];
  for (const name of unbound(after)) {
    const at = known.indexOf(name);
    if (at >= 0) known.splice(at, 1);
    else if (!fresh.includes(name)) fresh.push(name);
  }
  return fresh.map((name) => ({ gate: 'names', path: delta.path, message: `\`${name}\` would be undefined.` }));
}

function unbound(module: Module): string[] {
  return module.names.references().flatMap(({ name, bindings }) => (bindings === 'undefined' ? [name] : []));
}

/** Modules that a changed file newly imports and that lead back to it. */
function newCircles(delta: FileDelta, was: Python, is: Python, moves: ReadonlyMap<string, string>): Objection[] {
  const after = is.layout.moduleAt(delta.path);
  if (!after) return [];
  const before = was.layout.moduleAt(delta.kind === 'move' ? delta.from : delta.path);
  const known = new Set(before ? was.importedBy(before).map(({ path }) => moves.get(path) ?? path) : []);
  return is
    .importedBy(after)
    .filter((target) => !known.has(target.path) && is.reaches(target, after))
    .map((target) => ({ gate: 'names', path: delta.path, message: `Importing \`${target.path}\` would close a circle of imports.` }));
}
