import { dataAt, isTableData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { printMarker } from '../marker/index.ts';
import { isProblem } from '../problem.ts';
import { convertPythonConstraint, pythonVersionsDiffer } from './constraint.ts';
import { pythonMarker } from './markers.ts';
import { textAt } from '../tables.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from './remark.ts';

/** The interpreters a project is for. */
export interface PythonRange {
  /** `requires-python`, where Poetry's tables say it. */
  readonly requires: { readonly specifiers: string; readonly at: TomlPath } | undefined;
  /** Markers for `tool.uv.environments`: the lock file is narrower than `requires-python`. */
  readonly environments: readonly string[];
}

const NOTHING: PythonRange = { requires: undefined, environments: [] };

/** Reads the `python` entry of the runtime dependencies. Beside a `requires-python` of `[project]` it only narrows the lock file. */
export function readPython(data: TomlTableData, remarks: Remarks): PythonRange {
  const table = dataAt(data, [...POETRY, 'dependencies']);
  const key = isTableData(table) ? Object.keys(table).find((name) => name.toLowerCase() === 'python') : undefined;
  const at: TomlPath = [...POETRY, 'dependencies', key ?? 'python'];
  const said = key === undefined ? undefined : dataAt(data, at);
  const project = textAt(data, ['project', 'requires-python']);
  if (said !== undefined && typeof said !== 'string') {
    remarks.note(at, 'The `python` entry is a table, which Poetry ignores: it is left out.');
    return NOTHING;
  }
  if (said === undefined) {
    if (project === undefined) remarks.note(['tool', 'poetry'], 'Nothing says which versions of Python the project is for: set `requires-python`.');
    return NOTHING;
  }
  const converted = convertPythonConstraint(said);
  if (isProblem(converted)) {
    remarks.refuse(at, `The Python versions \`${said}\` have no equal in uv: ${converted.problem}`);
    return NOTHING;
  }
  if (project !== undefined) return { requires: undefined, environments: narrower(said, project, at, remarks) };
  if (converted.specifiers === '') {
    remarks.note(at, 'The project is for every version of Python: set `requires-python`, without which uv takes the version it runs with.');
    return NOTHING;
  }
  return { requires: { specifiers: converted.specifiers, at }, environments: [] };
}

function narrower(said: string, project: string, at: TomlPath, remarks: Remarks): readonly string[] {
  // That there is no Python 4 yet is no difference worth a setting.
  if ([project, `${project},<4`, `${project},<4.0`].some((specifiers) => pythonVersionsDiffer(said, specifiers) === undefined)) return [];
  const marker = pythonMarker(said);
  if (isProblem(marker)) {
    remarks.refuse(at, `The Python versions \`${said}\` cannot be said in a marker: ${marker.problem}`);
    return [];
  }
  if (!marker) return [];
  remarks.note(at, `Poetry locked for Python \`${said}\` only, which is narrower than \`requires-python\`: \`tool.uv.environments\` says so now.`);
  return [printMarker(marker)];
}
