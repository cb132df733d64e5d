import type { Python } from '../../python/index.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { Access } from './access.ts';
import { commentsOn } from './comments.ts';
import { AS_TEXT, type Conversion } from './conversion.ts';
import { harmless } from './harmless.ts';
import { askedBefore } from './guards.ts';
import { FAILS, gives, type Outcome } from './idioms/apply.ts';
import { castState, defaultOutcome } from './idioms/casts.ts';
import type { About, State } from './idioms/state.ts';
import { mayEmpty } from './idioms/text-steps.ts';
import { canFail, widened } from './idioms/widen.ts';
import { mutationOf } from './mutation.ts';
import { bool, NONE, printValue } from './python-value.ts';
import type { Reading, Unset } from './reading.ts';
import { isAlwaysEvaluated, isErrorCaught, nameOfValue, placeOf } from './surroundings.ts';
import { constantBehind } from './variable-name.ts';

/** What is known of an access before anybody looks around it. */
interface Start {
  readonly access: Access;
  /** What the access alone gives when the variable is unset, before a cast. */
  readonly base: Outcome;
  /** The accesses inside its default. */
  readonly inner: readonly Access[];
  /** Why the access cannot be understood. */
  readonly because: string | undefined;
}

/** The readings around the accesses, in their order; an access that a wider reading covers has none of its own. */
export function readingsOf(accesses: readonly Access[], python: Python): readonly Reading[] {
  const byNode = new Map(accesses.map((access) => [access.node, access]));
  const starts = new Map(accesses.map((access) => [access, startOf(access, python, (node) => byNode.get(node))]));
  const found = accesses.map((access) => readingOf(starts.get(access) ?? startOf(access, python, () => undefined), starts, python));
  const covered = new Set(found.flatMap(({ access, covers }) => covers.filter((other) => other !== access)));
  return found.filter(({ access }) => !covered.has(access));
}

function startOf(access: Access, python: Python, accessAt: (node: PyNode) => Access | undefined): Start {
  const known = { access, inner: [], because: undefined };
  if (access.form === 'subscript') return { ...known, base: FAILS };
  if (access.form === 'in') return { ...known, base: gives(bool(isNegated(access))) };
  if (!access.default) return { ...known, base: gives(NONE) };
  const literal = constantBehind(access.default, access.module, python) ?? access.default;
  const base = defaultOutcome(literal);
  const inner = base.kind === 'value' ? [] : harmless(access.default, access.module, python, accessAt);
  return typeof inner === 'string' ? { ...known, base, because: inner } : { ...known, base, inner };
}

function isNegated({ node }: Access): boolean {
  return node.children.some(({ type }) => type === 'not in');
}

function readingOf(start: Start, starts: ReadonlyMap<Access, Start>, python: Python): Reading {
  const { access } = start;
  const about: About = { module: access.module, python, readingAt: (node) => askedOf(node, access, starts, python) };
  const states = statesOf(start, about);
  const first = 'because' in states ? undefined : states[0];
  const isCaught = isErrorCaught(access.node);
  // Where the code around has asked before, nothing comes here unset; what is wrong with an empty text must not be found out for it.
  const asked = access.reader === 'os' ? askedBefore(access.node, about.readingAt) : undefined;
  const isSuitable = (state: State): boolean => !state.partial && unsetOf(state, start).kind !== 'unknown' && !(isCaught && canFail(state)) && !(asked === 'not empty' && state.conversion.kind !== 'text' && state.conversion.steps.some(mayEmpty));
  const chosen = 'because' in states ? undefined : states.findLast(isSuitable);
  const unset = (state: State): Unset => (asked && state.unset.kind === 'fails' ? { kind: 'none' } : unsetOf(state, start));
  const whenEmpty = (state: State): Unset | undefined => {
    if (state.whenEmpty) return unsetOf({ ...state, unset: state.whenEmpty }, start);
    return asked === 'not empty' && canFail({ ...state, unset: gives(NONE) }) ? { kind: 'none' } : undefined;
  };
  const reading = chosen
    ? { node: chosen.node, covers: chosen.covers, conversion: chosen.conversion, unset: unset(chosen), whenEmpty: whenEmpty(chosen) }
    : { node: access.node, covers: [access], conversion: unknown('because' in states ? states.because : isCaught ? 'The error it raises is caught here.' : UNSAID), unset: first ? unsetOf(first, start) : unknown('because' in states ? states.because : ''), whenEmpty: undefined };
  const plain = first && first.conversion.kind === 'text' && first.conversion.steps.length === 0 && !first.whenEmpty && !(isCaught && canFail(first)) ? { node: access.node, unset: unset(first) } : undefined;
  return {
    access, ...reading, plain, asked,
    place: placeOf(reading.node), always: isAlwaysEvaluated(reading.node), named: nameOfValue(reading.node), comments: commentsOn(reading.node),
    mutation: mutationOf(reading.node, reading.conversion, access.module),
  };
}

function unknown(because: string): Extract<Conversion, { kind: 'unknown' }> & { readonly kind: 'unknown' } {
  return { steps: [], kind: 'unknown', because };
}

/** The expressions around an access that are understood. A default with accesses of its own stays alone: they are read where they stand. */
function statesOf(start: Start, about: About): readonly [State, ...State[]] | { readonly because: string } {
  const { access } = start;
  if (start.because !== undefined) return { because: start.because };
  const first = access.form === 'in'
    ? { node: access.node, conversion: { ...AS_TEXT, kind: 'present' as const, negated: isNegated(access) }, unset: start.base, whenEmpty: undefined, covers: [access], partial: false }
    : access.reader === 'os' ? { node: access.node, conversion: AS_TEXT, unset: start.base, whenEmpty: undefined, covers: [access], partial: false } : castState(access, start.base, about);
  if ('because' in first) return first;
  const [, ...more] = start.inner.length > 0 ? [first] : widened(first, about);
  return [first, ...more];
}

/** The condition of a conditional expression, when it asks for the same variable. */
function askedOf(node: PyNode, than: Access, starts: ReadonlyMap<Access, Start>, python: Python): State | undefined {
  for (const start of starts.values()) {
    const { access } = start;
    if (access.module !== than.module || access === than || access.variable !== than.variable || access.reader !== 'os' || than.reader !== 'os' || access.node.start < node.start || access.node.end > node.end) continue;
    const states = statesOf(start, { module: access.module, python, readingAt: () => undefined });
    return 'because' in states ? undefined : states.find((state) => state.node === node && !state.partial);
  }
  return undefined;
}

const UNSAID = 'What an unset variable gives cannot be worked out.';

function unsetOf({ node, unset }: State, { access, inner }: Start): Unset {
  if (unset.kind === 'fails') return { kind: 'fails' };
  if (unset.kind === 'value') return unset.value.type === 'none' ? { kind: 'none' } : { kind: 'value', code: printValue(unset.value), value: unset.value };
  const { default: fallback, node: read } = access;
  if (!fallback || access.cast) return { kind: 'unknown', because: UNSAID };
  const before = node.text.slice(0, read.start - node.start);
  const after = node.text.slice(read.end - node.start);
  const isWhole = before === '' && after === '';
  return { kind: 'expression', code: isWhole ? fallback.text : `${before}${isAtom(fallback) ? fallback.text : `(${fallback.text})`}${after}`, node: fallback, accesses: inner };
}

/** Whether an expression needs no brackets wherever it is put. */
function isAtom({ type }: PyNode): boolean {
  return ['identifier', 'attribute', 'call', 'string', 'true', 'false', 'none', 'list', 'tuple', 'dictionary', 'set', 'parenthesized_expression', 'subscript'].includes(type);
}
