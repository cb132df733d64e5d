import type { Conversion, Into, ListConversion } from '../conversion.ts';
import { bool, isTrue, NONE, text, type PyValue } from '../python-value.ts';
import { splitAtSpace, stepped, steppedAll } from './text-steps.ts';

/** What an expression gives: a value, an error; `open` where this cannot be worked out here. */
export type Outcome = { readonly kind: 'value'; readonly value: PyValue } | { readonly kind: 'fails' } | { readonly kind: 'open' };

/** An error. */
export const FAILS: Outcome = { kind: 'fails' };
/** Not worked out here. */
export const OPEN: Outcome = { kind: 'open' };

/** A value. */
export const gives = (value: PyValue): Outcome => ({ kind: 'value', value });

/** What an operation makes of an outcome: an error stays one, and what is open stays open. */
export function andThen(outcome: Outcome, operation: (value: PyValue) => Outcome): Outcome {
  return outcome.kind === 'value' ? operation(outcome.value) : outcome;
}

/** A whole conversion of a text. */
export function converted(value: string, conversion: Conversion): Outcome {
  const after = steppedAll(value, conversion.steps);
  return after === undefined ? OPEN : into(text(after), conversion);
}

/** The last part of a conversion, applied to any value as Python would: `int(5)` is fine, `int(None)` is an error. */
export function into(value: PyValue, target: Into): Outcome {
  switch (target.kind) {
    case 'text':
      return gives(value);
    case 'int':
      return asInt(value, target.base);
    case 'float':
      return asFloat(value);
    case 'flag':
      return gives(bool((value.type === 'str' && target.words.includes(value.text)) !== target.negated));
    case 'boolean':
      return value.type === 'str' ? asBoolean(value.text, target.on, target.off) : OPEN;
    case 'truth':
      return gives(bool(isTrue(value) !== target.negated));
    case 'present':
      return gives(bool((value.type !== 'none') !== target.negated));
    case 'list':
      return value.type === 'str' ? asList(value.text, target) : FAILS;
    case 'json':
      return value.type === 'str' ? asJson(value.text) : FAILS;
    case 'path':
      return value.type === 'str' || value.type === 'path' ? gives({ type: 'path', text: value.text }) : FAILS;
    case 'starlette':
      return value.type === 'str' ? gives({ type: target.type, text: value.text }) : OPEN;
    case 'unknown':
      return OPEN;
  }
}

function asInt(value: PyValue, base: number | undefined): Outcome {
  if (value.type === 'str') {
    if (base !== undefined && base !== 10) return OPEN;
    const digits = stepped(value.text, { method: 'strip', chars: undefined }) ?? '';
    if (/^[+-]?\d+(_\d+)*$/.test(digits)) return gives({ type: 'int', value: BigInt(digits.replaceAll('_', '').replace(/^\+/, '')) });
    // Digits of other scripts are digits to Python, too.
    return /^[\x00-\x7f]*$/.test(digits) ? FAILS : OPEN;
  }
  if (base !== undefined) return FAILS;
  if (value.type === 'int') return gives(value);
  if (value.type === 'bool') return gives({ type: 'int', value: value.value ? 1n : 0n });
  return value.type === 'float' ? gives({ type: 'int', value: BigInt(value.code.replace(/\..*$/, '')) }) : FAILS;
}

function asFloat(value: PyValue): Outcome {
  if (value.type === 'float') return gives(value);
  if (value.type === 'bool') return gives({ type: 'float', code: value.value ? '1.0' : '0.0' });
  if (value.type === 'int') return value.value < 2n ** 53n && value.value > -(2n ** 53n) ? gives({ type: 'float', code: `${value.value}.0` }) : OPEN;
  if (value.type !== 'str') return FAILS;
  const digits = stepped(value.text, { method: 'strip', chars: undefined }) ?? '';
  if (/^-?(0|[1-9]\d{0,14})$/.test(digits)) return gives({ type: 'float', code: `${digits}.0` });
  return /^-?(0|[1-9]\d{0,14})\.\d{1,15}$/.test(digits) ? gives({ type: 'float', code: digits }) : /^[A-Za-z ,]*$/.test(digits) && !/^(inf|infinity|nan)$/i.test(digits) ? FAILS : OPEN;
}

function asBoolean(value: string, on: readonly string[], off: readonly string[]): Outcome {
  const word = stepped(value, { method: 'lower', chars: undefined });
  if (word === undefined) return FAILS;
  return on.includes(word) ? gives(bool(true)) : off.includes(word) ? gives(bool(false)) : FAILS;
}

function asList(value: string, { separator, keep, each, item, holder }: ListConversion): Outcome {
  const items: PyValue[] = [];
  for (const part of separator === undefined ? splitAtSpace(value) : value.split(separator)) {
    const probe = keep === 'all' ? part : steppedAll(part, keep.nonEmptyAfter);
    const after = steppedAll(part, each);
    if (probe === undefined || after === undefined) return OPEN;
    if (keep !== 'all' && probe === '') continue;
    const outcome = item === 'text' ? gives(text(after)) : item === 'int' ? asInt(text(after), undefined) : asFloat(text(after));
    if (outcome.kind !== 'value') return outcome;
    items.push(outcome.value);
  }
  return gives(held(items, holder));
}

/** Items in a holder; a set has each only once. */
export function held(items: readonly PyValue[], holder: ListConversion['holder']): PyValue {
  if (holder === 'list' || holder === 'tuple') return { type: holder, items };
  const key = (value: PyValue): string => (value.type === 'int' ? value.value.toString() : JSON.stringify(value));
  return { type: holder, items: [...new Map(items.map((item) => [key(item), item])).values()] };
}

function asJson(value: string): Outcome {
  try {
    // Numbers are read by Python's rules; only whole ones are the same here.
    if (/[\d][.eE]|NaN|Infinity|\\u|\d{15}/.test(value)) return OPEN;
    return gives(fromJson(JSON.parse(value)));
  } catch {
    return FAILS;
  }
}

function fromJson(value: unknown): PyValue {
  if (value === null) return NONE;
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'number') return { type: 'int', value: BigInt(value) };
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return { type: 'list', items: value.map(fromJson) };
  return { type: 'dict', entries: Object.entries(value as Readonly<Record<string, unknown>>).map(([key, item]) => [text(key), fromJson(item)] as const) };
}
