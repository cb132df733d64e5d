import type { PyNode } from '../../../python/syntax/node.ts';
import { argumentsOf, calleeOf } from '../../../python/syntax/views.ts';
import { childOfType, parts } from '../../../python/syntax/walk.ts';
import type { ListConversion, TextStep } from '../conversion.ts';
import { FAILS, gives, held, into, OPEN, type Outcome } from './apply.ts';
import { collected, meant } from './calls.ts';
import { stepAt } from './texts.ts';
import { steppedAll } from './text-steps.ts';
import { text, type PyValue } from '../python-value.ts';
import { wider, type About, type Idiom, type State } from './state.ts';

/** What an expression makes of one part, the variable of a comprehension or lambda. */
interface Part {
  readonly steps: readonly TextStep[];
  readonly item: ListConversion['item'];
}

/** `[part.strip() for part in text.split(",") if part.strip()]`, and sets and generators of that form. */
export const comprehensions: Idiom = (state, clause, about) => {
  const whole = clause.type === 'for_in_clause' ? clause.parent : undefined;
  const [variable, source] = parts(clause);
  if (!whole || source !== state.node || variable?.type !== 'identifier' || childOfType(clause, 'async')) return undefined;
  const [body, first, condition, more] = parts(whole);
  if (!body || first !== clause || more || (condition && condition.type !== 'if_clause')) return undefined;
  const probed = condition && parts(condition)[0];
  const made = partOf(body, variable.text, about);
  const probe = probed && partOf(probed, variable.text, about);
  if (!made || (probed && probe?.item !== 'text')) return undefined;
  const kept = probe ? keeping(state, state.node, probe.steps) : state;
  const mapped = kept && mapping(kept, whole, made);
  if (!mapped) return undefined;
  if (whole.type === 'list_comprehension') return mapped;
  return whole.type === 'set_comprehension' ? collected(mapped, whole, 'set') : whole.type === 'generator_expression' ? generated(mapped, whole, about) : undefined;
};

/** `tuple(part for part in …)`: the brackets of the call are the generator's own. */
function generated(state: State, generator: PyNode, about: About): State | undefined {
  const call = generator.parent?.type === 'call' ? generator.parent : undefined;
  const callee = call && calleeOf(call);
  const name = callee && meant(callee, about);
  return call && (name === 'list' || name === 'tuple' || name === 'set' || name === 'frozenset') ? collected(state, call, name) : undefined;
}

/** `map(str.strip, text.split(","))` and `filter(None, …)`, on the way to a `list(…)` around them. */
export const iterators: Idiom = (state, list, about) => {
  const call = list.type === 'argument_list' ? list.parent : undefined;
  const callee = call?.type === 'call' ? calleeOf(call) : undefined;
  const [first, second, more] = argumentsOf(list);
  if (!call || !callee || !first || first.name !== undefined || second?.node !== state.node || more) return undefined;
  const name = meant(callee, about);
  if (name !== 'map' && name !== 'filter') return undefined;
  const made = name === 'filter' && first.value.type === 'none' ? { steps: [], item: 'text' as const } : functionOf(first.value, about);
  if (!made || (name === 'filter' && made.item !== 'text')) return undefined;
  const found = name === 'map' ? mapping(state, call, made) : keeping(state, call, made.steps);
  return found && { ...found, partial: true };
};

/** `str.strip`, `int`, `lambda part: part.strip()`. */
function functionOf(node: PyNode, about: About): Part | undefined {
  const name = meant(node, about);
  if (name === 'int' || name === 'float') return { steps: [], item: name };
  if (name === 'str') return { steps: [], item: 'text' };
  const method = node.type === 'attribute' && parts(node)[0]?.text === 'str' && meant(parts(node)[0] ?? node, about) === 'str' ? parts(node)[1]?.text : undefined;
  if (method === 'strip' || method === 'lower' || method === 'upper' || method === 'lstrip' || method === 'rstrip' || method === 'casefold') return { steps: [{ method, chars: undefined }], item: 'text' };
  if (node.type !== 'lambda') return undefined;
  const [parameters, body] = parts(node);
  const [parameter, more] = parameters ? parts(parameters) : [];
  return parameter?.type === 'identifier' && !more && body ? partOf(body, parameter.text, about) : undefined;
}

/** `part`, `part.strip().lower()`, `int(part)`. */
function partOf(node: PyNode, variable: string, about: About): Part | undefined {
  if (node.type === 'identifier') return node.text === variable ? { steps: [], item: 'text' } : undefined;
  const callee = node.type === 'call' ? calleeOf(node) : undefined;
  if (!callee) return undefined;
  if (callee.type === 'attribute') {
    const [object] = parts(callee);
    const below = object && partOf(object, variable, about);
    const found = object && stepAt(object, callee);
    return below?.item === 'text' && found?.node === node ? { steps: [...below.steps, found.step], item: 'text' } : undefined;
  }
  const name = meant(callee, about);
  const list = childOfType(node, 'argument_list');
  const given = list ? argumentsOf(list) : [];
  const below = given.length === 1 && given[0] && given[0].name === undefined && given[0].unpacking === undefined ? partOf(given[0].value, variable, about) : undefined;
  if (below?.item !== 'text') return undefined;
  return name === 'int' || name === 'float' ? { ...below, item: name } : name === 'str' ? below : undefined;
}

/** Every part changed. */
function mapping(state: State, node: PyNode, { steps, item }: Part): State | undefined {
  const { conversion } = state;
  if (conversion.kind !== 'list' || conversion.item !== 'text' || conversion.holder === 'set' || conversion.holder === 'frozenset') return undefined;
  return wider(state, node, { ...conversion, each: [...conversion.each, ...steps], item, holder: 'list' }, (value) => eachOf(value, (part) => {
    const after = steppedAll(part, steps);
    return after === undefined ? OPEN : item === 'text' ? gives(text(after)) : into(text(after), item === 'int' ? { kind: 'int', base: undefined } : { kind: 'float' });
  }));
}

/** Only the parts that are not empty after some steps. */
function keeping(state: State, node: PyNode, steps: readonly TextStep[]): State | undefined {
  const { conversion } = state;
  if (conversion.kind !== 'list' || conversion.item !== 'text' || conversion.keep !== 'all' || conversion.holder === 'set' || conversion.holder === 'frozenset') return undefined;
  const keep = { nonEmptyAfter: [...conversion.each, ...steps] };
  return wider(state, node, { ...conversion, keep, holder: 'list' }, (value) => {
    const items = value.type === 'list' || value.type === 'tuple' ? value.items : undefined;
    const probes = items?.map((item) => (item.type === 'str' ? steppedAll(item.text, steps) : undefined));
    return items && probes && !probes.includes(undefined) ? gives(held(items.filter((_, index) => probes[index] !== ''), 'list')) : OPEN;
  });
}

function eachOf(value: PyValue, operation: (part: string) => Outcome): Outcome {
  if (value.type !== 'list' && value.type !== 'tuple') return OPEN;
  const items: PyValue[] = [];
  for (const item of value.items) {
    const outcome = item.type === 'str' ? operation(item.text) : OPEN;
    if (outcome.kind !== 'value') return outcome.kind === 'fails' ? FAILS : OPEN;
    items.push(outcome.value);
  }
  return gives(held(items, 'list'));
}
