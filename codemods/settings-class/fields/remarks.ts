import type { Reading } from '#pystd';
import type { FieldName } from './names.ts';
import type { FieldRules } from './rules.ts';
import type { FieldRemark, RemarkKind } from './shape.ts';

/**
 * What a reviewer must know of a field, one remark for each kind, in the words of its variable and the files it is read in. Never a value of a secret.
 * `otherName` is a variable that sets the field, too.
 */
export function remarksOn(kinds: readonly RemarkKind[], variable: string, readings: readonly Reading[], otherName = variable): FieldRemark[] {
  const files = filesOf(readings);
  const message = (kind: RemarkKind): string => {
    if (kind === 'required') return `\`${variable}\` must be set when the settings are made: without it the program now stops there with a ValidationError that names it; before, it stopped in ${files}.`;
    if (kind === 'secret') return `\`${variable}\` is a secret and loses its default: it must be set now, or the program stops when the settings are made; before, a value written in ${files} was used.`;
    if (kind === 'not-empty') return `\`${variable}\` must not be empty, either: the empty text stood for the default.`;
    if (kind === 'whole-number') return `A text in \`${variable}\` that is no whole number stops the program when the settings are made; before, in ${files}. \`4.0\` was refused and is now 4; digits other than 0 to 9 were read and are now refused, and so is white space around a number by pydantic before 2.7.`;
    if (kind === 'number') return `A text in \`${variable}\` that is no number stops the program when the settings are made; before, in ${files}. Digits other than 0 to 9 were read and are now refused, and so is white space around a number by pydantic before 2.7; a \`_\` next to the decimal point was refused and is now skipped.`;
    if (kind === 'switch') return `A text in \`${variable}\` that means neither on nor off stops the program when the settings are made; before, in ${files}.`;
    if (kind === 'either-type') return `\`${variable}\` is a text when it is set and something else when it is not, as before. A person should say which of the two is meant.`;
    if (kind === 'truth') return `\`${variable}\` is on for every text that is not empty, \`false\` and \`0\` included, as before. That is hardly meant.`;
    if (kind === 'none-text') return `\`${variable}\` is the text \`None\` when it is unset, as before. That is hardly meant.`;
    if (kind === 'ellipsis') return `\`${variable}\` is \`...\` when it is unset, as before: here that does not make it required. That is hardly meant.`;
    if (kind === 'either-name') return `Where \`${otherName}\` is set, \`${variable}\` does not matter any more: it may be unset there, or have a text that is refused otherwise.`;
    if (kind === 'env-file') return `\`${variable}\` is looked for in the class's \`env_file\` as well, and in the environment it wins over what that file says of the field.`;
    return `\`${variable}\` may have been looked for in files of ${librariesOf(readings)} as well; the settings look into their own \`env_file\` only.`;
  };
  return [...new Set(kinds)].map((kind) => ({ kind, message: message(kind) }));
}

/** What a class that does not tell capitals from small letters changes. */
export function caseRemark(variable: string, { alias }: FieldName, rules: FieldRules): FieldRemark[] {
  if (rules.caseSensitive) return [];
  const own = `${alias ?? variable}`;
  const other = own === own.toUpperCase() ? own.toLowerCase() : own.toUpperCase();
  return [{ kind: 'case', message: `The settings do not tell capitals from small letters (\`case_sensitive=False\`): \`${other}\` sets this, too, where only \`${own}\` did before.` }];
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
