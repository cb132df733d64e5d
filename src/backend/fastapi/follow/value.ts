import type { InModule, Module } from '../../../python/project/module.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import type { Route } from '../model.ts';
import type { Given } from './arguments.ts';
import type { Frame } from './frame.ts';
import type { Router } from './router.ts';

/** How sure a value is: `assumed` goes by a default that the environment may change. */
export type Certainty = Route['certainty'];

/** A text; what cannot be told of it is written as `‹expression›`. */
export interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly certainty: Certainty;
}

/** A function or lambda, with the frame it was defined in and, for a method, what it is bound to. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly module: Module;
  readonly definition: PyNode;
  readonly frame: Frame;
  readonly self: Value | undefined;
}

/** A class of the repository. */
export interface ClassValue {
  readonly kind: 'class';
  readonly module: Module;
  readonly definition: PyNode;
  readonly bases: readonly Value[];
  /** The names of its body, run when first asked for. */
  members(): Frame;
}

/** An object of a class of the repository that is neither an application nor a router. */
export interface Instance {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly attributes: Map<string, Value>;
}

/** Something of another distribution: a name, or with `made` what a call of it returned. */
export interface External {
  readonly kind: 'external';
  readonly name: string;
  readonly made: Made | undefined;
}

/** The call that made an external value. */
export interface Made extends InModule {
  readonly positional: readonly Given[];
  readonly named: ReadonlyMap<string, Given>;
  /** What the call was given. */
  readonly holds: readonly Router[];
}

/** What an expression comes to, as far as following the program tells. */
export type Value =
  | Text
  | { readonly kind: 'constant'; readonly value: boolean | number | null; readonly certainty: Certainty }
  | { readonly kind: 'list'; readonly items: Value[]; /** Whether there may be more. */ open: boolean }
  | { readonly kind: 'dict'; readonly entries: Map<string, Given>; open: boolean }
  | FunctionValue
  | ClassValue
  | Instance
  | External
  | { readonly kind: 'router'; readonly router: Router }
  /** A method of an application, a router, a list or a dictionary that the language or FastAPI gives it. */
  | { readonly kind: 'method'; readonly of: Value; readonly name: string }
  /** What `router.get("/")` returns: it waits for the function. */
  | { readonly kind: 'registrar'; readonly router: Router; readonly register: (handler: Value, node: InModule) => void }
  /** The list `app.routes`. */
  | { readonly kind: 'routes'; readonly router: Router }
  | { readonly kind: 'super'; readonly self: Value; readonly of: ClassValue }
  | { readonly kind: 'module'; readonly module: Module }
  /** A folder without `__init__.py`, by the dotted name it is imported as. */
  | { readonly kind: 'namespace'; readonly dotted: string; readonly from: Module }
  /** One of several, as the program runs. */
  | { readonly kind: 'choice'; readonly options: readonly Value[] }
  /** Not looked at yet, and without effect on any application when it is. */
  | { readonly kind: 'lazy'; readonly force: () => Value }
  | { readonly kind: 'unknown'; readonly because: string; readonly holds: readonly Router[] };

/** A value nobody can tell, with the applications and routers that whoever made it was given. */
export function unknownValue(because: string, holds: readonly Router[] = []): Value {
  return { kind: 'unknown', because, holds };
}

/** `__name__` of a module that is imported: anything but `__main__`. */
export const MODULE_NAME: Value = { kind: 'external', name: 'builtins.__name__', made: undefined };

/** `None`. */
export const NONE: Value = { kind: 'constant', value: null, certainty: 'known' };

/** A value that is made when somebody asks. */
export function lazily(make: () => Value): Value {
  const state: { value?: Value; making?: boolean } = {};
  return {
    kind: 'lazy',
    force() {
      if (state.value) return state.value;
      if (state.making) return unknownValue('It is made of itself.');
      state.making = true;
      return (state.value = forced(make()));
    },
  };
}

/** What a value is once it was looked at. */
export function forced(value: Value): Value {
  return value.kind === 'lazy' ? value.force() : value;
}

/** One of several values; the same value is said once. */
export function choiceOf(values: readonly Value[]): Value {
  const options = [...new Set(values.flatMap((value) => (value.kind === 'choice' ? value.options : [value])))];
  const [first, ...others] = options;
  if (!first) return NONE;
  return others.every((other) => isSame(first, other)) ? first : { kind: 'choice', options };
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text && a.certainty === b.certainty;
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value && a.certainty === b.certainty;
  if (a.kind === 'router' && b.kind === 'router') return a.router === b.router;
  return false;
}

/** The values one of which it is. */
export function optionsOf(value: Value): readonly Value[] {
  const known = forced(value);
  return known.kind === 'choice' ? known.options.flatMap(optionsOf) : [known];
}

/** The applications and routers somebody who is given the value can reach. What was not looked at holds none. */
export function routersIn(value: Value, depth = 3): readonly Router[] {
  if (depth < 0) return [];
  const below = (values: Iterable<Value>): Router[] => [...values].flatMap((inner) => routersIn(inner, depth - 1));
  switch (value.kind) {
    case 'router':
    case 'registrar':
    case 'routes':
      return [value.router];
    case 'unknown':
      return value.holds;
    case 'external':
      return value.made?.holds ?? [];
    case 'list':
      return below(value.items);
    case 'choice':
      return below(value.options);
    case 'dict':
      return below([...value.entries.values()].map((given) => given.value()));
    case 'instance':
      return below(value.attributes.values());
    case 'method':
      return below([value.of]);
    default:
      return [];
  }
}
