import type { PyNode } from '../syntax/node.ts';
import { identifiersSpelled } from '../syntax/walk.ts';
import { homesOf, isImplicit } from './lookup.ts';
import { roleOf } from './roles.ts';
import type { Scope } from './scope.ts';
import type { ScopeTree } from './scope-tree.ts';

/** Words Python does not allow as names, with the soft ones, which nobody should use. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `False None True and as assert async await break case class continue def del elif else except finally for from global if import in is
  lambda match nonlocal not or pass raise return try type while with yield _`.split(/\s+/),
);

/**
 * Whether the module could bind `name` at its top without changing what any existing code means, and code in `at` and the scopes below it
 * would then see that binding. Used to choose names for imports; builtins are never free.
 */
export function isFreeName(scopes: ScopeTree, name: string, at: Scope): boolean {
  const { module } = scopes;
  if (KEYWORDS.has(name) || isImplicit(name, at) || module.bindings.has(name) || scopes.declaredGlobal.has(name)) return false;
  for (const _hidden of homesOf(name, at, module)) return false;
  for (const node of identifiersSpelled(module.node, name)) {
    const role = roleOf(node);
    if (role === 'label') continue;
    const from = scopes.scopeOf(node);
    const [home] = homesOf(name, from, module);
    if (!home || isWithin(home.scope, at) || !reachesHome(node, home.scope)) return false;
  }
  return true;
}

/** Whether `scope` is `outer` or lies in it. */
function isWithin(scope: Scope, outer: Scope): boolean {
  for (let above: Scope | undefined = scope; above; above = above.parent) if (above === outer) return true;
  return false;
}

/** In a class body a name read before it is bound is looked up in the module: there the new binding would be seen. */
function reachesHome(node: PyNode, home: Scope): boolean {
  return home.kind !== 'class' || (home.bindings.get(node.text) ?? []).some((binding) => binding.node === node || binding.since <= node.start);
}

/** Whether a text can be the name of something: an identifier in ASCII that is no keyword. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text) && !KEYWORDS.has(text);
}
