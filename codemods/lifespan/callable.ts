import { calleeOf, deepDescendants, parts, type Module, type PyNode, type RepositoryView } from '#pystd';

/** Whether the framework awaits what a call of it gives. */
export type Kind = 'async' | 'sync';

/** Why something stays as it is: a full sentence. */
export interface Refused {
  readonly because: string;
}

/** Decorators that return a coroutine function, whatever they are put on. */
const MAKES_ASYNC: ReadonlySet<string> = new Set(['fastapi_utils.tasks.repeat_every', 'fastapi_restful.tasks.repeat_every']);
/** Decorators that keep what they are put on `async` or not. */
const KEEPS: ReadonlySet<string> = new Set(['loguru.logger.catch']);

export function isRefused(value: object | string): value is Refused {
  return typeof value === 'object' && 'because' in value;
}

/** The decorators of a definition, outermost first. */
export function decoratorsOf(definition: PyNode): readonly PyNode[] {
  return definition.parent?.type === 'decorated_definition' ? definition.parent.children.filter(({ type }) => type === 'decorator') : [];
}

/**
 * What calling a function without arguments does, as far as awaiting goes. `decorators` are those between the function and what is called;
 * `bound` parameters are given by the object; with `withArguments` others may be.
 */
export function callOf(module: Module, definition: PyNode, decorators: readonly PyNode[], view: RepositoryView, withArguments = false, bound = 0): Kind | Refused {
  const name = definition.children.find(({ type }) => type === 'identifier')?.text ?? '';
  if (!withArguments && requiredParameters(definition).length > bound) return { because: `\`${name}\` takes arguments, which nobody gives it when the application starts.` };
  if (yields(definition)) return { because: `\`${name}\` is a generator.` };
  let kind: Kind = definition.children.some(({ type }) => type === 'async') ? 'async' : 'sync';
  for (const decorator of [...decorators].reverse()) {
    if (/^@[\w.]+\.on_event\s*\(/.test(decorator.text)) continue;
    const [expression] = parts(decorator);
    const callee = expression?.type === 'call' ? calleeOf(expression) : expression;
    const symbol = callee && view.python.symbolOf(module, callee);
    const dotted = symbol?.kind === 'external' ? symbol.name : '';
    if (MAKES_ASYNC.has(dotted)) kind = 'async';
    else if (!KEEPS.has(dotted)) return { because: `What \`${decorator.text.split('\n')[0] ?? ''}\` makes of \`${name}\` cannot be told.` };
  }
  return kind;
}

function requiredParameters(definition: PyNode): readonly PyNode[] {
  const list = definition.children.find(({ type }) => type === 'parameters');
  const optional = /^(?:default_parameter|typed_default_parameter|list_splat_pattern|dictionary_splat_pattern|keyword_separator|positional_separator)$/;
  return (list ? parts(list) : []).filter((one) => !optional.test(one.type) && !one.text.startsWith('*'));
}

/** Whether the function's own code holds a `yield`. */
function yields(definition: PyNode): boolean {
  const body = definition.children.find(({ type }) => type === 'block');
  if (!body?.text.includes('yield')) return false;
  for (const { type } of deepDescendants(body, ({ type: inner }) => inner !== 'function_definition' && inner !== 'lambda' && inner !== 'class_definition')) if (type === 'yield') return true;
  return false;
}
