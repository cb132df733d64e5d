import type { Binding } from '../names/index.ts';
import type { PyNode } from '../syntax/node.ts';
import { ancestors } from '../syntax/walk.ts';

/** The bindings of a variable that a use may read: the last sure one before it with those after it, and those that a loop leads back from. */
export function readBy(use: PyNode, bindings: readonly Binding[]): readonly Binding[] {
  const before = bindings.filter((binding) => binding.since <= use.start || (binding.node === use && binding.how.kind === 'augmented'));
  const sure = before.findLastIndex(({ certain }) => certain !== undefined && certain.start <= use.start && use.end <= certain.end);
  const recent = before.slice(Math.max(0, sure));
  const [first] = recent;
  const looped = bindings.filter((binding) => {
    const loop = loopOver(binding.node, use);
    return !recent.includes(binding) && loop !== undefined && !(sure >= 0 && first !== undefined && loop.start <= first.node.start);
  });
  return [...recent, ...looped];
}

/** The innermost loop around both. */
function loopOver(binding: PyNode, use: PyNode): PyNode | undefined {
  for (const above of ancestors(binding)) {
    if (above.type === 'function_definition') return undefined;
    if ((above.type === 'for_statement' || above.type === 'while_statement') && above.start <= use.start && use.end <= above.end) return above;
  }
  return undefined;
}
