import { indentationAt } from '../../text/indent.ts';
import { insertion, replacement, type Edit } from '../../text/edit.ts';
import { lineEnd, lineEnding, lineStart } from '../../text/lines.ts';
import type { PyNode } from '../syntax/node.ts';
import { argumentListOf, argumentsOf, type Argument } from '../syntax/views.ts';
import { indentUnit } from './indentation.ts';
import { widthOf } from './line-width.ts';

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
 * Refused: calls whose only argument is a generator without parentheses of its own.
 */
export function setKeywords(call: PyNode, keywords: readonly Keyword[], width: number): readonly Edit[] | Refused {
  const list = argumentListOf(call);
  if (!list) return { refused: 'The call has no argument list of its own.' };
  const existing = argumentsOf(list);
  const edits: Edit[] = [];
  const fresh: Keyword[] = [];
  for (const keyword of keywords) {
    const there = existing.find(({ name }) => name === keyword.name);
    if (there) edits.push(replacement(there.value, keyword.value));
    else fresh.push(keyword);
  }
  const oneLine = !list.text.includes('\n');
  if (oneLine) return onOneLine(list, existing, edits, fresh, width);
  return fresh.length === 0 ? edits : [...edits, ...appended(list, existing, fresh)];
}

/** A call on one line stays there while it fits; otherwise it takes the shape formatters give it, one argument a line. */
function onOneLine(list: PyNode, existing: readonly Argument[], edits: readonly Edit[], fresh: readonly Keyword[], width: number): readonly Edit[] {
  const { text } = list.tree;
  const words = existing.map(({ node, value }) => {
    const edit = edits.find(({ span }) => span.start === value.start && span.end === value.end);
    return edit ? text.slice(node.start, value.start) + edit.text : node.text;
  });
  words.push(...fresh.map(({ name, value }) => `${name}=${value}`));
  const line = text.slice(lineStart(text, list.start), lineEnd(text, list.end)).replace(/\r?\n$/, '');
  const longer = words.join(', ').length - (list.end - list.start - 2);
  const fits = widthOf(line) + longer <= width && !words.some((word) => word.includes('\n'));
  if (fits) {
    const last = existing.at(-1);
    const added = fresh.map(({ name, value }) => `${name}=${value}`).join(', ');
    if (added === '') return edits;
    if (!last) return [...edits, replacement({ start: list.start + 1, end: list.end - 1 }, added)];
    return [...edits, insertion(last.node.end, `, ${added}`)];
  }
  const ending = lineEnding(text);
  const outer = indentationAt(text, list.start);
  const inner = outer + indentUnit(list.tree);
  const body = words.map((word) => `${inner}${word},${ending}`).join('');
  return [replacement({ start: list.start + 1, end: list.end - 1 }, `${ending}${body}${outer}`)];
}

/** New arguments after the last one of a call over several lines, shaped like it. */
function appended(list: PyNode, existing: readonly Argument[], fresh: readonly Keyword[]): readonly Edit[] {
  const { text } = list.tree;
  const ending = lineEnding(text);
  const last = existing.at(-1);
  const words = fresh.map(({ name, value }) => `${name}=${value}`);
  if (!last) {
    const outer = indentationAt(text, list.start);
    const inner = outer + indentUnit(list.tree);
    const close = list.end - 1;
    const bare = text.slice(list.start + 1, close).trim() === '';
    const body = words.map((word) => `${inner}${word},${ending}`).join('');
    if (bare) return [replacement({ start: list.start + 1, end: close }, `${ending}${body}${outer}`)];
    // Only comments inside: the new lines come after them, before the closing parenthesis.
    return [insertion(lineStart(text, close), body)];
  }
  const comma = commaAfter(list, last.node);
  const indent = indentOf(text, last.node, existing);
  const closeStartsLine = text.slice(lineStart(text, list.end - 1), list.end - 1).trim() === '';
  if (!closeStartsLine) {
    const after = comma === undefined ? last.node.end : comma + 1;
    const lead = comma === undefined ? ',' : '';
    return [insertion(after, `${lead}${words.map((word) => `${ending}${indent}${word}`).join(',')}${comma === undefined ? '' : ','}`)];
  }
  const tail = comma === undefined ? words.map((word, index) => `${indent}${word}${index < words.length - 1 ? ',' : ''}${ending}`) : words.map((word) => `${indent}${word},${ending}`);
  const afterLine = lineEnd(text, comma ?? last.node.end - 1);
  const edits = comma === undefined ? [insertion(last.node.end, ',')] : [];
  return [...edits, insertion(Math.min(afterLine, lineStart(text, list.end - 1)), tail.join(''))];
}

function commaAfter(list: PyNode, node: PyNode): number | undefined {
  return list.children.find((child) => child.type === ',' && child.start >= node.end)?.start;
}

/** The white space new arguments begin with: that of the last argument that begins its line. */
function indentOf(text: string, last: PyNode, existing: readonly Argument[]): string {
  const starting = [...existing].reverse().find(({ node }) => text.slice(lineStart(text, node.start), node.start).trim() === '');
  if (starting) return text.slice(lineStart(text, starting.node.start), starting.node.start);
  const first = existing[0]?.node ?? last;
  return ' '.repeat(widthOf(text.slice(lineStart(text, first.start), first.start)));
}
