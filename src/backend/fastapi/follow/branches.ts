import type { PyNode } from '../../../python/syntax/node.ts';
import { blockOf } from '../../../python/syntax/views.ts';
import { childAfter, childOfType, parts } from '../../../python/syntax/walk.ts';
import { isTypeCheckingBlock } from '../../../python/names/type-checking.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { assign, itemsOf } from './loops.ts';
import { under } from './machine.ts';
import { truthOf } from './operators.ts';
import { runBlock, type End } from './statements.ts';
import { choiceOf, type Value } from './value.ts';

/** One way the program may go. */
interface Branch {
  /** What it stands under; `undefined` where it surely runs. */
  readonly condition: PyNode | undefined;
  run(): End;
}

/** `if`: the branch that is known, else each of them. */
export function runIf(statement: PyNode, frame: Frame): End {
  const branches: Branch[] = [];
  let open = true;
  for (const clause of [statement, ...parts(statement).filter(({ type }) => type === 'elif_clause' || type === 'else_clause')]) {
    const block = blockOf(clause);
    const test = clause.type === 'else_clause' ? undefined : parts(clause)[0];
    const truth = clause === statement && isTypeCheckingBlock(statement) ? false : test ? truthOf(evaluate(test, frame)) : true;
    if (truth === false || !block) continue;
    branches.push({ condition: truth === true && branches.length === 0 ? undefined : clause, run: () => runBlock(block, frame) });
    open = truth !== true;
    if (!open) break;
  }
  return runBranches(statement, branches, open, frame);
}

/** `match`: any of its cases. */
export function runMatch(statement: PyNode, frame: Frame): End {
  const [subject] = parts(statement);
  if (subject) evaluate(subject, frame);
  const block = blockOf(statement);
  const cases = block ? parts(block).filter(({ type }) => type === 'case_clause') : [];
  const branches = cases.flatMap((clause): Branch[] => {
    const body = blockOf(clause);
    return body ? [{ condition: clause, run: () => runBlock(body, frame) }] : [];
  });
  return runBranches(statement, branches, true, frame);
}

/** `try`: all of it, or as far as it comes and then a handler. When no handler goes on, the body is certain. */
export function runTry(statement: PyNode, frame: Frame): End {
  const block = blockOf(statement);
  const handlers = parts(statement).filter(({ type }) => type === 'except_clause' || type === 'except_group_clause');
  const goesOn = handlers.some((handler) => !/(?:^|\n|:|;)\s*raise\b/.test(handler.text));
  const after = parts(statement).find(({ type }) => type === 'else_clause');
  const body = (): End => {
    const end = block ? runBlock(block, frame) : 'on';
    const rest = end === 'on' && after ? blockOf(after) : undefined;
    return rest ? runBlock(rest, frame) : end;
  };
  const branches: Branch[] = [{ condition: goesOn ? statement : undefined, run: body }];
  for (const handler of handlers) {
    const inner = blockOf(handler);
    if (inner) branches.push({ condition: handler, run: () => runBlock(inner, frame) });
  }
  const end = runBranches(statement, branches, false, frame);
  const last = parts(statement).find(({ type }) => type === 'finally_clause');
  const inner = last && blockOf(last);
  if (inner) runBlock(inner, frame);
  return end;
}

/** A loop: over known values one by one, else once, under a condition. */
export function runFor(statement: PyNode, frame: Frame): End {
  const block = blockOf(statement);
  if (!block) return 'on';
  const target = childAfter(statement, 'for');
  const iterable = childAfter(statement, 'in');
  const condition = { module: frame.module, node: statement, clause: statement };
  if (!target || !iterable) {
    under(frame.machine, condition, () => runBlock(block, frame));
    return 'on';
  }
  const { items, open, unknown } = itemsOf(evaluate(iterable, frame), iterable);
  for (const item of items.slice(0, MOST_ROUNDS)) {
    assign(target, item, frame);
    const end = runBlock(block, frame);
    if (end === 'out' && frame.returned.length > 0) break;
  }
  if (open || items.length > MOST_ROUNDS) {
    assign(target, unknown, frame);
    under(frame.machine, condition, () => runBlock(block, frame));
  }
  const after = childOfType(statement, 'else_clause');
  const rest = after && blockOf(after);
  if (rest) runBlock(rest, frame);
  return 'on';
}

const MOST_ROUNDS = 500;

/** Runs each branch on the names as they were, and joins what comes out. */
function runBranches(statement: PyNode, branches: readonly Branch[], open: boolean, frame: Frame): End {
  const { machine, module } = frame;
  const before = frame.names;
  const ways: Map<string, Value>[] = open ? [before] : [];
  const ends: End[] = open ? ['on'] : [];
  for (const { condition, run } of branches) {
    frame.names = new Map(before);
    const end = under(machine, condition && { module, node: statement, clause: condition }, run);
    ends.push(end);
    if (end === 'on' || end === 'perhaps') ways.push(frame.names);
  }
  frame.names = joined(ways, before);
  if (ends.every((end) => end === 'raised')) return 'raised';
  if (ways.length === 0) return 'out';
  return ends.includes('out') || ends.includes('perhaps') ? 'perhaps' : 'on';
}

function joined(ways: readonly Map<string, Value>[], before: Map<string, Value>): Map<string, Value> {
  const [first, ...others] = ways;
  if (!first) return before;
  if (others.length === 0) return first;
  const names = new Set(ways.flatMap((way) => [...way.keys()]));
  return new Map([...names].map((name) => [name, choiceOf(ways.flatMap((way) => way.get(name) ?? []))]));
}
