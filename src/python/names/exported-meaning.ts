import type { PyNode } from '../syntax/node.ts';
import { agreed, underStars } from './agreement.ts';
import type { Home } from './lookup.ts';
import type { Meaning } from './meaning.ts';
import { reachingBindings } from './reach.ts';
import type { ScopeTree } from './scope-tree.ts';

/** What a name of the module means to those who import it: once all of the module has run. `undefined` when the module binds no such name. */
export function resolveExported({ module }: ScopeTree, name: string): Meaning | undefined {
  const bindings = module.bindings.get(name);
  if (!bindings) return undefined;
  const { tree, end } = module.node;
  const afterAll: PyNode = { type: 'end', named: false, start: end, end, parent: module.node, children: [], tree, text: '' };
  const home: Home = { scope: module, bindings, immediate: true };
  const reaching = reachingBindings(home, afterAll, true);
  return reaching.length > 0 ? underStars(agreed(reaching, name), reaching, home) : undefined;
}
