/**
 * What the environment may say to a settings class, variable by variable.
 *
 *     const inventory = inventoryOf(definition, backend.settings.classes, python);
 *     for (const variable of 'problem' in inventory ? [] : inventory.variables) … variable.name, defaultText(variable)
 */
export { inventoryOf, lineOf, titleOf, type SettingsInventory, type SettingsVariable } from './variables.ts';
export { defaultText, literalText } from './default-text.ts';
export { envFilesOf, filePathOf, type FilePath } from './env-file.ts';
export type { ClassOptions } from './class-options.ts';
export type { Decoding } from './decoding.ts';
export type { FieldDeclaration, FieldDefault, Limits } from './field.ts';
export { literalOf, type Literal } from './literal.ts';
export type { ValueType } from './value-type.ts';
