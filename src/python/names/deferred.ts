import type { PyNode } from '../syntax/node.ts';
import { ancestors, childAfter } from '../syntax/walk.ts';
import type { Scope } from './scope.ts';
import { declaredBy } from './type-parameters.ts';

/**
 * Whether the expression is evaluated only when somebody asks, after the code around it ran: the bounds of type parameters and the values
 * of `type` statements (PEP 695), and every annotation of a module that begins with `from __future__ import annotations` (PEP 563).
 */
export function isDeferred(node: PyNode, module: Scope): boolean {
  const place = placeOf(node);
  return place === 'late' || (place === 'annotation' && hasFutureAnnotations(module));
}

/** Whether the expression stands in the annotation of a parameter, a variable or a function's result. */
export function isAnnotation(node: PyNode): boolean {
  return placeOf(node) === 'annotation';
}

const ANNOTATED = new Set(['assignment', 'typed_parameter', 'typed_default_parameter', 'function_definition']);

/** `late` in what PEP 695 evaluates on demand. */
function placeOf(node: PyNode): 'annotation' | 'late' | 'elsewhere' {
  let child = node;
  for (const above of ancestors(node)) {
    if (above.type === 'type_alias_statement') return childAfter(above, '=') === child ? 'late' : 'elsewhere';
    if (above.type === 'type_parameter' && declaredBy(above)) return 'late';
    if (child.type === 'type' && ANNOTATED.has(above.type)) return 'annotation';
    if (above.type === 'block' || above.type === 'module' || above.type.endsWith('_statement')) return 'elsewhere';
    child = above;
  }
  return 'elsewhere';
}

function hasFutureAnnotations(module: Scope): boolean {
  if (!module.node.tree.text.includes('__future__')) return false;
  return [...module.bindings.values()].flat().some(({ how }) => how.kind === 'import' && how.module === '__future__' && how.name === 'annotations');
}
