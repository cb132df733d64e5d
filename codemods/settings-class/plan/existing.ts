import { environmentVariable, type SettingsField, type SettingsObject } from '#pystd';
import type { FieldRules, FieldShape } from '../fields/index.ts';

/** The fields of a class that is there, by the variable that sets each; in capitals where the class does not tell them from small letters. */
export function fieldsByVariable(object: SettingsObject): ReadonlyMap<string, SettingsField> {
  const fields = new Map<string, SettingsField>();
  for (const field of object.fields) {
    const variable = field.kind === 'field' ? environmentVariable(object, field.name) : undefined;
    if (variable !== undefined) fields.set(variable, field);
  }
  return fields;
}

/** How a variable is called in `fieldsByVariable`. */
export function keyOf(variable: string, { caseSensitive }: FieldRules): string {
  return caseSensitive ? variable : variable.toUpperCase();
}

/** Whether a field that is there is what a shape asks for. */
export function saysTheSame(there: SettingsField, { annotation, value }: FieldShape): boolean {
  const plain = (code: string | undefined): string => (code ?? '').replace(/\s+/g, '').replaceAll("'", '"').replace(/Optional\[(\w+)\]/g, '$1|None');
  return plain(there.annotation) === plain(annotation) && plain(there.value) === plain(value);
}
