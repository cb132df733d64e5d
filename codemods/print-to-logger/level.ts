import { blockAround, handlerAround, tracebackBeside, type Task } from '#pystd';
import type { Print } from './call.ts';

/** The method that writes the record. */
export type Method = 'info' | 'warning' | 'error' | 'exception';

/**
 * In an `except` clause something went wrong: `exception`, with the traceback, but once for each exception, and not where it is raised again;
 * `warning` where the exception belongs to the way of the program. What goes to the error stream is an `error`, everything else `info`.
 */
export function methodFor(print: Print, before: readonly Print[], task: Task<object>): Method {
  const { module, node } = print;
  const handler = handlerAround(module, node, task.python);
  if (!handler) return print.isError ? 'error' : 'info';
  if (handler.isExpected || handler.blamesClient) return print.isError ? 'error' : 'warning';
  const home = blockAround(node);
  const isTold = before.some((other) => handler.block.start <= other.node.start && other.node.end <= handler.block.end && (blockAround(other.node) === home || blockAround(other.node) === handler.block));
  return handler.raisesAgain || isTold || tracebackBeside(node, handler) || /\bformat_exc\(|\bformat_exception\(/.test(node.text) ? 'error' : 'exception';
}
