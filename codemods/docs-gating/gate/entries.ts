import { enclosing, lineEnd, lineEnding, lineStart, parts, type Editor, type PyNode, type Task } from '#pystd';
import type { Options } from '../options.ts';
import type { Written } from '../pages.ts';

/** A value that is written somewhere, and what it becomes. */
export interface NewValue {
  readonly at: Written;
  readonly text: string;
}

/** Puts new values in the place of old ones. A dictionary on one line that would grow too long for it gets one pair a line. */
export function writeEntries(edit: Editor, values: readonly NewValue[], { backend }: Task<Options>): void {
  const groups = new Map<PyNode | undefined, NewValue[]>();
  for (const value of values) {
    const dictionary = dictionaryOf(value.at.node);
    groups.set(dictionary, [...(groups.get(dictionary) ?? []), value]);
  }
  for (const [dictionary, own] of groups) {
    const [first] = own;
    if (!first) continue;
    const { path, text } = first.at.module;
    const grown = own.reduce((sum, { at, text: after }) => sum + after.length - at.node.text.length, lineOf(text, first.at.node.start).length);
    const isTooLong = dictionary && !dictionary.text.includes('\n') && grown > backend.projects.lineWidth(path);
    edit.edit(path, isTooLong ? [{ span: dictionary, text: onePairALine(dictionary, own, text) }] : own.map(({ at, text: after }) => ({ span: at.node, text: after })));
  }
}

function dictionaryOf(value: PyNode): PyNode | undefined {
  const pair = value.parent?.type === 'pair' ? value.parent : undefined;
  return pair && enclosing(pair, 'dictionary');
}

function onePairALine(dictionary: PyNode, values: readonly NewValue[], text: string): string {
  const [indent = ''] = /^[ \t]*/.exec(lineOf(text, dictionary.start)) ?? [];
  const ending = lineEnding(text);
  const unit = indent.includes('\t') ? '\t' : '    ';
  const lines = parts(dictionary).map((pair) => {
    const value = values.find(({ at }) => at.node.parent === pair);
    const written = value ? pair.text.slice(0, value.at.node.start - pair.start) + value.text + pair.text.slice(value.at.node.end - pair.start) : pair.text;
    return `${indent}${unit}${written},${ending}`;
  });
  return `{${ending}${lines.join('')}${indent}}`;
}

function lineOf(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), lineEnd(text, offset)).trimEnd();
}
