import type { PyNode } from '../syntax/node.ts';
import { childAfter, childOfType, isTrivia, parts } from '../syntax/walk.ts';
import type { ImportedAs, StarImport } from './binding.ts';

/** What one import statement brings in. */
export interface Imported {
  readonly names: readonly { readonly node: PyNode; readonly name: string; readonly how: ImportedAs }[];
  readonly star: StarImport | undefined;
}

/** Under which circumstances an import stands. */
export type ImportCircumstances = Pick<ImportedAs, 'typeCheckingOnly' | 'guarded'>;

/** Reads `import …`, `from … import …` and `from __future__ import …`. */
export function importedBy(statement: PyNode, circumstances: ImportCircumstances): Imported {
  if (statement.type === 'import_statement') {
    return { names: parts(statement).flatMap((item) => wholeModule(item, statement, circumstances)), star: undefined };
  }
  const { module, level } = sourceOf(statement);
  if (childOfType(statement, 'wildcard_import')) return { names: [], star: { module, level, statement } };
  const names = itemsOf(statement).flatMap((item) => {
    const imported = item.type === 'aliased_import' ? parts(item)[0] : item;
    const node = item.type === 'aliased_import' ? childAfter(item, 'as') : item;
    const bound = node?.type === 'dotted_name' ? parts(node)[0] : node;
    if (!imported || !bound) return [];
    const how: ImportedAs = {
      kind: 'import', module, level, name: dotted(imported), alias: item.type === 'aliased_import', ...circumstances, statement,
    };
    return [{ node: bound, name: bound.text, how }];
  });
  return { names, star: undefined };
}

function wholeModule(item: PyNode, statement: PyNode, circumstances: ImportCircumstances): Imported['names'] {
  const alias = item.type === 'aliased_import';
  const module = alias ? parts(item)[0] : item;
  const node = alias ? childAfter(item, 'as') : parts(item)[0];
  if (!module || !node) return [];
  return [{ node, name: node.text, how: { kind: 'import', module: dotted(module), level: 0, name: undefined, alias, ...circumstances, statement } }];
}

/** The module a `from` import names: dotted, and the number of leading dots apart. */
function sourceOf(statement: PyNode): { module: string; level: number } {
  if (statement.type === 'future_import_statement') return { module: '__future__', level: 0 };
  const source = childAfter(statement, 'from');
  if (source?.type !== 'relative_import') return { module: source ? dotted(source) : '', level: 0 };
  const prefix = childOfType(source, 'import_prefix')?.text ?? '';
  const name = childOfType(source, 'dotted_name');
  return { module: name ? dotted(name) : '', level: prefix.split('.').length - 1 };
}

/** The imported items of a `from` import, which stand after the keyword `import`. */
function itemsOf(statement: PyNode): readonly PyNode[] {
  const keyword = statement.children.findIndex((child) => child.type === 'import');
  return statement.children.slice(keyword + 1).filter((child) => child.named && !isTrivia(child));
}

/** A dotted name without the white space Python allows around its dots. */
function dotted(node: PyNode): string {
  return node.type === 'dotted_name' ? parts(node).map((part) => part.text).join('.') : node.text;
}
