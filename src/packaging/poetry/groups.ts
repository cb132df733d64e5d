import { dataAt, isArrayData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { sameGroup } from '../uv/default-groups.ts';
import type { DependencyLedger, RequirementItem } from './dependency-ledger.ts';
import { readDependencies } from './entry.ts';
import { tableAt, textsOf } from '../tables.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from '../remark.ts';

/** A dependency group after the migration. */
export interface Group {
  readonly name: string;
  readonly isDefault: boolean;
  /** The Poetry table it was, `undefined` for one that is in `[dependency-groups]` already and stays as it is. */
  readonly at: TomlPath | undefined;
  readonly includes: readonly { readonly group: string; readonly at: TomlPath }[];
  readonly items: readonly RequirementItem[];
}

/** What Poetry calls the runtime dependencies. */
const MAIN = 'main';
const LEGACY: TomlPath = [...POETRY, 'dev-dependencies'];

/** A table of dependencies that Poetry puts into a group. */
interface Part {
  readonly group: string;
  readonly at: TomlPath;
  readonly dependencies: TomlPath;
}

/**
 * The dependency groups of a project: those of `[tool.poetry.group]`, `dev-dependencies` of Poetry 1, and those of `[dependency-groups]`, which
 * Poetry 2 reads as well and then takes the dependencies from; its own table only adds where a package comes from.
 */
export function readGroups(data: TomlTableData, ledger: DependencyLedger, remarks: Remarks): readonly Group[] {
  const declared = tableAt(data, ['dependency-groups']);
  const parts = partsOf(data);
  const optional = (name: string): boolean => parts.some(({ group, at }) => sameGroup(group, name) && dataAt(data, [...at, 'optional']) === true);
  const names = distinctNames([...Object.keys(declared), ...parts.map(({ group }) => group)]);
  const groups = names.map((name): Group => {
    const own = parts.filter(({ group }) => sameGroup(group, name));
    const there = Object.keys(declared).find((other) => sameGroup(other, name));
    const isFilled = there !== undefined && isArrayData(declared[there]) && (declared[there] as readonly unknown[]).length > 0;
    if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name)) remarks.refuse(own[0]?.at ?? ['dependency-groups'], `\`${name}\` cannot be the name of a dependency group (PEP 735).`);
    const items = isFilled ? [] : own.flatMap((part) => convertPart(data, part, name, ledger, remarks));
    const distinct = items.filter(({ requirement }, index) => items.findIndex((other) => other.requirement === requirement) === index);
    return { name, isDefault: !optional(name), at: isFilled ? undefined : own[0]?.at, includes: own.flatMap((part) => includesOf(data, part, names, remarks)), items: distinct };
  });
  return groups;
}

/** The tables that add to the runtime dependencies: `[tool.poetry.group.main.dependencies]`. */
export function mainGroupTables(data: TomlTableData): readonly TomlPath[] {
  return Object.keys(tableAt(data, [...POETRY, 'group'])).filter((name) => sameGroup(name, MAIN)).map((name) => [...POETRY, 'group', name, 'dependencies']);
}

/** The Poetry tables whose group is in `[dependency-groups]` with dependencies of its own: they only say more about these. */
export function enrichingGroupTables(data: TomlTableData): readonly { readonly group: string; readonly at: TomlPath }[] {
  const declared = tableAt(data, ['dependency-groups']);
  return partsOf(data).flatMap(({ group, dependencies }) => {
    const there = Object.keys(declared).find((name) => sameGroup(name, group));
    const list = there === undefined ? undefined : declared[there];
    return there !== undefined && isArrayData(list) && list.length > 0 ? [{ group: there, at: dependencies }] : [];
  });
}

function partsOf(data: TomlTableData): readonly Part[] {
  const groups = tableAt(data, [...POETRY, 'group']);
  const own = Object.keys(groups).filter((name) => !sameGroup(name, MAIN)).map((group): Part => ({ group, at: [...POETRY, 'group', group], dependencies: [...POETRY, 'group', group, 'dependencies'] }));
  // An empty table is what `poetry init` left behind.
  return Object.keys(tableAt(data, LEGACY)).length > 0 ? [{ group: 'dev', at: LEGACY, dependencies: LEGACY }, ...own] : own;
}

function convertPart(data: TomlTableData, { dependencies }: Part, group: string, ledger: DependencyLedger, remarks: Remarks): readonly RequirementItem[] {
  return readDependencies(dataAt(data, dependencies), dependencies, remarks).flatMap((dependency) => ledger.convert(dependency, { kind: 'group', name: group }));
}

function includesOf(data: TomlTableData, { group, at }: Part, names: readonly string[], remarks: Remarks): readonly { readonly group: string; readonly at: TomlPath }[] {
  return textsOf(dataAt(data, [...at, 'include-groups'])).flatMap((included, index) => {
    const place = [...at, 'include-groups', index];
    const known = names.find((name) => sameGroup(name, included));
    if (known === undefined) remarks.refuse(place, `The group \`${group}\` includes the group \`${included}\`, which does not exist.`);
    return known === undefined ? [] : [{ group: known, at: place }];
  });
}

function distinctNames(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.findIndex((other) => sameGroup(other, name)) === index);
}
