import { environmentVariable, type Reading, type SettingsField, type SettingsObject } from '#pystd';
import { canonicalLiteral, literalKind } from './literals.ts';
import { mergeInto, mergeReadings } from './merge.ts';
import type { FieldName } from './names.ts';
import type { FieldRules } from './rules.ts';
import { isSecret } from './secrets.ts';
import { canonicalAnnotation } from './same-annotation.ts';
import type { FieldDecision, FieldShape } from './shape.ts';
import { applied, splitCode } from './split-code.ts';

/** What `Field(…)` may say without making another value of anything. */
const SILENT = new Set(['alias', 'default', 'deprecated', 'description', 'env', 'example', 'examples', 'exclude', 'frozen', 'json_schema_extra', 'repr', 'serialization_alias', 'title', 'validation_alias']);

/** Whether a field that is there gives for every environment what `shape` would: `undefined`, or a full sentence why not. */
export function whyNotSame(object: SettingsObject, existing: SettingsField, shape: FieldShape, { caseSensitive }: FieldRules): string | undefined {
  const name = `${object.definition.name}.${existing.name}`;
  const variable = environmentVariable(object, existing.name);
  const isSameVariable = variable !== undefined && (caseSensitive ? variable === shape.variable : variable.toLowerCase() === shape.variable.toLowerCase());
  if (!isSameVariable) return `\`${name}\` is ${variable === undefined ? 'no field of one known variable' : `set by \`${variable}\``}, not by \`${shape.variable}\`.`;
  const owners = [...new Set([...object.fields.map(({ owner }) => owner), object.definition])];
  if (owners.some(({ node }) => isChangedIn(node.text, existing.name))) return `A validator or the class itself makes something else of \`${name}\`.`;
  const given = readValue(existing.value);
  const written = readValue(shape.value);
  if (given === 'unclear' || written === 'unclear') return `What \`${name}\` is when \`${shape.variable}\` is unset cannot be told.`;
  const isSame = existing.annotation !== undefined && canonicalAnnotation(existing.annotation) === canonicalAnnotation(shape.annotation) && given === written;
  return isSame ? undefined : `\`${name}\` is \`${inWords(shape.variable, existing.annotation ?? 'without a type', existing.value)}\`, and the program reads \`${inWords(shape.variable, shape.annotation, shape.value)}\`.`;
}

/** The decision on a variable that has a field already: how its reads become that field, or why they cannot. */
export function readingsInto(readings: readonly Reading[], object: SettingsObject, existing: SettingsField, rules: FieldRules): FieldDecision {
  const named: FieldName = { name: existing.name, alias: undefined };
  const found = mergeInto(readings, named, rules, (shape) => whyNotSame(object, existing, shape, rules) === undefined);
  if (found) return found;
  const natural = mergeReadings(readings, named, rules);
  if (natural.kind === 'stays') return natural;
  return { kind: 'stays', because: whyNotSame(object, existing, natural.shape, rules) ?? `\`${object.definition.name}.${existing.name}\` gives something else.` };
}

/** The default in a field's value, in one spelling; `undefined` for none. */
function readValue(value: string | undefined): string | undefined | 'unclear' {
  const field = value === undefined ? undefined : applied(value);
  if (value === undefined || field?.name !== 'Field') return value === '...' ? undefined : value && canonicalLiteral(value);
  let found: string | undefined;
  for (const [index, argument] of splitCode(field.inside, ',').entries()) {
    const [, keyword, code = argument] = /^([A-Za-z_]\w*)\s*=(?!=)\s*([\s\S]*)$/.exec(argument) ?? [];
    if (argument.startsWith('*') || (keyword === undefined ? index > 0 : !SILENT.has(keyword))) return 'unclear';
    if (keyword === undefined || keyword === 'default') found = literalKind(code) === 'ellipsis' ? undefined : canonicalLiteral(code);
  }
  return found;
}

/** Whether a class touches a field's value by code of its own. */
function isChangedIn(classText: string, field: string): boolean {
  const validator = new RegExp(`validator\\(\\s*[^)]*["'](?:${field}|\\*)["']`);
  const assignment = new RegExp(`\\bself\\s*\\.\\s*${field}\\s*(?::[^=\\n]+)?=(?!=)|\\bsetattr\\(|["']${field}["']\\s*\\]\\s*=(?!=)`);
  return validator.test(classText) || assignment.test(classText) || /\b(root_validator|model_post_init|__init__|settings_customise_sources)\b|\bmodel_validator\([^)]*["'](before|wrap)["']/.test(classText);
}

function inWords(variable: string, annotation: string, value: string | undefined): string {
  const code = value === undefined ? '' : ` = ${isSecret(variable, value) ? '…' : value}`;
  return `${annotation}${code}`.replace(/\s+/g, ' ');
}
