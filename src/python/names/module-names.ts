import type { PyNode, PyTree } from '../syntax/node.ts';
import { behindAliases } from './alias.ts';
import { resolveExported } from './exported-meaning.ts';
import { exportedNamesOf, type ExportedNames } from './exported.ts';
import { isFreeName } from './free.ts';
import { lookupName, type NameLookup } from './lookup.ts';
import type { Meaning } from './meaning.ts';
import { referencesOf, type Reference } from './references.ts';
import { resolveIn } from './resolve.ts';
import type { Scope } from './scope.ts';
import { scopeTree } from './scope-tree.ts';

/** The names of one module. Everything is read when first asked for, and remembered. */
export interface ModuleNames {
  readonly tree: PyTree;
  readonly module: Scope;
  /**
   * The scope in which the expression at `node` is evaluated. Decorators, defaults, base classes and the first iterable of a comprehension
   * belong to the scope around; annotations and base classes of a generic definition to its type parameters' scope.
   */
  scopeOf(node: PyNode): Scope;
  /** The scope a definition, lambda, comprehension or module opens. */
  scopeInside(node: PyNode): Scope | undefined;
  /** Where a name leads from a scope, by the scoping rules alone. */
  lookup(name: string, from: Scope): NameLookup;
  /**
   * What a name or attribute chain means at its place: something imported, something of this module, a builtin, or unknown with a reason.
   * At a place that binds a name, what that binding says.
   */
  resolve(expression: PyNode): Meaning;
  /** Like `resolve`, and assignments such as `F = FastAPI` are looked through. */
  resolveThroughAliases(expression: PyNode): Meaning;
  /** What a top-level name means to other modules; `undefined` when this one does not bind it. */
  exported(name: string): Meaning | undefined;
  /** Every place where a name is read, in document order. Reads the whole tree. */
  references(): readonly Reference[];
  /** What `__all__` says. */
  exportedNames(): ExportedNames;
  /** Whether the module could bind `name` at its top without changing what existing code means, and `at` and the scopes below would see it. */
  isFree(name: string, at: Scope): boolean;
}

/** Analyses the names of a module. Costs nothing until something is asked. */
export function analyseNames(tree: PyTree): ModuleNames {
  const scopes = scopeTree(tree);
  const meanings = new Map<PyNode, Meaning>();
  let references: readonly Reference[] | undefined;
  let exported: ExportedNames | undefined;
  const resolve = (expression: PyNode): Meaning => {
    const known = meanings.get(expression) ?? resolveIn(scopes, expression);
    meanings.set(expression, known);
    return known;
  };
  return {
    tree,
    module: scopes.module,
    scopeOf: scopes.scopeOf,
    scopeInside: scopes.scopeInside,
    lookup: (name, from) => lookupName(name, from, scopes.module),
    resolve,
    resolveThroughAliases: (expression) => behindAliases(resolve(expression), resolve),
    exported: (name) => resolveExported(scopes, name),
    references: () => (references ??= referencesOf(scopes)),
    exportedNames: () => (exported ??= exportedNamesOf(scopes.module)),
    isFree: (name, at) => isFreeName(scopes, name, at),
  };
}
