import { insertion, replacement, type Edit } from '../../text/edit.ts';
import { startsLine } from '../../text/indent.ts';
import { lineEnd, lineEnding, lineStart } from '../../text/lines.ts';
import type { PyNode } from '../syntax/node.ts';
import { childOfType } from '../syntax/walk.ts';
import { itemsOf } from './import-block.ts';
import { indentUnit } from './indentation.ts';
import { widthOf } from './line-width.ts';
import { startWithComments } from './statement-lines.ts';

/** Whether a `from` import can take another name: not `*`, and no line that a backslash continues. */
export function canTakeMore(statement: PyNode): boolean {
  return itemsOf(statement).length > 0 && !statement.text.includes('\\');
}

/**
 * Edits that add a name to a `from` import, in its place where the names are sorted. One line stays one line while it fits into `width`
 * columns, one name a line stays so, comments stay with the names they follow.
 */
export function mergeInto(statement: PyNode, word: string, width: number): readonly Edit[] {
  const { text } = statement.tree;
  const names = itemsOf(statement);
  const isSorted = names.every((name, index) => index === 0 || sortKey(names[index - 1]?.text ?? '') <= sortKey(name.text));
  const next = isSorted ? names.find((name) => sortKey(name.text) > sortKey(word)) : undefined;
  const last = names.at(-1) ?? statement;
  const inline = next ? insertion(next.start, `${word}, `) : insertion(last.end, `, ${word}`);
  if (!statement.text.includes('\n')) {
    const line = text.slice(lineStart(text, statement.start), lineEnd(text, statement.end)).replace(/\r?\n$/, '');
    return [widthOf(line) + word.length + 2 <= width ? inline : oneNameALine(statement, names, next, word)];
  }
  const ending = lineEnding(text);
  const anchor = next ?? last;
  if (!startsLine(text, anchor.start)) return [inline];
  const indent = text.slice(lineStart(text, anchor.start), anchor.start);
  if (next) return [insertion(startWithComments(next), `${indent}${word},${ending}`)];
  const comma = statement.children.find((child) => child.type === ',' && child.start >= last.end);
  const close = childOfType(statement, ')');
  const behind = lineEnd(text, comma?.start ?? last.end - 1);
  // The closing parenthesis may stand on the line of the last name.
  if (close && close.start < behind) return [comma ? insertion(comma.end, `${ending}${indent}${word},`) : insertion(last.end, `,${ending}${indent}${word}`)];
  return comma ? [insertion(behind, `${indent}${word},${ending}`)] : [insertion(last.end, ','), insertion(behind, `${indent}${word}${ending}`)];
}

/** The parenthesised form with one name a line, as Black and isort write it. */
function oneNameALine(statement: PyNode, names: readonly PyNode[], next: PyNode | undefined, word: string): Edit {
  const { text } = statement.tree;
  const ending = lineEnding(text);
  const words = names.map((name) => name.text);
  words.splice(next ? names.indexOf(next) : words.length, 0, word);
  const open = childOfType(statement, '(');
  const close = childOfType(statement, ')');
  const unit = indentUnit(statement.tree);
  const body = `(${ending}${words.map((each) => `${unit}${each},${ending}`).join('')})`;
  return replacement({ start: open?.start ?? names[0]?.start ?? statement.start, end: close?.end ?? names.at(-1)?.end ?? statement.end }, body);
}

/** The order of names inside one import as isort has it by default: constants, classes, then the rest. */
function sortKey(word: string): string {
  const name = word.split(/\s/)[0] ?? word;
  const rank = /^[A-Z][A-Z0-9_]*$/.test(name) && name.length > 1 ? '0' : /^[A-Z]/.test(name) ? '1' : '2';
  return `${rank}${name}`;
}
