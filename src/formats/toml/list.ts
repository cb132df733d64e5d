import { indentationAt, startsLine } from '../../text/indent.ts';
import { insertion, replacement, type Edit } from '../../text/edit.ts';
import { tidyDeletions } from './deletion.ts';
import type { TomlDocument } from './document.ts';
import { indentUnit, styleNear } from './style.ts';
import type { Item, List } from './syntax.ts';

/** Comments to write, each without line ending; `#` is put before those that have none. */
export interface TomlRemarks {
  /** On lines of their own. */
  readonly above: readonly string[];
  /** At the end of the line. */
  readonly trailing: string | undefined;
}

/** No comments. */
export const NO_REMARKS: TomlRemarks = { above: [], trailing: undefined };

/** Something to put into a list, already written. */
export interface NewItem {
  readonly text: string;
  readonly remarks: TomlRemarks;
}

/** What to do with a list. Items are put in before the old item of that index; the number of items stands for the end. */
export interface ListChange {
  readonly removed: ReadonlySet<number>;
  readonly added: ReadonlyMap<number, readonly NewItem[]>;
}

/** A comment as it is written in a file. */
export function commentText(remark: string): string {
  return remark.startsWith('#') ? remark : `# ${remark}`;
}

/**
 * Edits that change what is in an array or inline table, comma by comma: one line stays one line and several stay several, with or
 * without a comma after the last item as it was. Comments go with the item they belong to; all others stay.
 * A one-line array is broken into lines only when a comment has to go in. Between two changes there must be an item that stays.
 */
export function changeList(document: TomlDocument, list: List, { removed, added }: ListChange): Edit[] {
  const { text, eol } = document;
  const { items, span } = list;
  const newItems = [...added.values()].flat();
  const isBare = list.inside.length === 0 && items.every((item, index) => removed.has(index) || (!item.trailing && item.above.length === 0));
  if (newItems.length === 0 && removed.size === items.length && isBare) {
    return items.length === 0 ? [] : [replacement({ start: span.start + 1, end: span.end - 1 }, '')];
  }
  const severalLines = gapsOf(text, list).includes('\n');
  const breaking = !severalLines && newItems.some(hasRemarks);
  const commaAtEnd = breaking || (items.length > 0 ? items.at(-1)?.comma !== undefined : severalLines);
  const closing = indentationAt(text, span.start);
  const fallback = closing + indentUnit(document);
  const indent = (index: number): string => {
    const own = items.filter((item) => startsLine(text, item.span.start));
    const near = [items[index - 1], items[index], own[0]].find((item) => item && own.includes(item));
    return near && !breaking ? indentationAt(text, near.span.start) : fallback;
  };

  const edits: Edit[] = [];
  const gone = [...removed].flatMap((index) => partsOf(items[index]));
  const stays = (from: number): boolean =>
    items.some((_, index) => index >= from && !removed.has(index)) || [...added.keys()].some((index) => index >= from);
  items.forEach((item, index) => {
    if (removed.has(index)) return;
    const wanted = commaAtEnd || stays(index + 1);
    if (wanted && !item.comma) edits.push(insertion(item.span.end, ','));
    if (!wanted && item.comma) gone.push(item.comma);
  });
  edits.push(...tidyDeletions(text, gone));

  const separator = separatorOf(text, items);
  const padding = list.kind === 'array' ? '' : styleNear(document, []).padding;
  for (let index = 0; index <= items.length; index++) {
    const group = added.get(index) ?? [];
    const next = items[index];
    const anchor = anchorBefore(text, list, index);
    const needsComma = (position: number): boolean => commaAtEnd || position < group.length - 1 || stays(index + (next ? 0 : 1));
    const written = group.map((item, position) => `${item.text}${(next && !removed.has(index)) || needsComma(position) ? ',' : ''}`);
    const ownLines = breaking || group.some(hasRemarks) || (severalLines && (!next || startsLine(text, next.span.start)));
    const gap = { start: anchor, end: next?.span.start ?? span.end - 1 };
    if (!ownLines) {
      if (group.length === 0) continue;
      if (next) edits.push(insertion(next.span.start, written.map((item) => item + separator).join('')));
      else if (items.length > 0) edits.push(insertion(anchor, written.map((item) => separator + item).join('')));
      else edits.push(replacement(gap, padding + written.join(separator) + padding));
      continue;
    }
    const lines = group.flatMap(({ remarks }, position) => [
      ...remarks.above.map((remark) => indent(index) + commentText(remark)),
      `${indent(index)}${written[position]}${remarks.trailing === undefined ? '' : `  ${commentText(remarks.trailing)}`}`,
    ]);
    edits.push(...lines.map((line) => insertion(anchor, eol + line)));
    const sameLine = !text.slice(gap.start, gap.end).includes('\n');
    if (next && sameLine && (breaking || lines.length > 0)) edits.push(replacement(gap, eol + indent(index)));
    else if (!next && sameLine && (breaking || group.at(-1)?.remarks.trailing !== undefined)) edits.push(replacement(gap, eol + closing));
  }
  return edits;
}

function hasRemarks({ remarks }: NewItem): boolean {
  return remarks.above.length > 0 || remarks.trailing !== undefined;
}

/** What goes when an item goes. */
function partsOf(item: Item | undefined): { readonly start: number; readonly end: number }[] {
  if (!item) return [];
  return [...item.above.map(({ span }) => span), item.span, ...(item.comma ? [item.comma] : []), ...(item.trailing ? [item.trailing.span] : [])];
}

/** Where new lines before item `index` begin: behind the item before it with its comma and comment, or behind the opening bracket. */
function anchorBefore(text: string, { items, inside, span }: List, index: number): number {
  const previous = items[index - 1];
  if (previous) return Math.max(previous.span.end, previous.comma?.end ?? 0, previous.trailing?.span.end ?? 0);
  const opening = span.start + 1;
  const remark = inside[0];
  return remark && !text.slice(opening, remark.span.start).includes('\n') ? remark.span.end : opening;
}

/** The text between the brackets that belongs to no item. */
function gapsOf(text: string, { items, span }: List): string {
  const edges = [span.start + 1, ...items.flatMap((item) => [item.span.start, item.span.end]), span.end - 1];
  return edges.flatMap((edge, index) => (index % 2 === 0 ? [text.slice(edge, edges[index + 1])] : [])).join('');
}

/** What stands between a comma and the next item of the same line. */
function separatorOf(text: string, items: readonly Item[]): string {
  const [first, second] = items;
  const between = first?.comma && second ? text.slice(first.comma.end, second.span.start) : ' ';
  return /^[ \t]*$/.test(between) ? between : ' ';
}
