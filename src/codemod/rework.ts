import { lineChanges } from '../patch/compare-lines.ts';
import { addFromImport, addModuleImport } from '../python/edit/imports.ts';
import { importRemoval } from '../python/edit/remove-import.ts';
import { removeStatements } from '../python/edit/remove-statements.ts';
import { analyseNames } from '../python/names/index.ts';
import type { Module } from '../python/project/module.ts';
import type { PyNode, PyTree } from '../python/syntax/node.ts';
import { applyEdits } from '../text/apply.ts';
import { insertion, replacement, type Edit } from '../text/edit.ts';
import { lineEnding, linesOf } from '../text/lines.ts';
import { boundBy, type NewImport } from './new-code/imports.ts';
import { orRefuse, Refusal } from './refusal.ts';
import type { RepositoryView } from './view.ts';

/** All that happens to one module when code leaves it, or comes to it. */
export interface Rework {
  /** Inside statements that stay. */
  readonly edits: readonly Edit[];
  /** Statements that go. */
  readonly removes?: readonly PyNode[];
  /** Names whose imports go. */
  readonly spares?: readonly string[];
  /** What has to be imported for the new code. A name that goes with its definition may come back so. */
  readonly imports?: readonly NewImport[];
}

/**
 * The edits of a rework, line by line: imports find their places in the module as it will be, so that what goes and what comes cannot be in each other's way.
 * @throws Refusal when a name means something else in what is left of the module
 */
export function reworkEdits({ python, backend }: RepositoryView, parse: (code: string) => PyTree, module: Module, { edits, removes = [], spares = [], imports = [] }: Rework): readonly Edit[] {
  const { edits: ofImports, statements } = orRefuse(importRemoval(module.tree, [...spares]));
  const removal = orRefuse(removeStatements([...removes, ...statements], new Set(statements)));
  let text = applyEdits(module.text, [...edits, ...ofImports, ...removal]);
  const own = new Set(imports.filter(({ section }) => section === 'own').map((one) => one.module));
  const isFirstParty = (name: string): boolean => own.has(name) || python.layout.find(name, module).kind !== 'external';
  const width = backend.projects.lineWidth(module.path);
  for (const wanted of imports) {
    const { module: from, name, alias } = wanted;
    const names = analyseNames(parse(text));
    const bound = boundBy(wanted);
    const bindings = names.module.bindings.get(bound) ?? [];
    if (bindings.length > 0) {
      const isSame = bindings.every(({ how }) => how.kind === 'import' && `${'.'.repeat(how.level)}${how.module}` === from && how.name === name && !how.typeCheckingOnly);
      if (!isSame) throw new Refusal(`\`${bound}\` means something else in \`${module.path}\`.`);
      continue;
    }
    const usedAt = names.references().find((one) => one.name === bound)?.node.start ?? text.length;
    const situation = { names, usedAt, width, isFirstParty };
    text = applyEdits(text, orRefuse(name === undefined ? addModuleImport(situation, from, alias) : addFromImport(situation, { module: from, name, alias })));
  }
  return differences(module.text, withGaps(module.text, text, parse));
}

/** Puts back the empty line below imports that goes with what stood on both sides of it, if no code followed imports directly before. */
function withGaps(before: string, after: string, parse: (code: string) => PyTree): string {
  const tight = (code: string): readonly number[] => {
    const statements = parse(code).root.children.filter(({ named }) => named);
    return statements.flatMap(({ type, start }, index) => {
      const above = statements[index - 1];
      return above && /^import_/.test(above.type) && !/^import_|^future_|^comment$/.test(type) && !/\n[ \t]*\r?\n/.test(code.slice(above.end, start)) && code.slice(above.end, start).includes('\n') ? [start] : [];
    });
  };
  if (tight(before).length > 0) return after;
  return applyEdits(after, tight(after).map((at) => insertion(at, lineEnding(after))));
}

/** One edit for each run of lines that differ. */
function differences(before: string, after: string): readonly Edit[] {
  const [was, is] = [linesOf(before), linesOf(after)];
  const starts = [...was.map(({ start }) => start), before.length];
  const slice = (lines: typeof is, from: number, to: number): string => after.slice(lines[from]?.start ?? after.length, lines[to]?.start ?? after.length);
  const words = (text: string, lines: typeof was): readonly string[] => lines.map(({ start }, index) => text.slice(start, lines[index + 1]?.start ?? text.length));
  return lineChanges(words(before, was), words(after, is)).map(({ oldStart, oldEnd, newStart, newEnd }) =>
    replacement({ start: starts[oldStart] ?? before.length, end: starts[oldEnd] ?? before.length }, slice(is, newStart, newEnd)));
}
