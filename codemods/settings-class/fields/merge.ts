import type { Reading } from '#pystd';
import type { Wanted } from './decide.ts';
import type { FieldName } from './names.ts';
import { filesOf } from './remarks.ts';
import type { FieldRules } from './rules.ts';
import { hasSecret, withoutDefault } from './secret-field.ts';
import type { FieldDecision } from './shape.ts';
import { asText, asTyped } from './together.ts';

/**
 * The field that all places of a project can read one variable from, every one with the value it had. Where all of them convert alike it is typed; where only
 * the text is the same for all, it is the text, and the conversions stay where they are; else the reads stay. `keepsSecrets` where the field stands in the
 * place of the read: then a default that is a secret goes nowhere.
 */
export function mergeReadings(readings: readonly Reading[], named: FieldName, rules: FieldRules, keepsSecrets = false): FieldDecision {
  const { asked, values, variable, problem } = partsOf(readings);
  if (problem !== undefined) return { kind: 'stays', because: problem };
  const wanted: Wanted = { variable, named, rules, accepts: () => true };
  if (!hasSecret(variable, values) || (keepsSecrets && !rules.requireSecrets)) return asTyped(values, asked, wanted) ?? asText(values, asked, wanted);
  if (rules.requireSecrets) return withoutDefault(values, asked, wanted);
  return { kind: 'stays', because: `\`${variable}\` has a secret for a default, in ${filesOf(values)}, which would only move to another file.` };
}

/**
 * The same with a field that is there already, which `accepts` compares with what would be written: the first way to read the variable that makes this very
 * field. `undefined` when there is none.
 */
export function mergeInto(readings: readonly Reading[], named: FieldName, rules: FieldRules, accepts: Wanted['accepts']): Extract<FieldDecision, { kind: 'field' }> | undefined {
  const { asked, values, variable, problem } = partsOf(readings);
  if (problem !== undefined) return undefined;
  const wanted: Wanted = { variable, named, rules, accepts };
  const ways = [
    () => asTyped(values, asked, wanted),
    () => asText(values, asked, wanted),
    () => (rules.requireSecrets && hasSecret(variable, values) ? withoutDefault(values, asked, { ...wanted, accepts: () => true }) : undefined),
  ];
  for (const way of ways) {
    const decision = way();
    if (decision?.kind === 'field' && accepts(decision.shape)) return decision;
  }
  return undefined;
}

interface Parts {
  readonly variable: string;
  readonly values: readonly Reading[];
  /** Questions whether it is set at all. */
  readonly asked: readonly Reading[];
  readonly problem: string | undefined;
}

function partsOf(readings: readonly Reading[]): Parts {
  const unknown = readings.find(({ conversion, plain }) => conversion.kind === 'unknown' && !plain)?.conversion;
  const asked = readings.filter(({ conversion }) => conversion.kind === 'present');
  return {
    variable: readings[0]?.access.variable ?? '', asked,
    values: readings.filter((reading) => !asked.includes(reading)),
    problem: readings.length === 0 ? 'Nothing reads it.' : unknown?.kind === 'unknown' ? unknown.because : undefined,
  };
}
