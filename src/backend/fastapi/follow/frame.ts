import type { Module } from '../../../python/project/module.ts';
import type { Machine } from './machine.ts';
import type { Value } from './value.ts';

/** The names of one run of a module, class body or function. */
export interface Frame {
  readonly kind: 'module' | 'class' | 'function';
  readonly machine: Machine;
  readonly module: Module;
  readonly outer: Frame | undefined;
  names: Map<string, Value>;
  /** Where the names of a star import come from, in order. */
  readonly stars: ((name: string) => Value | undefined)[];
  /** Names that are declared `global` here. */
  readonly globals: Set<string>;
  /** What the function may return. */
  readonly returned: Value[];
  /** The class a method belongs to and the object it is called on, for `super()`. */
  readonly method: { readonly self: Value; readonly of: Value } | undefined;
}

/** A frame without names. */
export function newFrame(kind: Frame['kind'], machine: Machine, module: Module, outer: Frame | undefined, method?: Frame['method']): Frame {
  return { kind, machine, module, outer, names: new Map(), stars: [], globals: new Set(), returned: [], method };
}

/** What a name means in a frame: its own, those of the functions around, the module's. Functions do not see the names of classes around them. */
export function lookup(frame: Frame, name: string): Value | undefined {
  for (let at: Frame | undefined = frame; at; at = at.outer) {
    if (at !== frame && at.kind === 'class') continue;
    const value = at.names.get(name) ?? fromStars(at, name);
    if (value) return value;
  }
  return undefined;
}

/** The last star import that has the name wins. */
export function fromStars({ stars }: Frame, name: string): Value | undefined {
  for (const star of [...stars].reverse()) {
    const value = star(name);
    if (value) return value;
  }
  return undefined;
}

/** Binds a name where the frame's code would. */
export function bind(frame: Frame, name: string, value: Value): void {
  let owner = frame;
  if (frame.globals.has(name)) while (owner.outer) owner = owner.outer;
  owner.names.set(name, value);
}
