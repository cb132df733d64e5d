import type { Python } from '../../python/index.ts';
import type { InModule, Module, Named } from '../../python/project/module.ts';
import { parts } from '../../python/syntax/walk.ts';
import type { AppModel, ExceptionHandler } from '../fastapi/index.ts';

/** What an exception handler is registered for. */
export type HandledKey =
  | { readonly kind: 'status'; readonly status: number }
  /** A class of another distribution by its dotted name, or a built-in one: `builtins.Exception`. */
  | { readonly kind: 'outer'; readonly name: string }
  | { readonly kind: 'own'; readonly definition: Named }
  | { readonly kind: 'unknown' };

/** One exception handler of an application. */
export interface Handled extends InModule {
  readonly key: HandledKey;
  /** The function that answers; `undefined` where it cannot be told. */
  readonly handler: ExceptionHandler['handler'];
}

/** The exception handlers that an application is given, with what each is for. */
export function handledExceptions(app: AppModel, python: Python): readonly Handled[] {
  return app.exceptionHandlers.flatMap((one): readonly Handled[] => {
    const { module, node, handles, handler } = one;
    if (one.how !== 'argument') return [{ module, node, handler, key: keyOf(handles, python) }];
    const keys = keysIn(handles, python);
    return keys ? keys.map((key) => ({ module, node, handler: undefined, key })) : [{ module, node, handler: undefined, key: { kind: 'unknown' } }];
  });
}

/** Whether one of the handlers is for exactly this: a dotted name, a status, or a class of the repository. */
export function isHandled(handled: readonly Handled[], wanted: string | number | Named): boolean {
  return handled.some(({ key }) => {
    if (typeof wanted === 'string') return key.kind === 'outer' && key.name === wanted;
    if (typeof wanted === 'number') return key.kind === 'status' && key.status === wanted;
    return key.kind === 'own' && key.definition.module === wanted.module && key.definition.name === wanted.name;
  });
}

function keyOf({ module, node }: InModule, python: Python): HandledKey {
  if (node.type === 'integer') return { kind: 'status', status: Number(node.text) };
  if (node.type !== 'identifier' && node.type !== 'attribute') return { kind: 'unknown' };
  const symbol = python.symbolOf(module, node);
  if (symbol.kind === 'builtin') return { kind: 'outer', name: `builtins.${symbol.name}` };
  if (symbol.kind === 'external') {
    const [, status] = /\.HTTP_(\d{3})_\w+$/.exec(symbol.name) ?? [];
    return status === undefined ? { kind: 'outer', name: symbol.name } : { kind: 'status', status: Number(status) };
  }
  if (symbol.kind !== 'defined' || symbol.attributes.length > 0) return { kind: 'unknown' };
  return symbol.binding.how.kind === 'class' ? { kind: 'own', definition: { module: symbol.module, name: symbol.name } } : { kind: 'unknown' };
}

/** The keys of `exception_handlers={…}`, written there or in a variable at the top of a module. */
function keysIn({ module, node }: InModule, python: Python): readonly HandledKey[] | undefined {
  const found = node.type === 'dictionary' ? { module, node } : dictionaryBehind({ module, node }, python);
  if (node.type === 'none') return [];
  if (!found) return undefined;
  const pairs = parts(found.node);
  if (pairs.some(({ type }) => type !== 'pair')) return undefined;
  return pairs.map((pair) => keyOf({ module: found.module, node: parts(pair)[0] ?? pair }, python));
}

function dictionaryBehind({ module, node }: InModule, python: Python): { readonly module: Module; readonly node: InModule['node'] } | undefined {
  const symbol = node.type === 'identifier' || node.type === 'attribute' ? python.symbolOf(module, node) : undefined;
  if (symbol?.kind !== 'defined' || symbol.attributes.length > 0) return undefined;
  const { how, name, scope } = symbol.binding;
  const isOnly = (scope.bindings.get(name) ?? []).length === 1;
  return isOnly && how.kind === 'assignment' && how.value?.type === 'dictionary' ? { module: symbol.module, node: how.value } : undefined;
}
