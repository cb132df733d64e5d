import { ancestors, isMapped, widest, type DataAccess, type DataValue, type PyNode, type RepositoryView } from '#pystd';
import type { Asking } from './unit.ts';

/** What is taken of an expression that a carrier or a session begins: up to where it is a value, without what the program does with that. */
export function widestPart(root: PyNode, { types }: DataAccess): PyNode {
  const whole = widest(root);
  const value = types.dataValueOf(whole);
  return value ? wrapped(value.at) : whole;
}

/** Parentheses around the whole go with it: `( db.query(…) )`. */
function wrapped(node: PyNode): PyNode {
  const { parent } = node;
  return parent?.type === 'parenthesized_expression' && parent.children.filter(({ named }) => named).length === 1 ? wrapped(parent) : node;
}

/** Why what an expression gives is not read at once: a query that somebody else asks, rows that somebody else reads. A full sentence. */
export function readElsewhere(expression: PyNode, { stage }: DataValue): string | undefined {
  const { parent } = expression;
  const isLooped = (parent?.type === 'for_statement' || parent?.type === 'for_in_clause') && parent.children.findLast(({ named, type }) => named && type !== 'block' && type !== 'comment') === expression;
  const isConsumed = parent?.type === 'argument_list' && /^(?:list|set|tuple|dict|len|sorted|any|all|sum|next)\s*\(/.test(parent.parent?.text ?? '');
  if (stage === 'value' || isLooped || (stage === 'result' && isConsumed)) return undefined;
  return stage === 'builder' ? 'It is asked somewhere else.' : 'Its rows are read somewhere else.';
}

/** Nodes that are evaluated without anybody noticing. */
const INERT: ReadonlySet<string> = new Set(['identifier', 'integer', 'float', 'true', 'false', 'none', 'comment']);
/** Nodes whose parts are evaluated one after the other, all of them. */
const ORDERED: ReadonlySet<string> = new Set([
  'expression_statement', 'return_statement', 'assignment', 'call', 'argument_list', 'keyword_argument', 'dictionary', 'pair', 'list', 'tuple', 'expression_list', 'attribute', 'subscript',
  'comparison_operator', 'not_operator', 'unary_operator', 'binary_operator', 'parenthesized_expression', 'await', 'if_statement', 'for_statement', 'set', 'list_splat', 'dictionary_splat',
  'list_comprehension', 'generator_expression', 'set_comprehension', 'dictionary_comprehension', 'for_in_clause', 'boolean_operator', 'conditional_expression', 'raise_statement', 'assert_statement', 'interpolation', 'string',
]);

/**
 * Why a part of a statement is not evaluated once, and before everything that others could notice; `undefined` where it is.
 *
 * @param isHarmless whether a node that is evaluated before it is noticed by nobody
 */
export function comesFirst(part: PyNode, statement: PyNode, isHarmless: (node: PyNode) => boolean): string | undefined {
  let inner = part;
  for (const above of [part, ...ancestors(part)].slice(1)) {
    if (!ORDERED.has(above.type)) return 'It is asked in a place that may not be reached, or more than once.';
    if (!isSure(above, inner)) return 'It is asked in a place that may not be reached, or more than once.';
    const before = above.type === 'for_in_clause' || above.type === 'for_statement' || above.type === 'assignment' || /comprehension$|generator_expression/.test(above.type) ? [] : above.children.filter(({ end, named }) => named && end <= inner.start);
    if (!before.every(isHarmless)) return 'Something else is evaluated before it.';
    if (above === statement) return undefined;
    inner = above;
  }
  return 'It is in another statement.';
}

/** Expressions that hold others. */
const HOLDERS: ReadonlySet<string> = new Set(['pair', 'keyword_argument', 'parenthesized_expression', 'list', 'tuple', 'dictionary', 'argument_list']);

/** Whether evaluating an expression is noticed by nobody. An attribute of a mapped object may ask the database. */
export function isInert(view: RepositoryView, { handler, access }: Asking, node: PyNode, except: readonly PyNode[] = []): boolean {
  if (except.includes(node)) return true;
  if (INERT.has(node.type)) return true;
  if (node.type === 'string' || node.type === 'concatenated_string') return !node.text.includes('{');
  if (HOLDERS.has(node.type)) return node.children.filter(({ named }) => named).every((child) => isInert(view, { handler, access }, child, except));
  if (node.type !== 'attribute') return false;
  const kind = view.python.symbolOf(handler.module, node).kind;
  if (kind === 'external' || kind === 'module') return true;
  const [object] = node.children;
  const type = object && access.types.typeOf(object);
  return object !== undefined && isInert(view, { handler, access }, object) && type !== undefined && (type.kind === 'builtin' || (type.kind === 'own' && !isMapped(view.python, type)));
}

/** Whether a part is evaluated exactly once when the whole is. */
function isSure(above: PyNode, inner: PyNode): boolean {
  const named = above.children.filter(({ named: isNamed, type }) => isNamed && type !== 'comment');
  switch (above.type) {
    case 'boolean_operator':
      return named[0] === inner;
    case 'conditional_expression':
      return named[1] === inner;
    case 'if_statement':
      return named[0] === inner;
    case 'for_statement':
      return named[1] === inner && above.children[0]?.type !== 'async';
    case 'for_in_clause': {
      const clauses = above.parent?.children.filter(({ type }) => type === 'for_in_clause') ?? [];
      return clauses[0] === above && named.at(-1) === inner && above.children[0]?.type !== 'async';
    }
    case 'list_comprehension':
    case 'generator_expression':
    case 'set_comprehension':
    case 'dictionary_comprehension':
      return inner.type === 'for_in_clause';
    default:
      return true;
  }
}
