import { dataAt, isArrayData, isTableData, type TargetEntry, type TomlData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { tableAt, textAt, textsOf } from '../tables.ts';
import { defaultModuleName, UV_BUILD } from '../uv/build-backend.ts';
import { setuptoolsModules } from './adopt-setuptools.ts';
import { layoutOf } from './layout.ts';
import { tidyPath, type ProjectFiles } from './project-files.ts';
import type { Remarks } from '../remark.ts';

/** What builds the project afterwards. */
export interface AdoptedBuild {
  readonly isPackage: boolean;
  /** Entries of `[tool.poetry]`. */
  readonly entries: readonly TargetEntry[];
  /** Whether `[build-system]` becomes that of Poetry. */
  readonly isPoetryCore: boolean;
  /** Settings of the backend that was, which nothing reads any more. */
  readonly removed: readonly TomlPath[];
}

/** A folder or module to distribute, as `packages` says it. */
export interface PackageEntry {
  readonly include: string;
  readonly from?: string;
}

/** What a backend distributes, or why Poetry cannot say the same. */
export type Modules = { readonly packages: readonly PackageEntry[]; readonly included?: readonly string[]; readonly removed: readonly TomlPath[] } | { readonly because: string };

/** What has to be known to choose. */
export interface BuildQuestion {
  readonly data: TomlTableData;
  readonly name: string;
  readonly files: ProjectFiles;
  /** `setup.py`, or metadata in `setup.cfg`, which setuptools reads. */
  readonly hasSetupFiles: boolean;
  /** Whether the standard asks for a build backend even where nothing is built. */
  readonly wantsBackend: boolean;
}

/** What `[build-system] requires` says of Poetry's build backend: it reads `[project]` since 2.0. */
export const POETRY_CORE = ['poetry-core>=2.0.0,<3.0.0'];
/** The module of Poetry's build backend. */
export const POETRY_BACKEND = 'poetry.core.masonry.api';

/** Hands the build over to poetry-core where it can distribute the same modules; otherwise the backend stays, and a person is told. */
export function adoptBuild(question: BuildQuestion, remarks: Remarks): AdoptedBuild {
  const { data, name, files, wantsBackend } = question;
  const said = dataAt(data, ['tool', 'uv', 'package']);
  const hasSystem = isTableData(dataAt(data, ['build-system']));
  if (said === false || (said !== true && !hasSystem)) return { isPackage: false, entries: [{ key: 'package-mode', value: false }], isPoetryCore: wantsBackend && !hasSystem, removed: [] };
  if (textAt(data, ['build-system', 'build-backend']) === POETRY_BACKEND) return { isPackage: dataAt(data, ['tool', 'poetry', 'package-mode']) !== false, entries: [], isPoetryCore: false, removed: [] };
  const modules = modulesOf(question);
  const dynamic = textsOf(dataAt(data, ['project', 'dynamic']));
  if (dynamic.length > 0) {
    remarks.refuse(['project', 'dynamic'], `The build backend works out ${dynamic.map((one) => `\`${one}\``).join(', ')}: Poetry asks for it in the manifest. Write it down there first.`);
    return { isPackage: true, entries: [], isPoetryCore: false, removed: [] };
  }
  const at: TomlPath = hasSystem ? ['build-system'] : ['tool', 'uv', 'package'];
  const isDetected = layoutOf(name, undefined, ['tool', 'poetry', 'packages'], files).kind === 'modules';
  const kept = (because: string): AdoptedBuild => {
    remarks.person(at, `The build backend stays, since ${because}. Poetry manages the dependencies all the same${isDetected ? '' : ', without installing the project itself (`package-mode = false`), since it finds no module of it by its name'}.`);
    return { isPackage: isDetected, entries: isDetected ? [] : [{ key: 'package-mode', value: false }], isPoetryCore: false, removed: [] };
  };
  if ('because' in modules) return kept(modules.because);
  const packages = modules.packages.map(({ include, from }) => ({ include, ...(from !== undefined && from !== '' && { from }) }));
  const layout = layoutOf(name, packages, ['tool', 'poetry', 'packages'], files);
  if (layout.kind === 'nothing') return kept(layout.because);
  const included = modules.included ?? [];
  return {
    isPackage: true,
    entries: [
      ...(isFoundByItself(question, packages) ? [] : [{ key: 'packages', value: packages }]),
      ...(included.length === 0 ? [] : [{ key: 'include', value: included.map((path) => ({ path, format: 'sdist' })) }]),
    ],
    isPoetryCore: true,
    removed: modules.removed,
  };
}

/** Whether Poetry's own rule finds exactly these modules. */
function isFoundByItself({ name, files }: BuildQuestion, packages: readonly PackageEntry[]): boolean {
  const found = layoutOf(name, undefined, [], files);
  const [only, ...others] = packages;
  const [detected] = found.kind === 'modules' ? found.packages : [];
  return others.length === 0 && only !== undefined && detected?.include === only.include && detected.from === (only.from ?? '');
}

function modulesOf(question: BuildQuestion): Modules {
  const { data } = question;
  const backend = textAt(data, ['build-system', 'build-backend']);
  const requires = textsOf(dataAt(data, ['build-system', 'requires']));
  const others = requires.filter((one) => !/^\s*(uv[-_.]build|hatchling|setuptools|wheel)\b/i.test(one));
  if (dataAt(data, ['build-system', 'backend-path']) !== undefined) return { because: 'it is one of the project itself' };
  if (others.length > 0) return { because: `it needs ${others.map((one) => `\`${one}\``).join(', ')}` };
  if (backend === UV_BUILD) return uvBuildModules(question);
  if (backend === 'hatchling.build') return hatchModules(question);
  if (backend === undefined || backend === 'setuptools.build_meta') return setuptoolsModules(question);
  return { because: `it is not known what \`${backend}\` builds` };
}

function uvBuildModules({ data, name }: BuildQuestion): Modules {
  const settings = tableAt(data, ['tool', 'uv', 'build-backend']);
  const odd = Object.keys(settings).find((key) => !['module-name', 'module-root', 'namespace', 'source-include'].includes(key));
  if (odd !== undefined) return { because: `\`tool.uv.build-backend.${odd}\` has no equal in poetry-core` };
  const root = typeof settings['module-root'] === 'string' ? tidyPath(settings['module-root']) : 'src';
  const said = textsOf(settings['module-name']);
  const names = said.length > 0 ? said : [defaultModuleName(name)];
  return {
    packages: names.map((module) => ({ include: module.replaceAll('.', '/'), ...(root !== '' && { from: root }) })),
    included: textsOf(settings['source-include']),
    removed: [],
  };
}

/** hatchling without settings finds the module that is called like the project; `packages` of its wheel names others. */
function hatchModules({ data, name, files }: BuildQuestion): Modules {
  const build = tableAt(data, ['tool', 'hatch', 'build']);
  const wheel = tableAt(data, ['tool', 'hatch', 'build', 'targets', 'wheel']);
  const keys = [
    ...Object.keys(build).filter((key) => key !== 'targets').map((key) => `build.${key}`),
    ...Object.keys(tableAt(data, ['tool', 'hatch', 'build', 'targets'])).filter((key) => key !== 'wheel').map((key) => `build.targets.${key}`),
    ...Object.keys(wheel).filter((key) => key !== 'packages').map((key) => `build.targets.wheel.${key}`),
    ...['version'].filter((key) => dataAt(data, ['tool', 'hatch', key]) !== undefined),
  ];
  if (keys[0] !== undefined) return { because: `poetry-core has no equal of \`tool.hatch.${keys[0]}\`` };
  const removed: TomlPath[] = [...removable(data, ['tool', 'hatch', 'build']), ...removable(data, ['tool', 'hatch', 'metadata', 'allow-direct-references'])];
  if (wheel['packages'] !== undefined) return { packages: pathsOf(wheel['packages']).map(splitPath), removed };
  const found = layoutOf(name, undefined, [], files);
  return found.kind === 'modules' ? { packages: found.packages.map(({ include, from }) => ({ include, ...(from !== '' && { from }) })), removed } : { because: found.because };
}

function removable(data: TomlTableData, path: TomlPath): readonly TomlPath[] {
  return dataAt(data, path) === undefined ? [] : [path];
}

function pathsOf(value: TomlData): readonly string[] {
  return isArrayData(value) ? value.filter((item) => typeof item === 'string').map(tidyPath) : [];
}

/** hatchling installs the last folder of a path. */
function splitPath(path: string): PackageEntry {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? { include: path } : { include: path.slice(slash + 1), from: path.slice(0, slash) };
}
