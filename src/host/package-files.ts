import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { comparePaths } from '../repo/path.ts';

/** A data file that comes with pystd. */
export interface PackageFile {
  /** Its path in the package, with `/`. */
  readonly path: string;
  readonly text: string;
}

/**
 * The folder of the installed package, or of the checkout when running from source.
 * @throws Error when no folder above the running file is pystd's: then the installation is broken.
 */
export function packageRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; ; folder = dirname(folder)) {
    if (isPackage(folder)) return folder;
    if (folder === dirname(folder)) throw new Error(`There is no package named pystd around ${here}.`);
  }
}

function isPackage(folder: string): boolean {
  try {
    const data: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof data === 'object' && data !== null && 'name' in data && data.name === 'pystd';
  } catch {
    return false;
  }
}

/** The version of the package, as `pystd --version` prints it. */
export function packageVersion(): string {
  const data = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { readonly version: string };
  return data.version;
}

/** The standards that come with pystd: `codemods/standards/*.toml`, in path order. */
export function readStandardFiles(): readonly PackageFile[] {
  return tomlFilesIn('codemods/standards');
}

/** The rules that standards ask for: `codemods/standards/rules/*.toml`, in path order. */
export function readRuleFiles(): readonly PackageFile[] {
  return tomlFilesIn('codemods/standards/rules');
}

/** @throws Error when the folder is missing: then the installation is broken. */
function tomlFilesIn(folder: string): readonly PackageFile[] {
  const root = packageRoot();
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.toml'));
  return names.sort(comparePaths).map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') }));
}
