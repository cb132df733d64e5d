import type { PyNode } from '../syntax/node.ts';
import { blockOf, statementsOf } from '../syntax/views.ts';

/** Kinds of nodes whose first string is their documentation. */
const DOCUMENTED: ReadonlySet<string> = new Set(['module', 'function_definition', 'class_definition']);

/** Whether a statement is nothing but text: a string, or strings side by side, that Python would take for a docstring where it stands first. */
export function isBareString(statement: PyNode): boolean {
  const [only, second] = statement.children;
  if (statement.type !== 'expression_statement' || only === undefined || second !== undefined) return false;
  const strings = only.type === 'concatenated_string' ? only.children.filter(({ named, type }) => named && type === 'string') : [only];
  return strings.every(({ type, text }) => type === 'string' && /^[rRuU]?['"]/.test(text));
}

/** The docstring of a module, class or function (PEP 257): a string that is the first statement of its body. */
export function docstringOf(owner: PyNode): PyNode | undefined {
  if (!DOCUMENTED.has(owner.type)) return undefined;
  const block = owner.type === 'module' ? owner : blockOf(owner);
  const first = block && statementsOf(block)[0];
  return first && isBareString(first) ? first : undefined;
}

/** Whether a statement is the docstring of the module, class or function it stands in. */
export function isDocstringOf(statement: PyNode): boolean {
  const block = statement.parent;
  const owner = block?.type === 'block' ? block.parent : block;
  return owner !== undefined && docstringOf(owner) === statement;
}
