import type { PyNode } from '../syntax/node.ts';
import { parts } from '../syntax/walk.ts';

/**
 * Whether the first block of an `if` runs for type checkers only: its condition is a variable called `TYPE_CHECKING`, plain or as an attribute.
 * Type checkers go by this spelling as well (PEP 484, "Runtime or type checking?").
 */
export function isTypeCheckingBlock(ifStatement: PyNode): boolean {
  const condition = parts(ifStatement)[0];
  if (ifStatement.type !== 'if_statement' || !condition) return false;
  if (condition.type === 'identifier') return condition.text === 'TYPE_CHECKING';
  return condition.type === 'attribute' && parts(condition).at(-1)?.text === 'TYPE_CHECKING';
}
