import { deletion, replacement, type Edit } from '../../text/edit.ts';
import { lineStart } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { PyNode } from '../syntax/node.ts';
import { isRegionRemark } from './row-lines.ts';

/** Items parted by commas, as they stand in a tree. */
export interface CommaList {
  readonly text: string;
  /** From behind the opening bracket, or the keyword where there is none, to the closing bracket or the end of the last item. */
  readonly inside: Span;
  /** Items, commas and comments, in document order; backslashes at line ends count as white space. */
  readonly tokens: readonly PyNode[];
  readonly items: readonly PyNode[];
}

/**
 * Edits that take items out of a list. Each goes with its comma, with the comments directly above it when it begins its line, and with the
 * comment behind it when nothing else is on its lines. What stays keeps its lines; the last item has a comma behind it if the last had one before.
 */
export function removeItems(list: CommaList, items: ReadonlySet<PyNode>): readonly Edit[] {
  const gone: ReadonlySet<PyNode> = new Set([...items, ...commasBetween(list, items), ...commentsOf(list, items)]);
  const edits: Edit[] = [];
  const { tokens, inside } = list;
  for (let index = 0; index < tokens.length; index++) {
    const first = tokens[index];
    if (!first || !gone.has(first)) continue;
    let last = first;
    for (let next = tokens[index + 1]; next && gone.has(next); next = tokens[index + 1]) {
      last = next;
      index++;
    }
    const before = tokens[tokens.indexOf(first) - 1];
    const after = tokens[index + 1];
    edits.push(...closed(list.text, { before, first, last, after }, { start: before ? endOf(list.text, before) : inside.start, end: after?.start ?? inside.end }));
  }
  return edits;
}

/** Tokens next to each other that go, and those they stand between; nothing where the list begins or ends. */
interface Stretch {
  readonly before: PyNode | undefined;
  readonly first: PyNode;
  readonly last: PyNode;
  readonly after: PyNode | undefined;
}

/** Takes out a stretch and one of the two pieces of white space around it. */
function closed(text: string, { before, first, last, after }: Stretch, around: Span): Edit[] {
  const { start } = first;
  const end = endOf(text, last);
  const above = text.slice(around.start, start);
  const below = text.slice(end, around.end);
  if (!before && !after) return [deletion(around)];
  const keepsAbove = (): Edit[] => [deletion({ start, end: around.end })];
  const keepsBelow = (): Edit[] => [deletion({ start: around.start, end })];
  if (!below.includes('\n')) {
    const isNewLine = above.includes('\n') && (after !== undefined || before?.type === 'comment');
    return isNewLine || (!before && after?.type !== 'comment') ? keepsAbove() : keepsBelow();
  }
  // Arguments in the column of the first: the next one takes its place behind the bracket.
  if (!before && !above.includes('\n') && after && after.type !== 'comment') return keepsAbove();
  if (above.split('\n').length <= below.split('\n').length) return keepsBelow();
  return [replacement(around, above.slice(0, above.lastIndexOf('\n')) + below.slice(below.lastIndexOf('\n')))];
}

/** The commas nobody needs any more: between two items that stay one is kept, behind the last one only if the list ended with one. */
function commasBetween({ tokens, text, items }: CommaList, gone: ReadonlySet<PyNode>): PyNode[] {
  const spare: PyNode[] = [];
  const last = items.findLast((item) => !gone.has(item));
  const final = tokens.findLast(({ type }) => type !== 'comment');
  let run: PyNode[] = [];
  let begun = false;
  for (const token of tokens) {
    if (token.type === ',') run.push(token);
    if (token.type === ',' || token.type === 'comment' || gone.has(token)) continue;
    spare.push(...(begun ? allButOne(text, run) : run));
    run = [];
    begun = true;
  }
  if (last && final?.type === ',') run.shift();
  return [...spare, ...run];
}

/** The commas too many between two items: where commas begin lines the last one stays, otherwise the first. */
function allButOne(text: string, commas: readonly PyNode[]): readonly PyNode[] {
  const last = commas.at(-1);
  return last && beginsLine(text, last) ? commas.slice(0, -1) : commas.slice(1);
}

/** The comments that belong to items that go. */
function commentsOf({ tokens, text, inside, items }: CommaList, gone: ReadonlySet<PyNode>): PyNode[] {
  const found: PyNode[] = [];
  for (const [index, comment] of tokens.entries()) {
    if (comment.type !== 'comment') continue;
    const start = lineStart(text, comment.start);
    const spoken = beginsLine(text, comment) ? itemsBelow(index) : inside.start > start ? [] : items.filter(({ end }) => start < end && end <= comment.start);
    if (spoken.length > 0 && spoken.every((item) => gone.has(item))) found.push(comment);
  }
  return found;

  /** The items of the line below a block of comments, if it stands in the column of the comments. */
  function itemsBelow(index: number): readonly PyNode[] {
    const comment = tokens[index];
    const next = tokens[index + 1];
    if (!comment || !next || isRegionRemark(comment.text)) return [];
    if (!/^[ \t]*\r?\n[ \t]*$/.test(text.slice(comment.end, next.start)) || column(text, comment) !== column(text, next)) return [];
    if (next.type === 'comment') return itemsBelow(index + 1);
    const line = lineStart(text, next.start);
    return items.filter((item) => lineStart(text, item.start) === line);
  }
}

/** The grammar counts a carriage return to the comment before it. */
function endOf(text: string, { end }: Span): number {
  return text[end - 1] === '\r' ? end - 1 : end;
}

function beginsLine(text: string, { start }: Span): boolean {
  return /^[ \t\f]*$/.test(text.slice(lineStart(text, start), start));
}

function column(text: string, { start }: Span): number {
  return start - lineStart(text, start);
}
