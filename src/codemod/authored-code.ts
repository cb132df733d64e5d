import { grammarBreaches } from '../python/syntax/breaches.ts';
import type { PyTree } from '../python/syntax/node.ts';
import { statementsOf } from '../python/syntax/views.ts';

/**
 * Code an author of a codemod writes, at the margin and with `\n` at its line ends; empty lines around it are left out.
 * @throws Error when it is no Python: that is a mistake of the codemod.
 */
export function authoredCode(parse: (code: string) => PyTree, code: string): PyTree {
  const tree = parse(code.replaceAll('\r\n', '\n').replace(/^(?:[ \t]*\n)+/, '').trimEnd());
  const [breach] = tree.error ? [] : grammarBreaches(tree);
  if (tree.error || breach) throw new Error(`A codemod wrote code that is no Python: ${breach?.what ?? 'it does not parse.'}\n${tree.text}`);
  return tree;
}

/** Authored code that must do something: comments alone cannot stand in the place of a statement. */
export function authoredStatements(parse: (code: string) => PyTree, code: string): PyTree {
  const tree = authoredCode(parse, code);
  if (statementsOf(tree.root).length === 0) throw new Error(`A codemod wrote code without a statement:\n${tree.text}`);
  return tree;
}

/** Decorators, written with their `@`, above a definition made for them. */
export function authoredDecorators(parse: (code: string) => PyTree, code: string): PyTree {
  const tree = authoredCode(parse, `${code.trimEnd()}\ndef decorated(): ...`);
  const [only, second] = statementsOf(tree.root);
  if (only?.type !== 'decorated_definition' || second || only.start !== 0) throw new Error(`A codemod wrote something else than decorators:\n${code}`);
  return tree;
}
