import type { Reading } from '#pystd';
import type { FieldName } from './names.ts';
import type { FieldRules } from './rules.ts';
import type { FieldRemark, RemarkKind } from './shape.ts';

/** What a reviewer must know of a field, one remark for each kind. `otherName` is a variable that sets the field, too. */
export function remarksOn(kinds: readonly RemarkKind[], variable: string, readings: readonly Reading[], otherName = variable): FieldRemark[] {
  return [...new Set(kinds)].map((kind) => ({ kind, variable, other: kind === 'either-name' ? otherName : kind === 'files' ? librariesOf(readings) : '' }));
}

/** What a class that does not tell capitals from small letters changes. */
export function caseRemark(variable: string, { alias }: FieldName, rules: FieldRules): FieldRemark[] {
  if (rules.caseSensitive) return [];
  const own = `${alias ?? variable}`;
  return [{ kind: 'case', variable: own, other: own === own.toUpperCase() ? own.toLowerCase() : own.toUpperCase() }];
}

/** The files some readings stand in: `a.py`, `a.py and b.py`. */
export function filesOf(readings: readonly Reading[]): string {
  const paths = [...new Set(readings.map(({ access }) => `\`${access.module.path}\``))];
  const last = paths.pop() ?? '';
  return paths.length > 0 ? `${paths.join(', ')} and ${last}` : last;
}

function librariesOf(readings: readonly Reading[]): string {
  return [...new Set(readings.map(({ access }) => access.reader).filter((reader) => reader !== 'os'))].join(' and ');
}
