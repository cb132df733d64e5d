import type { PyNode } from '../syntax/node.ts';
import { blockOf, statementsOf } from '../syntax/views.ts';
import { parts } from '../syntax/walk.ts';

/** Exceptions whose handler sees a failed import. */
const CATCHES_IMPORT_ERROR = new Set(['ImportError', 'ModuleNotFoundError', 'Exception', 'BaseException']);

/** Whether a `try` statement goes on when an import in its first block fails: a handler takes the error and does not end by raising. */
export function goesOnWithoutImport(statement: PyNode): boolean {
  if (statement.type !== 'try_statement') return false;
  return handlersOf(statement).some(({ block, caught }) => {
    const raises = block !== undefined && statementsOf(block).at(-1)?.type === 'raise_statement';
    return !raises && (caught.length === 0 || caught.some((name) => CATCHES_IMPORT_ERROR.has(name)));
  });
}

/** Whether a handler of the `try` statement is there for names that do not exist, as in `try: unicode` … `except NameError`. */
export function expectsNameError(tryStatement: PyNode): boolean {
  return handlersOf(tryStatement).some(({ caught }) => caught.includes('NameError'));
}

/** The handlers of a `try` statement with the names of what they take: none for a bare `except:`. */
function handlersOf(tryStatement: PyNode): readonly { readonly block: PyNode | undefined; readonly caught: readonly string[] }[] {
  return parts(tryStatement).flatMap((clause) => {
    if (clause.type !== 'except_clause') return [];
    const block = blockOf(clause);
    return [{ block, caught: parts(clause).filter((part) => part !== block).flatMap(namesIn) }];
  });
}

/** The exception names of a handler: `E`, `(A, B)`, `module.E`, each with or without `as`. What is computed counts as one unknown name. */
function namesIn(expression: PyNode): readonly string[] {
  switch (expression.type) {
    case 'attribute':
      return [parts(expression).at(-1)?.text ?? ''];
    case 'tuple':
    case 'parenthesized_expression':
      return parts(expression).flatMap(namesIn);
    case 'as_pattern':
      return parts(expression).slice(0, 1).flatMap(namesIn);
    default:
      return [expression.text];
  }
}
