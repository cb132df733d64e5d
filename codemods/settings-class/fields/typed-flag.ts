import type { Conversion, TextStep } from '#pystd';
import { literalKind, pythonString } from './literals.ts';
import { plainCore, type Core } from './draft.ts';

type Of<K extends Conversion['kind']> = Extract<Conversion, { kind: K }>;

const isFlagLiteral = (code: string): boolean => literalKind(code) === 'bool';

/** `value.lower() == "true"` and its relatives: words that are on (or off), everything else is not. Exact. */
export function flagDraft({ words, negated, steps }: Of<'flag'>): Core {
  const helper = negated ? '_off_for' : '_on_for';
  const read = readArgument(steps);
  const call = `${helper}(${[...words.map(pythonString), ...(read === undefined ? [] : [`read=${read}`])].join(', ')})`;
  return plainCore('bool', isFlagLiteral, { metadata: [call], helpers: [helper] });
}

/** How a text is changed before it is compared, as a Python function; `undefined` where it is not. */
function readArgument(steps: readonly TextStep[]): string | undefined {
  const [only] = steps;
  if (!only) return undefined;
  if (steps.length === 1 && only.chars === undefined) return `str.${only.method}`;
  const calls = steps.map(({ method, chars }) => `.${method}(${chars === undefined ? '' : pythonString(chars)})`).join('');
  return `lambda text: text${calls}`;
}

/** What pydantic itself takes for on and off, in any case, and nothing else. */
const PYDANTIC_ON = ['1', 'on', 't', 'true', 'y', 'yes'];
const PYDANTIC_OFF = ['0', 'f', 'false', 'n', 'no', 'off'];

/** Words for on and off, all others fail: pydantic's own `bool` where it has the same words, with or without the empty text among those for off. */
export function switchDraft({ on, off }: Of<'boolean'>): Core {
  const words = off.filter((word) => word !== '');
  if (isSame(on, PYDANTIC_ON) && isSame(words, PYDANTIC_OFF)) {
    const empty: Partial<Core> = words.length < off.length ? { metadata: ['_empty_is(False)'], helpers: ['_empty_is'] } : {};
    return plainCore('bool', isFlagLiteral, { ...empty, remarks: ['switch'] });
  }
  return plainCore('bool', isFlagLiteral, { metadata: [`_switch(on=${tuple(on)}, off=${tuple(off)})`], helpers: ['_switch'], remarks: ['switch'] });
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((word) => others.includes(word));
}

function tuple(words: readonly string[]): string {
  return `(${words.map(pythonString).join(', ')}${words.length === 1 ? ',' : ''})`;
}

/** `bool(text)`: on for every text that is not empty. */
export function truthDraft({ negated }: Of<'truth'>): Core | undefined {
  if (negated) return undefined;
  return plainCore('bool', isFlagLiteral, { metadata: ['BeforeValidator(bool)'], imports: [{ module: 'pydantic', name: 'BeforeValidator' }], remarks: ['truth'] });
}
