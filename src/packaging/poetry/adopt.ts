import { dataAt, isArrayData, isTableData, type TargetTable, type TomlPath, type TomlTableData, type TomlTarget } from '../../formats/toml/index.ts';
import { normaliseName } from '../requirement/index.ts';
import { tableAt, textAt, textsOf } from '../tables.ts';
import { sameGroup } from '../uv/default-groups.ts';
import { adoptBuild, POETRY_BACKEND, POETRY_CORE } from './adopt-build.ts';
import { adoptGroups } from './adopt-groups.ts';
import { adoptOrigins, sourcedNames } from './adopt-origins.ts';
import { enrichments, lockedPythons, requiredPython, runtimeRequirements } from './adopt-runtime.ts';
import { adoptSettings } from './adopt-settings.ts';
import { adoptSources } from './adopt-sources.ts';
import { poetrySettings } from './adopt-toml.ts';
import { POETRY } from './poetry-table.ts';
import type { ProjectFiles } from './project-files.ts';
import { Remarks, type Remark } from '../remark.ts';

/** What has to be known around the `pyproject.toml` of a project that takes up Poetry. */
export interface AdoptionSurroundings {
  readonly files: ProjectFiles;
  /** `setup.py`, or metadata in `setup.cfg`. */
  readonly hasSetupFiles: boolean;
  /** Whether the standard asks for Poetry's build backend even where nothing is built. */
  readonly wantsBackend: boolean;
  /** `requires-python` of `uv.lock`, where there is one. */
  readonly lockedPython: string | undefined;
}

/** What commands and other files have to know of a project that Poetry manages. */
export interface PoetryProjectFacts {
  readonly name: string;
  /** Names as PEP 735 compares them. */
  readonly groups: readonly string[];
  /** The groups that are installed when nothing is said: in Poetry all that are not optional. */
  readonly defaultGroups: readonly string[];
  readonly extras: readonly string[];
  readonly isPackage: boolean;
  /** Whether there is a group `main`: Poetry makes it where something is said of dependencies, be it that there are none. */
  readonly hasMain: boolean;
  readonly scripts: ReadonlyMap<string, string>;
  /** The names of indexes that are called otherwise now. */
  readonly renamedIndexes: ReadonlyMap<string, string>;
}

/** A project as Poetry 2 wants it. */
export interface Adoption {
  readonly target: TomlTarget;
  /** With a refusal among them, the target is not to be written. */
  readonly remarks: readonly Remark[];
  /** The text of `poetry.toml`. */
  readonly settings: string;
  readonly facts: PoetryProjectFacts;
}

const UV: TomlPath = ['tool', 'uv'];

/**
 * Turns a project of uv or of any tool that reads PEP 621 into one of Poetry 2, purely. `[project]` stays as it is, since Poetry 2 reads it; its
 * groups, the places packages come from and the build backend become Poetry's. The groups move to `[tool.poetry.group]`, which every Poetry 2
 * reads: `[dependency-groups]` means nothing to those before 2.2, and their members would silently not be installed.
 */
export function adoptPoetry(data: TomlTableData, surroundings: AdoptionSurroundings): Adoption {
  const remarks = new Remarks();
  const name = textAt(data, ['project', 'name']) ?? '';
  const sources = adoptSources(data, remarks);
  const origins = adoptOrigins(data, sources, remarks);
  const prereleases = tableAt(data, [...UV, 'prerelease-package']);
  const asked = runtimeRequirements(data, name, remarks);
  const groups = adoptGroups(data, name, origins, prereleases, remarks);
  const build = adoptBuild({ data, name, ...surroundings }, remarks);
  const python = requiredPython(data, surroundings.lockedPython);
  const dependencies = enrichments(data, asked, python, origins, prereleases);
  const settings = adoptSettings(data, remarks);
  tellPython(data, python, remarks);
  tellUnused(data, new Set([...groups.asked, ...asked.map(({ requirement }) => normaliseName(requirement.name))]), remarks);
  const tables: TargetTable[] = [
    { path: POETRY, origin: dataAt(data, UV) === undefined ? ['dependency-groups'] : UV, entries: [...requiresPoetry(data, groups.isNested), ...build.entries] },
    ...(dependencies.length > 0 ? [{ path: [...POETRY, 'dependencies'], entries: dependencies }] : []),
    ...groups.tables,
    ...sources.tables,
    ...(build.isPoetryCore ? [{ path: ['build-system'], entries: [{ key: 'requires', value: POETRY_CORE }, { key: 'build-backend', value: POETRY_BACKEND }] }] : []),
  ];
  return {
    target: { tables, removed: removedPaths(data, build.removed) },
    remarks: remarks.all,
    settings: poetrySettings(settings),
    facts: {
      name,
      groups: groups.names.map(normaliseName),
      defaultGroups: groups.defaults.map(normaliseName),
      extras: Object.keys(tableAt(data, ['project', 'optional-dependencies'])),
      isPackage: build.isPackage,
      hasMain: dependencies.length > 0 || hasMain(data),
      scripts: scriptsAt(data, ['project', 'scripts']),
      renamedIndexes: sources.renamed,
    },
  };
}

/** Reads the facts off a project that is Poetry's, in the tables of Poetry 2; `undefined` without a name. */
export function readPoetryProject(data: TomlTableData): PoetryProjectFacts | undefined {
  const name = textAt(data, ['project', 'name']) ?? textAt(data, [...POETRY, 'name']);
  if (name === undefined) return undefined;
  const own = tableAt(data, [...POETRY, 'group']);
  const groups = [...Object.keys(own), ...Object.keys(tableAt(data, ['dependency-groups']))].filter((group, index, all) => all.findIndex((other) => sameGroup(other, group)) === index);
  return {
    name,
    groups: groups.map(normaliseName),
    defaultGroups: groups.filter((group) => tableAt(data, [...POETRY, 'group', group])['optional'] !== true).map(normaliseName),
    extras: [...Object.keys(tableAt(data, ['project', 'optional-dependencies'])), ...Object.keys(tableAt(data, [...POETRY, 'extras']))],
    isPackage: tableAt(data, POETRY)['package-mode'] !== false,
    hasMain: hasMain(data),
    scripts: new Map([...scriptsAt(data, ['project', 'scripts']), ...scriptsAt(data, [...POETRY, 'scripts'])]),
    renamedIndexes: new Map(),
  };
}

function hasMain(data: TomlTableData): boolean {
  const places: readonly TomlPath[] = [['project', 'dependencies'], ['project', 'optional-dependencies'], [...POETRY, 'dependencies'], [...POETRY, 'group', 'main']];
  return places.some((path) => dataAt(data, path) !== undefined);
}

function scriptsAt(data: TomlTableData, path: TomlPath): ReadonlyMap<string, string> {
  return new Map(Object.entries(tableAt(data, path)).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])));
}

/** Whether `[project]` says enough for Poetry 2, and no other manager has the project. */
export function mayAdoptPoetry(data: TomlTableData): boolean {
  const others = ['pdm', 'pixi', 'rye', 'flit'].some((tool) => isTableData(dataAt(data, ['tool', tool])));
  // Some let poetry-core build what uv manages.
  const isPoetrys = isTableData(dataAt(data, POETRY)) && (!isTableData(dataAt(data, UV)) || ['dependencies', 'group', 'source'].some((key) => dataAt(data, [...POETRY, key]) !== undefined));
  return textAt(data, ['project', 'name']) !== undefined && !others && !isPoetrys && dataAt(data, [...UV, 'managed']) !== false;
}

/** The oldest Poetry that reads the manifest; what is said already stays. */
function requiresPoetry(data: TomlTableData, isNested: boolean): readonly { readonly key: string; readonly value: string }[] {
  return dataAt(data, [...POETRY, 'requires-poetry']) === undefined ? [{ key: 'requires-poetry', value: isNested ? '>=2.2' : '>=2.0' }] : [];
}

function removedPaths(data: TomlTableData, more: readonly TomlPath[]): readonly TomlPath[] {
  return [UV, ['dependency-groups'], ...more].filter((path) => dataAt(data, path) !== undefined);
}

function tellPython(data: TomlTableData, python: string | undefined, remarks: Remarks): void {
  if (python === undefined) remarks.person(['project'], 'The project does not say which Python it needs (`requires-python`), so that Poetry would look for versions that fit every Python: set it.');
  const environments = dataAt(data, [...UV, 'environments']);
  const count = isArrayData(environments) ? environments.length : textsOf(environments).length;
  if (count > 0 && lockedPythons(data) === undefined) remarks.person([...UV, 'environments'], '`tool.uv.environments` is not taken over: Poetry locks for every platform, which asks more of the dependencies.');
}

/** uv applies a source only to what the project asks for itself. */
function tellUnused(data: TomlTableData, asked: ReadonlySet<string>, remarks: Remarks): void {
  for (const name of sourcedNames(data)) {
    if (!asked.has(normaliseName(name))) remarks.note([...UV, 'sources', name], `Nothing asks for \`${name}\`, so that its source had no effect: it goes.`);
  }
}
