import { dataAt, isTableData, type TargetTable, type TomlPath, type TomlTableData, type TomlTarget } from '../../formats/toml/index.ts';
import { UV_BUILD } from '../uv/build-backend.ts';
import { defaultGroupsOf } from '../uv/default-groups.ts';
import { planBuild, type BuildPlan } from './build.ts';
import { builderOf, buildScript, isApplication, isPoetryRequirement, pathRules } from './build-facts.ts';
import { objectToBuild } from './build-objections.ts';
import { tellBuild } from './build-remarks.ts';
import { buildRequires, readBuildConstraints, tellPlugins } from './build-requirements.ts';
import { DependencyLedger } from './dependency-ledger.ts';
import { enrich } from './enrichment.ts';
import { PLUGIN } from './dynamic-versioning.ts';
import { readEntryPoints } from './entry-points.ts';
import { readGroups } from './groups.ts';
import { layoutOf } from './layout.ts';
import { packedLicenseFiles } from './license-files.ts';
import { projectNameOf, readLinks, readMetadata } from './metadata.ts';
import { tellMisplaced } from './misplaced.ts';
import { convertSources } from './package-sources.ts';
import type { ProjectFiles } from './project-files.ts';
import { readPython } from './python.ts';
import { tableAt, textAt, textsOf } from '../tables.ts';
import { POETRY } from './poetry-table.ts';
import { moveReferences } from './references.ts';
import { Remarks, type Remark } from '../remark.ts';
import { isRuntimeInPoetry, readRuntime } from './runtime.ts';
import { convertSettings } from './settings.ts';
import type { ProjectFactsAfter } from '../uv/project.ts';
import { targetOf } from './target.ts';

/** What has to be known around `pyproject.toml`. */
export interface ProjectSurroundings {
  readonly folderName: string;
  readonly files: ProjectFiles;
  readonly poetryMajor: 1 | 2 | undefined;
  /** Another project of the repository installs this one from its folder. */
  readonly isDependedOn: boolean;
  /** Whether a folder, relative to this project's, holds a project that is not built and installed. */
  isUnpackaged(path: string): boolean;
  /** Whether some file of the repository, such as a workflow, installs poetry-dynamic-versioning. */
  readonly isVersionPluginInstalled?: boolean;
  /** A file of the repository that runs the `setup.py` beside the manifest. */
  readonly setupCaller?: string | undefined;
  /** Whether a project that gets this folder together with this project gets it as editable. */
  isEditableElsewhere(path: string): boolean;
  /** `poetry.toml`, where there is one. */
  readonly settings: TomlTableData | undefined;
}

/** A Poetry project as uv wants it. */
export interface Migration {
  readonly target: TomlTarget;
  /** About `pyproject.toml`. With a refusal among them, the target is not to be written. */
  readonly remarks: readonly Remark[];
  /** About `poetry.toml`. */
  readonly settingsRemarks: readonly Remark[];
  readonly facts: ProjectFactsAfter;
}

/** Whether a `pyproject.toml` is managed by Poetry: by its own table, or because only Poetry builds it and no other manager is named. */
export function isPoetryProject(data: TomlTableData): boolean {
  if (isTableData(dataAt(data, POETRY))) return true;
  return dataAt(data, ['tool', 'uv']) === undefined && dataAt(data, ['tool', 'pdm']) === undefined && (builderOf(data) === 'poetry' || builderOf(data) === 'dynamic-versioning');
}

/** Converts a project, purely: data in, target and remarks out. Everything in it is proved by the parts that make it. */
export function migrateProject(data: TomlTableData, surroundings: ProjectSurroundings): Migration {
  const remarks = new Remarks();
  const settingsRemarks = new Remarks();
  const { files, folderName } = surroundings;
  const name = projectNameOf(data, folderName);
  const entryPoints = readEntryPoints(data, remarks);
  const requires = buildRequires(data);
  const layout = layoutOf(name, dataAt(data, [...POETRY, 'packages']), [...POETRY, 'packages'], files);
  const build = planBuild({
    name, files, builder: builderOf(data, surroundings.isVersionPluginInstalled), layout,
    includes: pathRules(data, 'include'), excludes: pathRules(data, 'exclude'), script: buildScript(data), commandFiles: entryPoints.commandFiles,
    otherRequires: requires.filter((one) => !isPoetryRequirement(one)), plugin: tableAt(data, PLUGIN), isApplication: isApplication(data), isDependedOn: surroundings.isDependedOn,
    hasEntryPoints: [...entryPoints.scripts, ...entryPoints.guiScripts, ...entryPoints.plugins].length > 0 || tableSize(data, ['project', 'scripts']) > 0 || tableSize(data, ['project', 'entry-points']) > 0,
  }, requires, remarks);
  const indexes = convertSources(dataAt(data, [...POETRY, 'source']), [...POETRY, 'source'], namesPublicIndex(dataAt(data, POETRY)), surroundings.poetryMajor, remarks);
  const ledger = new DependencyLedger({ indexes, remarks, isUnpackaged: (path) => surroundings.isUnpackaged(path), isEditableElsewhere: (path) => surroundings.isEditableElsewhere(path) });
  const runtime = isRuntimeInPoetry(data) ? readRuntime(data, ledger, remarks) : undefined;
  const groups = readGroups(data, ledger, remarks);
  const lockConstraints = enrich(data, ledger, remarks);
  const python = readPython(data, remarks);
  const requiresPython = python.requires?.specifiers ?? textAt(data, ['project', 'requires-python']);
  objectToBuild(data, build, { files, requiresPython, setupCaller: surroundings.setupCaller }, remarks);
  tellMisplaced(data, remarks);
  tellPlugins(data, remarks);
  tellBuild(data, build, layout, surroundings.poetryMajor, remarks);
  tellScripts(build.isPackage, entryPoints.scripts.map(({ key }) => key), entryPoints.commandFiles.map(({ at }) => at), remarks);
  const target = targetOf({
    data, name, runtime, groups, python, build, indexes, lockConstraints, entryPoints,
    metadata: readMetadata({ data, folderName, files, isPackage: build.isPackage, isRebuilt: typeof build.system === 'object' && build.kept.length === 0, licenseFiles: isBuiltByUv(build) ? packedLicenseFiles(files) : [], isVersionDynamic: build.isVersionDynamic || (build.system === undefined && textsOf(dataAt(data, ['project', 'dynamic'])).includes('version')), remarks }),
    links: readLinks(data),
    packages: ledger.settings,
    buildConstraints: readBuildConstraints(data, remarks),
    settings: convertSettings(surroundings.settings ?? {}, indexes, settingsRemarks),
    references: moveReferences(data, build.isVersionDynamic, remarks),
    remarks,
  });
  const groupNames = groups.map((group) => group.name);
  const setting = dataAt(data, ['tool', 'uv', 'default-groups']) ?? valueIn(target.tables, 'tool.uv', 'default-groups');
  return {
    target,
    remarks: remarks.all,
    settingsRemarks: settingsRemarks.all,
    facts: {
      name,
      version: build.isVersionDynamic ? undefined : (textAt(data, ['project', 'version']) ?? textAt(data, [...POETRY, 'version'])),
      groups: groupNames,
      defaultGroups: defaultGroupsOf(setting, groupNames),
      extras: runtime && runtime.extras.length > 0 ? runtime.extras.map((extra) => extra.name) : Object.keys(tableAt(data, ['project', 'optional-dependencies'])),
      isPackage: build.isPackage,
      versionedBy: build.isVersionDynamic ? (textIn(target.tables, 'tool.hatch.version', 'source') ?? textAt(data, ['build-system', 'build-backend'])) : undefined,
      scripts: scriptsOf(data, entryPoints.scripts.map(({ key, value }) => [key, String(value)])),
      requiresPython,
      indexes: new Map(indexes.list.map(({ index }) => [index.name, index.url])),
      renamedIndexes: indexes.renamed,
    },
  };
}

function isBuiltByUv({ system }: BuildPlan): boolean {
  return typeof system === 'object' && system.backend === UV_BUILD;
}

function scriptsOf(data: TomlTableData, own: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const there = Object.entries(tableAt(data, ['project', 'scripts'])).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : []));
  return new Map([...own, ...there]);
}

function valueIn(tables: readonly TargetTable[], table: string, name: string): unknown {
  return tables.find(({ path }) => path.join('.') === table)?.entries.find(({ key }) => key === name)?.value;
}

function textIn(tables: readonly TargetTable[], table: string, name: string): string | undefined {
  const value = valueIn(tables, table, name);
  return typeof value === 'string' ? value : undefined;
}

function tableSize(data: TomlTableData, path: TomlPath): number {
  return Object.keys(tableAt(data, path)).length;
}

/** Whether some dependency names the public index as its source. */
function namesPublicIndex(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(namesPublicIndex);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => (key === 'source' && typeof inner === 'string' ? inner.toLowerCase() === 'pypi' : namesPublicIndex(inner)));
}

function tellScripts(isPackage: boolean, scripts: readonly string[], files: readonly TomlPath[], remarks: Remarks): void {
  for (const at of files) {
    const name = String(at.at(-1));
    remarks.note(at, isPackage ? `\`${name}\` is a file that is installed as a command, which is said to the build backend now.` : `\`${name}\` is a file that was installed as a command: it is left out, since the project is not built as a package. Run the file itself.`);
  }
  if (isPackage || scripts.length === 0) return;
  const names = scripts.map((name) => `\`${name}\``).join(', ');
  remarks.person([...POETRY, 'scripts'], `The project is not built as a package, so that uv does not install ${names}: \`uv run ${scripts[0] ?? ''}\` will not find it. Run the module with \`uv run python -m …\`, or make the project a package.`);
}
