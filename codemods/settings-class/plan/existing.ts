import { environmentVariable, type Reading, type SettingsField, type SettingsObject } from '#pystd';
import type { FieldRules } from '../fields/index.ts';
import type { GoodHome } from './project-plan.ts';

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

/** Whether a read stands in the body of the settings class, or of a class it derives from. */
export function isInClass({ node, access }: Reading, home: GoodHome): boolean {
  if (home.kind !== 'existing') return false;
  const owners = [home.object.definition, ...home.object.fields.map(({ owner }) => owner)];
  return owners.some((owner) => owner.module === access.module && owner.node.start <= node.start && node.end <= owner.node.end);
}
