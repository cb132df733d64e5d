import type { Reading } from '#pystd';
import type { Wanted } from './decide.ts';
import { filesOf, remarksOn } from './remarks.ts';
import { isSecret } from './secrets.ts';
import type { FieldDecision } from './shape.ts';
import { asText, asTyped } from './together.ts';
import type { SharedUnset } from './unset.ts';
import { notEmpty } from './written.ts';

const REQUIRED: SharedUnset = { unset: { kind: 'fails' }, atSites: false };

/** Whether a place has a secret in its code, as a default. */
export function hasSecret(variable: string, values: readonly Reading[]): boolean {
  return values.some(({ unset, plain }) => [unset, plain?.unset].some((one) => one !== undefined && 'code' in one && isSecret(variable, one.code)));
}

/** The standard wants a secret to be set: every default goes, that for the empty text included, and a place that did without it gets it as well. */
export function withoutDefault(values: readonly Reading[], asked: readonly Reading[], wanted: Wanted): FieldDecision {
  const { variable, rules } = wanted;
  if (asked.length > 0) return { kind: 'stays', because: `\`${variable}\` is a secret with a default, and ${filesOf(asked)} asks whether it is set.` };
  const isReplaced = ({ whenEmpty }: Reading): boolean => whenEmpty !== undefined && 'code' in whenEmpty && isSecret(variable, whenEmpty.code);
  const bare = values.map((reading) => (isReplaced(reading) ? { ...reading, whenEmpty: undefined } : reading));
  const first = asTyped(bare, [], wanted, REQUIRED);
  // Words it is compared with may be the secret itself.
  const decision = first?.kind === 'field' && !isSecret(variable, first.shape.annotation) ? first : asText(bare, [], wanted, REQUIRED);
  if (decision.kind === 'stays') return decision;
  const isKept = decision.sites.some(({ reading, node }) => node !== reading.node && isSecret(variable, textAround(node, reading.node)));
  const mustHaveText = values.some(isReplaced);
  if (isKept || (mustHaveText && !rules.validators)) return { kind: 'stays', because: `\`${variable}\` has a secret for a default in ${filesOf(values)}, in an expression that cannot do without it.` };
  const remarks = [...remarksOn(['secret', ...(mustHaveText ? (['not-empty'] as const) : [])], variable, values), ...decision.remarks.filter(({ kind }) => kind !== 'required')];
  return { ...decision, shape: mustHaveText ? notEmpty(decision.shape) : decision.shape, remarks };
}

/** What is left of an expression when a part of it is replaced. */
function textAround(part: Reading['node'], { start, end, tree }: Reading['node']): string {
  return `${tree.text.slice(start, part.start)} ${tree.text.slice(part.end, end)}`;
}
