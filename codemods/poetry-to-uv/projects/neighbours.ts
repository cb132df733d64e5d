import type { TomlTableData } from '#pystd';
import { beside, type Manifest } from './manifests.ts';

type TomlData = TomlTableData[string];

/** A project that another one takes from its folder. */
export interface Neighbour {
  readonly folder: string;
  readonly isEditable: boolean;
  /** Asked for by the project itself, so that its own dependents get it as well; otherwise by a group. */
  readonly isRuntime: boolean;
}

/** How the projects of a repository depend on each other by path. */
export interface Neighbourhood {
  /** The folders that dependencies lead to. */
  readonly targets: ReadonlySet<string>;
  /** The folders that one project gets as editable and as not editable at once, which Poetry allows and uv does not. */
  readonly torn: ReadonlySet<string>;
  /** The projects that depend on others, in the order of the manifests. */
  readonly dependents: readonly Manifest[];
}

/** Reads the dependencies by path of all manifests. */
export function neighbourhoodOf(manifests: readonly Manifest[]): Neighbourhood {
  const byFolder = new Map(manifests.map((manifest) => [manifest.folder, neighboursOf(manifest)]));
  const torn = new Set<string>();
  for (const manifest of manifests) {
    const kinds = new Map<string, Set<boolean>>();
    for (const { folder, isEditable } of reached(manifest.folder, byFolder)) kinds.set(folder, (kinds.get(folder) ?? new Set()).add(isEditable));
    for (const [folder, found] of kinds) if (found.size > 1) torn.add(folder);
  }
  const targets = new Set([...byFolder.values()].flat().map(({ folder }) => folder));
  const isProject = ({ folder }: Neighbour): boolean => byFolder.has(folder);
  return { targets, torn, dependents: manifests.filter(({ folder }) => byFolder.get(folder)?.some(isProject)) };
}

/** Everything a project gets by path, with what its neighbours bring along. */
function reached(from: string, byFolder: ReadonlyMap<string, readonly Neighbour[]>): readonly Neighbour[] {
  const all = [...(byFolder.get(from) ?? [])];
  const seen = new Set([from]);
  for (const { folder } of all) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    all.push(...(byFolder.get(folder) ?? []).filter(({ isRuntime }) => isRuntime));
  }
  return all;
}

function neighboursOf({ folder, document }: Manifest): readonly Neighbour[] {
  const tool = tableIn(document.data, 'tool');
  const poetry = tableIn(tool, 'poetry');
  const groups = Object.entries(tableIn(poetry, 'group')).map(([name, group]) => ({ isRuntime: name === 'main', table: tableIn(group, 'dependencies') }));
  const tables = [
    { isRuntime: true, table: tableIn(poetry, 'dependencies') },
    { isRuntime: false, table: tableIn(poetry, 'dev-dependencies') },
    ...groups,
    { isRuntime: true, table: tableIn(tableIn(tool, 'uv'), 'sources') },
  ];
  return tables.flatMap(({ isRuntime, table }) => Object.values(table).flatMap((value) => (Array.isArray(value) ? (value as readonly TomlData[]) : [value])).flatMap((item): Neighbour[] => {
    const { path, develop, editable } = typeof item === 'object' ? (item as TomlTableData) : {};
    const target = typeof path === 'string' ? beside(folder, path) : undefined;
    return target === undefined || target === folder ? [] : [{ folder: target, isEditable: develop === true || editable === true, isRuntime }];
  }));
}

function tableIn(value: TomlData | undefined, key: string): TomlTableData {
  const inner = typeof value === 'object' && key in value ? (value as TomlTableData)[key] : undefined;
  return typeof inner === 'object' && !Array.isArray(inner) ? (inner as TomlTableData) : {};
}
