import { enclosing, type PyNode } from '#pystd';
import { textOf } from './literals.ts';

/** Parents around which an expression of any precedence stands by itself. */
const OPEN = new Set([
  'argument_list', 'keyword_argument', 'assignment', 'augmented_assignment', 'return_statement', 'parenthesized_expression', 'expression_statement',
  'list', 'tuple', 'set', 'default_parameter', 'typed_default_parameter', 'yield',
]);
/** Parents around which a comparison stands by itself, too. */
const LOOSER = new Set([...OPEN, 'boolean_operator', 'not_operator', 'if_statement', 'elif_clause', 'while_statement', 'conditional_expression', 'assert_statement', 'if_clause', 'lambda', 'pair']);

/** What takes the place of `node`, kept apart from words that touch it. */
export function placed(node: PyNode, code: string): string {
  const { text } = node.tree;
  const before = /[\w]/.test(text.charAt(node.start - 1)) ? ' ' : '';
  const after = /[\w]/.test(text.charAt(node.end)) ? ' ' : '';
  return `${before}${code}${after}`;
}

/** `settings.X is not None`, in parentheses where it needs them. */
export function comparison(node: PyNode, code: string): string {
  return placed(node, LOOSER.has(node.parent?.type ?? '') ? code : `(${code})`);
}

/**
 * `settings.X if settings.X is not None else default`, in parentheses where it needs them; `isText` where the value is a text or `None`, and `or ""` says the
 * same in short. Left of an `or` of its own, `None` and the empty text are alike.
 */
export function orElse(node: PyNode, value: string, otherwise: string, isText: boolean): string {
  const isShort = isText && textOf(otherwise) === '';
  if (isShort && isLeftOfOr(node)) return placed(node, value);
  const code = isShort ? `${value} or ${otherwise}` : `${value} if ${value} is not None else ${otherwise}`;
  return placed(node, OPEN.has(node.parent?.type ?? '') ? code : `(${code})`);
}

function isLeftOfOr({ parent, start }: PyNode): boolean {
  return parent?.type === 'boolean_operator' && parent.start === start && parent.children.some(({ type }) => type === 'or');
}

/** Whether code with quotes of its own cannot be written here: inside a formatted string, before Python 3.12. */
export function isInsideString(node: PyNode): boolean {
  return enclosing(node, 'interpolation', 'format_expression') !== undefined;
}
