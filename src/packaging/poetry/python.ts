import { dataAt, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { printMarker } from '../marker/index.ts';
import { isProblem } from '../problem.ts';
import { convertPythonConstraint, pythonVersionsDiffer } from './constraint.ts';
import { pythonMarker } from './markers.ts';
import { tableAt, textAt } from '../tables.ts';
import { checkSpecifiers, intersect, parseSpecifiers, versionsOfAll } from '../version/index.ts';
import { mainGroupTables } from './groups.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from '../remark.ts';

/** The interpreters a project is for. */
export interface PythonRange {
  /** `requires-python`, where Poetry's tables say it. */
  readonly requires: { readonly specifiers: string; readonly at: TomlPath } | undefined;
  /** Markers for `tool.uv.environments`: the lock file is narrower than `requires-python`. */
  readonly environments: readonly string[];
}

const NOTHING: PythonRange = { requires: undefined, environments: [] };
const REQUIRES: TomlPath = ['project', 'requires-python'];

/** Reads the `python` entry of the runtime dependencies. Beside a `requires-python` of `[project]` it only narrows the lock file. */
export function readPython(data: TomlTableData, remarks: Remarks): PythonRange {
  const at = pythonEntry(data);
  const said = dataAt(data, at);
  const project = textAt(data, REQUIRES);
  if (project !== undefined && checkSpecifiers(project)) return written(project, REQUIRES, remarks);
  if (project !== undefined) tellUnreachable(project, REQUIRES, remarks);
  if (said !== undefined && typeof said !== 'string') {
    remarks.note(at, 'The `python` entry is a table, which Poetry ignores: it is left out.');
    return NOTHING;
  }
  if (said === undefined) {
    if (project === undefined) remarks.note(POETRY, 'Nothing says which versions of Python the project is for: set `requires-python`.');
    return NOTHING;
  }
  if (project !== undefined) return { requires: undefined, environments: narrower(said, project, at, remarks) };
  return written(said, at, remarks);
}

/** The entry that counts: of the dependencies, or of the group `main`, which are the same to Poetry. */
function pythonEntry(data: TomlTableData): TomlPath {
  const tables: readonly TomlPath[] = [...mainGroupTables(data).toReversed(), [...POETRY, 'dependencies']];
  for (const table of tables) {
    const key = Object.keys(tableAt(data, table)).find((name) => name.toLowerCase() === 'python');
    if (key !== undefined) return [...table, key];
  }
  return [...POETRY, 'dependencies', 'python'];
}

/** A constraint in Poetry's grammar as `requires-python`. */
function written(said: string, at: TomlPath, remarks: Remarks): PythonRange {
  const whole = wholeReleases(said);
  const converted = convertPythonConstraint(whole);
  if (isProblem(converted)) {
    remarks.refuse(at, `The Python versions \`${said}\` have no equal in uv: ${converted.problem}`);
    return NOTHING;
  }
  const specifiers = /^~\d+\.\d+$/.test(whole) && whole !== said.trim() ? `==${whole.slice(1)}.*` : converted.specifiers;
  if (specifiers === '') {
    remarks.note(at, 'The project is for every version of Python: set `requires-python`, without which uv takes the version it runs with.');
    return NOTHING;
  }
  if (whole !== said) remarks.note(at, `\`${said}\` means \`${specifiers}\`, as Poetry writes it into the packages it builds; looking for an interpreter, it took it for that one release.`);
  else if (at === REQUIRES) remarks.note(at, `\`${said}\` is Poetry's way to write \`${specifiers}\`, and no version specifier (PEP 440).`);
  tellUnreachable(specifiers, at, remarks);
  return { requires: { specifiers, at }, environments: [] };
}

/** `3.11` alone is all of 3.11 in the metadata that Poetry writes, and `3` all of 3. */
function wholeReleases(said: string): string {
  const alternatives = said.split('||').map((one) => one.replace(/^(\s*)={0,2}\s*(\d+)(\.\d+)?(\s*)$/, (_, before: string, major: string, minor: string | undefined, after: string) => `${before}${minor === undefined ? `^${major}.0` : `~${major}${minor}`}${after}`));
  return alternatives.join('||');
}

/** uv works with Python 3.6 and later. */
function tellUnreachable(specifiers: string, at: TomlPath, remarks: Remarks): void {
  const [asked, known] = [specifiers, '>=3.6'].map((text) => parseSpecifiers(text));
  if (asked === undefined || known === undefined || isProblem(asked) || isProblem(known)) return;
  if (intersect(versionsOfAll(asked), versionsOfAll(known)).length === 0) remarks.refuse(at, `The project is for Python \`${specifiers}\`, and uv knows no Python before 3.6.`);
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
