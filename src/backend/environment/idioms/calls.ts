import type { Into, ListConversion } from '../conversion.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import { argumentsOf, calleeOf, plainString, type Argument } from '../../../python/syntax/views.ts';
import { parts } from '../../../python/syntax/walk.ts';
import { bool, isTrue, text, type PyValue } from '../python-value.ts';
import { gives, held, OPEN, type Outcome } from './apply.ts';
import { wider, withInto, type About, type Idiom, type State } from './state.ts';

/** `int(…)`, `float(…)`, `bool(…)`, `str(…)`, `json.loads(…)`, `Path(…)`, `list(…)` around the expression. */
export const calls: Idiom = (state, list, about) => {
  const call = list.type === 'argument_list' ? list.parent : undefined;
  const callee = call?.type === 'call' ? calleeOf(call) : undefined;
  if (!call || !callee) return undefined;
  const given = argumentsOf(list);
  const [first, second] = given;
  if (first?.node !== state.node) return undefined;
  const name = meant(callee, about);
  if (name === 'int' && given.length <= 2) return withBase(state, call, second);
  if (given.length !== 1) return undefined;
  return single(state, call, name);
};

/** What is called: a builtin by its name, something of another distribution by its dotted name. */
export function meant(callee: PyNode, { module, python }: Pick<About, 'module' | 'python'>): string | undefined {
  const symbol = python.symbolOf(module, callee);
  // An attribute of a builtin, as in `int.from_bytes`, has the builtin's symbol.
  if (symbol.kind === 'builtin') return callee.type === 'identifier' ? symbol.name : undefined;
  return symbol.kind === 'external' ? symbol.name : undefined;
}

function withBase(state: State, call: PyNode, base: Argument | undefined): State | undefined {
  if (!base) return withInto(state, call, { kind: 'int', base: undefined });
  const number = base.value.type === 'integer' && (base.name === undefined || base.name === 'base') ? Number(base.value.text) : undefined;
  return number !== undefined && (number === 0 || (number >= 2 && number <= 36)) ? withInto(state, call, { kind: 'int', base: number === 10 ? undefined : number }) : undefined;
}

const SINGLE: Readonly<Record<string, Into>> = {
  float: { kind: 'float' },
  'json.loads': { kind: 'json' },
  'pathlib.Path': { kind: 'path' },
};

function single(state: State, call: PyNode, name: string | undefined): State | undefined {
  const { conversion } = state;
  if (name === 'bool') return conversion.kind === 'text' ? withInto(state, call, { kind: 'truth', negated: false }) : isQuestion(state) ? wider(state, call, conversion, asBool) : undefined;
  if (name === 'str') return conversion.kind === 'text' ? wider(state, call, conversion, asText) : conversion.kind === 'starlette' && conversion.type === 'Secret' ? secretText(state, call) : undefined;
  if (name === 'list' || name === 'tuple' || name === 'set' || name === 'frozenset') return collected(state, call, name);
  const target = name === undefined ? undefined : SINGLE[name];
  return target && withInto(state, call, target);
}

/** Whether the expression is `True` or `False` for every text. */
export function isQuestion({ conversion: { kind } }: State): boolean {
  return kind === 'flag' || kind === 'truth' || kind === 'present' || kind === 'boolean';
}

const asBool = (value: PyValue): Outcome => gives(bool(isTrue(value)));

function asText(value: PyValue): Outcome {
  if (value.type === 'str') return gives(value);
  if (value.type === 'int') return gives(text(value.value.toString()));
  if (value.type === 'bool') return gives(text(value.value ? 'True' : 'False'));
  return value.type === 'none' ? gives(text('None')) : OPEN;
}

/** `str(config("X", cast=Secret))` is the text again. */
function secretText(state: State, call: PyNode): State | undefined {
  return wider(state, call, { steps: state.conversion.steps, kind: 'text' }, (value) => (value.type === 'Secret' ? gives(text(value.text)) : asText(value)));
}

/** `tuple(text.split(","))`; the order of a set cannot be told, so nothing is made of one. */
export function collected(state: State, call: PyNode, holder: ListConversion['holder']): State | undefined {
  const { conversion } = state;
  if (conversion.kind !== 'list' || conversion.holder === 'set' || conversion.holder === 'frozenset') return undefined;
  return wider(state, call, { ...conversion, holder }, (value) => (value.type === 'list' || value.type === 'tuple' ? gives(held(value.items, holder)) : OPEN));
}

/** `text.split(",")`, and no other argument. */
export const splits: Idiom = (state, attribute) => {
  const call = methodCall(state.node, attribute);
  if (call?.method !== 'split' || call.given.length > 1) return undefined;
  const [given] = call.given;
  const separator = given && (given.name === undefined || given.name === 'sep') ? (given.value.type === 'none' ? undefined : plainString(given.value)) : undefined;
  if (given && (separator === undefined || separator === '') && given.value.type !== 'none') return undefined;
  return withInto(state, call.node, { kind: 'list', separator, keep: 'all', each: [], item: 'text', holder: 'list' });
};

/** A call of a method of the expression. */
export function methodCall(object: PyNode, attribute: PyNode): { readonly node: PyNode; readonly method: string; readonly given: readonly Argument[] } | undefined {
  const node = attribute.type === 'attribute' && parts(attribute)[0] === object ? attribute.parent : undefined;
  if (node?.type !== 'call' || calleeOf(node) !== attribute) return undefined;
  const list = node.children.find(({ type }) => type === 'argument_list');
  const given = list ? argumentsOf(list) : [];
  const method = parts(attribute)[1]?.text;
  return method === undefined || !list || given.some(({ unpacking }) => unpacking !== undefined) ? undefined : { node, method, given };
}
