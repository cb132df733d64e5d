import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { parts } from '../../python/syntax/walk.ts';
import { literalValue } from './python-value.ts';

/** The text an expression surely is: a literal, or a name that is given a literal once, also in another module. */
export function surelyText(node: PyNode, module: Module, python: Python): string | undefined {
  const constant = constantBehind(node, module, python);
  const value = constant && literalValue(constant);
  return value?.type === 'str' ? value.text : undefined;
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

/** A string without interpolation, a number (also a negative one), `True`, `False` or `None`. */
function isLiteral(node: PyNode): boolean {
  const value = node.type === 'parenthesized_expression' ? undefined : literalValue(node);
  return value?.type === 'str' || value?.type === 'int' || value?.type === 'float' || value?.type === 'bool' || value?.type === 'none';
}
