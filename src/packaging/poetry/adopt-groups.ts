import { dataAt, isArrayData, isTableData, type TargetEntry, type TargetTable, type TomlData, type TomlInput, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { isProblem } from '../problem.ts';
import { normaliseName, parseRequirement, type Requirement } from '../requirement/index.ts';
import { tableAt } from '../tables.ts';
import { defaultGroupsOf, sameGroup } from '../uv/default-groups.ts';
import { poetryConstraint } from './adopt-dependency.ts';
import { narrowed, type Origins } from './adopt-origins.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from '../remark.ts';

/** The groups of a project as Poetry's own tables. */
export interface AdoptedGroups {
  readonly tables: readonly TargetTable[];
  readonly names: readonly string[];
  readonly defaults: readonly string[];
  /** Whether some group includes another one, which Poetry knows since 2.2. */
  readonly isNested: boolean;
  /** Names the groups ask for, normalised. */
  readonly asked: ReadonlySet<string>;
}

interface Item {
  readonly value: TomlData;
  readonly at: TomlPath;
}

const GROUPS: TomlPath = ['dependency-groups'];
const LEGACY: TomlPath = ['tool', 'uv', 'dev-dependencies'];

/**
 * `[dependency-groups]` and the older `tool.uv.dev-dependencies` as `[tool.poetry.group.<name>.dependencies]`. Poetry installs every group unless
 * it is optional, uv only those of `default-groups`.
 */
export function adoptGroups(data: TomlTableData, project: string, origins: Origins, prereleases: TomlTableData, remarks: Remarks): AdoptedGroups {
  const listed = itemsByGroup(data);
  const names = [...listed.keys()];
  const defaults = defaultGroupsOf(dataAt(data, ['tool', 'uv', 'default-groups']), names);
  const asked = new Set<string>();
  let isNested = false;
  const tables = [...listed].flatMap(([name, items], position): TargetTable[] => {
    const own = groupAt(name, listed);
    if (sameGroup(name, 'main')) remarks.refuse(own, 'Poetry calls the runtime dependencies `main`, so that no group can have that name.');
    const includes = items.flatMap(({ value, at }) => includedBy(value, at, names, remarks));
    isNested ||= includes.length > 0;
    const requirements = items.flatMap(({ value, at }) => requirementOf(value, at, project, remarks));
    requirements.forEach(({ requirement }) => asked.add(normaliseName(requirement.name)));
    const settings: TargetEntry[] = [
      ...(defaults.includes(name) ? [] : [{ key: 'optional', value: true }]),
      ...(includes.length === 0 ? [] : [{ key: 'include-groups', value: includes }]),
    ];
    const entries = entriesOf(name, requirements, origins, prereleases, remarks);
    const path = [...POETRY, 'group', name];
    // A group without any dependency has no meaning to Poetry unless it says so.
    const isEmpty = settings.length === 0 && entries.length === 0;
    return [
      ...(settings.length > 0 ? [{ path, origin: position === 0 && dataAt(data, ['tool', 'uv']) !== undefined ? GROUPS : entries.length === 0 ? own : undefined, entries: settings }] : []),
      ...(entries.length > 0 || isEmpty || includes.length === 0 ? [{ path: [...path, 'dependencies'], origin: own, entries }] : []),
    ];
  });
  return { tables, names, defaults, isNested, asked };
}

/** The items of each group, with those of the older setting in `dev`. */
function itemsByGroup(data: TomlTableData): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>();
  for (const [name, list] of Object.entries(tableAt(data, GROUPS))) {
    found.set(name, (isArrayData(list) ? list : []).map((value, index) => ({ value, at: [...GROUPS, name, index] })));
  }
  const legacy = dataAt(data, LEGACY);
  if (isArrayData(legacy)) {
    const dev = [...found.keys()].find((name) => sameGroup(name, 'dev')) ?? 'dev';
    found.set(dev, [...(found.get(dev) ?? []), ...legacy.map((value, index) => ({ value, at: [...LEGACY, index] }))]);
  }
  return found;
}

function groupAt(name: string, listed: ReadonlyMap<string, readonly Item[]>): TomlPath {
  return listed.get(name)?.[0]?.at.slice(0, -1) ?? [...GROUPS, name];
}

function includedBy(value: TomlData, at: TomlPath, names: readonly string[], remarks: Remarks): readonly string[] {
  const said = isTableData(value) ? value['include-group'] : undefined;
  if (typeof said !== 'string') return [];
  const known = names.find((name) => sameGroup(name, said));
  if (known === undefined) remarks.refuse(at, `The group \`${said}\` that is included does not exist.`);
  return known === undefined ? [] : [known];
}

function requirementOf(value: TomlData, at: TomlPath, project: string, remarks: Remarks): readonly { readonly requirement: Requirement; readonly at: TomlPath }[] {
  if (isTableData(value) && typeof value['include-group'] === 'string') return [];
  const requirement = typeof value === 'string' ? parseRequirement(value) : { problem: 'It is no requirement.' };
  if (isProblem(requirement)) {
    remarks.refuse(at, requirement.problem);
    return [];
  }
  if (normaliseName(requirement.name) === normaliseName(project)) {
    remarks.refuse(at, `The group asks for \`${requirement.name}\` itself, which Poetry does not resolve: list what its extras need.`);
    return [];
  }
  return [{ requirement, at }];
}

/** One entry for each name: several requirements of one name become an array of constraints. */
function entriesOf(group: string, requirements: readonly { readonly requirement: Requirement; readonly at: TomlPath }[], origins: Origins, prereleases: TomlTableData, remarks: Remarks): readonly TargetEntry[] {
  const byName = new Map<string, { requirement: Requirement; at: TomlPath }[]>();
  for (const one of requirements) {
    const key = normaliseName(one.requirement.name);
    byName.set(key, [...(byName.get(key) ?? []), one]);
  }
  return [...byName].flatMap(([key, list]): TargetEntry[] => {
    const allowed = prereleaseOf(prereleases, key);
    const values = list.flatMap(({ requirement, at }) => valuesOf(requirement, at, group, origins, allowed, remarks));
    const [first] = list;
    const [value] = values;
    if (!first || value === undefined) return [];
    return [{ key: first.requirement.name, value: values.length === 1 ? value : values, origin: first.at }];
  });
}

function valuesOf(requirement: Requirement, at: TomlPath, group: string, origins: Origins, allowed: boolean | undefined, remarks: Remarks): readonly TomlInput[] {
  const places = origins.of(requirement.name, { kind: 'group', name: group });
  const parts = places.length === 0 ? [{ origin: undefined, marker: undefined }] : places;
  return parts.flatMap(({ origin, marker }) => {
    const within = narrowed(requirement.marker, marker);
    if (!within) return [];
    const value = poetryConstraint({ ...requirement, marker: within.marker }, origin, allowed);
    if (typeof value === 'object' && isProblem(value)) {
      remarks.refuse(at, value.problem);
      return [];
    }
    return [value];
  });
}

/** `tool.uv.prerelease-package`: whether pre-releases of a package are allowed, where it says so. */
export function prereleaseOf(table: TomlTableData, name: string): boolean | undefined {
  const said = Object.entries(table).find(([key]) => normaliseName(key) === name)?.[1];
  return said === 'allow' ? true : said === 'disallow' ? false : undefined;
}
