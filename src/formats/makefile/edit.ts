import { deletion, replacement, type Edit } from '../../text/edit.ts';
import type { Makefile, MakeRule, MakeVariable, MakeWord, RecipeScript } from './document.ts';

/** Another name for a prerequisite (or a target). */
export function replaceName(word: MakeWord, name: string): Edit[] {
  return word.text === name ? [] : [replacement(word.span, name)];
}

/** Takes a prerequisite away with the white space before it. */
export function removePrerequisite({ text }: Makefile, rule: MakeRule, prerequisite: MakeWord): Edit[] {
  const gap = /(?:[ \t]|\\\r?\n)*$/.exec(text.slice(rule.header.start, prerequisite.span.start))?.[0].length ?? 0;
  return [deletion({ start: prerequisite.span.start - gap, end: prerequisite.span.end })];
}

/** Another value for a variable, as it is to be written. */
export function replaceValue(variable: MakeVariable, value: string): Edit[] {
  return variable.value.text === value ? [] : [replacement(variable.value.span, value)];
}

/** Takes a variable's lines away. Its uses are left. */
export function removeVariable(variable: MakeVariable): Edit[] {
  return [deletion(variable.span)];
}

/** Where a variable is used: `$(NAME)`, `${NAME}`, and the name inside a justfile's `{{ … }}`. The spans are those of the name. */
export function usesOf({ text, dialect }: Makefile, name: string): MakeWord[] {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = dialect === 'make' ? new RegExp(`(?<=\\$[({])${escaped}(?=[)}:])`, 'g') : new RegExp(`(?<=\\{\\{(?:[^{}"']*[^\\w{}"'-])?)${escaped}(?![\\w-])(?=[^{}]*\\}\\})`, 'g');
  return [...text.matchAll(pattern)].map(({ index }) => ({ text: name, span: { start: index, end: index + name.length } }));
}

/** Another name for a variable, where it is set and where it is used. */
export function renameVariable(file: Makefile, name: string, renamed: string): Edit[] {
  const set = file.variables.filter((variable) => variable.name === name).map(({ nameSpan }) => nameSpan);
  return [...set, ...usesOf(file, name).map(({ span }) => span)].map((span) => replacement(span, renamed));
}

/** Takes a script's lines out of its recipe; `undefined` when it is the only one there. */
export function removeScript(rule: MakeRule, script: RecipeScript): Edit[] | undefined {
  return rule.recipe.length > 1 ? [deletion(script.lines)] : undefined;
}
