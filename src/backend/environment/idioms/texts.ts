import type { PyNode } from '../../../python/syntax/node.ts';
import { plainString } from '../../../python/syntax/views.ts';
import { childAfter, parts } from '../../../python/syntax/walk.ts';
import type { TextStep } from '../conversion.ts';
import { isTrue } from '../python-value.ts';
import { literalValue } from '../python-value.ts';
import { constantBehind } from '../variable-name.ts';
import { gives } from './apply.ts';
import { methodCall } from './calls.ts';
import { wider, withStep, type Idiom } from './state.ts';

const METHODS: ReadonlySet<string> = new Set(['strip', 'lstrip', 'rstrip', 'lower', 'upper', 'casefold']);

/** The step a call of a method of the text is; `undefined` for other methods. */
export function stepAt(object: PyNode, attribute: PyNode): { readonly node: PyNode; readonly step: TextStep } | undefined {
  const call = methodCall(object, attribute);
  if (!call || !METHODS.has(call.method) || call.given.length > 1) return undefined;
  const [given] = call.given;
  const takesChars = call.method.endsWith('strip');
  const chars = given && takesChars && given.name === undefined ? plainString(given.value) : undefined;
  return given && chars === undefined ? undefined : { node: call.node, step: { method: call.method as TextStep['method'], chars } };
}

/** `.strip()`, `.lower()`, `.rstrip("/")`. */
export const steps: Idiom = (state, attribute) => {
  const found = stepAt(state.node, attribute);
  return found && withStep(state, found.node, found.step);
};

/** `text or default`, when the default is a constant: the empty text gives it, too. */
export const alternatives: Idiom = (state, parent, { module, python }) => {
  const right = parent.type === 'boolean_operator' && parts(parent)[0] === state.node ? childAfter(parent, 'or') : undefined;
  const constant = right && (literalValue(right) ? right : constantBehind(right, module, python));
  const fallback = constant && literalValue(constant);
  if (!fallback || state.conversion.kind !== 'text') return undefined;
  const otherwise = (value: Parameters<typeof isTrue>[0]): ReturnType<typeof gives> => gives(isTrue(value) ? value : fallback);
  const found = wider(state, parent, state.conversion, otherwise);
  // With `or ""` the empty text stays what it is.
  const isSame = fallback.type === 'str' && fallback.text === '';
  return found && { ...found, whenEmpty: found.whenEmpty ?? (isSame ? undefined : gives(fallback)) };
};

/** Brackets around. */
export const brackets: Idiom = (state, parent) => (parent.type === 'parenthesized_expression' && parts(parent).length === 1 ? { ...state, node: parent } : undefined);
