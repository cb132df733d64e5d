import type { PyNode } from '../syntax/node.ts';
import { blockOf, statementsOf } from '../syntax/views.ts';
import { parts } from '../syntax/walk.ts';

/** Exceptions whose handler sees a failed import. */
const CATCHES_IMPORT_ERROR = new Set(['ImportError', 'ModuleNotFoundError', 'Exception', 'BaseException']);

/** Whether a `try` statement goes on when an import in its first block fails: a handler takes the error and does not end by raising. */
export function goesOnWithoutImport(statement: PyNode): boolean {
  return statement.type === 'try_statement' && handles(statement, CATCHES_IMPORT_ERROR);
}

/** Whether a handler of the `try` statement takes one of the exceptions, which are given by name, and does not end by raising. */
export function handles(tryStatement: PyNode, exceptions: ReadonlySet<string>): boolean {
  return parts(tryStatement).some((clause) => {
    if (clause.type !== 'except_clause') return false;
    const block = blockOf(clause);
    if (block && statementsOf(block).at(-1)?.type === 'raise_statement') return false;
    const caught = parts(clause).filter((part) => part !== block);
    return caught.length === 0 || caught.some((expression) => names(expression).some((name) => exceptions.has(name)));
  });
}

/** The exception names of a handler: `E`, `(A, B)`, `module.E`, each with or without `as`. */
function names(expression: PyNode): readonly string[] {
  switch (expression.type) {
    case 'identifier':
      return [expression.text];
    case 'attribute':
      return [parts(expression).at(-1)?.text ?? ''];
    case 'tuple':
    case 'parenthesized_expression':
      return parts(expression).flatMap(names);
    case 'as_pattern':
      return parts(expression).slice(0, 1).flatMap(names);
    default:
      return [];
  }
}
