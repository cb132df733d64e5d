import type { PyNode } from '../syntax/node.ts';
import type { Binding, StarImport } from './binding.ts';
import { BUILTINS, CLASS_BODY_NAMES, MODULE_NAMES } from './builtins.ts';
import { isFunctionLike, type Scope } from './scope.ts';

/** Where a name leads, by Python's scoping rules and without regard to the order in which things run. */
export type NameLookup =
  | { readonly kind: 'bound'; readonly scope: Scope; readonly bindings: readonly Binding[] }
  | { readonly kind: 'builtin'; readonly starImports: readonly StarImport[] }
  | { readonly kind: 'unbound'; readonly starImports: readonly StarImport[] };

/** A scope that binds a name, as seen from some place. */
export interface Home {
  readonly scope: Scope;
  readonly bindings: readonly Binding[];
  /** Whether the place runs as part of the scope; `false` where a function or lambda lies between and puts it off. */
  readonly immediate: boolean;
}

/** The scopes seen from `from` that bind the name, nearest first. Functions do not see the names of classes around them. */
export function* homesOf(name: string, from: Scope, module: Scope): Generator<Home> {
  let immediate = true;
  let classSeen = true;
  let handed = false;
  for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
    if (scope !== module && scope.globals.has(name)) {
      const bindings = module.bindings.get(name);
      if (bindings) yield { scope: module, bindings, immediate: false };
      return;
    }
    const passed = (scope.kind === 'class' && !classSeen) || (handed && !isFunctionLike(scope));
    const bindings = passed ? undefined : scope.bindings.get(name);
    if (bindings) yield { scope, bindings, immediate };
    handed ||= scope.nonlocals.has(name);
    if (scope.kind !== 'type-parameters') classSeen = false;
    if (isFunctionLike(scope)) immediate = false;
  }
}

/** What a name means from a scope. */
export function lookupName(name: string, from: Scope, module: Scope): NameLookup {
  for (const { scope, bindings } of homesOf(name, from, module)) return { kind: 'bound', scope, bindings };
  return { kind: isImplicit(name, from) ? 'builtin' : 'unbound', starImports: starImportsSeen(from, undefined) };
}

/** Whether the name exists without anybody binding it: a builtin, `__name__` and its like, `__class__` inside methods. */
export function isImplicit(name: string, from: Scope): boolean {
  if (BUILTINS.has(name) || MODULE_NAMES.has(name)) return true;
  if (CLASS_BODY_NAMES.has(name) && from.kind === 'class') return true;
  return name === '__class__' && isInsideMethod(from);
}

function isInsideMethod(from: Scope): boolean {
  for (let scope: Scope | undefined = from; scope?.parent; scope = scope.parent) {
    if (isFunctionLike(scope) && enclosingKind(scope) === 'class') return true;
  }
  return false;
}

function enclosingKind(scope: Scope): Scope['kind'] | undefined {
  const { parent } = scope;
  return parent?.kind === 'type-parameters' ? enclosingKind(parent) : parent?.kind;
}

/** The star imports whose names are seen from a scope; with a `load` that runs at once, those before it. */
export function starImportsSeen(from: Scope, load: PyNode | undefined): readonly StarImport[] {
  const seen: StarImport[] = [];
  let immediate = load !== undefined;
  for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
    if (scope === from || scope.kind !== 'class') {
      seen.push(...scope.starImports.filter(({ statement }) => !immediate || !load || statement.start < load.start));
    }
    if (isFunctionLike(scope)) immediate = false;
  }
  return seen;
}
