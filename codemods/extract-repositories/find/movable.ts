import { assignmentOf, calleeOf, deepDescendants, blockOf, statementsOf, type PyNode } from '#pystd';
import type { Asking, Left } from './unit.ts';

/** What may not be in code that moves, by the type of its node. */
const ODD: Readonly<Record<string, string>> = {
  named_expression: 'It binds a name inside an expression.',
  yield: 'It is part of a generator.',
  return_statement: 'The handler may end in between.',
  raise_statement: 'The handler may end with an error in between.',
  try_statement: 'Errors are handled in between.',
  with_statement: 'A context is entered in between.',
  while_statement: 'It is asked in a loop.',
  function_definition: 'A function is defined in between.',
};

/** Why a statement cannot move into a repository; `undefined` where it can: it builds a query, asks it, or works out a plain value in between. */
export function obstacleIn(statement: PyNode, asking: Asking, carriers: ReadonlySet<string>): Left | undefined {
  switch (statement.type) {
    case 'pass_statement':
    case 'comment':
      return undefined;
    case 'expression_statement':
      return inSimple(statement, asking, carriers);
    case 'if_statement':
    case 'elif_clause':
    case 'else_clause':
    case 'for_statement': {
      if (statement.children[0]?.type === 'async') return { node: statement, because: 'It is asked in an asynchronous loop.' };
      const body = blockOf(statement);
      const parts = statement.children.filter(({ named, type }) => named && type !== 'comment' && type !== 'block');
      const clauses = parts.filter(({ type }) => type === 'elif_clause' || type === 'else_clause');
      if (statement.type === 'for_statement' && clauses.length > 0) return { node: statement, because: 'A loop has an `else`.' };
      for (const part of parts) {
        const found = clauses.includes(part) ? obstacleIn(part, asking, carriers) : inExpression(part, asking);
        if (found) return found;
      }
      for (const inner of body ? statementsOf(body) : []) {
        const found = obstacleIn(inner, asking, carriers);
        if (found) return found;
      }
      return undefined;
    }
    default:
      return { node: statement, because: ODD[statement.type] ?? 'Something else is done in between.' };
  }
}

function inSimple(statement: PyNode, asking: Asking, carriers: ReadonlySet<string>): Left | undefined {
  const [only] = statement.children.filter(({ named, type }) => named && type !== 'comment');
  if (!only) return undefined;
  if (only.type === 'assignment' || only.type === 'augmented_assignment') {
    const target = only.type === 'assignment' ? assignmentOf(only)?.target : only.children[0];
    const names = target?.type === 'pattern_list' || target?.type === 'tuple_pattern' ? target.children.filter(({ named }) => named) : target ? [target] : [];
    if (names.some(({ type }) => type !== 'identifier')) return { node: only, because: 'An object is changed in between.' };
    if (only.children.filter(({ type }) => type === '=').length > 1 || (only.type === 'assignment' && only.children.at(-1)?.type === 'assignment')) return { node: only, because: 'Several names are bound at once.' };
    return inExpression(only, asking);
  }
  const isOwnCall = asking.access.calls.some((call) => call.node === only && (call.kind === 'query' || call.kind === 'flush'));
  const callee = only.type === 'call' ? calleeOf(only) : undefined;
  const isGathering = callee?.type === 'attribute' && /^(?:append|extend|insert)$/.test(callee.children.at(-1)?.text ?? '') && carriers.has(callee.children[0]?.text ?? '');
  return isOwnCall || isGathering ? inExpression(only, asking) : { node: only, because: 'Something else is done in between.' };
}

/** Why an expression cannot be evaluated in a method. */
export function inExpression(expression: PyNode, { access }: Asking): Left | undefined {
  const inside = access.calls.filter(({ use }) => expression.start <= use.start && use.end <= expression.end);
  const other = inside.find(({ kind }) => kind !== 'query' && kind !== 'flush');
  if (other) return { node: other.node, because: other.kind === 'passed' ? 'The session is handed to another function in between.' : other.kind === 'transaction' ? 'The transaction ends in between.' : 'The session is used for something else in between.' };
  for (const node of deepDescendants(expression, () => true)) {
    const odd = node.named ? ODD[node.type] : undefined;
    if (odd !== undefined) return { node, because: odd };
    if (node.named && node.type === 'await' && !inside.some((call) => node.start <= call.use.start && call.use.end <= node.end && awaited(node) === call.call)) return { node, because: 'Something else is awaited in between.' };
    if (node.named && node.type === 'for_in_clause' && node.children[0]?.type === 'async') return { node, because: 'It is asked in an asynchronous loop.' };
  }
  return undefined;
}

/** The call that an `await` waits for, through steps that a call of the session begins: `await db.stream(…)`. */
function awaited(node: PyNode): PyNode | undefined {
  const [inner] = node.children.filter(({ named, type }) => named && type !== 'comment');
  let call = inner;
  for (;;) {
    const callee = call?.type === 'call' ? calleeOf(call) : undefined;
    const object = callee?.type === 'attribute' ? callee.children[0] : undefined;
    if (object?.type !== 'call') return call;
    call = object;
  }
}
