import { applyEdits } from '../text/apply.ts';
import { replacement, type Edit } from '../text/edit.ts';
import { addFromImport } from '../python/edit/imports.ts';
import { analyseNames, type ModuleNames } from '../python/names/index.ts';
import type { Module } from '../python/project/module.ts';
import type { PyTree } from '../python/syntax/node.ts';
import { orRefuse, Refusal } from './refusal.ts';
import type { RepositoryView } from './view.ts';

/** A name of another distribution or of the standard library: `from pydantic import Field`. */
export interface OuterName {
  readonly module: string;
  readonly name: string;
  /** What it is called here, where that is something else. */
  readonly alias?: string;
  /** Whether it is of this repository, in a module that is yet to be made. */
  readonly isOwn?: boolean;
}

/**
 * Edits that import several names at once, above `usedAt`. Each takes its place among the imports as the ones before have left them.
 * @throws Refusal when a name means something else in the module, or may be bound to it by a star import
 */
export function importEdits({ python, backend }: RepositoryView, parse: (code: string) => PyTree, module: Module, names: readonly OuterName[], usedAt: number): readonly Edit[] {
  const width = backend.projects.lineWidth(module.path);
  const isFirstParty = (name: string): boolean => python.layout.find(name, module).kind !== 'external' || names.some(({ module: own, isOwn }) => own === name && isOwn);
  let known: ModuleNames = module.names;
  let text = module.text;
  for (const { module: from, name, alias } of names) {
    if (standsFor(known, from, name, alias)) continue;
    const at = usedAt + text.length - module.text.length;
    const edits = orRefuse(addFromImport({ names: known, usedAt: at, width, isFirstParty }, { module: from, name, alias }));
    text = applyEdits(text, edits);
    known = analyseNames(parse(text));
  }
  return difference(module.text, text);
}

/** Whether the module has the name already, for the same thing. */
function standsFor({ module }: ModuleNames, from: string, name: string, alias: string | undefined): boolean {
  const bindings = module.bindings.get(alias ?? name) ?? [];
  const [first] = bindings;
  if (!first) return false;
  const isSame = bindings.every(({ how }) => how.kind === 'import' && how.module === from && how.name === name && !how.typeCheckingOnly);
  if (!isSame) throw new Refusal(`\`${alias ?? name}\` means something else in this module than \`${from}.${name}\`.`);
  return true;
}

/** One edit between the first and the last character that differ, as far up as it can stand: what else goes in below an import stays below it. */
function difference(before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let end = 0;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  let start = 0;
  while (start < most - end && before[start] === after[start]) start++;
  return [replacement({ start, end: before.length - end }, after.slice(start, after.length - end))];
}
