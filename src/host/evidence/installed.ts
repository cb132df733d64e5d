import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folders, relative to one of `roots`, from which an environment has projects of the repository installed: by a link to them (PEP 660, `.pth`), or as a
 * copy (PEP 610, `direct_url.json`). Either way the interpreter would import what the user has, and not what is looked at.
 */
export function installedFrom(interpreter: string, roots: readonly string[]): readonly string[] {
  const homes = [...new Set(roots.flatMap((root) => [root, ...(existsSync(root) ? [realpathSync(root)] : [])]))];
  const inside = (path: string): string | undefined => homes.map((home) => relative(home, path)).find((below) => below !== '..' && !below.startsWith('../') && !/(?:^|\/)site-packages(?:\/|$)/.test(below));
  const found = sitePackages(interpreter).flatMap((folder) => filesIn(folder).flatMap((name) => (name.endsWith('.pth') ? linked(join(folder, name)) : name.endsWith('.dist-info') ? installedProject(join(folder, name)) : [])));
  return [...new Set(found.flatMap((path) => inside(path) ?? []))].sort();
}

function sitePackages(interpreter: string): readonly string[] {
  const environment = dirname(dirname(interpreter));
  const versions = filesIn(join(environment, 'lib')).filter((name) => name.startsWith('python'));
  return [...versions.map((name) => join(environment, 'lib', name, 'site-packages')), join(environment, 'Lib', 'site-packages')].filter((folder) => existsSync(folder));
}

/** Lines of a `.pth` file that are folders; the others are code. */
function linked(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split(/\r?\n/).filter((line) => line.startsWith('/') && existsSync(line));
}

/** Where the packages of a project lie that was installed from a folder. */
function installedProject(distInfo: string): readonly string[] {
  try {
    const { url } = JSON.parse(readFileSync(join(distInfo, 'direct_url.json'), 'utf8')) as { readonly url?: string };
    if (!url?.startsWith('file:')) return [];
    const folder = fileURLToPath(url);
    return existsSync(join(folder, 'src')) ? [join(folder, 'src')] : [folder];
  } catch {
    // It came from an index, or nobody knows from where.
    return [];
  }
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
