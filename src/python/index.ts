import type { Snapshot } from '../repo/snapshot.ts';
import type { FactReader } from './facts.ts';
import { importGraph, type ImportGraph } from './project/import-graph.ts';
import { moduleLayout, type ModuleLayout } from './project/layout.ts';
import { importedNamespaces, usedRoots, type ImportedNamespace } from './project/namespaces.ts';
import { searchOf, type Search } from './project/search.ts';
import { symbolsOf, type Symbols } from './project/symbols.ts';

/** Everything known about the Python source of one snapshot. Nothing is parsed before somebody asks. */
export interface Python extends Symbols, Search, ImportGraph {
  readonly layout: ModuleLayout;
  importedNamespaces(): readonly ImportedNamespace[];
  usedRoots(): ReadonlySet<string>;
}

/** The Python model of a snapshot. */
export function pythonOf(snapshot: Snapshot, reader: FactReader): Python {
  const layout = moduleLayout(snapshot, reader);
  const symbols = symbolsOf(layout);
  return {
    layout,
    ...symbols,
    ...searchOf(layout, symbols),
    ...importGraph(layout, symbols),
    importedNamespaces: () => importedNamespaces(layout),
    usedRoots: () => usedRoots(layout),
  };
}
