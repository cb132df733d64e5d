import { contains } from '../../text/span.ts';
import type { PyNode } from '../syntax/node.ts';
import { blockOf } from '../syntax/views.ts';
import { ancestors } from '../syntax/walk.ts';
import { isBareAnnotation, type Binding } from './binding.ts';
import type { Home } from './lookup.ts';

/**
 * The bindings of a name that may have happened last when `load` is evaluated. Within one scope later code does not count, unless a loop leads
 * back, and a binding that surely happened covers those before it. From inside a function, which runs at any time, all of them count.
 * The name of an `except` clause ends with the clause (language reference, "The try statement").
 */
export function reachingBindings(home: Home, load: PyNode, immediate: boolean): readonly Binding[] {
  const binding = home.bindings.filter((one) => !isBareAnnotation(one));
  const alive = binding.filter((one) => one.how.kind !== 'except' || contains(one.how.clause, load));
  if (!immediate) return withoutRemoved(alive, home);
  const reaching = alive.filter((one) => isForeign(one, home) || one.since <= load.start || loopOver(one.node, load, home) !== undefined);
  return reaching.filter((one) => isForeign(one, home) || !reaching.some((later) => covers(later, one, load, home)));
}

/** Whether the binding can have happened before `load` without a loop leading back to it. Everything counts from inside a function. */
export function happensBefore(binding: Binding, home: Home, load: PyNode, immediate: boolean): boolean {
  return !immediate || binding.since <= load.start || isForeign(binding, home);
}

/** The binding of an `except` clause that ended before `load` and unbound the name, unless one of `reaching` bound it again. */
export function endedWithClause(home: Home, load: PyNode, reaching: readonly Binding[]): Binding | undefined {
  if (!home.immediate) return undefined;
  return home.bindings.findLast(
    ({ how }) => how.kind === 'except' && how.clause.end <= load.start && !reaching.some(({ since }) => since >= how.clause.end),
  );
}

/** Whether `later` surely happens between `earlier` and `load`. */
function covers(later: Binding, earlier: Binding, load: PyNode, home: Home): boolean {
  if (later === earlier || isForeign(later, home) || later.since > load.start) return false;
  if (!later.certain || !contains(later.certain, load)) return false;
  if (earlier.since <= load.start) return earlier.since < later.since || (earlier.since === later.since && earlier.node.start < later.node.start);
  const loop = loopOver(earlier.node, load, home);
  return loop !== undefined && contains(loop, later.node);
}

/** Seen from a function, a name that ends with a `del` at the top of its scope is gone. */
function withoutRemoved(bindings: readonly Binding[], home: Home): readonly Binding[] {
  const last = bindings.at(-1);
  const removed = last?.how.kind === 'delete' && !isForeign(last, home) && last.certain && last.certain.end >= home.scope.node.end;
  return removed ? [last] : bindings;
}

/** Whether another scope makes the binding, by way of `global`, `nonlocal`: there is no telling when. */
function isForeign(binding: Binding, home: Home): boolean {
  for (const above of ancestors(binding.node)) {
    if (above === home.scope.node) return false;
    if (above.type === 'function_definition' && above.children.some((child) => child.type === 'block' && contains(child, binding.node))) return true;
    if (above.type === 'class_definition' && above.children.some((child) => child.type === 'block' && contains(child, binding.node))) return true;
  }
  return false;
}

/** The innermost loop of the scope that leads from the binding back to the load: what runs once, before or after its rounds, is no part of it. */
function loopOver(binding: PyNode, load: PyNode, home: Home): PyNode | undefined {
  for (const above of ancestors(binding)) {
    if (above === home.scope.node) return undefined;
    if (above.type !== 'for_statement' && above.type !== 'while_statement') continue;
    const body = blockOf(above);
    if (!body || binding.start >= body.end) continue;
    const start = above.type === 'for_statement' ? body.start : above.start;
    if (start <= load.start && load.end <= body.end) return above;
  }
  return undefined;
}
