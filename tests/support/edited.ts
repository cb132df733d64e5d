import { grammarBreaches } from '../../src/python/syntax/breaches.ts';
import type { PyNode, PyTree } from '../../src/python/syntax/node.ts';
import { descendants } from '../../src/python/syntax/walk.ts';
import { applyEdits } from '../../src/text/apply.ts';
import type { Edit } from '../../src/text/edit.ts';
import { pythonParser } from './parser.ts';

const parser = await pythonParser();

/** The tree of a text; code for inserting is written the same way. */
export function parsed(text: string): PyTree {
  const tree = parser.parse(text);
  if (tree.error) throw new Error(`This does not parse:\n${text}`);
  return tree;
}

/** The outermost node of a text that begins with `words` and, among those that begin there, is a statement, definition or decorator. */
export function nodeStarting(tree: PyTree, words: string): PyNode {
  for (const node of descendants(tree.root)) {
    const isStatement = node.parent?.type === 'block' || node.parent?.type === 'module' || node.parent?.type === 'decorated_definition' || /_clause$/.test(node.type);
    if (isStatement && node.named && node.text.startsWith(words)) return node;
  }
  throw new Error(`Nothing begins with ${words} in:\n${tree.text}`);
}

/** The text after edits, which must parse and break no rule of Python that the text before kept; or the reason of a refusal. */
export function edited(tree: PyTree, edits: readonly Edit[] | { readonly refused: string }): string {
  if ('refused' in edits) return `refused: ${edits.refused}`;
  const text = applyEdits(tree.text, edits);
  const after = parser.parse(text);
  if (after.error) throw new Error(`This does not parse any more:\n${text}`);
  const breaches = grammarBreaches(after);
  if (breaches.length > grammarBreaches(tree).length) throw new Error(`${breaches.map(({ what }) => what).join(' ')}\n${text}`);
  return text;
}

/** Lines as a text, with a line break at the end. */
export function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
