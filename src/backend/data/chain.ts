import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf, type Argument } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';

/** One step of a chain: `.filter(…)`, `.email`. */
export interface Link {
  /** The attribute; empty for a call of what came before, and for a subscript. */
  readonly name: string;
  /** The arguments, for a call. */
  readonly args: readonly Argument[] | undefined;
  /** The expression up to and including this step, the `await` around it included. */
  readonly node: PyNode;
}

/** An expression as what it begins with and the steps from there: attributes, calls and subscripts, through parentheses and `await`. */
export interface Chain {
  readonly root: PyNode;
  readonly links: readonly Link[];
}

/** The chain of an expression. */
export function chainOf(expression: PyNode): Chain {
  const links: Link[] = [];
  let node = expression;
  let whole = expression;
  for (;;) {
    const [first, second] = parts(node);
    if ((node.type === 'parenthesized_expression' || node.type === 'await') && first && !second) {
      node = first;
      continue;
    }
    if (node.type === 'call') {
      const callee = calleeOf(node);
      const list = argumentListOf(node);
      if (!callee || !list) break;
      const [object, attribute] = callee.type === 'attribute' ? parts(callee) : [];
      links.unshift({ name: attribute?.text ?? '', args: argumentsOf(list), node: whole });
      if (!object) {
        if (callee.type === 'identifier') {
          links.shift();
          break;
        }
        node = callee;
      } else node = object;
      whole = node;
      continue;
    }
    if ((node.type === 'attribute' || node.type === 'subscript') && first) {
      links.unshift({ name: node.type === 'attribute' ? (second?.text ?? '') : '', args: undefined, node: whole });
      node = first;
      whole = node;
      continue;
    }
    break;
  }
  return { root: node, links };
}

/** The widest chain that begins with a node: through attributes, calls, subscripts, parentheses around it and `await`. */
export function widest(root: PyNode): PyNode {
  let node = root;
  for (;;) {
    const { parent } = node;
    if (!parent) return node;
    const isFirst = parts(parent)[0] === node;
    const goesOn = (parent.type === 'attribute' || parent.type === 'subscript' || parent.type === 'call') && isFirst ? true : parent.type === 'await' || (parent.type === 'parenthesized_expression' && parts(parent).length === 1);
    if (!goesOn) return node;
    node = parent;
  }
}
