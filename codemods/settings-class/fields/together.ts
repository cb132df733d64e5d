import type { Reading } from '#pystd';
import { decided, type Use, type Wanted } from './decide.ts';
import { canonicalLiteral } from './literals.ts';
import { filesOf } from './remarks.ts';
import type { FieldDecision } from './shape.ts';
import { sharedUnset, siteDefault, type SharedUnset } from './unset.ts';

const TEXT: Pick<Reading, 'conversion' | 'whenEmpty'> = { conversion: { kind: 'text', steps: [] }, whenEmpty: undefined };

/** The typed field of readings that all convert alike, if they do. `forced` is what the field is when its variable is unset, whatever they say. */
export function asTyped(values: readonly Reading[], asked: readonly Reading[], wanted: Wanted, forced?: SharedUnset): FieldDecision | undefined {
  const [first] = values;
  if (!first || values.some((reading) => meaningOf(reading) !== meaningOf(first) || reading.mutation !== undefined)) return undefined;
  const uses = values.map((reading): Use => ({ reading, node: reading.node, unset: reading.unset }));
  const shared = forced ?? sharedUnset(uses.map(({ unset }) => unset), asked.length > 0);
  if ('contradiction' in shared) return undefined;
  return decided(first, shared, uses, asked, wanted);
}

/** Two readings with one meaning are the same value for every text. */
function meaningOf({ conversion, whenEmpty }: Reading): string {
  const words = conversion.kind === 'flag' ? { words: [...new Set(conversion.words)].sort() } : {};
  const empty = whenEmpty && (whenEmpty.kind === 'value' ? { kind: 'value', code: canonicalLiteral(whenEmpty.code) } : { kind: whenEmpty.kind, code: 'code' in whenEmpty ? whenEmpty.code : '' });
  return JSON.stringify([{ ...conversion, ...words }, empty]);
}

/** The field that is the text of the variable; what is made of it stays where it is. */
export function asText(values: readonly Reading[], asked: readonly Reading[], wanted: Wanted, forced?: SharedUnset): FieldDecision {
  const { variable } = wanted;
  const uses = values.map(plainUse);
  const opaque = values.find((_, at) => uses[at] === undefined);
  if (opaque) return { kind: 'stays', because: `No type of a field is what \`${opaque.access.module.path}\` makes of \`${variable}\`.` };
  const plain = uses.filter((use) => use !== undefined);
  const shared = forced ?? sharedUnset(plain.map(({ unset }) => unset), asked.length > 0);
  if ('contradiction' in shared) return { kind: 'stays', because: contradictionOf(shared.contradiction, variable, plain, asked) };
  const decision = decided(TEXT, shared, plain, asked, wanted);
  return decision ?? { kind: 'stays', because: `No field gives all that \`${variable}\` is in ${filesOf(values)}.` };
}

/** The part of a reading that is a text and can be replaced without the rest. */
function plainUse(reading: Reading): Use | undefined {
  const isText = reading.conversion.kind === 'text' && reading.conversion.steps.length === 0 && !reading.whenEmpty;
  if (isText) return { reading, node: reading.node, unset: reading.unset };
  return reading.plain && reading.covers.length <= 1 ? { reading, node: reading.plain.node, unset: reading.plain.unset } : undefined;
}

function contradictionOf(kind: 'failure' | 'default' | 'unknown', variable: string, uses: readonly Use[], asked: readonly Reading[]): string {
  if (kind === 'unknown') return uses.flatMap(({ unset }) => (unset.kind === 'unknown' ? [unset.because] : []))[0] ?? '';
  const failing = uses.filter(({ unset }) => unset.kind === 'fails').map(({ reading }) => reading);
  const others = [...uses.filter(({ unset }) => unset.kind !== 'fails').map(({ reading }) => reading), ...asked];
  if (kind === 'failure') return `\`${variable}\` must be set in ${filesOf(failing)} and may be absent in ${filesOf(others)}: one field cannot be both.`;
  const defaults = new Map<string, { readonly code: string; readonly readings: Reading[] }>();
  for (const { reading, unset } of uses) {
    const code = siteDefault(unset);
    if (code === undefined) continue;
    const known = defaults.get(canonicalLiteral(code));
    if (known) known.readings.push(reading);
    else defaults.set(canonicalLiteral(code), { code: code.replace(/\s+/g, ' '), readings: [reading] });
  }
  const places = [...defaults.values()].map(({ code, readings }) => `\`${code}\` in ${filesOf(readings)}`);
  return `\`${variable}\` has different defaults: ${places.join(', ')}. A person must choose one.`;
}
