import { insertion, type Edit } from '../../text/edit.ts';
import { lineEnding } from '../../text/lines.ts';
import type { PyNode, PyTree } from '../syntax/node.ts';
import { blockOf, statementsOf, undecorated } from '../syntax/views.ts';
import type { Refused } from './arguments.ts';
import { docstringOf, isBareString, isDocstringOf } from './docstring.ts';
import { fittedCode } from './fitted-code.ts';
import { openBody } from './one-line-body.ts';
import { commentLineAt, indentOf, linesOf } from './row-lines.ts';
import { rowsOf, type Row } from './rows.ts';
import { below, insertAfter, insertBefore, replaceStatement } from './statements.ts';
import { blankEnd } from './blank-lines.ts';

const NO_BODY: Refused = { refused: 'There is no body that takes statements.' };

/**
 * Edits that add code as the last statements of the body of a module, definition, compound statement or clause, below the comments it ends with.
 * A body of `pass` or `...` is replaced.
 */
export function appendToBody(owner: PyNode, code: PyTree): readonly Edit[] | Refused {
  const body = bodyOf(owner);
  if (!body) return NO_BODY;
  const rows = rowsOf(body);
  const last = rows.at(-1);
  if (!last) return [atEnd(body.tree, code)];
  const placeholder = placeholderIn(rows);
  if (placeholder) return inPlaceOf(placeholder, code);
  const statement = last.statements.at(-1);
  if (!statement || last.place !== 'line') return statement ? insertAfter(statement, code) : NO_BODY;
  const lines = linesOf(last);
  const end = endOfComments(last, lines.end);
  return [below(last, end, end > lines.end ? 1 : 0, code)];
}

/**
 * Edits that add code as the first statements of a body, after its docstring and imports from `__future__`. A body of `pass` or `...` is
 * replaced.
 */
export function prependToBody(owner: PyNode, code: PyTree): readonly Edit[] | Refused {
  const body = bodyOf(owner);
  if (!body) return NO_BODY;
  const rows = rowsOf(body);
  const placeholder = placeholderIn(rows);
  if (placeholder) return inPlaceOf(placeholder, code);
  const statements = statementsOf(body);
  const at = statements.findIndex((statement) => !isDocstringOf(statement) && statement.type !== 'future_import_statement');
  const next = statements[at];
  const last = statements.at(-1);
  if (next) return insertBefore(next, code);
  return last ? insertAfter(last, code) : [atEnd(body.tree, code)];
}

/**
 * Edits that give a module, class or function this docstring, written at the margin with its quotes; an existing one is replaced. Its further
 * lines are indented with the body, as PEP 257 has it, which readers of docstrings take off again.
 * @throws Error when `docstring` is anything but one string.
 */
export function setDocstring(owner: PyNode, docstring: PyTree): readonly Edit[] | Refused {
  const [only, second] = statementsOf(docstring.root);
  if (!only || second || !isBareString(only) || only.end - only.start !== docstring.text.trim().length) throw new Error('A docstring is one string.');
  const definition = undecorated(owner);
  const body = bodyOf(definition);
  if (!body) return NO_BODY;
  const there = docstringOf(definition);
  if (there) return replaceStatement(there, docstring);
  const rows = rowsOf(body);
  const placeholder = placeholderIn(rows);
  if (placeholder) return inPlaceOf(placeholder, docstring);
  const first = rows[0]?.statements[0];
  return first ? insertBefore(first, docstring) : [atEnd(body.tree, docstring)];
}

/** The block of a definition, compound statement or clause; a module is its own. A `match` has cases in place of statements. */
function bodyOf(owner: PyNode): PyNode | undefined {
  const definition = undecorated(owner);
  if (definition.type === 'match_statement') return undefined;
  return definition.type === 'module' ? definition : blockOf(definition);
}

/** The row of the `pass` or `...` that is all there is in a body. */
function placeholderIn([row, second]: readonly Row[]): Row | undefined {
  const only = row?.statements[0];
  if (!row || second || row.statements.length > 1 || row.block.type === 'module') return undefined;
  return only?.type === 'pass_statement' || only?.text === '...' ? row : undefined;
}

function inPlaceOf(row: Row, code: PyTree): readonly Edit[] | Refused {
  return row.place === 'header' ? openBody(row, code, 'instead') : replaceStatement(row.statements[0], code);
}

/** Past the comments below the last row of a body that stand at its indentation. */
function endOfComments(row: Row, from: number): number {
  const { tree } = row.block;
  let end = from;
  for (let at = blankEnd(tree.text, from); at < tree.text.length; at = blankEnd(tree.text, end)) {
    const comment = commentLineAt(tree, at);
    if (comment?.indent !== indentOf(row)) break;
    end = comment.end;
  }
  return end;
}

/** Code at the end of a module that has no statement yet. */
function atEnd(tree: PyTree, code: PyTree): Edit {
  const { text } = tree;
  const ending = lineEnding(text);
  const joint = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : ending;
  return insertion(text.length, `${joint}${fittedCode(code, '', tree)}${ending}`);
}
