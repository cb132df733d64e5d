import { insertion, replacement, type Edit } from '../../text/edit.ts';
import { lineEnding } from '../../text/lines.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { statementsOf, withDecorators } from '../syntax/views.ts';
import type { Refused } from './arguments.ts';
import { blankEnd, blankStart, countLines, gapBetween } from './blank-lines.ts';
import { isBareString, isDocstringOf } from './docstring.ts';
import { fittedCode } from './fitted-code.ts';
import { openBody } from './one-line-body.ts';
import { indentOf, linesOf } from './row-lines.ts';
import { codeEnd, rowOf, rowsOf, type Row } from './rows.ts';

const SHARED: Refused = { refused: 'The statement shares its line with another.' };
const CONTINUED: Refused = { refused: 'The statement goes on with a line that ends in a backslash.' };
const FUTURE: Refused = { refused: 'Imports from `__future__` must stay the first statements.' };

/**
 * Edits that put code above a statement and the comments that belong to it. `code` is written at the margin. Around definitions empty lines are
 * added where they are missing. Refused: statements behind a semicolon, and code that would part a docstring or a `__future__` import from its place.
 */
export function insertBefore(statement: PyNode, code: PyTree): readonly Edit[] | Refused {
  const whole = withDecorators(statement);
  const row = rowOf(whole);
  if (row.statements[0] !== whole) return SHARED;
  if (row.place === 'continued') return CONTINUED;
  const added = statementsOf(code.root);
  if (added.length > 0 && isDocstringOf(whole)) return { refused: 'The docstring must stay the first statement.' };
  const before = neighbour(row, -1);
  const mayPrecedeFuture = (one: PyNode): boolean => isFuture(one) || (!before && isBareString(one));
  if (row.statements.some(isFuture) && !added.every(mayPrecedeFuture)) return FUTURE;
  if (row.place === 'header') return openBody(row, code, 'above');
  const { tree } = row.block;
  const ending = lineEnding(tree.text);
  const { start } = linesOf(row);
  const missing = gapBetween(before?.statements.at(-1), added[0], row.block) - countLines(tree.text, blankStart(tree.text, start), start);
  const above = ending.repeat(Math.max(0, missing));
  const below = ending.repeat(gapBetween(added.at(-1), whole, row.block));
  return [insertion(start, `${above}${fittedCode(code, indentOf(row), tree)}${ending}${below}`)];
}

/**
 * Edits that put code below a statement and all that belongs to it. Empty lines are added around definitions where they are missing; a file
 * without a final line break stays so. Refused: statements before a semicolon, and code that would stand before a `__future__` import.
 */
export function insertAfter(statement: PyNode, code: PyTree): readonly Edit[] | Refused {
  const whole = withDecorators(statement);
  const row = rowOf(whole);
  if (row.statements.at(-1) !== whole) return SHARED;
  if (row.place === 'continued') return CONTINUED;
  if (row.place === 'header') return openBody(row, code, 'below');
  const next = neighbour(row, 1);
  if (next?.statements.some(isFuture) && !statementsOf(code.root).every(isFuture)) return FUTURE;
  return [below(row, linesOf(row).end, 0, code)];
}

/** An edit that puts code on lines of its own at `offset`, somewhere below a row. `least` empty lines part it from what is above. */
export function below(row: Row, offset: number, least: number, code: PyTree): Edit {
  const { tree } = row.block;
  const { text } = tree;
  const ending = lineEnding(text);
  const added = statementsOf(code.root);
  const next = neighbour(row, 1);
  const above = ending.repeat(Math.max(least, gapBetween(row.statements.at(-1), added[0], row.block)));
  const lines = fittedCode(code, indentOf(row), tree);
  if (text[offset - 1] !== '\n') return insertion(offset, `${ending}${above}${lines}`);
  const missing = gapBetween(added.at(-1), next?.statements[0], row.block) - countLines(text, offset, blankEnd(text, offset));
  return insertion(offset, `${above}${lines}${ending}${ending.repeat(Math.max(0, missing))}`);
}

/**
 * Edits that put code in the place of a statement, decorators included. The comments above it and behind it stay, and so do the empty lines
 * around it. Refused: several statements in place of one that shares its line.
 */
export function replaceStatement(statement: PyNode, code: PyTree): readonly Edit[] | Refused {
  const whole = withDecorators(statement);
  const row = rowOf(whole);
  const { tree } = row.block;
  const added = statementsOf(code.root);
  const isSimple = added.length === 1 && !added.some(hasBlock) && !code.root.children.some(({ type }) => type === 'comment');
  if (isSimple && (row.statements.length > 1 || row.place !== 'line')) {
    return [replacement({ start: whole.start, end: codeEnd(whole) }, withoutSemicolon(code, fittedCode(code, '', tree)))];
  }
  if (row.statements.length > 1) return SHARED;
  if (row.place === 'continued') return CONTINUED;
  if (row.place === 'header') return openBody(row, code, 'instead');
  return [replacement({ start: whole.start, end: ownEnd(row) }, withoutSemicolon(code, fittedCode(code, indentOf(row), tree).slice(indentOf(row).length)))];
}

/** Code as it reads elsewhere without its final semicolon: the statement it replaces may have one that stays. */
function withoutSemicolon(code: PyTree, fitted: string): string {
  const last = statementsOf(code.root).at(-1);
  return last && /^\s*;\s*$/.test(code.text.slice(codeEnd(last))) ? fitted.replace(/\s*;$/, '') : fitted;
}

/** Past what is replaced with a statement: comments in its body are part of it, a comment behind a statement on one line is not. */
function ownEnd(row: Row): number {
  const { text } = row.block.tree;
  const [only] = row.statements;
  const code = codeEnd(only);
  if (!hasBlock(only) || !text.slice(only.start, code).includes('\n')) return code;
  const { end } = linesOf(row);
  return end - (/\r?\n$/.exec(text.slice(code, end))?.[0].length ?? 0);
}

function hasBlock({ type }: PyNode): boolean {
  return /_definition$|^(if|for|while|try|with|match)_statement$/.test(type);
}

function isFuture({ type }: PyNode): boolean {
  return type === 'future_import_statement';
}

function neighbour(row: Row, step: -1 | 1): Row | undefined {
  const rows = rowsOf(row.block);
  return rows[rows.findIndex(({ statements }) => statements[0] === row.statements[0]) + step];
}
