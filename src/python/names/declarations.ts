import type { PyNode } from '../syntax/node.ts';
import { nodeAt } from '../syntax/walk.ts';

/** The `global` or `nonlocal` statements of a tree. Only the nodes around the keyword are read. */
export function statementsSpelled(root: PyNode, keyword: 'global' | 'nonlocal'): readonly PyNode[] {
  const { text } = root.tree;
  const found: PyNode[] = [];
  for (let at = text.indexOf(keyword); at >= 0; at = text.indexOf(keyword, at + keyword.length)) {
    const node = nodeAt(root, { start: at, end: at + keyword.length });
    if (node.type === keyword && node.parent?.type === `${keyword}_statement`) found.push(node.parent);
  }
  return found;
}
