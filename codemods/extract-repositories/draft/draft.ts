import type { KnownType, Module, NewImport, Span } from '#pystd';
import type { Unit } from '../find/unit.ts';

/** A place in code that moves where something else is written. */
export type Slot = Span & ({ readonly kind: 'session' } | { readonly kind: 'argument'; readonly index: number } | { readonly kind: 'outer'; readonly outer: Outer });

/** A name from outside the function, as the new module comes by it. */
export interface Outer {
  /** As the old module calls it. */
  readonly name: string;
  readonly import: NewImport;
  /** The module of the repository that the import runs. */
  readonly runs: Module | undefined;
  /** Equal for what means the same, whatever it is called. */
  readonly key: string;
}

/** What the handler gives a method. */
export interface Argument {
  /** The expression in the handler. */
  readonly text: string;
  /** The name of the parameter. */
  readonly name: string;
  readonly type: KnownType | undefined;
}

/** The content of a method, before it has a name. */
export interface Draft {
  readonly unit: Unit;
  readonly slots: readonly Slot[];
  readonly args: readonly Argument[];
  readonly outer: readonly Outer[];
  /** What it gives back; `undefined` where that is not known, `'nothing'` where the handler does not look. */
  readonly returns: KnownType | 'nothing' | undefined;
  /** Equal for methods that do the same. */
  readonly key: string;
}
