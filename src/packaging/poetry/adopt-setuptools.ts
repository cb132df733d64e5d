import { dataAt, isTableData } from '../../formats/toml/index.ts';
import { tableAt, textsOf } from '../tables.ts';
import type { BuildQuestion, Modules, PackageEntry } from './adopt-build.ts';
import { layoutOf } from './layout.ts';
import { tidyPath, type ProjectFiles } from './project-files.ts';

/** Folders that setuptools does not take for packages of a project when it looks for them itself. */
const RESERVED = /^(ci|bin|debian|doc|docs|documentation|manpages|news|newsfragments|changelog|test|tests|unit_test|unit_tests|example|examples|scripts|tools|util|utils|python|build|benchmark|benchmarks|exercise|exercises|htmlcov|tasks|fabfile|site_scons|[._].*|.*\..*)$/;

/** What setuptools distributes, by `[tool.setuptools]` or by its own search. */
export function setuptoolsModules({ data, name, files, hasSetupFiles }: BuildQuestion): Modules {
  if (hasSetupFiles) return { because: '`setup.py` or `setup.cfg` tells setuptools what to build' };
  const settings = tableAt(data, ['tool', 'setuptools']);
  const odd = Object.keys(settings).find((key) => !['packages', 'package-dir', 'package-data', 'include-package-data'].includes(key));
  if (odd !== undefined) return { because: `poetry-core has no equal of \`tool.setuptools.${odd}\`` };
  const removed = isTableData(dataAt(data, ['tool', 'setuptools'])) ? [['tool', 'setuptools']] : [];
  const folders = settings['package-dir'];
  const root = isTableData(folders) ? folders[''] : undefined;
  if (folders !== undefined && (typeof root !== 'string' || Object.keys(folders).length > 1)) return { because: 'its packages lie in folders of their own (`package-dir`)' };
  const from = typeof root === 'string' ? tidyPath(root) : '';
  const said = settings['packages'];
  if (isTableData(said)) return found(said, from, files, removed);
  if (said !== undefined) return { packages: topLevel(textsOf(said)).map((include) => entry(include, from)), removed };
  return searched(name, from, files, removed);
}

function found(said: { readonly [key: string]: unknown }, from: string, files: ProjectFiles, removed: readonly (readonly string[])[]): Modules {
  const find = said['find'];
  if (!isPlain(find) || Object.keys(said).length > 1 || Object.keys(find).some((key) => key !== 'where')) return { because: 'its packages are searched for by patterns' };
  const where = Array.isArray(find['where']) ? find['where'].filter((one): one is string => typeof one === 'string').map(tidyPath) : [from];
  const packages = where.flatMap((folder) => packagesIn(folder, files).map((include) => entry(include, folder)));
  return packages.length === 0 ? { because: 'no package is found where it looks' } : { packages, removed };
}

/** The search without settings: everything in `src`, or the one package beside the manifest. */
function searched(name: string, from: string, files: ProjectFiles, removed: readonly (readonly string[])[]): Modules {
  const folder = from === '' && packagesIn('src', files).length > 0 ? 'src' : from;
  const own = packagesIn(folder, files).filter((one) => folder !== '' || !RESERVED.test(one));
  if (own.length > 0 && (folder !== '' || own.length === 1)) return { packages: own.map((include) => entry(include, folder)), removed };
  const detected = layoutOf(name, undefined, [], files);
  if (own.length === 0 && detected.kind === 'modules') return { packages: detected.packages.map(({ include, from: place }) => entry(include, place)), removed };
  return { because: own.length > 1 ? `setuptools finds several packages: ${own.join(', ')}` : 'setuptools finds no package' };
}

function packagesIn(folder: string, files: ProjectFiles): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const inits = files.below(folder).filter((path) => path.startsWith(prefix) && /^[^/]+\/__init__\.py$/.test(path.slice(prefix.length)));
  return inits.map((path) => path.slice(prefix.length).replace(/\/.*/, '')).sort();
}

function topLevel(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.replace(/\..*/, '')))];
}

function entry(include: string, from: string): PackageEntry {
  return from === '' ? { include } : { include, from };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
