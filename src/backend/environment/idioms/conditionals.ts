import { parts } from '../../../python/syntax/walk.ts';
import { isTrue, literalValue } from '../python-value.ts';
import { constantBehind } from '../variable-name.ts';
import { gives, type Outcome } from './apply.ts';
import type { Idiom, State } from './state.ts';
import { mayEmpty } from './text-steps.ts';

/** `int(os.environ["X"]) if "X" in os.environ else 5`, `os.getenv("X").split(",") if os.getenv("X") else []`: the condition asks for the same variable. */
export const conditionals: Idiom = (state, parent, about) => {
  if (parent.type !== 'conditional_expression') return undefined;
  const [yes, condition, no] = parts(parent);
  const isYes = yes === state.node;
  const other = isYes ? no : yes;
  if (!condition || !other || (!isYes && no !== state.node)) return undefined;
  const asked = about.readingAt(condition);
  if (asked?.unset.kind !== 'value') return undefined;
  const constant = literalValue(other) ? other : constantBehind(other, about.module, about.python);
  const value = constant && literalValue(constant);
  const answer = answersOf(asked);
  if (!value || !answer || asked.whenEmpty) return undefined;
  const otherwise = gives(value);
  const chosen = (yesNo: boolean, mine: Outcome | undefined): Outcome | undefined => (yesNo === isYes ? mine : otherwise);
  // Texts that are not empty must all come this way, or the expression is the other one for most of them.
  if (answer.full !== isYes || (answer.empty !== answer.full && !sameEmptiness(asked, state))) return undefined;
  const unset = chosen(isTrue(asked.unset.value), state.unset) ?? otherwise;
  if (unset.kind === 'open') return undefined;
  return { ...state, node: parent, unset, whenEmpty: chosen(answer.empty, state.whenEmpty), covers: [...new Set([...state.covers, ...asked.covers])] };
};

/** What the condition is for a text that is not empty, and for an empty one. */
export function answersOf({ conversion }: State): { readonly full: boolean; readonly empty: boolean } | undefined {
  switch (conversion.kind) {
    case 'text':
      return { full: true, empty: false };
    case 'truth':
      return { full: !conversion.negated, empty: conversion.negated };
    case 'present':
      return { full: !conversion.negated, empty: !conversion.negated };
    default:
      return undefined;
  }
}

/** Whether both call the same texts empty: they strip the same. */
function sameEmptiness(a: State, b: State): boolean {
  const strips = ({ conversion }: State): string => JSON.stringify(conversion.steps.filter(mayEmpty).map(({ method, chars }) => [method, chars]));
  return strips(a) === strips(b);
}
