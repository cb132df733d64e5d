import { environmentVariable, roleOf, type Module, type Reading, type RepositoryView, type SettingsField, type SettingsObject } from '#pystd';
import type { FieldRules } from '../fields/index.ts';
import type { ExistingHome } from '../home/index.ts';
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

/**
 * Why a field, there or to come, may hold something else than its variable says: the object is made with it, or it is set later. A full sentence.
 *
 * @param name of the field
 */
export function setByProgram(name: string, { object }: ExistingHome, { python }: Pick<RepositoryView, 'python'>): string | undefined {
  const field = `\`${object.definition.name}.${name}\``;
  const call = python.callsTo({ defined: object.definition }).find(({ module, arguments: given }) => roleOf(module.path) === 'service' && given.some((argument) => argument.name === name));
  if (call) return `${field} is given a value in \`${call.module.path}\`, where the settings are made.`;
  const assigned = new RegExp(`\\b${object.name}(?:\\(\\))?\\.${name}\\s*(?:[-+*/|&]|//)?=(?!=)|(?<=\\bsetattr\\(\\s*)${object.name}\\b`, 'g');
  // Also inside functions, and whichever of its parts is imported.
  const importing = new RegExp(`^[ \\t]*(?:from|import)\\b[^\\n]*\\b(?:${stemOf(object.module.path)}|${object.name})\\b`, 'm');
  const isNamesake = (module: Module, start: number): boolean => !python.importedBy(module).includes(object.module) && !importing.test(module.text) && isMadeHere(module, start);
  const writer = python.layout.holding(object.name).find((module) => roleOf(module.path) === 'service' && [...module.text.matchAll(assigned)].some(({ index }) => !isNamesake(module, index)));
  return writer && `\`${writer.path}\` sets ${field} while the program runs.`;
}

/** What a module is called in an import. */
function stemOf(path: string): string {
  return /([^/]+?)(?:\/__init__)?\.py$/.exec(path)?.[1] ?? path;
}

/** Whether the name at `start` is a variable of a function, which holds what a call there gave it. */
function isMadeHere({ names }: Module, start: number): boolean {
  const bindings = names.references().find(({ node }) => node.start === start)?.bindings;
  if (!bindings || typeof bindings === 'string') return false;
  return bindings.length > 0 && bindings.every(({ scope, how }) => scope.kind === 'function' && how.kind === 'assignment' && how.value?.type === 'call');
}
