import type { PyNode } from '../syntax/node.ts';
import { childAfter, deepDescendants, parts } from '../syntax/walk.ts';

/** The names the pattern of a `case` captures. Dotted names are looked up, class names are, and `_` captures nothing (PEP 634). */
export function capturesOf(clause: PyNode): readonly PyNode[] {
  const captures: PyNode[] = [];
  for (const pattern of parts(clause)) {
    if (pattern.type !== 'case_pattern') continue;
    for (const node of deepDescendants(pattern, () => true)) {
      if (node.type === 'identifier' && isCapture(node)) captures.push(node);
    }
  }
  return captures;
}

/** Whether an identifier inside a case pattern is a capture. */
export function isCapture(identifier: PyNode): boolean {
  const { parent } = identifier;
  if (!parent || identifier.text === '_') return false;
  if (parent.type === 'splat_pattern') return true;
  if (parent.type === 'as_pattern') return childAfter(parent, 'as') === identifier;
  return parent.type === 'dotted_name' && parts(parent).length === 1 && parent.parent?.type !== 'class_pattern' && parent.parent?.type !== 'dict_pattern';
}
