import { isTableData, type TargetEntry, type TargetTable, type TomlData, type TomlInput, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import type { Problem } from '../problem.ts';
import type { ProjectFiles } from './project-files.ts';

/** Where poetry-dynamic-versioning has its settings. */
export const PLUGIN: TomlPath = ['tool', 'poetry-dynamic-versioning'];

/** The settings that uv-dynamic-versioning has under the same names: both hand them to one library, with the same defaults. */
const SHARED: ReadonlySet<string> = new Set([
  'vcs', 'style', 'metadata', 'tagged-metadata', 'dirty', 'pattern', 'pattern-prefix', 'format', 'format-jinja', 'format-jinja-imports', 'latest-tag', 'highest-tag',
  'bump', 'strict', 'full-commit', 'tag-branch', 'tag-dir', 'ignore-untracked', 'commit-length', 'commit-prefix', 'escape-with',
]);

/** The files of a project's folder into which the plugin writes the version when nothing else is said. */
const SUBSTITUTED = ['*.py', '*/__init__.py', '*/__version__.py', '*/_version.py'] as const;

/** The tables that let hatchling take the version from tags as poetry-dynamic-versioning did, or why they cannot (a clause without full stop). */
export function versionTables(plugin: TomlTableData, files: ProjectFiles): readonly TargetTable[] | Problem {
  const keys = Object.keys(plugin).filter((key) => key !== 'enable');
  const other = keys.find((key) => !SHARED.has(key));
  if (other !== undefined) return { problem: `it has no \`${other}\`` };
  const written = SUBSTITUTED.flatMap((glob) => files.matching(glob)).find((path) => files.isFile(path) && holdsVersion(files.textOf(path)));
  if (written !== undefined) return { problem: `it does not write the version into \`${written}\`` };
  const entries = keys.map((key): TargetEntry => ({ key, value: inputOf(plugin[key] as TomlData), origin: [...PLUGIN, key] }));
  return [
    { path: ['tool', 'hatch', 'version'], entries: [{ key: 'source', value: 'uv-dynamic-versioning' }] },
    ...(entries.length === 0 ? [] : [{ path: ['tool', 'uv-dynamic-versioning'], origin: PLUGIN, entries }]),
  ];
}

/** Whether a file has a line that the plugin rewrites; a file that cannot be read may have one. */
function holdsVersion(text: string | undefined): boolean {
  return text === undefined || /^__version__[^\S\n]*(?::.*?)?=\s*['"]|^__version_tuple__[^\S\n]*(?::.*?)?=\s*\(/m.test(text);
}

function inputOf(value: TomlData): TomlInput {
  return isTableData(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inputOf(inner)])) : (value as TomlInput);
}
