import { contains, type Span } from '../../text/span.ts';
import type { Module } from '../project/module.ts';
import type { PyNode } from '../syntax/node.ts';
import { ancestors, deepDescendants } from '../syntax/walk.ts';
import { freeNamesOf, type FreeName } from './free-names.ts';

/** How values and control go into a run of statements of one function, and out of it. */
export interface Flow {
  /** Names of the function that the run reads and that have a value before it for sure. */
  readonly inputs: readonly FreeName[];
  /** Names that the run binds and that are read after it; each is bound for sure when the run ends. In the order of their first binding. */
  readonly outputs: readonly string[];
  /** What it reads from elsewhere: the module, builtins, what cannot be told. */
  readonly outer: readonly FreeName[];
  /** `await` expressions, `async for` and `async with` of the function itself. */
  readonly awaits: readonly PyNode[];
  /** `return` statements of the function itself. */
  readonly returns: readonly PyNode[];
}

/** Why a run of statements cannot become a function of its own: a full sentence about the node. */
export interface FlowObstacle {
  readonly node: PyNode;
  readonly because: string;
}

/** Code of definitions and lambdas inside belongs to them. */
const CLOSED: ReadonlySet<string> = new Set(['function_definition', 'lambda', 'class_definition']);

/**
 * What a run of neighbouring statements of a function takes and gives. What cannot be told, or cannot be kept when the run becomes a function, is an obstacle: generators, `global` and
 * `nonlocal`, `del` of what others read, jumps out of the run, closures over names that both sides bind, code that looks at its own frame.
 *
 * @param statements of one block, in order, without gaps
 */
export function flowOf(module: Module, definition: PyNode, statements: readonly PyNode[]): Flow | FlowObstacle {
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last) throw new Error('A run has at least one statement.');
  const run: Span = { start: first.start, end: last.end };
  const own = statements.flatMap((statement) => [...deepDescendants(statement, (node) => !CLOSED.has(node.type))]).filter((node) => node.named);
  const odd = own.find(({ type, parent, start }) => type === 'yield' || type === 'global_statement' || type === 'nonlocal_statement' || ((type === 'break_statement' || type === 'continue_statement') && !isInLoop(parent, start, run)));
  if (odd) return { node: odd, because: ODD[odd.type] ?? 'It leaves the statements that would move.' };
  const scope = module.names.scopeInside(definition);
  const all = statements.flatMap((statement) => [...deepDescendants(statement, () => true)]);
  const frame = all.find(looksAtFrames);
  if (frame) return { node: frame, because: `\`${frame.text}\` looks at the functions around it.` };
  const declared = all.find((node) => node.type === 'global_statement' || (node.type === 'nonlocal_statement' && node.children.some((child) => child.type === 'identifier' && isBoundOutside(child.text))));
  if (declared) return { node: declared, because: declared.type === 'global_statement' ? GLOBAL : `A function inside shares \`${declared.text.replace(/^nonlocal\s+/, '')}\` with code around it.` };

  const free = freeNamesOf(module, [run]);
  const inputs = free.filter(({ from }) => from === 'local');
  const late = inputs.find(({ bindings }) => !bindings.some((binding) => binding.how.kind === 'parameter' || isSure(binding, run)));
  if (late?.uses[0]) return { node: late.uses[0], because: `\`${late.name}\` may have no value yet.` };

  const shared = inputs.find(({ uses, bindings }) => bindings.some(({ node }) => node.start > run.end) && uses.some((use) => isDeferred(use)));
  if (shared?.uses[0]) return { node: shared.uses[0], because: `A function inside shares \`${shared.name}\` with code around it.` };

  const outputs: string[] = [];
  const kept: FreeName[] = [];
  for (const [name, bindings] of scope?.bindings ?? []) {
    const inside = bindings.filter(({ node }) => contains(run, node));
    if (inside.length === 0) continue;
    const deleted = inside.find(({ how }) => how.kind === 'delete');
    const readers = module.names.references().filter((one) => one.name === name && typeof one.bindings !== 'string' && one.bindings.some((binding) => inside.includes(binding)));
    const outside = readers.filter(({ node }) => !contains(run, node));
    const captured = outside.find((one) => one.scope !== scope && one.scope.kind !== 'comprehension');
    if (captured) return { node: captured.node, because: `A function inside shares \`${name}\` with code around it.` };
    if (outside.length === 0) continue;
    if (deleted) return { node: deleted.node, because: `\`${name}\` is deleted, and read elsewhere.` };
    const isBefore = bindings.some((binding) => !contains(run, binding.node) && (binding.how.kind === 'parameter' || isSure(binding, run)));
    const isCertain = inside.some((binding) => isSure(binding, run)) || inEveryBranch(name, statements);
    if (!isBefore && !isCertain) return { node: inside[0]?.node ?? first, because: `\`${name}\` may have no value after these statements.` };
    // What it may leave as it was has to come in, to go out again.
    if (!isCertain && !free.some((one) => one.name === name)) kept.push({ name, uses: [], from: 'local', bindings: bindings.filter((binding) => !contains(run, binding.node)) });
    outputs.push(name);
  }
  return {
    inputs: [...inputs, ...kept],
    outputs: outputs.sort((a, b) => firstBinding(a) - firstBinding(b)),
    outer: free.filter(({ from }) => from !== 'local'),
    awaits: own.filter(({ type, children }) => type === 'await' || ((type === 'for_statement' || type === 'with_statement' || type === 'for_in_clause') && children[0]?.type === 'async')),
    returns: own.filter(({ type }) => type === 'return_statement'),
  };

  /** Whether the function binds a name outside the run as well. */
  function isBoundOutside(name: string): boolean {
    return scope?.bindings.get(name)?.some(({ node }) => !contains(run, node)) ?? false;
  }

  function isDeferred(use: PyNode): boolean {
    const at = module.names.scopeOf(use);
    return at !== scope && at.kind !== 'comprehension';
  }

  function firstBinding(name: string): number {
    return scope?.bindings.get(name)?.find(({ node }) => contains(run, node))?.node.start ?? 0;
  }
}

const GLOBAL = 'It binds a name of the module.';

const ODD: Readonly<Record<string, string>> = {
  yield: 'It is a generator, which goes on while others run.',
  global_statement: GLOBAL,
  nonlocal_statement: 'It binds a name of the function around it.',
};

/** Functions whose answer depends on where they are called. */
const FRAME: ReadonlySet<string> = new Set(['locals', 'globals', 'vars', 'eval', 'exec', 'dir', 'super']);
const FRAMES_OF: ReadonlySet<string> = new Set(['currentframe', '_getframe', 'stacklevel']);

/** Functions that put the stack into words, which are the same nowhere else. In a log record they do no harm. */
const STACK_IN_WORDS: ReadonlySet<string> = new Set(['format_exc', 'format_exception', 'format_stack', 'format_tb', 'extract_stack', 'extract_tb']);
const LOGGED = /(?:^|\.)(?:debug|info|warning|warn|error|exception|critical|log|print)$/;

function tellsStack(node: PyNode): boolean {
  if (!STACK_IN_WORDS.has(node.text) || (node.parent?.type !== 'attribute' && node.parent?.type !== 'call')) return false;
  const calls = [...ancestors(node)].filter(({ type }) => type === 'call');
  return !calls.some((call) => LOGGED.test(call.children[0]?.text ?? ''));
}

/** `locals()`, `inspect.currentframe()`, `warn(…, stacklevel=2)`, `traceback.format_exc()`. */
function looksAtFrames(node: PyNode): boolean {
  if (node.type !== 'identifier') return false;
  if (tellsStack(node)) return true;
  return FRAMES_OF.has(node.text) ? node.parent?.type === 'attribute' || node.parent?.type === 'keyword_argument' : FRAME.has(node.text) && node.parent?.type === 'call';
}

/** Whether a loop of the run itself is around. */
function isInLoop(parent: PyNode | undefined, at: number, run: Span): boolean {
  for (let above = parent; above && contains(run, above); above = above.parent) {
    if (above.type !== 'for_statement' && above.type !== 'while_statement') continue;
    // In the `else` of a loop a jump means the loop around.
    const body = above.children.find(({ type }) => type === 'block');
    if (body && body.start <= at && at < body.end) return true;
  }
  return false;
}

/** Whether a binding has surely happened when the run begins, or when it is through where the binding is in it. */
function isSure({ since, certain, how }: FreeName['bindings'][number], run: Span): boolean {
  return how.kind !== 'delete' && since <= run.end && certain !== undefined && contains(certain, run);
}

/** Whether one of the statements is an `if` with an `else` all of whose branches bind the name, or leave the function. */
function inEveryBranch(name: string, statements: readonly PyNode[]): boolean {
  return statements.some((statement) => {
    if (statement.type === 'if_statement') {
      const clauses = statement.children.filter(({ type }) => type === 'elif_clause' || type === 'else_clause');
      if (clauses.at(-1)?.type !== 'else_clause') return false;
      return [statement, ...clauses].every((clause) => bindsOrLeaves(name, clause.children.find(({ type }) => type === 'block')));
    }
    if (statement.type === 'try_statement') {
      const handlers = statement.children.filter(({ type }) => type === 'except_clause');
      const blocks = [statement, ...handlers].map((clause) => clause.children.find(({ type }) => type === 'block'));
      return handlers.length > 0 && blocks.every((block) => bindsOrLeaves(name, block));
    }
    if (statement.type === 'with_statement') return bindsOrLeaves(name, statement.children.find(({ type }) => type === 'block'));
    return false;
  });
}

function bindsOrLeaves(name: string, block: PyNode | undefined): boolean {
  const statements = block?.children.filter(({ named, type }) => named && type !== 'comment') ?? [];
  const last = statements.at(-1);
  if (last?.type === 'return_statement' || last?.type === 'raise_statement') return true;
  return statements.some((statement) => bindsPlainly(name, statement)) || inEveryBranch(name, statements);
}

function bindsPlainly(name: string, statement: PyNode): boolean {
  const assignment = statement.type === 'expression_statement' ? statement.children.find(({ type }) => type === 'assignment') : undefined;
  if (!assignment?.children.some(({ type }) => type === '=')) return false;
  const [target] = assignment.children;
  return target?.type === 'identifier' ? target.text === name : (target?.children.some(({ type, text }) => type === 'identifier' && text === name) ?? false);
}
