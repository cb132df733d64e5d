import { isArrayData, isTableData, type TomlData, type TomlPath } from '../../formats/toml/index.ts';
import { normaliseName } from '../requirement/index.ts';
import { isGlob, tidyPath, type ProjectFiles } from './project-files.ts';

/** A module or package that a project distributes. */
export interface PackageInclude {
  readonly at: TomlPath;
  /** Below `from`, as it is written. */
  readonly include: string;
  /** The folder modules are looked up from, `''` for the project's own. */
  readonly from: string;
  /** The folder it is put into when it is installed. */
  readonly to: string | undefined;
  readonly formats: readonly string[];
  readonly kind: 'package' | 'namespace' | 'module' | 'glob';
}

/** What Poetry would build from a project's files. */
export type Layout =
  | { readonly kind: 'modules'; readonly packages: readonly PackageInclude[]; readonly isDetected: boolean }
  /** Nothing can be built: `poetry install` needs `--no-root`. */
  | { readonly kind: 'nothing'; readonly because: string };

const BOTH: readonly string[] = ['sdist', 'wheel'];

/** What is distributed by Poetry's own rule: `packages` if given, otherwise the module that is called like the project, here or in `src`. */
export function layoutOf(name: string, packages: TomlData | undefined, at: TomlPath, files: ProjectFiles): Layout {
  return isArrayData(packages) && packages.length > 0 ? declaredLayout(packages, at, files) : detectedLayout(name, at, files);
}

function declaredLayout(packages: readonly TomlData[], at: TomlPath, files: ProjectFiles): Layout {
  const found: PackageInclude[] = [];
  for (const [index, item] of packages.entries()) {
    const said = isTableData(item) ? item['include'] : undefined;
    // All files of a folder are the folder.
    const include = typeof said === 'string' ? said.replace(/^([^*?[\]]+)\/\*\*\/\*$/, '$1') : undefined;
    if (!isTableData(item) || include === undefined) return { kind: 'nothing', because: 'an entry of `packages` names no package' };
    const from = typeof item['from'] === 'string' ? tidyPath(item['from']) : '';
    const to = typeof item['to'] === 'string' ? tidyPath(item['to']) : undefined;
    const kind = kindOf(tidyPath(include), from, files);
    if (kind === undefined) return { kind: 'nothing', because: `\`${from === '' ? '' : `${from}/`}${include}\` of \`packages\` does not exist or holds no Python` };
    found.push({ at: [...at, index], include: tidyPath(include), from, to: to === '' ? undefined : to, formats: formatsOf(item['format'], BOTH), kind });
  }
  return { kind: 'modules', packages: found.filter((one) => !found.some((other) => other !== one && isPartOf(one, other))), isDetected: false };
}

/** Whether an entry, such as that of a marker file, says nothing that a package around it does not say. */
function isPartOf(one: PackageInclude, other: PackageInclude): boolean {
  const isPlain = one.to === undefined && other.to === undefined && one.from === other.from && other.kind !== 'glob';
  return isPlain && one.include.startsWith(`${other.include}/`) && one.formats.every((format) => other.formats.includes(format));
}

/** The formats an entry is for; Poetry's default where it says nothing. */
export function formatsOf(said: TomlData | undefined, otherwise: readonly string[]): readonly string[] {
  if (typeof said === 'string') return [said];
  return isArrayData(said) ? said.filter((format) => typeof format === 'string') : otherwise;
}

function detectedLayout(name: string, at: TomlPath, files: ProjectFiles): Layout {
  // Poetry 1 kept capital letters.
  const modules = new Set([normaliseName(name).replaceAll('-', '_'), name.replace(/[-.]/g, '_')]);
  for (const from of ['', 'src']) {
    for (const module of modules) {
      const path = from === '' ? module : `${from}/${module}`;
      const isModule = files.isFile(`${path}.py`);
      if (files.isFolder(path) && isModule) return { kind: 'nothing', because: `\`${path}\` and \`${path}.py\` both exist` };
      const include = isModule ? `${module}.py` : module;
      const kind = isModule || files.isFolder(path) ? kindOf(include, from, files) : undefined;
      if (kind !== undefined) return { kind: 'modules', packages: [{ at, include, from, to: undefined, formats: BOTH, kind }], isDetected: true };
    }
  }
  return { kind: 'nothing', because: `no module is called \`${[...modules][0]}\`` };
}

function kindOf(include: string, from: string, files: ProjectFiles): PackageInclude['kind'] | undefined {
  const path = tidyPath(`${from}/${include}`);
  if (isGlob(include)) return files.matching(path).length > 0 ? 'glob' : undefined;
  if (files.isFile(path)) return 'module';
  if (path !== '' && !files.isFolder(path)) return undefined;
  if (files.isFile(`${path}/__init__.py`) || files.isFile(`${path}/__init__.pyi`)) return 'package';
  return files.below(path).some((file) => /\.pyi?$/.test(file)) ? 'namespace' : undefined;
}
