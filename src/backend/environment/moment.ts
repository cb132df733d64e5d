import type { PyNode } from '../../python/syntax/node.ts';
import { ancestors, childAfter, childOfType } from '../../python/syntax/walk.ts';

/** When code runs: while its module is imported, or later (bodies of functions and lambdas, `if __name__ == "__main__"`). */
export type When = 'import' | 'call';

/** When the expression runs. Default arguments, decorators and class bodies run where they stand. */
export function momentOf(node: PyNode): When {
  let below = node;
  for (const above of ancestors(node)) {
    if (isLater(above, below)) return 'call';
    below = above;
  }
  return 'import';
}

/** Whether `part`, a child of `node`, runs later than `node` itself. */
function isLater(node: PyNode, part: PyNode): boolean {
  if (node.type === 'function_definition' || node.type === 'if_statement') return part === childOfType(node, 'block') && (node.type === 'function_definition' || isMainGuard(node));
  return node.type === 'lambda' && part === childAfter(node, ':');
}

/** `if __name__ == "__main__":`, whose block runs only in a program that somebody starts by this file. */
function isMainGuard(node: PyNode): boolean {
  return /^if\s*\(?\s*(__name__\s*==\s*(["'])__main__\2|(["'])__main__\3\s*==\s*__name__)\s*\)?\s*:/.test(node.text);
}
