import type { PyNode } from '../syntax/node.ts';
import { parts } from '../syntax/walk.ts';

/** A name on the receiving side of an assignment, a loop, a `with` or a `del`. */
export interface Target {
  readonly node: PyNode;
  /** Whether the name takes only a part of the value. */
  readonly unpacked: boolean;
}

const SEVERAL = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'tuple', 'list', 'expression_list']);
const WRAPPERS = new Set(['as_pattern_target', 'parenthesized_expression']);
const STARS = new Set(['list_splat_pattern', 'list_splat', 'dictionary_splat_pattern']);

/**
 * The names a target binds. Attributes and subscripts bind none: they are changes of an object.
 * The grammar spells targets in two ways, as patterns (after `for`, before `=`) and as expressions (after `as` and `del`).
 */
export function targetsOf(target: PyNode): readonly Target[] {
  return [...collect(target, false)];
}

function* collect(node: PyNode, unpacked: boolean): Generator<Target> {
  if (node.type === 'identifier') yield { node, unpacked };
  else if (WRAPPERS.has(node.type)) for (const inner of parts(node)) yield* collect(inner, unpacked);
  else if (STARS.has(node.type)) for (const inner of parts(node)) yield* collect(inner, true);
  else if (SEVERAL.has(node.type)) {
    const partial = unpacked || !isParenthesised(node);
    for (const inner of parts(node)) yield* collect(inner, partial);
  }
}

/** `(name)` is read as a tuple pattern of one: without a comma it is the name itself. */
function isParenthesised(node: PyNode): boolean {
  return node.type === 'tuple_pattern' && !node.children.some((child) => child.type === ',');
}
