import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { plainString } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';

/** The text an expression surely is: a literal, or a name that is given a literal once, also in another module. */
export function surelyText(node: PyNode, module: Module, python: Python): string | undefined {
  const value = constantBehind(node, module, python);
  return value && plainString(value);
}

/** The literal an expression is, looked up behind a name that is bound to it and to nothing else; brackets around are left out. */
export function constantBehind(node: PyNode, module: Module, python: Python): PyNode | undefined {
  if (node.type === 'parenthesized_expression') {
    const [inner] = parts(node);
    return inner && parts(node).length === 1 ? constantBehind(inner, module, python) : undefined;
  }
  if (isLiteral(node)) return node;
  if (node.type !== 'identifier' && node.type !== 'attribute') return undefined;
  const symbol = python.symbolOf(module, node);
  if ((symbol.kind !== 'defined' && symbol.kind !== 'local') || symbol.attributes.length > 0) return undefined;
  const { how } = symbol.binding;
  return how.kind === 'assignment' && how.value && isLiteral(how.value) ? how.value : undefined;
}

const LITERALS: ReadonlySet<string> = new Set(['string', 'integer', 'float', 'true', 'false', 'none']);

/** A string without interpolation, a number (also a negative one), `True`, `False` or `None`. */
export function isLiteral(node: PyNode): boolean {
  if (node.type === 'unary_operator') return node.children[0]?.type === '-' && ['integer', 'float'].includes(parts(node)[0]?.type ?? '');
  return node.type === 'string' ? plainString(node) !== undefined : LITERALS.has(node.type);
}
