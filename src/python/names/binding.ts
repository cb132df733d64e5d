import type { Span } from '../../text/span.ts';
import type { PyNode } from '../syntax/node.ts';
import type { Scope } from './scope.ts';

/** One place where a name gets its meaning. */
export interface Binding {
  readonly name: string;
  /** The identifier that is bound: the target, the parameter's name, the alias of an import, the first part of `import a.b.c`. */
  readonly node: PyNode;
  /** The scope that owns the name: the module for a name declared `global`, the function around a comprehension for `:=`. */
  readonly scope: Scope;
  /** The offset from which on code of the same scope sees the binding: past the value of an assignment, past the whole class. */
  readonly since: number;
  /** The stretch of code that runs only after this binding happened; absent where no stretch is sure of it. */
  readonly certain: Span | undefined;
  readonly how: BindingHow;
}

/** How a name is bound, with the syntax that says it. */
export type BindingHow =
  | ImportedAs
  | { readonly kind: 'function' | 'class'; readonly definition: PyNode }
  | { readonly kind: 'parameter'; readonly parameter: PyNode; readonly annotation: PyNode | undefined; readonly default: PyNode | undefined }
  | AssignedAs
  | { readonly kind: 'unpacking' | 'augmented'; readonly value: PyNode; readonly statement: PyNode }
  | { readonly kind: 'loop' | 'with' | 'comprehension'; readonly value: PyNode; readonly unpacked: boolean; readonly statement: PyNode }
  | { readonly kind: 'except'; readonly exception: PyNode; readonly clause: PyNode }
  | { readonly kind: 'match'; readonly clause: PyNode }
  | { readonly kind: 'walrus'; readonly value: PyNode; readonly expression: PyNode }
  | { readonly kind: 'type-parameter'; readonly bound: PyNode | undefined }
  | { readonly kind: 'type-alias'; readonly value: PyNode | undefined; readonly statement: PyNode }
  | { readonly kind: 'delete'; readonly statement: PyNode };

/** A name bound by an import statement, star imports excepted. */
export interface ImportedAs {
  readonly kind: 'import';
  /** The dotted module as written, without leading dots; empty for `from . import x`. */
  readonly module: string;
  /** The number of leading dots. */
  readonly level: number;
  /** What is taken from the module; `undefined` for `import module`. */
  readonly name: string | undefined;
  /** Whether `as` is written. */
  readonly alias: boolean;
  /** Whether it stands under `if TYPE_CHECKING:` and so never happens at run time. */
  readonly typeCheckingOnly: boolean;
  /** Whether it stands in a `try` that goes on when the import fails. */
  readonly guarded: boolean;
  readonly statement: PyNode;
}

/** A name on the left of `=` that takes the whole value, or a bare annotation, which has no value and binds nothing by itself. */
export interface AssignedAs {
  readonly kind: 'assignment';
  readonly value: PyNode | undefined;
  readonly annotation: PyNode | undefined;
  readonly statement: PyNode;
}

/** `from module import *`: binds names that only the other module knows. */
export interface StarImport {
  readonly module: string;
  /** The number of leading dots. */
  readonly level: number;
  readonly statement: PyNode;
}

/** A binding before it is known which scope owns its name. */
export type Found = Omit<Binding, 'scope'>;

/** Whether this only declares a type, as `title: str` does. */
export function isBareAnnotation(binding: Found): boolean {
  return binding.how.kind === 'assignment' && binding.how.value === undefined;
}
