import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { Access } from './access.ts';
import type { Asked } from './guards.ts';
import { sameConversion, type Conversion } from './conversion.ts';
import type { PyValue } from './python-value.ts';

/** What an expression gives where there is nothing to convert. */
export type Unset =
  /** It raises. */
  | { readonly kind: 'fails' }
  | { readonly kind: 'none' }
  /** A Python literal, after the conversion: `8000`, `"INFO"`, `["a", "b"]`, `False`; for types without literals their call, `Path("data")`. */
  | { readonly kind: 'value'; readonly code: string; readonly value: PyValue }
  /**
   * No literal, but harmless to evaluate only when it is needed: the site can say `settings.X if settings.X is not None else <code>`.
   * `code` is the whole reading with the default in the place of the access; `node` is the default as it stands; `accesses` are the reads inside it.
   */
  | { readonly kind: 'expression'; readonly code: string; readonly node: PyNode; readonly accesses: readonly Access[] }
  /** It cannot be said: the read must stay. */
  | { readonly kind: 'unknown'; readonly because: string };

/** The access alone, as text: the fallback when what is around it cannot move or does not agree with other places. */
export interface PlainReading {
  readonly node: PyNode;
  readonly unset: Unset;
}

/** Where a reading stands. */
export type ReadingPlace = 'module' | 'class-body' | 'function' | 'default-argument' | 'decorator' | 'comprehension';

/** A name of its own that holds the value: `X = os.getenv("X")` at the top of a module or in the body of a class. */
export interface ReadingName {
  readonly name: string;
  /** The whole assignment statement. */
  readonly statement: PyNode;
  /** The class, when it is bound in a class body. */
  readonly holder: PyNode | undefined;
  /** The annotation, as it is spelled. */
  readonly annotation: string | undefined;
}

/** What a program makes of one variable at one place. */
export interface Reading {
  readonly access: Access;
  /** The widest expression that a typed field can replace; around `access.node`, or that itself. */
  readonly node: PyNode;
  /** Every access inside `node` that goes away with it, `access` included: `os.environ["X"] if "X" in os.environ else None` has two. */
  readonly covers: readonly Access[];
  readonly conversion: Conversion;
  /** What the expression gives when the variable is unset. */
  readonly unset: Unset;
  /** What it gives when the text is empty after the conversion's steps, as in `x or default`; `undefined` when the empty text is converted like any other. */
  readonly whenEmpty: Unset | undefined;
  /** `undefined` where the access alone is no text: a `cast`, an `in`. */
  readonly plain: PlainReading | undefined;
  readonly place: ReadingPlace;
  /** What is bound to exactly this reading, if anything. */
  readonly named: ReadingName | undefined;
  /** What the code around has asked before, so that the expression is not reached otherwise: `unset` then says `none` instead of `fails`. */
  readonly asked: Asked | undefined;
  /** Whether it is evaluated whenever its module is imported: in no function, branch, loop, handler or second operand. */
  readonly always: boolean;
  /** Comments above its line, inside it and beside it, without `#`, in order. */
  readonly comments: readonly string[];
  /** Why a shared object must not be handed out instead of a fresh one: the list (or JSON) is changed here, or may be. */
  readonly mutation: string | undefined;
}

/** A place in another module that takes the name: an import, `config.DEBUG`, or a text that names it for a patch (`patch("shop.config.DEBUG", …)`). */
export interface NameUse {
  readonly module: Module;
  readonly node: PyNode;
  readonly kind: 'import' | 'attribute' | 'text';
}

/** Whether two readings give the same for every environment, wherever they stand. */
export function sameReading(a: Reading, b: Reading): boolean {
  const { access: first } = a;
  const { access: second } = b;
  const isSameEmpty = a.whenEmpty === undefined || b.whenEmpty === undefined ? a.whenEmpty === b.whenEmpty : sameUnset(a.whenEmpty, b.whenEmpty);
  const isKnown = a.conversion.kind !== 'unknown' && sameConversion(a.conversion, b.conversion);
  return first.variable === second.variable && first.reader === second.reader && isKnown && isSameEmpty && sameUnset(a.unset, b.unset);
}

/** Whether both give the same. What only code says may say something else elsewhere, and is never the same. */
export function sameUnset(a: Unset, b: Unset): boolean {
  if (a.kind === 'value' && b.kind === 'value') return a.code === b.code;
  return a.kind === b.kind && (a.kind === 'fails' || a.kind === 'none');
}
