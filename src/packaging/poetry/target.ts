import { dataAt, isArrayData, isTableData, type TargetArray, type TargetEntry, type TargetTable, type TomlInput, type TomlPath, type TomlTableData, type TomlTarget } from '../../formats/toml/index.ts';
import { defaultGroupsSetting } from '../uv/default-groups.ts';
import type { BuildPlan } from './build.ts';
import type { PackageSettings, RequirementItem } from './dependency-ledger.ts';
import type { LockConstraint } from './enrichment.ts';
import type { EntryPoints } from './entry-points.ts';
import type { Group } from './groups.ts';
import { METADATA_KEYS } from './metadata.ts';
import type { Indexes } from './package-sources.ts';
import type { PythonRange } from './python.ts';
import { tableAt, textsOf } from '../tables.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from '../remark.ts';
import type { Settings } from './settings.ts';
import type { Runtime } from './runtime.ts';

/** Everything a target is put together from. */
export interface TargetParts {
  readonly data: TomlTableData;
  readonly name: string;
  /** `undefined` where `[project]` lists the dependencies itself. */
  readonly runtime: Runtime | undefined;
  readonly metadata: readonly TargetEntry[];
  readonly links: readonly TargetEntry[];
  readonly python: PythonRange;
  readonly groups: readonly Group[];
  readonly entryPoints: EntryPoints;
  readonly build: BuildPlan;
  readonly indexes: Indexes;
  readonly packages: PackageSettings;
  readonly lockConstraints: readonly LockConstraint[];
  readonly buildConstraints: readonly RequirementItem[];
  readonly settings: Settings;
  readonly references: readonly TargetTable[];
  readonly remarks: Remarks;
}

const PROJECT: TomlPath = ['project'];
const UV: TomlPath = ['tool', 'uv'];

/** The keys of `[tool.poetry]` that have a successor or need none. Others are somebody else's and stay. */
const KNOWN: ReadonlySet<string> = new Set([
  ...METADATA_KEYS, 'homepage', 'repository', 'documentation', 'urls', 'package-mode', 'packages', 'include', 'exclude', 'build', 'scripts', 'plugins',
  'dependencies', 'dev-dependencies', 'group', 'extras', 'source', 'requires-poetry', 'requires-plugins', 'build-constraints',
]);

/** The tables of a uv project, in the order in which new ones are written. */
export function targetOf(parts: TargetParts): TomlTarget {
  const { build, entryPoints, references } = parts;
  const tables: TargetTable[] = [
    { path: PROJECT, origin: POETRY, entries: projectEntries(parts) },
    table([...PROJECT, 'urls'], [...POETRY, 'urls'], parts.links),
    table([...PROJECT, 'optional-dependencies'], [...POETRY, 'extras'], (parts.runtime?.extras ?? []).map(({ name, at, items }) => ({ key: name, value: requirementArray(items, at), origin: at }))),
    table([...PROJECT, 'scripts'], [...POETRY, 'scripts'], withoutPresent(parts, [...PROJECT, 'scripts'], entryPoints.scripts)),
    table([...PROJECT, 'gui-scripts'], [...POETRY, 'plugins', 'gui_scripts'], withoutPresent(parts, [...PROJECT, 'gui-scripts'], entryPoints.guiScripts)),
    ...entryPoints.plugins.map(({ group, at, entries }) => table([...PROJECT, 'entry-points', group], at, withoutPresent(parts, [...PROJECT, 'entry-points', group], entries))),
    keptTable(parts),
    groupTable(parts),
    table(UV, undefined, uvEntries(parts)),
    table([...UV, 'sources'], undefined, sourceEntries(parts)),
    ...indexTables(parts),
    table([...UV, 'build-backend'], undefined, Object.entries(build.uvBuild).map(([key, value]) => ({ key, value, origin: BUILD_ORIGINS[key] }))),
    ...build.hatch,
    ...buildSystem(parts),
  ];
  // A table that is there and gets nothing still tells the next ones their place.
  const isWanted = ({ path, entries }: TargetTable): boolean => entries.length > 0 || (path[0] !== 'tool' && isTableData(dataAt(parts.data, path)));
  return { tables: [...tables.filter(isWanted), ...references], removed: removedPaths(parts) };
}

/** What poetry-core goes on reading stays where it is. */
function keptTable({ data, build }: TargetParts): TargetTable {
  const table = tableAt(data, POETRY);
  const kept = build.kept.filter((key) => key !== 'scripts' && table[key] !== undefined && !isTableData(table[key]));
  return { path: POETRY, entries: kept.map((key) => ({ key, value: table[key] as TomlInput, origin: [...POETRY, key] })) };
}

/** Where the settings of uv_build come from. */
const BUILD_ORIGINS: Readonly<Record<string, TomlPath>> = {
  'module-name': [...POETRY, 'packages'], 'source-include': [...POETRY, 'include'], 'source-exclude': [...POETRY, 'exclude'],
};

function table(path: TomlPath, origin: TomlPath | undefined, entries: readonly TargetEntry[]): TargetTable {
  return { path, origin, entries };
}

function projectEntries({ data, runtime, metadata, python, build }: TargetParts): readonly TargetEntry[] {
  const project = tableAt(data, PROJECT);
  const dynamic = dynamicEntry(data, build);
  const requires: readonly TargetEntry[] = python.requires ? [{ key: 'requires-python', value: python.requires.specifiers, origin: python.requires.at }] : [];
  const there = project['dependencies'];
  const isListed = isArrayData(there) && there.length > 0;
  // A project that Poetry alone describes says that it needs nothing; `[project]` that says nothing goes on.
  const isWanted = runtime !== undefined && !isListed && (runtime.dependencies.length > 0 || (there === undefined && project['name'] === undefined));
  const dependencies: readonly TargetEntry[] = runtime && isWanted ? [{ key: 'dependencies', value: requirementArray(runtime.dependencies, [...POETRY, 'dependencies']), origin: [...POETRY, 'dependencies'] }] : [];
  // What another build backend finds out by itself stays with it.
  const found = build.system === undefined ? textsOf(project['dynamic']) : [];
  return [...metadata, ...dynamic, ...requires, ...dependencies].filter(({ key }) => !found.includes(key));
}

/** What `dynamic` names, Poetry knew; uv_build lets nothing be dynamic. Another build backend goes on knowing it. */
function dynamicEntry(data: TomlTableData, build: BuildPlan): readonly TargetEntry[] {
  const at: TomlPath = [...PROJECT, 'dynamic'];
  const said = textsOf(dataAt(data, at));
  if (build.isVersionDynamic) return said.length === 1 && said[0] === 'version' ? [] : [{ key: 'dynamic', value: ['version'], origin: dataAt(data, at) === undefined ? [...POETRY, 'version'] : at }];
  return [];
}

function requirementArray(items: readonly RequirementItem[], origin: TomlPath): TargetArray {
  return { items: items.map(({ requirement, at }) => ({ value: requirement, origin: at })), origin };
}

function withoutPresent({ data }: TargetParts, path: TomlPath, entries: readonly TargetEntry[]): readonly TargetEntry[] {
  const there = tableAt(data, path);
  return entries.filter(({ key }) => there[key] === undefined);
}

/** New groups, and additions to those there are. */
function groupTable({ data, groups }: TargetParts): TargetTable {
  const there = tableAt(data, ['dependency-groups']);
  const entries = groups.flatMap(({ name, at, includes, items }): TargetEntry[] => {
    const spelled = Object.keys(there).find((key) => key === name);
    const old = spelled === undefined ? [] : (there[spelled] as readonly TomlInput[]);
    const isIncluded = (group: string): boolean => old.some((item) => typeof item === 'object' && 'include-group' in item && item['include-group'] === group);
    const added = includes.filter(({ group }) => !isIncluded(group)).map(({ group, at: place }) => ({ value: { 'include-group': group }, origin: place }));
    if (spelled !== undefined && added.length === 0 && items.length === 0) return [];
    const kept = old.map((value, index) => ({ value, origin: spelled === undefined ? undefined : ['dependency-groups', spelled, index] }));
    const origin = spelled === undefined ? at : ['dependency-groups', spelled];
    return [{ key: name, value: { items: [...kept, ...added, ...items.map(({ requirement, at: place }) => ({ value: requirement, origin: place }))], origin: dependenciesOf(data, origin) }, origin }];
  });
  return { path: ['dependency-groups'], origin: groups.find(({ at }) => at !== undefined)?.at, entries };
}

/** The table whose loose comments belong among the items: that of the dependencies, where the group has one. */
function dependenciesOf(data: TomlTableData, at: TomlPath | undefined): TomlPath | undefined {
  return at && dataAt(data, [...at, 'dependencies']) !== undefined && at.includes('group') ? [...at, 'dependencies'] : at;
}

function uvEntries({ data, build, groups, python, packages, lockConstraints, buildConstraints, settings }: TargetParts): readonly TargetEntry[] {
  const there = tableAt(data, UV);
  const defaults = defaultGroupsSetting(groups);
  const list = (key: string, items: readonly { readonly requirement: string; readonly at: TomlPath }[]): TargetEntry[] => {
    const old = textsOf(there[key]);
    const added = items.filter(({ requirement }, index) => !old.includes(requirement) && items.findIndex((other) => other.requirement === requirement) === index);
    if (added.length === 0) return [];
    return [{ key, value: { items: [...old.map((value, index) => ({ value, origin: [...UV, key, index] })), ...added.map(({ requirement, at }) => ({ value: requirement, origin: at }))] } }];
  };
  const prereleases = Object.fromEntries([...packages.prereleases].filter(([name]) => tableAt(there, ['prerelease-package'])[name] === undefined));
  const wanted: readonly TargetEntry[] = [
    ...(build.isPackage ? [] : [{ key: 'package', value: false, origin: [...POETRY, 'package-mode'] }]),
    ...(defaults === undefined ? [] : [{ key: 'default-groups', value: defaults }]),
    ...(python.environments.length === 0 ? [] : [{ key: 'environments', value: python.environments, origin: [...POETRY, 'dependencies', 'python'] }]),
    ...settings.entries,
  ];
  return [
    // What uv is told already, it is told on purpose.
    ...wanted.filter(({ key }) => there[key] === undefined),
    ...(Object.keys(prereleases).length === 0 ? [] : [{ key: 'prerelease-package', value: { ...tableAt(there, ['prerelease-package']), ...prereleases } as TomlInput }]),
    ...list('constraint-dependencies', lockConstraints),
    ...list('build-constraint-dependencies', buildConstraints),
  ];
}

function sourceEntries({ data, packages }: TargetParts): readonly TargetEntry[] {
  const there = tableAt(data, [...UV, 'sources']);
  return [...packages.sources].filter(([name]) => there[name] === undefined).map(([key, { source }]) => ({ key, value: Array.isArray(source) ? { items: source.map((value) => ({ value: value as TomlInput })) } : (source as TomlInput) }));
}

function indexTables({ data, indexes, settings }: TargetParts): readonly TargetTable[] {
  const there = dataAt(data, [...UV, 'index']);
  const old = isArrayData(there) ? there : [];
  const isNew = (name: string): boolean => !old.some((item) => isTableData(item) && item['name'] === name);
  const added = indexes.list.filter(({ index }) => isNew(index.name));
  return added.map(({ index, at }, position) => ({ path: [...UV, 'index', old.length + position], origin: at, entries: Object.entries({ ...index, ...settings.indexes.get(index.name) }).map(([key, value]) => ({ key, value, origin: at && dataAt(data, [...at, key]) !== undefined ? [...at, key] : undefined })) }));
}

function buildSystem({ build, data }: TargetParts): readonly TargetTable[] {
  if (build.system === undefined || build.system === 'none') return [];
  const { requires, backend } = build.system;
  const same = JSON.stringify(textsOf(dataAt(data, ['build-system', 'requires']))) === JSON.stringify(requires);
  return [{ path: ['build-system'], entries: [...(same ? [] : [{ key: 'requires', value: requires }]), { key: 'build-backend', value: backend }] }];
}

function removedPaths({ data, build, remarks, entryPoints }: TargetParts): readonly TomlPath[] {
  const poetry = tableAt(data, POETRY);
  const unknown = Object.keys(poetry).filter((key) => !KNOWN.has(key));
  for (const key of unknown) remarks.person([...POETRY, key], `\`tool.poetry.${key}\` is not known to be a setting of Poetry, and stays.`);
  const stays = (key: string): boolean => unknown.includes(key) || build.kept.includes(key);
  const gone = Object.keys(poetry).some(stays) ? Object.keys(poetry).filter((key) => !stays(key)).map((key) => [...POETRY, key]) : dataAt(data, POETRY) === undefined ? [] : [POETRY];
  // Only files are left to poetry-core among the scripts.
  const scripts = build.kept.includes('scripts') ? Object.keys(tableAt(data, [...POETRY, 'scripts'])).filter((name) => !entryPoints.commandFiles.some(({ at }) => at.at(-1) === name)).map((name) => [...POETRY, 'scripts', name]) : [];
  const said = textsOf(dataAt(data, [...PROJECT, 'dynamic']));
  const dynamic = said.length > 0 && build.system !== undefined && !build.isVersionDynamic ? [[...PROJECT, 'dynamic']] : [];
  return [...gone, ...build.removed, ...scripts, ...dynamic, ...(build.system === 'none' && dataAt(data, ['build-system']) !== undefined ? [['build-system']] : [])];
}
