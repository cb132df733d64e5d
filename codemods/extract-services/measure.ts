import { deepDescendants, type PyNode } from '#pystd';
import type { Measures } from './model.ts';

const CLOSED: ReadonlySet<string> = new Set(['function_definition', 'lambda', 'class_definition']);
const BRANCHES: ReadonlySet<string> = new Set(['if_statement', 'elif_clause', 'for_statement', 'while_statement', 'except_clause', 'case_clause', 'conditional_expression', 'boolean_operator', 'if_clause', 'for_in_clause']);

/** Counts the statements, queries and branches of a body. */
export function measured(body: readonly PyNode[], queries: number): Measures {
  let statements = 0;
  let branches = 0;
  for (const top of body) {
    for (const node of deepDescendants(top, (one) => !CLOSED.has(one.type) || one === top)) {
      if (node.parent?.type === 'block' && node.named && node.type !== 'comment') statements++;
      if (BRANCHES.has(node.type)) branches++;
    }
  }
  return { statements, queries, branches };
}
