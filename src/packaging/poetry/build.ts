import type { TargetArray, TargetTable, TomlInput, TomlPath } from '../../formats/toml/index.ts';
import { UV_BUILD, UV_BUILD_REQUIREMENT } from '../uv/build-backend.ts';
import type { BuildFacts } from './build-facts.ts';
import { PLUGIN, versionTables } from './dynamic-versioning.ts';
import { hatchTables } from './hatch-build.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from '../remark.ts';
import { uvBuildSettings } from './uv-build.ts';

/** How a project is built after the migration. */
export interface BuildPlan {
  readonly isPackage: boolean;
  /** `[build-system]` as it shall be; `undefined` leaves it alone, `none` takes it away. */
  readonly system: { readonly requires: readonly string[]; readonly backend: string } | 'none' | undefined;
  /** `[tool.uv.build-backend]`, if there is anything to say. */
  readonly uvBuild: { readonly [key: string]: TomlInput | TargetArray };
  readonly hatch: readonly TargetTable[];
  /** Keys of `[tool.poetry]` that poetry-core goes on reading. */
  readonly kept: readonly string[];
  /** Settings of what built the project, which nothing reads any more. */
  readonly removed: readonly TomlPath[];
  /** The version stays with a plugin that takes it from tags. */
  readonly isVersionDynamic: boolean;
}

const NOTHING = { uvBuild: {}, hatch: [], kept: [], removed: [], isVersionDynamic: false } as const;
const BUILD: TomlPath = ['build-system'];

/** What poetry-core reads beside `[project]`. */
const KEPT = ['packages', 'include', 'exclude', 'build'] as const;
const POETRY_CORE = 'poetry-core>=2.0.0,<3.0.0';

/** Decides whether there is a package at all, and then who can build the same one: uv, hatchling, or only Poetry's own backend. */
export function planBuild(facts: BuildFacts, requires: readonly string[], remarks: Remarks): BuildPlan {
  if (facts.builder === 'foreign') return { ...NOTHING, isPackage: !facts.isApplication, system: undefined };
  if (!isPackage(facts, remarks)) {
    if (facts.script) remarks.person(facts.script.at, `The build script \`${facts.script.path}\` is not run any more, since the project is not built as a package.`);
    return { ...NOTHING, isPackage: false, system: 'none' };
  }
  if (facts.builder === 'dynamic-versioning') return planDynamicVersioning(facts, requires, remarks);
  const blocker = facts.script && `the build script \`${facts.script.path}\` can only be run by it`;
  if (blocker !== undefined) remarks.person(facts.script?.at ?? BUILD, `The project keeps poetry-core as its build backend, since ${blocker}: uv_build runs no code. A hook of hatchling could take its place.`);
  const uv = blocker === undefined ? uvBuildSettings(facts) : { problem: blocker };
  if (!('problem' in uv)) {
    explainUvBuild(facts, remarks);
    return { ...NOTHING, isPackage: true, system: { requires: [UV_BUILD_REQUIREMENT], backend: UV_BUILD }, uvBuild: uv };
  }
  const hatch = blocker === undefined ? hatchTables(facts) : { problem: blocker };
  if (!('problem' in hatch)) {
    remarks.note(BUILD, `hatchling builds the project instead of uv_build, since ${uv.problem}: compare the files of \`uv build\` with those of \`poetry build\` once.`);
    explainRequires(facts, remarks);
    return { ...NOTHING, isPackage: true, system: { requires: ['hatchling'], backend: 'hatchling.build' }, hatch };
  }
  if (blocker === undefined) remarks.note(BUILD, `poetry-core stays the build backend and goes on reading \`[tool.poetry]\`: uv_build cannot build the project, since ${uv.problem}, and hatchling cannot either, since ${hatch.problem}.`);
  const kept = facts.commandFiles.length > 0 ? [...KEPT, 'scripts'] : [...KEPT];
  return { ...NOTHING, isPackage: true, system: { requires: withPoetryCore(requires), backend: 'poetry.core.masonry.api' }, kept };
}

/** Poetry's own rule, and for projects without `[build-system]`, which Poetry installs and uv does not, whether anybody would miss it. */
function isPackage({ layout, isApplication, builder, hasEntryPoints, commandFiles, isDependedOn }: BuildFacts, remarks: Remarks): boolean {
  if (isApplication) return false;
  const asksForOne = hasEntryPoints || commandFiles.length > 0;
  if (layout.kind === 'nothing') {
    const message = `The project is not built as a package (\`tool.uv.package = false\`), since ${layout.because}: Poetry could install it only with \`--no-root\`.`;
    if (asksForOne) remarks.person(POETRY, `${message} Its scripts and plugins are therefore not installed.`);
    else remarks.note(POETRY, message);
    return false;
  }
  if (builder !== 'none' || asksForOne || isDependedOn || layout.packages.some(({ from }) => from !== '')) return true;
  remarks.note(POETRY, 'The project has no `[build-system]` and is not built as a package (`tool.uv.package = false`). Poetry put its folder on the import path all the same: give it a build backend if code outside that folder imports it.');
  return false;
}

/** uv_build knows no versions from tags: hatchling does, with a plugin that is like Poetry's. */
function planDynamicVersioning(facts: BuildFacts, requires: readonly string[], remarks: Remarks): BuildPlan {
  const version = facts.script ? { problem: `it does not run the build script \`${facts.script.path}\`` } : versionTables(facts.plugin, facts.files);
  const hatch = hatchTables(facts);
  if (!('problem' in version) && !('problem' in hatch)) {
    remarks.note(BUILD, 'hatchling with uv-dynamic-versioning builds the project instead of poetry-core with poetry-dynamic-versioning: compare the files of `uv build` with those of `poetry build` once. A version is forced with `UV_DYNAMIC_VERSIONING_BYPASS` now.');
    explainRequires({ ...facts, otherRequires: facts.otherRequires.filter((one) => !isVersionPlugin(one)) }, remarks);
    return { ...NOTHING, isPackage: true, system: { requires: ['hatchling', 'uv-dynamic-versioning'], backend: 'hatchling.build' }, hatch: [...version, ...hatch], removed: [PLUGIN], isVersionDynamic: true };
  }
  const because = 'problem' in version ? version.problem : 'problem' in hatch ? hatch.problem : '';
  remarks.person(PLUGIN, `The version comes from poetry-dynamic-versioning, which stays the build backend with what it reads of \`[tool.poetry]\`: hatchling with uv-dynamic-versioning cannot take its place, since ${because}.`);
  const plugin = requires.some(isVersionPlugin) ? [] : ['poetry-dynamic-versioning>=1.5.0,<2.0.0'];
  const kept = [...KEPT, 'version', ...(facts.commandFiles.length > 0 ? ['scripts'] : [])];
  return { ...NOTHING, isPackage: true, system: { requires: [...withPoetryCore(requires), ...plugin], backend: 'poetry_dynamic_versioning.backend' }, kept, isVersionDynamic: true };
}

function isVersionPlugin(requirement: string): boolean {
  return /^\s*poetry[-_.]dynamic[-_.]versioning/i.test(requirement);
}

/** poetry-core reads `[project]` since 2.0. */
function withPoetryCore(requires: readonly string[]): readonly string[] {
  const isPoetry = (one: string): boolean => /^\s*poetry([-_.]core)?\s*($|[^A-Za-z0-9._-])/i.test(one);
  const known = requires.find((one) => isPoetry(one) && /(>=|==|~=)\s*2\b/.test(one));
  return [known ?? POETRY_CORE, ...requires.filter((one) => !isPoetry(one))];
}

function explainUvBuild(facts: BuildFacts, remarks: Remarks): void {
  explainRequires(facts, remarks);
  remarks.note(BUILD, 'uv_build builds the package instead of poetry-core. It knows no `.gitignore`: compare the files of `uv build` with those of `poetry build` once.');
}

function explainRequires({ otherRequires }: BuildFacts, remarks: Remarks): void {
  if (otherRequires.length > 0) remarks.note([...BUILD, 'requires'], `${otherRequires.map((one) => `\`${one}\``).join(', ')} is not needed for the build any more: nothing of the project is run or compiled.`);
}
