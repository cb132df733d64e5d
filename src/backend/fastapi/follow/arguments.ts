import type { Module } from '../../../python/project/module.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import { argumentListOf, argumentsOf } from '../../../python/syntax/views.ts';
import { childOfType } from '../../../python/syntax/walk.ts';
import { evaluate } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { choiceOf, forced, lazily, optionsOf, routersIn, type Value } from './value.ts';
import type { Router } from './router.ts';

/** One argument of a call, or one value of a dictionary, at the place where it is written. */
export interface Given {
  readonly module: Module;
  readonly node: PyNode;
  value(): Value;
}

/** The arguments of a call. */
export interface Arguments {
  readonly module: Module;
  /** The call, or the decorator's expression. */
  readonly node: PyNode;
  readonly positional: readonly Given[];
  readonly named: ReadonlyMap<string, Given>;
  /** Whether something that cannot be told is unpacked into the call. */
  readonly open: boolean;
}

/** Evaluates what is unpacked into a call; the others when somebody asks. */
export function argumentsGiven(call: PyNode, frame: Frame): Arguments {
  const list = argumentListOf(call);
  const positional: Given[] = [];
  const named = new Map<string, Given>();
  let open = list === undefined;
  for (const argument of list ? argumentsOf(list) : []) {
    if (argument.unpacking === undefined) {
      const given = givenAt(argument.value, frame);
      if (argument.name === undefined) positional.push(given);
      else named.set(argument.name, given);
      continue;
    }
    const value = oneDictionary(forced(evaluate(argument.value, frame)), argument.value, frame);
    if (value.kind === 'list' && argument.unpacking === '*') for (const item of value.items) positional.push(givenOf(item, argument.value, frame));
    else if (value.kind === 'dict') for (const [name, given] of value.entries) named.set(name, given);
    open ||= (value.kind !== 'list' && value.kind !== 'dict') || value.open;
  }
  if (!list && childOfType(call, 'generator_expression')) positional.push(givenAt(childOfType(call, 'generator_expression') ?? call, frame));
  return { module: frame.module, node: call, positional, named, open };
}

/** Several dictionaries one of which it is, as one with a choice of values. */
function oneDictionary(value: Value, node: PyNode, frame: Frame): Value {
  const options = value.kind === 'choice' ? optionsOf(value) : [];
  const all = options.flatMap((option) => (option.kind === 'dict' ? [option] : []));
  if (all.length === 0 || all.length < options.length) return value;
  const keys = [...new Set(all.flatMap(({ entries }) => [...entries.keys()]))];
  const entries = keys.map((key): [string, Given] => {
    const given = all.flatMap((option) => option.entries.get(key) ?? []);
    const [only] = given;
    return [key, given.length === 1 && only ? only : givenOf(lazily(() => choiceOf(given.map((one) => one.value()))), only?.node ?? node, frame)];
  });
  return { kind: 'dict', entries: new Map(entries), open: all.some(({ open }) => open) };
}

/** An expression as it is given; evaluated once, when asked for. */
export function givenAt(node: PyNode, frame: Frame): Given {
  let value: Value | undefined;
  return { module: frame.module, node, value: () => (value ??= evaluate(node, frame)) };
}

/** A value as it is given. */
export function givenOf(value: Value, node: PyNode, { module }: Frame): Given {
  return { module, node, value: () => value };
}

/** The argument at a position or with a name. */
export function argumentAt({ positional, named }: Arguments, index: number | undefined, name: string): Given | undefined {
  return named.get(name) ?? (index === undefined ? undefined : positional[index]);
}

/** All values given. */
export function valuesGiven({ positional, named }: Pick<Arguments, 'positional' | 'named'>): readonly Value[] {
  return [...positional, ...named.values()].map((given) => given.value());
}

/** The applications and routers a call is given. */
export function routersGiven(given: Pick<Arguments, 'positional' | 'named'>): readonly Router[] {
  return [...new Set(valuesGiven(given).flatMap((value) => routersIn(value)))];
}

/** The value of an argument, looked at when needed. */
export function lazyValue(given: Given): Value {
  return lazily(() => given.value());
}
