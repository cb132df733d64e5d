import type { PyNode } from './node.ts';
import { childAfter, childOfType, parts } from './walk.ts';

/** One argument of a call, in the order written. */
export interface Argument {
  /** The whole argument: `name=value`, `*rest`, `**rest` or a bare value. */
  readonly node: PyNode;
  /** The keyword, for `name=value`. */
  readonly name: string | undefined;
  readonly value: PyNode;
  readonly unpacking: '*' | '**' | undefined;
}

/** What is called: `f` in `f(x)`. A star read as part of it is left out. */
export function calleeOf(call: PyNode): PyNode | undefined {
  const callee = parts(call)[0];
  return callee?.type === 'list_splat' ? parts(callee)[0] : callee;
}

/** The parenthesised argument list of a call; absent for `f(x for x in y)`, whose parentheses belong to the generator. */
export function argumentListOf(call: PyNode): PyNode | undefined {
  return childOfType(call, 'argument_list');
}

/** The arguments of an argument list. */
export function argumentsOf(list: PyNode): Argument[] {
  return parts(list).map((node): Argument => {
    if (node.type === 'keyword_argument') {
      const [name, value] = parts(node);
      return { node, name: name?.text, value: value ?? node, unpacking: undefined };
    }
    const unpacking = node.type === 'list_splat' ? '*' : node.type === 'dictionary_splat' ? '**' : undefined;
    return { node, name: undefined, value: unpacking ? (parts(node)[0] ?? node) : node, unpacking };
  });
}

/** The text of a plain string literal: no f-string, no bytes, no concatenation, no escape. `undefined` for anything else. */
export function plainString(node: PyNode): string | undefined {
  if (node.type !== 'string') return undefined;
  const start = node.children[0];
  const end = node.children[node.children.length - 1];
  if (!start || !end || start === end || !/^[rRuU]?['"]+$/.test(start.text)) return undefined;
  const inner = node.tree.text.slice(start.end, end.start);
  return inner.includes('\\') ? undefined : inner;
}

/** The definition inside its decorators, or the node itself. */
export function undecorated(node: PyNode): PyNode {
  return node.type === 'decorated_definition' ? (childOfType(node, 'function_definition', 'class_definition') ?? node) : node;
}

/** A definition with its decorators, where it has any. */
export function withDecorators(definition: PyNode): PyNode {
  return definition.parent?.type === 'decorated_definition' ? definition.parent : definition;
}

/** The block of a compound statement or definition. */
export function blockOf(node: PyNode): PyNode | undefined {
  return childOfType(node, 'block');
}

/** The statements of a module or block, comments left out. */
export function statementsOf(body: PyNode): readonly PyNode[] {
  return parts(body);
}

/** The parts of an assignment, plain or annotated. */
export interface Assignment {
  readonly target: PyNode;
  readonly annotation: PyNode | undefined;
  readonly value: PyNode | undefined;
}

/** The assignment a statement consists of; `undefined` for other statements. */
export function assignmentOf(statement: PyNode): Assignment | undefined {
  const node = statement.type === 'expression_statement' ? parts(statement)[0] : statement;
  if (node?.type !== 'assignment') return undefined;
  const target = parts(node)[0];
  if (!target) return undefined;
  return { target, annotation: childOfType(node, 'type'), value: childAfter(node, '=') };
}
