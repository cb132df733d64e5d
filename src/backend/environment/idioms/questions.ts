import type { PyNode } from '../../../python/syntax/node.ts';
import { childOfType, parts } from '../../../python/syntax/walk.ts';
import type { Into } from '../conversion.ts';
import { bool, isTrue, literalValue, type PyValue } from '../python-value.ts';
import { constantBehind } from '../variable-name.ts';
import { gives, OPEN, type Outcome } from './apply.ts';
import { isQuestion } from './calls.ts';
import { wordsBehind } from './word-lists.ts';
import { wider, withInto, type About, type Idiom, type State } from './state.ts';

/** `text == "word"`, `text in ("one", "two")`, `text is None`, and their opposites. */
export const comparisons: Idiom = (state, parent, about) => {
  if (parent.type !== 'comparison_operator' || state.conversion.kind !== 'text') return undefined;
  const [left, right] = parts(parent);
  const operator = childOfType(parent, '==', '!=', 'in', 'not in', 'is', 'is not')?.type;
  if (!left || !right || parts(parent).length !== 2 || !operator) return undefined;
  if (operator === '==' || operator === '!=') return equality(state, parent, left === state.node ? right : left, operator === '!=', about);
  if (left !== state.node) return undefined;
  if (operator === 'in' || operator === 'not in') return membership(state, parent, wordsBehind(right, about), operator === 'not in');
  return right.type === 'none' ? withInto(state, parent, { kind: 'present', negated: operator === 'is' }) : undefined;
};

function equality(state: State, node: PyNode, other: PyNode, negated: boolean, { module, python }: About): State | undefined {
  if (other.type === 'none') return withInto(state, node, { kind: 'present', negated: !negated });
  const constant = constantBehind(other, module, python) ?? other;
  const value = literalValue(constant);
  return membership(state, node, value && [value], negated);
}

/** Whether the text is one of some values; a text is never equal to what is none. */
function membership(state: State, node: PyNode, values: readonly PyValue[] | undefined, negated: boolean): State | undefined {
  if (!values) return undefined;
  const words = values.flatMap((value) => (value.type === 'str' ? [value.text] : []));
  const isMember = (value: PyValue): Outcome => {
    const answers = values.map((one) => areEqual(value, one));
    return answers.includes(undefined) ? OPEN : gives(bool(answers.includes(true) !== negated));
  };
  return wider(state, node, { steps: state.conversion.steps, kind: 'flag', words, negated }, isMember);
}

/** `a == b`; `undefined` for values whose comparison is not worked out here. */
function areEqual(a: PyValue, b: PyValue): boolean | undefined {
  const number = (value: PyValue): bigint | undefined => (value.type === 'int' ? value.value : value.type === 'bool' ? (value.value ? 1n : 0n) : undefined);
  if (a.type === 'float' || b.type === 'float') return a.type === 'str' || b.type === 'str' || a.type === 'none' || b.type === 'none' ? false : undefined;
  if (number(a) !== undefined && number(b) !== undefined) return number(a) === number(b);
  if (a.type === 'str' && b.type === 'str') return a.text === b.text;
  if (a.type === 'none' || b.type === 'none') return a.type === b.type;
  return isPlain(a) !== isPlain(b) || (isPlain(a) && isPlain(b)) ? false : undefined;
}

/** A text or a number, which equals nothing of another type. */
function isPlain({ type }: PyValue): boolean {
  return type === 'str' || type === 'int' || type === 'bool';
}

/** `not …`. */
export const negations: Idiom = (state, parent) => (parent.type === 'not_operator' ? opposite(state, parent) : undefined);

function opposite(state: State, node: PyNode): State | undefined {
  const { conversion } = state;
  if (conversion.kind === 'text') return withInto(state, node, { kind: 'truth', negated: true });
  if (!isQuestion(state) || conversion.kind === 'boolean') return undefined;
  const turned: Into | undefined = conversion.kind === 'flag' || conversion.kind === 'truth' || conversion.kind === 'present' ? { ...conversion, negated: !conversion.negated } : undefined;
  return turned && wider(state, node, { steps: conversion.steps, ...turned }, (value) => gives(bool(!isTrue(value))));
}

/** `True if … else False`, and the other way round. */
export const spelledOut: Idiom = (state, parent) => {
  if (parent.type !== 'conditional_expression') return undefined;
  const [yes, condition, no] = parts(parent);
  if (condition !== state.node) return undefined;
  const asked = state.conversion.kind === 'text' ? withInto(state, parent, { kind: 'truth', negated: false }) : isQuestion(state) ? { ...state, node: parent } : undefined;
  if (asked && yes?.type === 'true' && no?.type === 'false') return asked;
  return asked && yes?.type === 'false' && no?.type === 'true' ? opposite(asked, parent) : undefined;
};
