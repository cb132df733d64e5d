import type { Codemod } from '../codemod/codemod.ts';

/** The ids that a name means: a codemod's own id, or all of a group's that are named together. Empty where it names nothing. */
export function idsNamed(name: string, codemods: readonly Codemod<object>[]): readonly string[] {
  return codemods.filter(({ id, partOf }) => id === name || partOf === name).map(({ id }) => id);
}

/** Everything that can be named: codemods, and groups of them. */
export function codemodNames(codemods: readonly Codemod<object>[]): readonly string[] {
  return [...new Set(codemods.flatMap(({ id, partOf }) => (partOf === undefined ? [id] : [id, partOf])))];
}
