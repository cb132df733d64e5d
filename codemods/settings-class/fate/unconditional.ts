import { ancestors, type PyNode } from '#pystd';

/** What runs only sometimes, or more than once, or runs on after a failure. */
const SOMETIMES: ReadonlySet<string> = new Set([
  'if_statement', 'match_statement', 'for_statement', 'while_statement', 'try_statement', 'with_statement', 'conditional_expression',
  'list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression',
]);

/** Whether importing the module surely runs an expression, and a failure of it ends the import. For expressions that run on import. */
export function isUnconditional(node: PyNode): boolean {
  let below = node;
  for (const above of ancestors(node)) {
    if (SOMETIMES.has(above.type) && !isAlwaysAsked(above, below)) return false;
    // The right side of `and` and `or` may never be reached.
    if (above.type === 'boolean_operator' && above.children[0] !== below) return false;
    below = above;
  }
  return true;
}

/** `if os.environ["X"]:` always asks for the variable, whatever follows. */
function isAlwaysAsked(statement: PyNode, part: PyNode): boolean {
  if (statement.type === 'if_statement' || statement.type === 'while_statement' || statement.type === 'match_statement') return statement.children[1] === part;
  return statement.type === 'for_statement' && part.type !== 'block' && part.type !== 'else_clause';
}

