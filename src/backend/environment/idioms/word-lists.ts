import type { PyNode } from '../../../python/syntax/node.ts';
import { identifiersSpelled, parts } from '../../../python/syntax/walk.ts';
import { literalValue, type PyValue } from '../python-value.ts';
import type { About } from './state.ts';

const HOLDERS: ReadonlySet<string> = new Set(['tuple', 'list', 'set']);

/** The values of `("one", "two")`, or of a name that is given such a tuple, or a set or list that is only ever asked `in`, in this module alone. A string is asked for its parts: not this. */
export function wordsBehind(node: PyNode, about: About): readonly PyValue[] | undefined {
  if (node.type === 'parenthesized_expression') return undefined;
  const holder = HOLDERS.has(node.type) ? node : node.type === 'identifier' ? namedHolder(node, about) : undefined;
  const value = holder && literalValue(holder);
  return value?.type === 'tuple' || value?.type === 'list' || value?.type === 'set' ? value.items : undefined;
}

function namedHolder(identifier: PyNode, { module, python }: About): PyNode | undefined {
  const symbol = python.symbolOf(module, identifier);
  if ((symbol.kind !== 'defined' && symbol.kind !== 'local') || symbol.attributes.length > 0 || symbol.module !== module) return undefined;
  const { how, node } = symbol.binding;
  if (how.kind !== 'assignment' || !how.value || !HOLDERS.has(how.value.type)) return undefined;
  if (how.value.type === 'tuple') return how.value;
  return python.layout.holding(identifier.text).length === 1 && [...identifiersSpelled(module.tree.root, identifier.text)].every((use) => use === node || isAsked(use)) ? how.value : undefined;
}

/** Whether the name stands on the right of `in`. */
function isAsked(use: PyNode): boolean {
  return use.parent?.type === 'comparison_operator' && parts(use.parent).length === 2 && parts(use.parent)[1] === use && use.parent.children.some(({ type }) => type === 'in' || type === 'not in');
}
