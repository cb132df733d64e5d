import { ancestors, argumentListOf, blockAround, handlerAround, identifiersSpelled, showsTraceback, statementsOf, tracebackBeside, type Handler, type LogCall, type PyNode, type Task } from '#pystd';

/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** Whether a warning that names its exception gets the traceback as well, where the clause takes any exception. */
  warnings: boolean;
}

const ERRORS = /^a?(?:error|critical|fatal)$/;
const WARNINGS = /^a?(?:warning|warn)$/;

/** The calls whose records should have the traceback of the exception that is handled, and have not: one for each way through a clause. */
export function wantingTraceback(calls: readonly LogCall[], task: Task<Options>): readonly LogCall[] {
  const wanting = calls.flatMap((call) => {
    const handler = handlerWanting(call, task);
    return handler ? [{ call, clause: handler.node }] : [];
  });
  const isTold = (call: LogCall, clause: PyNode): boolean => wanting.some((other) => other.clause === clause && other.call !== call && tells(other.call.node, call.node));
  return wanting.filter(({ call, clause }) => !isTold(call, clause)).map(({ call }) => call);
}

/** The clause around a call, where its exception is worth a traceback that nobody shows. */
function handlerWanting(call: LogCall, { python, options }: Task<Options>): Handler | undefined {
  const { module, node, method } = call;
  const isError = ERRORS.test(method);
  if ((!isError && !WARNINGS.test(method)) || !argumentListOf(node) || saysOtherwise(call) || isRuler(call)) return undefined;
  const handler = handlerAround(module, node, python);
  if (!handler || handler.raisesAgain || handler.isExpected || handler.blamesClient) return undefined;
  if (!isError && (!handler.isBroad || isInLoop(handler) || (!options.warnings && namesException(call, handler)))) return undefined;
  if (isTriedAgain(handler)) return undefined;
  return tracebackBeside(node, handler) ? undefined : handler;
}

/** `for attempt in range(3):` counts how often it was tried: each failure but the last belongs to the way of the program. */
function isTriedAgain({ node }: Handler): boolean {
  for (const above of ancestors(node)) {
    if (/^(?:function_definition|lambda)$/.test(above.type)) return false;
    if (/^(?:for|while)_statement$/.test(above.type) && /^(?:async\s+)?(?:for|while)\b[^\n]*(?:attempt|retr(?:y|ies)|tries|trial)/i.test(above.text)) return true;
  }
  return false;
}

/** Whether whoever comes past `node` comes past `other` as well, which tells the exception: above it, or further down and no way leads out before. */
function tells(other: PyNode, node: PyNode): boolean {
  const home = blockAround(other);
  const around = [...ancestors(node)].filter(({ type }) => type === 'block');
  const at = around.indexOf(home);
  if (at < 0) return false;
  if (other.start < node.start) return true;
  return at > 0 && around.slice(0, at).every((block) => !/^(?:return|raise|continue|break)_statement$/.test(statementsOf(block).at(-1)?.type ?? ''));
}

/** The call says itself what it wants, or what it wants cannot be told. */
function saysOtherwise({ node, callee, arguments: given }: LogCall): boolean {
  if (showsTraceback(node) || /\.opt\([^()]*\bexception\s*=/.test(callee.text)) return true;
  if (given.some(({ name, unpacking }) => name === 'exc_info' || name === 'stack_info' || unpacking !== undefined)) return true;
  return /\bformat_exc\(|\bformat_exception\(|\btraceback\b/.test(node.text);
}

/** `logger.error("=" * 60)` says nothing by itself. */
function isRuler({ arguments: [first, ...others] }: LogCall): boolean {
  return first !== undefined && others.length === 0 && /^[fr]?(["'])[^\p{L}\p{N}{}]*\1(?:\s*\*\s*\d+)?$/iu.test(first.value.text);
}

/** Whether the record tells what was caught: somebody has looked at what may fail here, and goes on without it. */
function namesException({ node }: LogCall, { node: clause, block }: Handler): boolean {
  const alias = /\bas\s+(\w+)\s*:/.exec(clause.text.slice(0, block.start - clause.start))?.[1];
  const list = argumentListOf(node);
  return alias !== undefined && list !== undefined && !identifiersSpelled(list, alias)[Symbol.iterator]().next().done;
}

/** The clause belongs to a loop of its function: what fails is tried again, or passed over. */
function isInLoop({ node }: Handler): boolean {
  for (const above of ancestors(node)) {
    if (/^(?:function_definition|lambda)$/.test(above.type)) return false;
    if (/^(?:for|while)_statement$/.test(above.type)) return true;
  }
  return false;
}
