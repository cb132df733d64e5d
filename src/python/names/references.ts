import { contains } from '../../text/span.ts';
import type { PyNode } from '../syntax/node.ts';
import { ancestors, childOfType } from '../syntax/walk.ts';
import type { Binding } from './binding.ts';
import { placeBelow, runsLater, type Place } from './deferred.ts';
import { expectsNameError } from './import-guard.ts';
import { homesOf, isImplicit, starImportsSeen } from './lookup.ts';
import { endedWithClause, happensBefore, reachingBindings } from './reach.ts';
import { roleOf } from './roles.ts';
import type { Scope } from './scope.ts';
import type { ScopeTree } from './scope-tree.ts';

/** One place where a name is read. Names inside string annotations are not among them, those inside f-strings are. */
export interface Reference {
  /** The identifier. `count` in `count += 1` and `del count` is read as well as bound. */
  readonly node: PyNode;
  readonly name: string;
  /** The scope it is evaluated in. */
  readonly scope: Scope;
  /**
   * Every binding of the variable meant; or that it is a builtin; or that nothing binds it before it is read, bindings further down
   * in the same loop not counted (pyflakes' "undefined name", F821); or that this cannot be told, since a star import may provide it, a function
   * declares it `global`, or a handler expects the NameError.
   */
  readonly bindings: readonly Binding[] | 'builtin' | 'undefined' | 'unknown';
}

/** Every place of a module where a name is read, in document order. Reads the whole tree. */
export function referencesOf(scopes: ScopeTree): readonly Reference[] {
  const references: Reference[] = [];
  const { declaredGlobal, module } = scopes;
  const ahead: { readonly node: PyNode; readonly scope: Scope; readonly place: Place }[] = [{ node: module.node, scope: module, place: 'elsewhere' }];
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { node, scope, place } = next;
    if (node.type === 'identifier') {
      const role = roleOf(node);
      if (role === 'load' || role === 'both') {
        references.push({ node, name: node.text, scope, bindings: boundTo(node, scope, runsLater(place, module), module, declaredGlobal) });
      }
      continue;
    }
    const { children } = node;
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child?.named) ahead.push({ node: child, scope: scopes.boundary(node, child) ?? scope, place: placeBelow(node, child) ?? place });
    }
  }
  return references;
}

function boundTo(
  node: PyNode,
  scope: Scope,
  deferred: boolean,
  module: Scope,
  declaredGlobal: ReadonlySet<string>,
): Reference['bindings'] {
  const name = node.text;
  let classLocal = false;
  for (const home of homesOf(name, scope, module)) {
    if (classLocal && home.scope !== module) continue;
    const immediate = home.immediate && !deferred;
    const reaching = reachingBindings(home, node, immediate).filter((binding) => happensBefore(binding, home, node, immediate));
    if (reaching.some(({ how }) => how.kind !== 'delete')) return home.bindings;
    if (reaching.length > 0 || endedWithClause(home, node, reaching)) return isNameErrorExpected(node) ? 'unknown' : 'undefined';
    classLocal ||= home.scope.kind === 'class';
  }
  if (isImplicit(name, scope)) return 'builtin';
  const elsewhere = starImportsSeen(scope, deferred ? undefined : node).length > 0 || declaredGlobal.has(name);
  return elsewhere || isNameErrorExpected(node) ? 'unknown' : 'undefined';
}

/** Whether a handler around the place takes a NameError. */
function isNameErrorExpected(node: PyNode): boolean {
  for (const above of ancestors(node)) {
    if (above.type !== 'try_statement') continue;
    const body = childOfType(above, 'block');
    if (body && contains(body, node) && expectsNameError(above)) return true;
  }
  return false;
}
