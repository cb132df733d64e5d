import type { PyNode } from '../syntax/node.ts';
import { ancestors, childAfter } from '../syntax/walk.ts';
import { declaredBy } from './type-parameters.ts';

const FUTURE_ANNOTATIONS = /^\s*from\s+__future__\s+import\b[^#;]*\bannotations\b/m;

/**
 * Whether the expression is evaluated only when somebody asks, after the code around it ran: the bounds of type parameters and the values
 * of `type` statements (PEP 695), and every annotation of a module that begins with `from __future__ import annotations` (PEP 563).
 */
export function isDeferred(node: PyNode): boolean {
  let child = node;
  for (const above of ancestors(node)) {
    if (above.type === 'type_alias_statement') return childAfter(above, '=') === child;
    if (above.type === 'type_parameter' && declaredBy(above)) return true;
    if (child.type === 'type' && ANNOTATED.has(above.type)) return FUTURE_ANNOTATIONS.test(node.tree.text);
    if (above.type === 'block' || above.type === 'module' || above.type.endsWith('_statement')) return false;
    child = above;
  }
  return false;
}

const ANNOTATED = new Set(['assignment', 'typed_parameter', 'typed_default_parameter', 'function_definition']);
