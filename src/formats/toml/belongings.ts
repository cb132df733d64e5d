import { startsLine } from '../../text/indent.ts';
import type { TomlPath } from './data.ts';
import type { TomlDocument, TomlNode } from './document.ts';
import type { List, Scalar, TomlComment } from './syntax.ts';

/** The comments that go where something goes. */
export interface Belongings {
  readonly above: readonly TomlComment[];
  readonly trailing: TomlComment | undefined;
  /** From within it, in order. */
  readonly rest: readonly TomlComment[];
}

/** No comments. */
export const NOTHING: Belongings = { above: [], trailing: undefined, rest: [] };

/**
 * The comments of a node and of all its parts.
 * @param isApart whether a part's comments go elsewhere
 * @param isBody whether what stands loose in the node, and its parts, are taken care of
 */
export function belongingsOf(text: string, node: TomlNode, isApart: (node: TomlNode) => boolean, isBody: boolean): Belongings {
  const { above, trailing } = node.comments;
  const rest = (isBody ? [] : within(node, isApart)).sort((a, b) => a.span.start - b.span.start);
  const [only] = rest;
  if (!trailing && only && rest.length === 1 && node.role === 'table' && !startsLine(text, only.span.start)) return { above, trailing: only, rest: [] };
  return { above, trailing, rest };
}

function within(node: TomlNode, isApart: (node: TomlNode) => boolean): TomlComment[] {
  return [...node.comments.inside, ...[...node.children.values()].flatMap((child) => (isApart(child) ? [] : everything(child, isApart)))];
}

function everything(node: TomlNode, isApart: (node: TomlNode) => boolean): TomlComment[] {
  const { above, trailing } = node.comments;
  return [...above, ...(trailing ? [trailing] : []), ...within(node, isApart)];
}

/** Every comment of a document that belongs to a section, with the path of what it belongs to. */
export function ownedComments({ syntax }: TomlDocument): readonly { readonly comment: TomlComment; readonly path: TomlPath }[] {
  return syntax.sections.flatMap(({ header, path, entries, inside }) => [
    ...[...(header?.above ?? []), ...(header?.trailing ? [header.trailing] : []), ...inside].map((comment) => ({ comment, path })),
    ...entries.flatMap((entry) => [...entry.above, ...(entry.trailing ? [entry.trailing] : []), ...commentsIn(entry.value)].map((comment) => ({ comment, path: entry.path }))),
  ]);
}

function commentsIn(value: Scalar | List): readonly TomlComment[] {
  if (!('items' in value)) return [];
  return [...value.inside, ...value.items.flatMap((item) => [...item.above, ...(item.trailing ? [item.trailing] : []), ...commentsIn(item.value)])];
}
