import { blockAround, calleeOf, fitted, insertion, lineEnd, lineEnding, lineStart, replacement, startsLine, statementsOf, type Edit, type Editor, type Task } from '#pystd';
import type { Print } from './call.ts';
import type { Method } from './level.ts';

/** A print with what takes its place. */
export interface Turned {
  readonly print: Print;
  readonly method: Method;
  readonly arguments: readonly string[];
}

/** Writes a call of the logger in the place of a print; one that only makes an empty line goes. */
export function rewrite({ print, method, arguments: given }: Turned, logger: string, task: Task<object>, edit: Editor): void {
  const { module, node, values } = print;
  if (values.length === 0) {
    edit.statement(module, node).remove();
    return;
  }
  edit.edit(module.path, editsFor(print, `${logger}.${method}`, given, task.backend.projects.lineWidth(module.path)));
}

/** Whether an empty line may go: something else stands beside it. */
export function mayGo({ node }: Print): boolean {
  return statementsOf(blockAround(node)).length > 1;
}

function editsFor(print: Print, callee: string, given: readonly string[], width: number): readonly Edit[] {
  const { node, values, hasKeywords } = print;
  const { text } = node.tree;
  const printed = calleeOf(node);
  const [value] = values;
  const indent = text.slice(lineStart(text, node.start), node.start);
  const before = lineEnd(text, node.end - 1) - lineStart(text, node.start);
  const isOneLine = !node.text.includes('\n') && startsLine(text, node.start);
  const isAlone = text.slice(node.end, lineEnd(text, node.end - 1)).trim() === '';
  // A call over several lines keeps its shape, whatever is in it.
  if (!isOneLine && printed && value && values.length === 1 && !hasKeywords) {
    const placeholder = given.length > 1 ? [insertion(value.start, `${given[0] ?? ''}, `)] : [];
    return [replacement(printed, callee), ...placeholder];
  }
  const line = `${callee}(${given.join(', ')})`;
  const isWide = indent.length + line.length > width && before - 1 <= width;
  const hasLines = given.some((one) => one.includes('\n'));
  if (!isAlone || hasLines || (!isWide && isOneLine) || /\t/.test(indent)) return [replacement(node, line)];
  const shaped = fitted(`${callee}(`, given, ')', width, indent).slice(indent.length);
  return [replacement(node, shaped.replaceAll('\n', lineEnding(text)))];
}

