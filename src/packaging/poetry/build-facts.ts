import { dataAt, isArrayData, isTableData, type TomlData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { PLUGIN } from './dynamic-versioning.ts';
import { formatsOf, type Layout } from './layout.ts';
import type { ProjectFiles } from './project-files.ts';
import { tableAt, textAt, textsOf } from '../tables.ts';
import { POETRY } from './poetry-table.ts';

/** Who builds a project: Poetry, Poetry with versions from tags, somebody else, or nobody who is named. */
export type Builder = 'poetry' | 'dynamic-versioning' | 'foreign' | 'none';

/** A file that goes into the distribution, or stays out of it. */
export interface PathRule {
  readonly at: TomlPath;
  readonly path: string;
  readonly formats: readonly string[];
  /** The formats are what Poetry 2 takes when none are said. */
  readonly isPlain?: boolean;
}

/** Everything that decides how a project is built. */
export interface BuildFacts {
  readonly name: string;
  readonly files: ProjectFiles;
  readonly builder: Builder;
  readonly layout: Layout;
  readonly includes: readonly PathRule[];
  readonly excludes: readonly PathRule[];
  /** A program that is run on every build, such as a compiler. */
  readonly script: { readonly path: string; readonly at: TomlPath } | undefined;
  /** Files that are installed as commands. */
  readonly commandFiles: readonly PathRule[];
  /** What `[build-system] requires` beside Poetry. */
  readonly otherRequires: readonly string[];
  readonly hasEntryPoints: boolean;
  /** The settings of poetry-dynamic-versioning. */
  readonly plugin: TomlTableData;
  /** `package-mode = false`. */
  readonly isApplication: boolean;
  /** Another project of the repository installs this one from its folder. */
  readonly isDependedOn: boolean;
}

const BACKENDS: ReadonlySet<string> = new Set(['poetry.core.masonry.api', 'poetry.masonry.api']);
const DYNAMIC_BACKEND = 'poetry_dynamic_versioning.backend';

/**
 * Who builds the project. The plugin for versions from tags may also work inside Poetry, without being the backend.
 * @param isPluginInstalled whether some file of the repository, such as a workflow, installs it
 */
export function builderOf(data: TomlTableData, isPluginInstalled = false): Builder {
  const backend = textAt(data, ['build-system', 'build-backend']);
  const requires = textsOf(dataAt(data, ['build-system', 'requires']));
  const plugin = isPluginEnabled(data) && (isPluginInstalled || !isPluginOptional(data));
  if (dataAt(data, ['build-system']) === undefined) return plugin ? 'dynamic-versioning' : 'none';
  if (dataAt(data, ['build-system', 'backend-path']) !== undefined) return 'foreign';
  if (backend === DYNAMIC_BACKEND) return isPluginEnabled(data) ? 'dynamic-versioning' : 'poetry';
  if (backend === undefined ? !requires.some(isPoetryRequirement) : !BACKENDS.has(backend)) return 'foreign';
  return plugin ? 'dynamic-versioning' : 'poetry';
}

/** Whether poetry-dynamic-versioning is switched on, for the one who installs it. */
export function isPluginEnabled(data: TomlTableData): boolean {
  return dataAt(data, [...PLUGIN, 'enable']) === true;
}

/** Whether the project has a version of its own for everybody who has not installed the plugin into Poetry: no placeholder, and nothing asks for it. */
export function isPluginOptional(data: TomlTableData): boolean {
  if (textAt(data, ['build-system', 'build-backend']) === DYNAMIC_BACKEND) return false;
  if (Object.keys(tableAt(data, [...POETRY, 'requires-plugins'])).some((name) => /^poetry[-_.]dynamic[-_.]versioning$/i.test(name))) return false;
  if (textsOf(dataAt(data, ['build-system', 'requires'])).some((one) => /^\s*poetry[-_.]dynamic[-_.]versioning/i.test(one))) return false;
  const version = textAt(data, ['project', 'version']) ?? textAt(data, [...POETRY, 'version']);
  return !isPlaceholder(version);
}

/** Whether a version is none that anybody would release, as in `0.0.0`, or is missing. */
export function isPlaceholder(version: string | undefined): boolean {
  return version === undefined || !/[1-9]/.test(/^v?[\d.]*/.exec(version)?.[0] ?? '');
}

/** Whether a requirement of `[build-system]` is Poetry itself. */
export function isPoetryRequirement(requirement: string): boolean {
  return /^\s*poetry([-_.]core)?\s*($|[^A-Za-z0-9._-])/i.test(requirement);
}

/** The rules for files of `include` (the source distribution only, unless they say otherwise) or `exclude` (all formats). */
export function pathRules(data: TomlTableData, key: 'include' | 'exclude'): readonly PathRule[] {
  const value = dataAt(data, [...POETRY, key]);
  const items = isArrayData(value) ? value : [];
  return items.flatMap((item, index) => {
    const path = typeof item === 'string' ? item : isTableData(item) && typeof item['path'] === 'string' ? item['path'] : undefined;
    const formats = isTableData(item) ? formatsOf(item['format'], key === 'include' ? ['sdist'] : ['sdist', 'wheel']) : key === 'include' ? ['sdist'] : ['sdist', 'wheel'];
    return path === undefined ? [] : [{ at: [...POETRY, key, index], path, formats, isPlain: !isTableData(item) || item['format'] === undefined }];
  });
}

/** The build script of `build = "build.py"` or `[tool.poetry.build]`. */
export function buildScript(data: TomlTableData): { readonly path: string; readonly at: TomlPath } | undefined {
  const at: TomlPath = [...POETRY, 'build'];
  const value: TomlData | undefined = dataAt(data, at);
  const path = typeof value === 'string' ? value : textAt(data, [...at, 'script']);
  return path === undefined || path === '' ? undefined : { path, at };
}

/** Whether Poetry or uv is told that there is nothing to build. */
export function isApplication(data: TomlTableData): boolean {
  return tableAt(data, POETRY)['package-mode'] === false || dataAt(data, ['tool', 'uv', 'package']) === false;
}
