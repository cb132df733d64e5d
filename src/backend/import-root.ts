import type { Python } from '../python/index.ts';
import type { Module } from '../python/project/module.ts';
import { spelledImports } from '../python/project/spelled-imports.ts';
import { foldersAbove, isInside } from '../repo/path.ts';

/** Modules looked at for evidence of where imports start. */
const MOST_WITNESSES = 300;
/** What a module's own imports weigh against those of another. */
const OWN = 3;

/**
 * The folders that may be on `sys.path` when a module runs, as its imports and those of its neighbours show: one where they agree, otherwise
 * those that nothing speaks against, nearest first. A folder that relative imports take for a package is none.
 *
 * @param served folders that server commands count the module's name from, each with its weight
 */
export function importRoots(module: Module, neighbours: readonly Module[], served: readonly { readonly root: string; readonly weight: number }[], { layout }: Python): readonly string[] {
  const packages = new Set<string>();
  const votes = new Map<string, number>();
  const vote = (root: string, weight: number): void => {
    if (isInside(module.path, root)) votes.set(root, (votes.get(root) ?? 0) + weight);
  };
  for (const { root, weight } of served) vote(root, weight * OWN);
  for (const witness of [module, ...neighbours.filter((other) => other !== module).slice(0, MOST_WITNESSES)]) {
    for (const { dotted } of spelledImports(witness.file)) {
      const level = /^\.*/.exec(dotted)?.[0].length ?? 0;
      if (level > 0) for (const folder of foldersAbove(witness.path).slice(0, level)) packages.add(folder);
      if (level > 0) continue;
      const found = layout.find(dotted, witness);
      if (found.kind === 'module' || found.kind === 'namespace') vote(found.root, witness === module ? OWN : 1);
    }
  }
  const candidates = layout.rootsFor(module).filter((root) => isInside(module.path, root) && !packages.has(root));
  const ranked = candidates.map((root) => ({ root, votes: votes.get(root) ?? 0 })).sort((a, b) => b.votes - a.votes);
  const [first, second] = ranked;
  return first && first.votes > 0 && first.votes > (second?.votes ?? 0) ? [first.root] : candidates;
}
