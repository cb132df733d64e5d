import type { PyNode } from '../../python/syntax/node.ts';
import { ancestors, childAfter, childOfType, parts } from '../../python/syntax/walk.ts';
import { answersOf } from './idioms/conditionals.ts';
import type { State } from './idioms/state.ts';
import { isTrue } from './python-value.ts';

/** What surely holds of the variable where an expression is reached: it is set, or it is set and not empty. */
export type Asked = 'set' | 'not empty';

/** What the code around has asked before: `if "X" in os.environ:` around the expression, `os.getenv("X") and …` before it. */
export function askedBefore(node: PyNode, readingAt: (node: PyNode) => State | undefined): Asked | undefined {
  let below = node;
  for (const above of ancestors(node)) {
    if ((above.type === 'function_definition' && below.type === 'block') || above.type === 'lambda') return undefined;
    const condition = conditionFor(above, below);
    const found = condition ? conjuncts(condition).flatMap((part) => answerTo(readingAt(part)) ?? []) : [];
    if (found.length > 0) return found.includes('not empty') ? 'not empty' : 'set';
    below = above;
  }
  return undefined;
}

/** The condition that is true whenever `part` of `node` runs. */
function conditionFor(node: PyNode, part: PyNode): PyNode | undefined {
  const [first, second] = parts(node);
  if (node.type === 'if_statement' || node.type === 'elif_clause') return part === childOfType(node, 'block') ? first : undefined;
  if (node.type === 'conditional_expression') return part === first ? second : undefined;
  return node.type === 'boolean_operator' && part === childAfter(node, 'and') ? first : undefined;
}

/** What a condition that holds says of the variable. */
function answerTo(state: State | undefined): Asked | undefined {
  const answer = state && answersOf(state);
  return answer?.full && state?.unset.kind === 'value' && !isTrue(state.unset.value) ? (answer.empty ? 'set' : 'not empty') : undefined;
}

/** `a`, `b` and `c` of `a and (b and c)`. */
function conjuncts(condition: PyNode): readonly PyNode[] {
  if (condition.type === 'parenthesized_expression' && parts(condition).length === 1) return parts(condition).flatMap(conjuncts);
  const isAnd = condition.type === 'boolean_operator' && childAfter(condition, 'and') !== undefined;
  return isAnd ? parts(condition).flatMap(conjuncts) : [condition];
}
