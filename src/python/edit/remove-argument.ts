import type { Edit } from '../../text/edit.ts';
import type { PyNode } from '../syntax/node.ts';
import { argumentListOf, argumentsOf } from '../syntax/views.ts';
import { parts } from '../syntax/walk.ts';
import { removeItems, type CommaList } from './comma-list.ts';

/** Edits that take keyword arguments out of a call, or out of the bases of a class, with the comments that belong to them. Names it lacks are passed over. */
export function removeKeywords(call: PyNode, names: readonly string[]): readonly Edit[] {
  const list = argumentListOf(call);
  if (!list) return [];
  const gone = argumentsOf(list).filter(({ name }) => name !== undefined && names.includes(name));
  return removeItems(argumentTokens(list), new Set(gone.map(({ node }) => node)));
}

function argumentTokens(list: PyNode): CommaList {
  return {
    text: list.tree.text,
    inside: { start: list.start + 1, end: list.end - 1 },
    tokens: list.children.filter(({ type }) => type !== '(' && type !== ')' && type !== 'line_continuation'),
    items: parts(list),
  };
}
