import type { Binding, Module, Task } from '#pystd';
import type { Site } from './plan/decisions.ts';

/** The imported names of a module that nothing uses once other texts stand in the place of some sites, and that no other module takes from it. */
export function unusedAfter(module: Module, sites: readonly Site[], texts: readonly string[], { python }: Pick<Task<unknown>, 'python'>): readonly string[] {
  const isGone = (at: number): boolean => sites.some(({ node }) => node.start <= at && at < node.end);
  const references = module.names.references();
  const bindingsOf = ({ bindings }: (typeof references)[number]): readonly Binding[] => (typeof bindings === 'string' ? [] : bindings);
  const gone = new Set(references.filter(({ node }) => isGone(node.start)).flatMap(bindingsOf));
  const left = references.filter(({ node }) => !isGone(node.start));
  return [...gone].flatMap((binding) => {
    const { name, how, scope } = binding;
    // Importing a module of the repository may do something besides.
    const isOnly = how.kind === 'import' && scope === module.names.module && module.names.module.bindings.get(name)?.length === 1 && python.imported(module, how.level, how.module).kind === 'external';
    const isRead = left.some((reference) => bindingsOf(reference).includes(binding) || (reference.name === name && reference.bindings === 'unknown')) || texts.some((text) => new RegExp(`\\b${name}\\b`).test(text));
    return isOnly && !isRead && !isTakenElsewhere(module, name, python) ? [name] : [];
  });
}

/** Whether another module may have the name from this one: `from module import os`, `from module import *`. */
function isTakenElsewhere(module: Module, name: string, python: Task<unknown>['python']): boolean {
  const leadsHere = (other: Module, level: number, dotted: string): boolean => {
    const found = python.imported(other, level, dotted);
    return found.kind === 'module' && found.module === module;
  };
  return python.layout.modules.some((other) => {
    if (other === module || !other.parses || !python.importedBy(other).includes(module)) return false;
    const { starImports, bindings } = other.names.module;
    return starImports.some((star) => leadsHere(other, star.level, star.module)) || [...bindings.values()].some((list) => list.some(({ how }) => how.kind === 'import' && how.name === name && leadsHere(other, how.level, how.module)));
  });
}
