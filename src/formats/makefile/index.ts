/**
 * Makefiles and justfiles: variables, rules, and the scripts of recipes with their places.
 *
 *     const file = readMakefile(text);
 *     for (const { recipe } of file.rules) for (const { span } of recipe) readShell(text, 'make', span);
 */
export { readMakefile } from './read.ts';
export { readJustfile } from './read-just.ts';
export type { Makefile, MakeRule, MakeVariable, MakeWord, RecipeScript } from './document.ts';
export { removePrerequisite, removeScript, removeVariable, renameVariable, replaceName, replaceValue, usesOf } from './edit.ts';
