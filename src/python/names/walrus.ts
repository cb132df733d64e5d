import type { PyNode } from '../syntax/node.ts';
import { ancestors, deepDescendants, parts } from '../syntax/walk.ts';

const COMPREHENSIONS = new Set(['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression']);
/** Expressions whose parts are evaluated in another order than they are written, or not all of them. */
const CONDITIONAL = new Set([...COMPREHENSIONS, 'conditional_expression', 'comparison_operator', 'if_clause', 'elif_clause', 'case_clause']);

/** Whether the node is a list, set or dictionary comprehension or a generator expression. */
export function isComprehension(node: PyNode): boolean {
  return COMPREHENSIONS.has(node.type);
}

/** Whether this is `name := value`. `{price:=10}` in an f-string looks the same to the grammar, but is a format specification. */
export function isWalrus(node: PyNode): boolean {
  return node.type === 'named_expression' && node.parent?.type !== 'interpolation';
}

/**
 * The assignment expressions below `node` that bind in the scope `node` belongs to: those of comprehensions do (PEP 572), those in the body
 * of a lambda do not. Trees are read only where the text has a `:=`.
 */
export function walrusesIn(node: PyNode): readonly PyNode[] {
  if (!node.text.includes(':=')) return [];
  const found: PyNode[] = [];
  const enter = (inner: PyNode): boolean => inner.parent?.type !== 'lambda' || inner.type === 'lambda_parameters' || inner === node;
  for (const inner of deepDescendants(node, enter)) {
    if (isWalrus(inner) && enter(inner)) found.push(inner);
  }
  return found;
}

/** From which offset on a `:=` is seen, and whether it happens whenever its statement does. */
export function whenWalrusHappens(walrus: PyNode): { readonly since: number; readonly sure: boolean } {
  let since = walrus.end;
  let sure = true;
  let child = walrus;
  for (const above of ancestors(walrus)) {
    if (above.type === 'block' || above.type === 'module' || above.type.endsWith('_statement')) break;
    if (CONDITIONAL.has(above.type) || (above.type === 'boolean_operator' && parts(above)[0] !== child)) sure = false;
    if (isComprehension(above) || above.type === 'conditional_expression') since = above.start;
    child = above;
  }
  return { since, sure };
}
