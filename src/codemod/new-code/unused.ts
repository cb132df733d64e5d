import type { Binding } from '../../python/names/index.ts';
import type { Module } from '../../python/project/module.ts';
import { ancestors, nodeAt } from '../../python/syntax/walk.ts';
import { folderOf, nameOf } from '../../repo/path.ts';
import type { Span } from '../../text/span.ts';
import type { RepositoryView } from '../view.ts';

/**
 * The imported names of a module that nothing uses once some of its code is gone and other texts stand in its place, and that no other module takes from it. Importing a module of the
 * repository may do something besides: such imports are among them only where `isImportedStill` says of the name that another import of it is run all the same.
 */
export function unusedAfter({ python }: Pick<RepositoryView, 'python'>, module: Module, gone: readonly Span[], texts: readonly string[], isImportedStill: (name: string) => boolean = () => false): readonly string[] {
  const isGone = (at: number): boolean => gone.some(({ start, end }) => start <= at && at < end);
  const references = module.names.references();
  const bindingsOf = ({ bindings }: (typeof references)[number]): readonly Binding[] => (typeof bindings === 'string' ? [] : bindings);
  const touched = new Set(references.filter(({ node }) => isGone(node.start)).flatMap(bindingsOf));
  const left = references.filter(({ node }) => !isGone(node.start));
  return [...touched].flatMap((binding) => {
    const { name, how, scope } = binding;
    const isOnly = how.kind === 'import' && scope === module.names.module && module.names.module.bindings.get(name)?.length === 1;
    if (!isOnly || (python.imported(module, how.level, how.module).kind !== 'external' && !isImportedStill(name))) return [];
    const isRead = left.some((reference) => bindingsOf(reference).includes(binding) || (reference.name === name && reference.bindings === 'unknown')) || texts.some((text) => new RegExp(`\\b${name}\\b`).test(text));
    return isRead || isNamedInText(module, name, isGone) || isTakenElsewhere({ python }, module, name) ? [] : [name];
  });
}

/** Whether a string of the module means the name: an annotation in quotes, an entry of `__all__`. */
function isNamedInText({ text, tree }: Module, name: string, isGone: (at: number) => boolean): boolean {
  return [...text.matchAll(new RegExp(`(?<=["'\\[.| ,])${name}(?=["'\\[\\].| ,])`, 'g'))].some(({ index }) => {
    if (isGone(index)) return false;
    const node = nodeAt(tree.root, { start: index, end: index + name.length });
    const string = node.type.startsWith('string') ? [node, ...ancestors(node)].find(({ type }) => type === 'string') : undefined;
    return string !== undefined && [...ancestors(string)].some((above) => above.type === 'type' || above.type === 'subscript' || (above.type === 'assignment' && above.text.startsWith('__all__')));
  });
}

/** Whether another module may have the name from this one: `from module import os`, `from module import *`, `module.os`. */
export function isTakenElsewhere({ python }: Pick<RepositoryView, 'python'>, module: Module, name: string): boolean {
  const leadsHere = (other: Module, level: number, dotted: string): boolean => {
    const found = python.imported(other, level, dotted);
    return found.kind === 'module' && found.module === module;
  };
  return python.layout.modules.some((other) => {
    if (other === module || !other.parses || !python.importedBy(other).includes(module)) return false;
    const { starImports, bindings } = other.names.module;
    return starImports.some((star) => leadsHere(other, star.level, star.module)) || readsAttribute(python, other, module, name) || [...bindings.values()].some((list) => list.some(({ how }) => how.kind === 'import' && how.name === name && leadsHere(other, how.level, how.module)));
  });
}

/** Whether a module reads or sets the name on the other module itself, by whatever name it has that: `routes.os`. */
function readsAttribute(python: RepositoryView['python'], reader: Module, module: Module, name: string): boolean {
  if (!new RegExp(`\\.\\s*${name}\\b`).test(reader.text)) return false;
  return namesOfModule(python, reader, module).some((word) => new RegExp(`\\b${word}\\s*\\.\\s*${name}\\b`).test(reader.text));
}

/** The words that mean `module` where `reader` imports it: its own name, and aliases at the top. */
export function namesOfModule({ imported }: Pick<RepositoryView['python'], 'imported'>, reader: Module, module: Module): readonly string[] {
  const words = new Set([nameOf(module.isPackage ? folderOf(module.path) : module.path).replace(/\.py$/, '')]);
  for (const [word, bindings] of reader.names.module.bindings) {
    for (const { how } of bindings) {
      if (how.kind !== 'import' || !how.alias) continue;
      const found = imported(reader, how.level, [how.module, how.name ?? ''].filter((part) => part !== '').join('.'));
      if (found.kind === 'module' && found.module === module) words.add(word);
    }
  }
  return [...words];
}
