import type { Python } from '../../python/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf, plainString, statementsOf } from '../../python/syntax/views.ts';
import { ancestors, childOfType, deepDescendants, parts } from '../../python/syntax/walk.ts';

/** An `except` clause, as somebody sees it who asks whether its exceptions are worth a traceback. */
export interface Handler extends InModule {
  /** The clause. */
  readonly node: PyNode;
  readonly block: PyNode;
  /** The last names of the classes it catches; empty for a bare `except:`. */
  readonly caught: readonly string[];
  /** Whether it takes any exception: bare, `Exception`, `BaseException`. */
  readonly isBroad: boolean;
  /** Whether what it catches belongs to the way of the program: what a client did wrong, what was looked for and is not there, being stopped. */
  readonly isExpected: boolean;
  /** Whether it ends by raising the same exception again, so that whoever catches it next has the traceback. */
  readonly raisesAgain: boolean;
  /** Whether it answers a client with a status below 500. */
  readonly blamesClient: boolean;
}

const BROAD: ReadonlySet<string> = new Set(['Exception', 'BaseException', 'ExceptionGroup', 'BaseExceptionGroup']);
const EXPECTED = /^(?:HTTPException|StarletteHTTPException|RequestValidationError|ValidationError|WebSocketDisconnect|ClientDisconnect|CancelledError|KeyboardInterrupt|SystemExit|GeneratorExit|Stop(?:Async)?Iteration|QueueEmpty|Empty|KeyError|LookupError|NoResultFound|MultipleResultsFound|(?:Object)?DoesNotExist|ImportError|ModuleNotFoundError|FileExistsError|\w*(?:NotFound|Unauthori[sz]ed|Forbidden|PermissionDenied|InvalidToken|ExpiredSignature|Expired|JWT|JWS|JOSE|InvalidSignature)(?:Error|Exception)?)$/;

/** The clause whose exception is being handled when the code at a node runs; none for code of functions that are only defined there. */
export function handlerAround(module: Module, node: PyNode, python: Python): Handler | undefined {
  let below = node;
  for (const above of ancestors(node)) {
    if (/^(?:function_definition|class_definition|lambda)$/.test(above.type)) return undefined;
    if (/^except_(?:group_)?clause$/.test(above.type)) {
      const block = childOfType(above, 'block');
      return block && below === block ? handlerOf(module, above, block, python) : undefined;
    }
    below = above;
  }
  return undefined;
}

function handlerOf(module: Module, clause: PyNode, block: PyNode, python: Python): Handler {
  const caught = classesOf(clause).map((one) => nameOf(module, one, python));
  return {
    module, node: clause, block, caught,
    isBroad: caught.length === 0 || caught.some((name) => BROAD.has(name)),
    isExpected: caught.length > 0 && caught.every((name) => EXPECTED.test(name)),
    raisesAgain: raisesAgain(clause, block),
    blamesClient: blamesClient(block),
  };
}

function classesOf(clause: PyNode): readonly PyNode[] {
  const [first] = parts(clause).filter(({ type }) => type !== 'block');
  const value = first?.type === 'as_pattern' ? parts(first)[0] : first;
  if (!value) return [];
  const inner = value.type === 'parenthesized_expression' ? (parts(value)[0] ?? value) : value;
  return inner.type === 'tuple' ? parts(inner) : [inner];
}

function nameOf(module: Module, node: PyNode, python: Python): string {
  const symbol = node.type === 'identifier' || node.type === 'attribute' ? python.symbolOf(module, node) : undefined;
  const name = symbol?.kind === 'external' || symbol?.kind === 'builtin' || symbol?.kind === 'defined' ? symbol.name : node.text;
  return name.split('.').at(-1) ?? name;
}

/** `raise`, or `raise error` of the exception itself, as the last statement. */
function raisesAgain(clause: PyNode, block: PyNode): boolean {
  const last = statementsOf(block).at(-1);
  if (last?.type !== 'raise_statement') return false;
  const [raised, cause] = parts(last);
  const alias = /\bas\s+(\w+)\s*:/.exec(clause.tree.text.slice(clause.start, block.start))?.[1];
  return raised === undefined || (cause === undefined && raised.text === alias);
}

/** `raise HTTPException(404, …)`, `status_code=status.HTTP_400_BAD_REQUEST`: what a client did wrong. */
function blamesClient(block: PyNode): boolean {
  for (const node of deepDescendants(block, ({ type }) => !/_definition$|^lambda$/.test(type))) {
    if (node.type !== 'raise_statement' && node.type !== 'return_statement') continue;
    if (/\bHTTP_4\d\d_/.test(node.text) || /\b(?:HTTPException|\w*Response)\((?:[^()]*\bstatus_code\s*=\s*)?4\d\d\b/.test(node.text)) return true;
  }
  return false;
}

/** Whether a call shows the traceback of the exception that is handled: `logger.exception(…)`, `exc_info=…`, `traceback.print_exc()`. */
export function showsTraceback(call: PyNode): boolean {
  const callee = calleeOf(call);
  const list = argumentListOf(call);
  const method = callee?.type === 'attribute' ? parts(callee).at(-1)?.text : callee?.text;
  if (method === undefined || !list) return false;
  if (/^(?:a?exception|print_exc|print_exception|format_exc|format_exception|print_tb|capture_exception)$/.test(method)) return true;
  if (callee && /\.opt\([^()]*\bexception\s*=/.test(callee.text)) return true;
  return argumentsOf(list).some(({ name, value }) => (name === 'exc_info' || name === 'stack_info') && value.type !== 'false' && value.type !== 'none' && plainString(value) === undefined);
}

/**
 * Whether a call of a handler shows the traceback by the time `node` runs, or later in any case: in the block the node is in, or in one around it.
 */
export function tracebackBeside(node: PyNode, { block }: Pick<Handler, 'block'>): boolean {
  for (const one of deepDescendants(block, ({ type }) => !/_definition$|^lambda$/.test(type))) {
    if (one.type !== 'call' || one === node || !showsTraceback(one)) continue;
    const home = blockAround(one);
    if (home === blockAround(node) || [...ancestors(node)].includes(home)) return true;
  }
  return false;
}

/** The block a node's statement is in. */
export function blockAround(node: PyNode): PyNode {
  for (const above of ancestors(node)) if (above.type === 'block' || above.type === 'module') return above;
  return node;
}
