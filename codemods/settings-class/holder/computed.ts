import { calleeOf, argumentListOf, argumentsOf, parts, plainString, type PyNode } from '#pystd';

/** What is known of a value: a `str`, a `bool`, or anything that is never changed in its place. */
export type Kind = 'text' | 'flag' | 'any';

/** What stands in the place of a node, and what it is. */
export interface Part {
  readonly code: string;
  readonly kind: Kind;
}

const TEXT_METHODS = /^(?:lower|upper|casefold|title|capitalize|strip|lstrip|rstrip)$/;
/** Those that any two values take. */
const SAFE_COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', 'is', 'is not', 'not']);
const QUESTIONS = /^(?:startswith|endswith)$/;

/**
 * What an expression gives, when evaluating it again and later gives the same and cannot fail; `undefined` for any other. `partAt` tells what it is made of: names of
 * the class and reads of the environment.
 */
export function kindOf(node: PyNode, partAt: (node: PyNode) => Part | undefined): Kind | undefined {
  const part = partAt(node);
  if (part) return part.kind;
  const kinds = (nodes: readonly PyNode[]): readonly (Kind | undefined)[] => nodes.map((one) => kindOf(one, partAt));
  const inner = parts(node);
  switch (node.type) {
    case 'parenthesized_expression':
      return inner[0] && kindOf(inner[0], partAt);
    case 'string':
      return isSteadyText(node, partAt) ? 'text' : undefined;
    case 'concatenated_string':
      return kinds(inner).every((kind) => kind === 'text') ? 'text' : undefined;
    case 'true':
    case 'false':
      return 'flag';
    case 'integer':
    case 'float':
    case 'none':
      return 'any';
    case 'not_operator':
      return kinds(inner).every((kind) => kind !== undefined) ? 'flag' : undefined;
    case 'comparison_operator':
      return node.children.every(({ named, type }) => named || SAFE_COMPARISONS.has(type)) && kinds(inner).every((kind) => kind !== undefined) ? 'flag' : undefined;
    case 'boolean_operator':
      return common(kinds(inner));
    case 'conditional_expression': {
      const [value, condition, otherwise] = kinds(inner);
      return condition === undefined ? undefined : common([value, otherwise]);
    }
    case 'binary_operator':
      return node.children.some(({ type }) => type === '+') && kinds(inner).every((kind) => kind === 'text') ? 'text' : undefined;
    case 'call':
      return callKind(node, partAt);
    default:
      return undefined;
  }
}

/** A text whose holes are filled with what cannot fail; no bytes. */
function isSteadyText(node: PyNode, partAt: (node: PyNode) => Part | undefined): boolean {
  if (/^[a-zA-Z]*[bB]/.test(node.children[0]?.text ?? '')) return false;
  return parts(node).filter(({ type }) => type === 'interpolation').every((hole) => {
    const [expression, ...others] = parts(hole);
    return expression !== undefined && kindOf(expression, partAt) !== undefined && others.every(({ type }) => type === 'type_conversion') && !hole.children.some(({ type }) => type === '=');
  });
}

function callKind(node: PyNode, partAt: (node: PyNode) => Part | undefined): Kind | undefined {
  const callee = calleeOf(node);
  const [object, method] = callee?.type === 'attribute' ? parts(callee) : [];
  const list = argumentListOf(node);
  if (!object || !method || !list || kindOf(object, partAt) !== 'text' || argumentsOf(list).some(({ name, value }) => name !== undefined || plainString(value) === undefined)) return undefined;
  const count = argumentsOf(list).length;
  if (QUESTIONS.test(method.text) && count === 1) return 'flag';
  return TEXT_METHODS.test(method.text) && (count === 0 || (count === 1 && method.text.endsWith('strip'))) ? 'text' : undefined;
}

function common(kinds: readonly (Kind | undefined)[]): Kind | undefined {
  const [first] = kinds;
  if (kinds.some((kind) => kind === undefined)) return undefined;
  return kinds.every((kind) => kind === first) ? first : 'any';
}

/** The code of an expression with other code in the place of its parts. */
export function codeWith(node: PyNode, partAt: (node: PyNode) => Part | undefined): string {
  const part = partAt(node);
  if (part) return part.code;
  const { text } = node.tree;
  let code = '';
  let at = node.start;
  for (const child of node.children) {
    code += text.slice(at, child.start) + codeWith(child, partAt);
    at = child.end;
  }
  return code + text.slice(at, node.end);
}
