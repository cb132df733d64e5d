import { indentationAt, startsLine } from '../../text/indent.ts';
import { insertion, replacement, type Edit } from '../../text/edit.ts';
import { lineEnd, lineEnding, lineStart } from '../../text/lines.ts';
import type { PyNode } from '../syntax/node.ts';
import { argumentListOf, argumentsOf, type Argument } from '../syntax/views.ts';
import { deepDescendants, enclosing } from '../syntax/walk.ts';
import { indentUnit } from './indentation.ts';
import { widthOf } from './line-width.ts';
import { oneALine } from './one-a-line.ts';

/** A keyword argument to be: `name=value`. */
export interface Keyword {
  readonly name: string;
  readonly value: string;
}

/** An edit maker's answer when the edit cannot be made safely. */
export interface Refused {
  readonly refused: string;
}

/**
 * Edits that give a call these keyword arguments: an existing one gets the new value, others come after the last argument, in the order given.
 * The call keeps its shape: one line stays one line while it fits into `width` columns, one argument a line stays so, comments stay where they are.
 * Refused: calls whose only argument is a generator without parentheses of its own, calls inside formatted strings, and new values for
 * those that hold a comment.
 */
export function setKeywords(call: PyNode, keywords: readonly Keyword[], width: number): readonly Edit[] | Refused {
  const list = argumentListOf(call);
  if (!list) return { refused: 'The call has no argument list of its own.' };
  // Before Python 3.12 neither line breaks nor the string's own quotes may stand inside (PEP 701).
  if (enclosing(list, 'string')) return { refused: 'The call stands inside a formatted string.' };
  const existing = argumentsOf(list);
  const changed: Edit[] = [];
  const fresh: string[] = [];
  for (const { name, value } of keywords) {
    const there = existing.find((argument) => argument.name === name);
    if (!there) fresh.push(`${name}=${value}`);
    else if (there.value.text !== value) {
      if (holdsComment(there.value)) return { refused: `The value of \`${name}\` holds a comment, which would be lost.` };
      changed.push(replacement(there.value, value));
    }
  }
  if (changed.length + fresh.length === 0) return [];
  const { text } = list.tree;
  // Where an argument begins its line or a comment stands between them, somebody has given the call a shape.
  const isLoose = existing.some(({ node }) => startsLine(text, node.start)) || list.children.some(({ type }) => type === 'comment');
  if (!isLoose) {
    return fits(list, existing, changed, fresh, width) ? [...changed, ...atTheEnd(list, existing, fresh)] : oneALine(list, existing, changed, fresh);
  }
  return fresh.length === 0 ? changed : [...changed, ...appended(list, existing, fresh)];
}

function holdsComment(value: PyNode): boolean {
  if (!value.text.includes('#')) return false;
  for (const { type } of deepDescendants(value, () => true)) if (type === 'comment') return true;
  return false;
}

/** Whether a call whose arguments stand beside each other stays within the width when the words are added to its last line. */
function fits(list: PyNode, existing: readonly Argument[], changed: readonly Edit[], fresh: readonly string[], width: number): boolean {
  const { text } = list.tree;
  if (existing.length === 0 && list.text.includes('\n')) return false;
  const from = Math.max(list.start, lineStart(text, list.end - 1));
  const line = text.slice(lineStart(text, list.end - 1), lineEnd(text, list.end - 1)).replace(/\r?\n$/, '');
  const grown = changed.filter(({ span }) => span.start >= from).reduce((sum, edit) => sum + edit.text.length - (edit.span.end - edit.span.start), 0);
  const added = fresh.join(', ').length + (fresh.length > 0 && existing.length > 0 ? 2 : 0);
  // Elsewhere in the call a longer value cannot be placed without a look at its own line.
  const elsewhere = changed.some(({ span }) => span.start < from);
  return !elsewhere && widthOf(line) + grown + added <= width && ![...changed.map((edit) => edit.text), ...fresh].some((word) => word.includes('\n'));
}

function atTheEnd(list: PyNode, existing: readonly Argument[], fresh: readonly string[]): readonly Edit[] {
  const last = existing.at(-1);
  const added = fresh.join(', ');
  if (added === '') return [];
  return [last ? insertion(last.node.end, `, ${added}`) : replacement({ start: list.start + 1, end: list.end - 1 }, added)];
}

/** New arguments after the last one of a call over several lines, shaped like it. */
function appended(list: PyNode, existing: readonly Argument[], fresh: readonly string[]): readonly Edit[] {
  const { text } = list.tree;
  const ending = lineEnding(text);
  const last = existing.at(-1);
  const close = list.end - 1;
  if (!last) {
    // Only comments inside: the new lines come after them, before the closing parenthesis.
    const inner = indentationAt(text, list.start) + indentUnit(list.tree);
    return [insertion(lineStart(text, close), fresh.map((word) => `${inner}${word},${ending}`).join(''))];
  }
  const comma = list.children.find((child) => child.type === ',' && child.start >= last.node.end)?.start;
  const indent = indentOf(text, existing);
  if (!startsLine(text, close)) {
    const lines = fresh.map((word) => `${ending}${indent}${word}`).join(',');
    return [comma === undefined ? insertion(last.node.end, `,${lines}`) : insertion(comma + 1, `${lines},`)];
  }
  const lines = fresh.map((word) => `${indent}${word},${ending}`).join('');
  const after = Math.min(lineEnd(text, comma ?? last.node.end - 1), lineStart(text, close));
  if (comma !== undefined) return [insertion(after, lines)];
  return [insertion(last.node.end, ','), insertion(after, lines.slice(0, -1 - ending.length) + ending)];
}

/** The white space new arguments begin with: that of the last argument that begins its line, else the column of the first. */
function indentOf(text: string, existing: readonly Argument[]): string {
  const starting = existing.findLast(({ node }) => startsLine(text, node.start));
  if (starting) return text.slice(lineStart(text, starting.node.start), starting.node.start);
  const first = existing[0]?.node.start ?? 0;
  return ' '.repeat(widthOf(text.slice(lineStart(text, first), first)));
}
