import { dataAt, isTableData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { isProblem } from '../problem.ts';
import { readDependencies } from './entry.ts';
import { tableAt, textsOf } from '../tables.ts';
import { POETRY } from './poetry-table.ts';
import type { RequirementItem } from './dependency-ledger.ts';
import type { Remarks } from '../remark.ts';
import { toRequirement } from './requirement.ts';

/** `[tool.poetry.build-constraints]`: bounds for what builds single packages. uv has one list for all of them, which is wider. */
export function readBuildConstraints(data: TomlTableData, remarks: Remarks): readonly RequirementItem[] {
  const at: TomlPath = [...POETRY, 'build-constraints'];
  const table = dataAt(data, at);
  if (!isTableData(table)) return [];
  return Object.keys(table).flatMap((target) => {
    return readDependencies(table[target], [...at, target], remarks).flatMap(({ name, constraints }) => constraints.flatMap((constraint) => {
      const converted = toRequirement(name, constraint);
      if (isProblem(converted)) {
        remarks.refuse(constraint.at, converted.problem);
        return [];
      }
      remarks.note(constraint.at, `\`${converted.requirement}\` bounded the build of \`${target}\` only; \`tool.uv.build-constraint-dependencies\` bounds the build of every package.`);
      return [{ requirement: converted.requirement, at: constraint.at }];
    }));
  });
}

/** What takes the place of a Poetry plugin, as a clause. */
const INSTEAD: Readonly<Record<string, string>> = {
  'poetry-plugin-export': '`uv export` writes requirements files',
  'poetry-plugin-dotenv': '`uv run --env-file` reads `.env`',
  'poetry-dotenv-plugin': '`uv run --env-file` reads `.env`',
  'poetry-plugin-shell': 'activate `.venv` instead',
  'poetry-plugin-up': '`uv lock --upgrade` raises what is locked',
  'poetry-multiproject-plugin': 'workspaces and path sources of uv take its place',
  'poetry-monorepo-dependency-plugin': 'workspaces and path sources of uv take its place',
  'poetry-polylith-plugin': 'workspaces of uv take its place',
  'poetry-plugin-bundle': '`uv sync --no-editable`, or `uv pip install --target`, takes its place',
  'poetry-auto-export': 'the `uv-export` hook of pre-commit takes its place',
  'poethepoet': '`uv run poe` runs its tasks',
};

/** Tells what became of the Poetry plugins the project needs. */
export function tellPlugins(data: TomlTableData, remarks: Remarks): void {
  const at: TomlPath = [...POETRY, 'requires-plugins'];
  // That one works in the build backend, and is told of there.
  for (const name of Object.keys(tableAt(data, at)).filter((one) => !/^poetry[-_.]dynamic[-_.]versioning$/i.test(one))) {
    const instead = INSTEAD[name.toLowerCase().replace(/[-_.]+/g, '-')];
    remarks.note([...at, name], `The Poetry plugin \`${name}\` is not needed any more${instead === undefined ? '; look whether something has to take its place' : `: ${instead}`}.`);
  }
}

/** What the build itself requires beside Poetry. */
export function buildRequires(data: TomlTableData): readonly string[] {
  return textsOf(dataAt(data, ['build-system', 'requires']));
}
