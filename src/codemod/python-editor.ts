import { appendToBody, prependToBody, setDocstring } from '../python/edit/blocks.ts';
import { addDecorators, removeDecorator, type DecoratorPlace } from '../python/edit/decorators.ts';
import { extractLines } from '../python/edit/extract-lines.ts';
import { statementAround } from '../python/edit/rows.ts';
import { insertAfter, insertBefore, replaceStatement } from '../python/edit/statements.ts';
import type { Module } from '../python/project/module.ts';
import type { Call } from '../python/project/search.ts';
import type { PyNode, PyTree } from '../python/syntax/node.ts';
import type { RepoPath } from '../repo/path.ts';
import type { Edit } from '../text/edit.ts';
import { authoredCode, authoredDecorators, authoredStatements } from './authored-code.ts';
import { orRefuse } from './refusal.ts';
import type { Removals } from './removals.ts';

/**
 * The ways to change Python code by its structure. Code is written at the margin, with `\n` and four spaces a step; it is put in with the
 * indentation and the line ending of its place. Comments that belong to a statement move and go with it.
 */
export interface PythonEditor {
  /** The statement a node is or is in, with its decorators. */
  statement(module: Module, node: PyNode): StatementEditor;
  /** The body of a definition, compound statement or clause; the root of a module's tree stands for the module. */
  body(module: Module, owner: PyNode): BodyEditor;
  decorators(module: Module, definition: PyNode): DecoratorsEditor;
  /** Takes a keyword argument out of a call; one that is not there is passed over. */
  removeKeyword(call: Call, name: string): void;
  /** Takes a name, as the module binds it, out of the import that gives it, and the import with its last name. */
  removeImport(module: Module, name: string): void;
}

/** One statement with its decorators and comments. */
export interface StatementEditor {
  /** Its text with its comments, as code at the margin: what `insertAfter` elsewhere needs to move it. */
  lines(): string;
  remove(): void;
  /** The comments above it and behind it stay. */
  replaceWith(code: string): void;
  insertBefore(code: string): void;
  insertAfter(code: string): void;
}

/** The statements of one body. A body of `pass` or `...` is replaced by what comes into it. */
export interface BodyEditor {
  append(code: string): void;
  /** Below the docstring and imports from `__future__`. */
  prepend(code: string): void;
  /** One string with its quotes, its further lines at the margin. */
  setDocstring(code: string): void;
}

/** The decorators of one definition. */
export interface DecoratorsEditor {
  /** `code` is one or more decorators with their `@`. */
  add(code: string, place: DecoratorPlace): void;
  remove(decorator: PyNode): void;
}

/** The structural half of an editor. Edits go to `addEdits` at once, removals wait in `removals` until all are known. */
export function pythonEditor(parse: (code: string) => PyTree, addEdits: (path: RepoPath, edits: readonly Edit[]) => void, removals: Removals): PythonEditor {
  return {
    statement(module, node) {
      const statement = statementAround(node);
      const add = (edits: Parameters<typeof orRefuse<readonly Edit[]>>[0]): void => addEdits(module.path, orRefuse(edits));
      return {
        lines: () => orRefuse(extractLines(statement)).code,
        remove: () => removals.statement(module, statement),
        replaceWith: (code) => add(replaceStatement(statement, authoredStatements(parse, code))),
        insertBefore: (code) => add(insertBefore(statement, authoredCode(parse, code))),
        insertAfter: (code) => add(insertAfter(statement, authoredCode(parse, code))),
      };
    },
    body: (module, owner) => ({
      append: (code) => addEdits(module.path, orRefuse(appendToBody(owner, authoredStatements(parse, code)))),
      prepend: (code) => addEdits(module.path, orRefuse(prependToBody(owner, authoredStatements(parse, code)))),
      setDocstring: (code) => addEdits(module.path, orRefuse(setDocstring(owner, authoredStatements(parse, code)))),
    }),
    decorators: (module, definition) => ({
      add: (code, place) => addEdits(module.path, addDecorators(definition, authoredDecorators(parse, code), place)),
      remove: (decorator) => addEdits(module.path, removeDecorator(decorator)),
    }),
    removeKeyword: (call, name) => removals.keyword(call, name),
    removeImport: (module, name) => removals.importedName(module, name),
  };
}
