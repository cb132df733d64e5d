import { deletion, insertion, type Edit } from '../../text/edit.ts';
import { lineEnd } from '../../text/lines.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { withDecorators } from '../syntax/views.ts';
import { childOfType } from '../syntax/walk.ts';
import { fittedCode } from './fitted-code.ts';
import { afterFeed, commentLineAt } from './row-lines.ts';
import { lineTop } from './statement-lines.ts';

/** Where a new decorator goes: above those a definition has, or directly above `def` or `class`. */
export type DecoratorPlace = 'outermost' | 'innermost';

/**
 * Edits that put decorators on a definition. `decorated` is any definition at the margin that has them, such as one made for the purpose.
 * @throws Error when `decorated` has none.
 */
export function addDecorators(definition: PyNode, decorated: PyTree, place: DecoratorPlace): readonly Edit[] {
  const example = childOfType(decorated.root, 'decorated_definition')?.children.findLast(({ type }) => /_definition$/.test(type));
  if (!example) throw new Error('There is no decorator in the code.');
  const { tree } = definition;
  const at = (place === 'outermost' ? withDecorators(definition) : definition).start;
  const indent = afterFeed(tree.text.slice(lineTop(tree.text, at), at));
  const count = decorated.text.slice(0, example.start).split('\n').length - 1;
  const lines = fittedCode(decorated, indent, tree).slice(indent.length).split('\n').slice(0, count);
  return [insertion(at, `${lines.join('\n')}\n${indent}`)];
}

/** Edits that take a decorator away with the comments directly above it; those above the first one speak of the definition and stay. */
export function removeDecorator(decorator: PyNode): readonly Edit[] {
  const { tree } = decorator;
  const siblings = decorator.parent?.children ?? [];
  const before = siblings.findLast(({ type, start }) => type === 'decorator' && start < decorator.start);
  let start = lineTop(tree.text, decorator.start);
  while (before && start > before.end) {
    const above = lineTop(tree.text, start - 1);
    if (above < before.end || !commentLineAt(tree, above)) break;
    start = above;
  }
  return [deletion({ start, end: lineEnd(tree.text, decorator.end - 1) })];
}
