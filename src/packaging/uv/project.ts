import { dataAt, isArrayData, isTableData, type TomlTableData } from '../../formats/toml/index.ts';
import { tableAt, textAt } from '../tables.ts';
import { defaultGroupsOf } from './default-groups.ts';

/** What commands and other files have to know of a project that uv manages. */
export interface ProjectFactsAfter {
  readonly name: string;
  /** `undefined` when it is not static. */
  readonly version: string | undefined;
  readonly groups: readonly string[];
  /** The groups that are installed when nothing is said. */
  readonly defaultGroups: readonly string[];
  readonly extras: readonly string[];
  /** Whether the project itself is built and installed. */
  readonly isPackage: boolean;
  /** What computes the version when the project is built: a source of versions of hatchling, or the build backend; `undefined` when it is static. */
  readonly versionedBy: string | undefined;
  readonly scripts: ReadonlyMap<string, string>;
  readonly requiresPython: string | undefined;
  readonly indexes: ReadonlyMap<string, string>;
  /** The names of Poetry's package sources that uv does not take, and what they are now. */
  readonly renamedIndexes: ReadonlyMap<string, string>;
}

function versionedBy(data: TomlTableData): string | undefined {
  if (textAt(data, ['project', 'version']) !== undefined) return undefined;
  return textAt(data, ['tool', 'hatch', 'version', 'source']) ?? textAt(data, ['build-system', 'build-backend']);
}

/** Reads the facts off a `pyproject.toml` as uv understands it; `undefined` without a `[project]` that has a name. */
export function readUvProject(data: TomlTableData): ProjectFactsAfter | undefined {
  const name = textAt(data, ['project', 'name']);
  if (name === undefined) return undefined;
  const groups = Object.keys(tableAt(data, ['dependency-groups']));
  const indexes = dataAt(data, ['tool', 'uv', 'index']);
  const said = dataAt(data, ['tool', 'uv', 'package']);
  return {
    name,
    version: textAt(data, ['project', 'version']),
    groups,
    defaultGroups: defaultGroupsOf(dataAt(data, ['tool', 'uv', 'default-groups']), groups),
    extras: Object.keys(tableAt(data, ['project', 'optional-dependencies'])),
    // uv's own rule: without a build backend a project is not built, unless it says so.
    isPackage: typeof said === 'boolean' ? said : dataAt(data, ['build-system']) !== undefined,
    versionedBy: versionedBy(data),
    scripts: new Map(Object.entries(tableAt(data, ['project', 'scripts'])).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : []))),
    requiresPython: textAt(data, ['project', 'requires-python']),
    indexes: new Map((isArrayData(indexes) ? indexes : []).flatMap((item) => (isTableData(item) && typeof item['name'] === 'string' && typeof item['url'] === 'string' ? [[item['name'], item['url']] as const] : []))),
    renamedIndexes: new Map(),
  };
}
