import type { Python } from '../../../python/index.ts';
import type { Module } from '../../../python/project/module.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import type { Access } from '../access.ts';
import type { Conversion, Into, TextStep } from '../conversion.ts';
import { text } from '../python-value.ts';
import { andThen, FAILS, gives, into, OPEN, type Outcome } from './apply.ts';
import { mayEmpty, stepped } from './text-steps.ts';

/** What is known of an expression around an access. */
export interface State {
  readonly node: PyNode;
  readonly conversion: Conversion;
  readonly unset: Outcome;
  /** What the empty text gives, empty after the conversion's steps; `undefined` when it is converted like any other. */
  readonly whenEmpty: Outcome | undefined;
  readonly covers: readonly Access[];
  /** Whether this is only a step on the way: an iterator that nobody has collected yet. */
  readonly partial: boolean;
}

/** What an idiom may ask. */
export interface About {
  readonly module: Module;
  readonly python: Python;
  /** What `node` makes of the same variable, when that is all it asks for. */
  readonly readingAt: (node: PyNode) => State | undefined;
}

/** Looks at what is right around an expression: the state of the wider expression, or nothing when it is not of this idiom. */
export type Idiom = (state: State, parent: PyNode, about: About) => State | undefined;

/** The wider state, where both known outcomes can be worked out. What is unset may stay open: the site can say it. */
export function wider(state: State, node: PyNode, conversion: Conversion, operation: (value: Extract<Outcome, { kind: 'value' }>['value']) => Outcome, more: Partial<State> = {}): State | undefined {
  const whenEmpty = state.whenEmpty && andThen(state.whenEmpty, operation);
  if (whenEmpty?.kind === 'open') return undefined;
  return { node, conversion, unset: andThen(state.unset, operation), whenEmpty, covers: state.covers, partial: false, ...more };
}

/** The expression with a method of `str` applied. */
export function withStep(state: State, node: PyNode, step: TextStep): State | undefined {
  const { conversion, whenEmpty } = state;
  if (conversion.kind !== 'text' || (whenEmpty && mayEmpty(step))) return undefined;
  return wider(state, node, { kind: 'text', steps: [...conversion.steps, step] }, (value) => {
    if (value.type !== 'str') return FAILS;
    const after = stepped(value.text, step);
    return after === undefined ? OPEN : gives(text(after));
  });
}

/** The expression made into something else. */
export function withInto(state: State, node: PyNode, target: Into): State | undefined {
  const { conversion } = state;
  if (conversion.kind !== 'text') return undefined;
  return wider(state, node, { steps: conversion.steps, ...target }, (value) => into(value, target));
}
