import type { PyNode } from '../../python/syntax/node.ts';
import { assignmentOf } from '../../python/syntax/views.ts';
import { ancestors, childAfter, childOfType, parts } from '../../python/syntax/walk.ts';
import type { ReadingName, ReadingPlace } from './reading.ts';

/** Where an expression stands. */
export function placeOf(node: PyNode): ReadingPlace {
  let below = node;
  for (const above of ancestors(node)) {
    if (['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression'].includes(above.type)) return 'comprehension';
    if (above.type === 'parameters' || above.type === 'lambda_parameters') return 'default-argument';
    if (above.type === 'decorator') return 'decorator';
    if ((above.type === 'function_definition' && below.type === 'block') || above.type === 'lambda') return 'function';
    if (above.type === 'class_definition') return 'class-body';
    below = above;
  }
  return 'module';
}

/** The name that is bound to exactly this expression, at the top of the module or in the body of a class. */
export function nameOfValue(node: PyNode): ReadingName | undefined {
  const assignment = node.parent?.type === 'assignment' ? node.parent : undefined;
  const statement = assignment?.parent?.type === 'expression_statement' ? assignment.parent : undefined;
  const parts = statement && assignmentOf(statement);
  const home = statement?.parent;
  const holder = home?.type === 'block' && home.parent?.type === 'class_definition' ? home.parent : undefined;
  if (!statement || parts?.value !== node || parts.target.type !== 'identifier' || (home?.type !== 'module' && !holder)) return undefined;
  return { name: parts.target.text, statement, holder, annotation: parts.annotation?.text };
}

/** Whether the expression is evaluated whenever its module is imported: in no function, branch, loop, handler or second operand. */
export function isAlwaysEvaluated(node: PyNode): boolean {
  let below = node;
  for (const above of ancestors(node)) {
    if (isMaybe(above, below)) return false;
    below = above;
  }
  return true;
}

/** Whether `part` of `node` may be left out when `node` runs. */
function isMaybe(node: PyNode, part: PyNode): boolean {
  switch (node.type) {
    case 'function_definition':
    case 'for_statement':
      return part.type === 'block' || part.type === 'else_clause';
    case 'if_statement':
    case 'while_statement':
      return part !== parts(node)[0];
    case 'try_statement':
      return part.type !== 'block';
    case 'boolean_operator':
      return part !== parts(node)[0];
    case 'conditional_expression':
      return part !== parts(node)[1];
    case 'lambda':
      return part === childAfter(node, ':');
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return part !== childOfType(node, 'for_in_clause');
    case 'for_in_clause':
      return part !== childAfter(node, 'in');
    case 'match_statement':
      return part !== parts(node)[0];
    case 'assert_statement':
      return true;
    default:
      return false;
  }
}

/** Whether an error raised here may be caught by the code around: `try … except`, `with suppress(…)`, `with pytest.raises(…)`. */
export function isErrorCaught(node: PyNode): boolean {
  let below = node;
  for (const above of ancestors(node)) {
    if ((above.type === 'function_definition' && below.type === 'block') || above.type === 'lambda') return false;
    if (above.type === 'try_statement' && below === childOfType(above, 'block') && childOfType(above, 'except_clause', 'except_group_clause')) return true;
    if (above.type === 'with_statement' && below.type === 'block' && parts(above).some((part) => part.type === 'with_clause' && /\b(suppress|raises)\b/.test(part.text))) return true;
    below = above;
  }
  return false;
}
