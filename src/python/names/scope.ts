import type { PyNode } from '../syntax/node.ts';
import type { Binding, Found, StarImport } from './binding.ts';

/** What kind of code a scope belongs to; annotation scopes of PEP 695 (`class Shelf[T]`) are scopes of their own. */
export type ScopeKind = 'module' | 'class' | 'function' | 'lambda' | 'comprehension' | 'type-parameters';

/** A region of code with names of its own. Its contents are read when they are first asked for. */
export interface Scope {
  readonly kind: ScopeKind;
  /** The module, definition, lambda or comprehension that opens it; for type parameters the definition or alias they belong to. */
  readonly node: PyNode;
  readonly parent: Scope | undefined;
  /** The names this scope owns with every binding of them in document order, those written elsewhere through `global` or `nonlocal` included. */
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  readonly starImports: readonly StarImport[];
  /** Names this scope hands to the module. */
  readonly globals: ReadonlySet<string>;
  /** Names this scope hands to a function around it. */
  readonly nonlocals: ReadonlySet<string>;
}

/** What the code of one scope binds, whoever owns the names. */
export interface Contents {
  readonly found: readonly Found[];
  readonly starImports: readonly StarImport[];
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
}

/** Whether the scope is a function's as CPython counts: its names are fixed at compile time and its code runs later. */
export function isFunctionLike(scope: Scope): boolean {
  return scope.kind === 'function' || scope.kind === 'lambda';
}
