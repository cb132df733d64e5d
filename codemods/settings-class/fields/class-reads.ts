import { environmentVariable, type Reading, type SettingsObject } from '#pystd';
import { literalKind, pythonString, textOf } from './literals.ts';
import { caseRemark, remarksOn } from './remarks.ts';
import type { FieldRules } from './rules.ts';
import { canonicalAnnotation } from './same-annotation.ts';
import { isSecret } from './secrets.ts';
import type { FieldRemark, NeededImport, RemarkKind } from './shape.ts';

/** What becomes of a field whose default is read from the environment by the class itself: `X: str = os.getenv("X", "v")`. */
export type ClassRead =
  /** `value` is the new code after `=`; `undefined` takes the `=` away as well. The annotation stays. */
  | { readonly kind: 'field'; readonly name: string; readonly value: string | undefined; readonly required: boolean; readonly imports: readonly NeededImport[]; readonly remarks: readonly FieldRemark[] }
  | { readonly kind: 'stays'; readonly because: string };

/** Annotations whose values pydantic makes of a text in a variable as it makes them of a text as a default; anything else is JSON in a variable. */
const SIMPLE = new Set(['str', 'int', 'float', 'bool', 'Path', 'Any']);

/**
 * A field of a class of pydantic 2 without the read in its default. The variable of the field's own name wins over the read anyway, so for that variable the
 * default alone counts; another variable becomes a second name, where pydantic makes of its text what the read does.
 */
export function readInClass(reading: Reading, object: SettingsObject, rules: FieldRules): ClassRead {
  const { access, named } = reading;
  const { variable } = access;
  const stays = (because: string): ClassRead => ({ kind: 'stays', because });
  if (!named?.holder) return stays(`\`${variable}\` is a part of what a field of \`${object.definition.name}\` is computed from.`);
  const { name, annotation } = named;
  const field = `\`${object.definition.name}.${name}\``;
  if (annotation === undefined) return stays(`${field} has no annotation.`);
  const own = environmentVariable(object, name);
  if (own === undefined) return stays(`Which variable sets ${field} cannot be told.`);
  const types = canonicalAnnotation(annotation).split(' | ');
  const value = defaultFor(reading, types, annotation);
  if (value === 'unclear') return stays(`What ${field} is when \`${variable}\` is unset cannot be written as \`${annotation}\`.`);
  const isHidden = value !== undefined && isSecret(variable, value);
  if (isHidden && !rules.requireSecrets) return stays(`${field} has a secret for a default.`);
  const written = isHidden ? undefined : value;
  const isOwn = rules.caseSensitive ? own === variable : own.toLowerCase() === variable.toLowerCase();
  const obstacle = isOwn ? againstOwn(reading, types) : againstAlias(reading, types, rules);
  if (obstacle !== undefined) return stays(`${field} ${obstacle}`);
  const kinds: RemarkKind[] = [
    ...(isHidden ? (['secret'] as const) : written === undefined ? (['required'] as const) : []),
    ...(reading.conversion.kind === 'int' ? (['whole-number'] as const) : reading.conversion.kind === 'float' ? (['number'] as const) : []),
    ...(access.reader === 'os' ? [] : (['files'] as const)),
    ...(!isOwn && (reading.unset.kind === 'fails' || reading.conversion.kind !== 'text') ? (['either-name'] as const) : []),
    ...((!isOwn || reading.unset.kind === 'fails') && readsFile(object) ? (['env-file'] as const) : []),
  ];
  const remarks = [...remarksOn(kinds, variable, [reading], own), ...(isOwn ? [] : caseRemark(variable, { name, alias: variable }, rules))];
  if (isOwn) return { kind: 'field', name, value: written, required: written === undefined, imports: [], remarks };
  const imports = ['AliasChoices', 'Field'].map((one): NeededImport => ({ module: 'pydantic', name: one }));
  const choices = `validation_alias=AliasChoices(${pythonString(name)}, ${pythonString(variable)})`;
  return { kind: 'field', name, value: `Field(${written === undefined ? '' : `${written}, `}${choices})`, required: written === undefined, imports, remarks };
}

/** The default without the read, in the field's own type where it was a text before; `undefined` where there was none that pydantic takes. */
function defaultFor({ unset }: Reading, types: readonly string[], annotation: string): string | undefined | 'unclear' {
  const isNone = unset.kind === 'none' || (unset.kind === 'value' && literalKind(unset.code) === 'none');
  if (unset.kind === 'fails') return undefined;
  if (isNone) return types.includes('None') || types.includes('Any') ? 'None' : undefined;
  if (unset.kind === 'unknown') return 'unclear';
  if (unset.kind === 'expression') return unset.code;
  const [type, ...others] = types.filter((one) => one !== 'None');
  const text = textOf(unset.code);
  if (text === undefined) return unset.code;
  if (others.length > 0) return types.includes('str') ? unset.code : 'unclear';
  if (type === 'str' || type === 'Any') return unset.code;
  if (type === 'int') return /^(0|[1-9]\d*)$/.test(text) ? text : 'unclear';
  if (type === 'float') return /^\d+\.\d+$/.test(text) ? text : /^(0|[1-9]\d*)$/.test(text) ? `${text}.0` : 'unclear';
  if (type === 'bool') return /^(true|1|yes|on|t|y)$/i.test(text) ? 'True' : /^(false|0|no|off|f|n)$/i.test(text) ? 'False' : 'unclear';
  return type === 'Path' && /^[\w.]+$/.test(annotation) ? `${annotation}(${pythonString(text)})` : 'unclear';
}

/** The read fails for no text that pydantic takes, or a remark tells of it. */
function againstOwn({ conversion }: Reading, types: readonly string[]): string | undefined {
  if (!types.every((type) => type === 'None' || SIMPLE.has(type))) return 'is read as JSON, where `null` leaves its default to the read.';
  const isTotal = ['text', 'flag', 'truth', 'present', 'path'].includes(conversion.kind);
  const isNumber = (conversion.kind === 'int' && conversion.base === undefined && types.includes('int')) || (conversion.kind === 'float' && types.includes('float'));
  return isTotal || isNumber ? undefined : 'fails for texts that pydantic takes.';
}

/** Pydantic makes of another variable's text what the read makes of it. */
function againstAlias({ conversion, whenEmpty, access }: Reading, types: readonly string[], { prefix }: FieldRules): string | undefined {
  if (prefix !== '') return `takes the prefix \`${prefix}\`, which a second name such as \`${access.variable}\` would take from it.`;
  if (!types.every((type) => type === 'None' || SIMPLE.has(type))) return 'would be read as JSON.';
  const [type] = types.filter((one) => one !== 'None');
  const isSame = conversion.steps.length === 0 && !whenEmpty && (conversion.kind === 'text' || (conversion.kind === 'int' && conversion.base === undefined && type === 'int') || (conversion.kind === 'float' && type === 'float') || (conversion.kind === 'path' && type === 'Path'));
  return isSame ? undefined : `reads \`${access.variable}\` in another way than pydantic would.`;
}

function readsFile({ definition, fields }: SettingsObject): boolean {
  return [...fields.map(({ owner }) => owner), definition].some(({ node }) => /\benv_file\b/.test(node.text));
}
