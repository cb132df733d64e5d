import type { PyNode } from '../syntax/node.ts';
import { ancestors, childAfter } from '../syntax/walk.ts';
import type { Scope } from './scope.ts';
import { declaredBy } from './type-parameters.ts';

/**
 * Whether the expression is evaluated only when somebody asks, after the code around it ran: the bounds of type parameters and the values
 * of `type` statements (PEP 695), and every annotation of a module that begins with `from __future__ import annotations` (PEP 563).
 */
export function isDeferred(node: PyNode, module: Scope): boolean {
  return runsLater(placeOf(node), module);
}

/** Whether what stands at such a place in the module is evaluated only when somebody asks. */
export function runsLater(place: Place, module: Scope): boolean {
  return place === 'late' || (place === 'annotation' && hasFutureAnnotations(module));
}

/** Whether the expression stands in the annotation of a parameter, a variable or a function's result. */
export function isAnnotation(node: PyNode): boolean {
  return placeOf(node) === 'annotation';
}

const ANNOTATED = new Set(['assignment', 'typed_parameter', 'typed_default_parameter', 'function_definition']);

/** Where an expression stands: `late` is what PEP 695 evaluates on demand. */
export type Place = 'annotation' | 'late' | 'elsewhere';

/** What being the child of `above` says about the place of an expression; `undefined` where the nodes further up decide. */
export function placeBelow(above: PyNode, child: PyNode): Place | undefined {
  switch (above.type) {
    case 'type_alias_statement':
      return childAfter(above, '=') === child ? 'late' : 'elsewhere';
    case 'type_parameter':
      return declaredBy(above) ? 'late' : undefined;
    case 'block':
    case 'module':
      return 'elsewhere';
    default:
      return child.type === 'type' && ANNOTATED.has(above.type) ? 'annotation' : undefined;
  }
}

function placeOf(node: PyNode): Place {
  let child = node;
  for (const above of ancestors(node)) {
    const place = placeBelow(above, child);
    if (place) return place;
    child = above;
  }
  return 'elsewhere';
}

function hasFutureAnnotations(module: Scope): boolean {
  if (!module.node.tree.text.includes('__future__')) return false;
  return [...module.bindings.values()].flat().some(({ how }) => how.kind === 'import' && how.module === '__future__' && how.name === 'annotations');
}
