import type { PyNode } from '../../python/syntax/node.ts';
import { plainString, type Argument } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';

/** The string a keyword argument holds, `null` for `None`; `undefined` for any expression that is neither. */
export function constantOf({ value }: Pick<Argument, 'value'>): string | null | undefined {
  const inner = unwrapped(value);
  return inner.type === 'none' ? null : plainString(inner);
}

/** Whether an expression is some text or other, never `None`: a literal, an f-string, literals side by side, a sum with one of them. */
export function isText(expression: PyNode): boolean {
  const node = unwrapped(expression);
  if (node.type === 'string') return !/^[a-z]*b/i.test(node.text);
  if (node.type === 'concatenated_string') return true;
  return node.type === 'binary_operator' && node.children.some(({ type }) => type === '+') && parts(node).some(isText);
}

function unwrapped(node: PyNode): PyNode {
  const [inner] = node.type === 'parenthesized_expression' ? parts(node) : [];
  return inner ? unwrapped(inner) : node;
}
