import { dataAt, isTableData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { isProblem } from '../problem.ts';
import type { Remarks } from '../remark.ts';
import { tableAt, textAt } from '../tables.ts';
import { intersect, parseSpecifiers, versionsOfAll } from '../version/index.ts';
import type { BuildPlan } from './build.ts';
import { isPlaceholder } from './build-facts.ts';
import { buildRequires } from './build-requirements.ts';
import { POETRY } from './poetry-table.ts';
import type { ProjectFiles } from './project-files.ts';

/** What decides whether the package can be built after the migration, beside the tables of the build itself. */
export interface BuildSetting {
  readonly files: ProjectFiles;
  /** `requires-python`, where it is known. */
  readonly requiresPython: string | undefined;
  /** A file of the repository that runs `setup.py`. */
  readonly setupCaller: string | undefined;
}

/** Objects to a migration after which the package could not be built any more, or would be another one. */
export function objectToBuild(data: TomlTableData, build: BuildPlan, { files, requiresPython, setupCaller }: BuildSetting, remarks: Remarks): void {
  objectToOldPython(data, build, requiresPython, remarks);
  objectToVersionPlugins(data, build, remarks);
  objectToSetupScript(data, files, setupCaller, remarks);
}

/** poetry-core reads `[project]` since 2.0, which runs on Python 3.9 and later. */
function objectToOldPython(data: TomlTableData, { kept, system }: BuildPlan, requiresPython: string | undefined, remarks: Remarks): void {
  if (kept.length === 0 || typeof system !== 'object') return;
  const there = buildRequires(data);
  const isRaised = system.requires.some((one) => /^poetry-core\b/.test(one) && !there.includes(one));
  const [asked, old] = [requiresPython ?? '', '<3.9'].map((text) => parseSpecifiers(text));
  if (!isRaised || requiresPython === undefined || asked === undefined || old === undefined || isProblem(asked) || isProblem(old)) return;
  if (intersect(versionsOfAll(asked), versionsOfAll(old)).length === 0) return;
  remarks.refuse(['build-system'], `Only Poetry's own backend can build the package, which reads \`[project]\` since poetry-core 2.0, and that runs on Python 3.9 and later: the project is for Python \`${requiresPython}\`. Raise it first.`);
}

/** Plugins that put another version in the place of the one that is written down; that of tags, poetry-dynamic-versioning, has equals. */
function objectToVersionPlugins(data: TomlTableData, { isPackage, system, isVersionDynamic }: BuildPlan, remarks: Remarks): void {
  if (!isPackage || system === undefined || isVersionDynamic) return;
  const required: TomlPath = [...POETRY, 'requires-plugins'];
  const candidates: readonly TomlPath[] = [
    ...Object.entries(tableAt(data, ['tool'])).filter(([, value]) => isTableData(value)).map(([name]) => ['tool', name]),
    ...Object.keys(tableAt(data, required)).map((name) => [...required, name]),
  ];
  const at = candidates.find((path) => isVersionPlugin(String(path.at(-1))));
  if (!at) return;
  const plugin = `\`${String(at.at(-1))}\``;
  const version = textAt(data, ['project', 'version']) ?? textAt(data, [...POETRY, 'version']);
  if (isPlaceholder(version)) remarks.refuse(at, `The version comes from ${plugin}, which works inside Poetry only: uv would build the package as \`${version ?? '0.0.0'}\`. Write the version down, or let another build backend find it.`);
  else remarks.person(at, `Where ${plugin} was installed into Poetry, the version came from it; everybody else got the one that is written down, which counts from now on.`);
}

/** By its name; a plugin that raises versions on demand is none. */
function isVersionPlugin(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_.]+/g, '-');
  return /^poetry-(?:[a-z-]+-)?(?:version(?:ing)?|scm)(?:-|$)/.test(plain) && !/bump|dynamic-versioning/.test(plain);
}

/** setuptools reads `[project]` wherever there is one, and takes over nothing else than what it says. */
function objectToSetupScript(data: TomlTableData, files: ProjectFiles, caller: string | undefined, remarks: Remarks): void {
  const script = files.textOf('setup.py');
  if (script === undefined || !/\bsetup\s*\(/.test(script) || dataAt(data, ['project', 'name']) !== undefined) return;
  if (caller !== undefined) remarks.refuse(POETRY, `\`${caller}\` runs \`setup.py\`, and setuptools would read the new \`[project]\` instead of what \`setup.py\` says: build with Poetry there, or take \`setup.py\` away first.`);
  else remarks.person(POETRY, 'There is a `setup.py` beside the manifest: whoever runs it gets what the new `[project]` says, which setuptools reads first. Take it away if nothing needs it.');
}
