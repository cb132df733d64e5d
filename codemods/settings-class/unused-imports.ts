import type { Module, Task } from '#pystd';
import type { Site } from './plan/decisions.ts';

/** The imported names of a module that nothing uses once other texts stand in the place of some sites, and that no other module takes from it. */
export function unusedAfter(module: Module, sites: readonly Site[], texts: readonly string[], { python }: Pick<Task<unknown>, 'python'>): readonly string[] {
  const isGone = (at: number): boolean => sites.some(({ node }) => node.start <= at && at < node.end);
  const references = module.names.references();
  const names = new Set(references.filter(({ node }) => isGone(node.start)).flatMap(({ name, bindings }) => (Array.isArray(bindings) && bindings.length === 1 && bindings[0].how.kind === 'import' && bindings[0].scope === module.names.module ? [name] : [])));
  return [...names].filter((name) => !references.some((reference) => reference.name === name && !isGone(reference.node.start)) && !texts.some((text) => new RegExp(`\\b${name}\\b`).test(text)) && !isTakenElsewhere(module, name, python));
}

/** Whether another module may have the name from this one: `from module import os`, `from module import *`. */
function isTakenElsewhere(module: Module, name: string, python: Task<unknown>['python']): boolean {
  if (module.names.module.starImports.length > 0) return true;
  return python.layout.modules.some((other) => {
    if (other === module || !other.parses || !python.importedBy(other).includes(module)) return false;
    return other.names.module.starImports.length > 0 || [...other.names.module.bindings.values()].some((bindings) => bindings.some(({ how }) => how.kind === 'import' && how.name === name && python.imported(other, how.level, how.module).kind === 'module'));
  });
}
