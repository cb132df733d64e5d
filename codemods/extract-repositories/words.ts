import { deepDescendants, series, type PyNode } from '#pystd';
import type { Asking, Left } from './find/unit.ts';
import type { Method } from './plan.ts';

const BRANCHES: ReadonlySet<string> = new Set(['if_statement', 'elif_clause', 'for_statement', 'while_statement', 'except_clause', 'case_clause', 'conditional_expression', 'boolean_operator', 'if_clause', 'for_in_clause']);

/** How much a handler does, in words. */
export function measures({ handler, access }: Asking): string {
  let statements = 0;
  let branches = 0;
  for (const node of deepDescendants(handler.node, (one) => one === handler.node || one.type !== 'function_definition')) {
    if (node.parent?.type === 'block' && node.named && node.type !== 'comment') statements++;
    if (BRANCHES.has(node.type)) branches++;
  }
  const queries = access.calls.filter(({ kind }) => kind === 'query').length;
  return `${counted(statements, 'statement')}, ${counted(queries, 'query')}, ${counted(branches, 'branch')}`;
}

/** What a module of routes no longer asks itself. */
export function movedMessage(handlers: readonly string[], methods: readonly Method[], count: number): string {
  const repositories = [...new Set(methods.map(({ home }) => `\`${home.name}\``))].sort();
  return `${series(handlers.map((name) => `\`${name}\``))} ${handlers.length === 1 ? 'asks' : 'ask'} the database in the route, ${count === 1 ? 'once' : `${count} times`}: ${count === 1 ? 'it becomes a method' : 'these become methods'} of ${series(repositories)}, word for word.`;
}

/** What of a handler stays. */
export function staysMessage(asking: Asking, left: readonly Left[]): string {
  const reasons = [...new Set(left.map(({ because }) => because))];
  return `\`${asking.handler.name}\` (${measures(asking)}) keeps ${counted(left.length, 'access', 'accesses')} to the database. ${reasons.join(' ')}`;
}

function counted(count: number, one: string, many = one === 'query' ? 'queries' : one === 'branch' ? 'branches' : `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Where a finding about what stays points to. */
export function placeOf(left: readonly Left[], handler: PyNode): PyNode {
  return left[0]?.node ?? handler;
}
