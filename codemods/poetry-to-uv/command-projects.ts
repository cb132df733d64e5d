import { foldersAbove, isInside, joinFolders, nameOf, type CommandSite, type Snapshot } from '#pystd';
import type { MigratedProject } from './facts.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The project a command line works on: by the folder its options name (`poetry -C shop`), by the folder that the file changes to
 * (`cd shop &&`, `working-directory`), by where the file lies. A problem when it may be one of several that differ.
 */
export function projectOfCommand(site: CommandSite, surroundings: Surroundings): MigratedProject | { readonly problem: string } {
  const { areAlike, projectOf, projects, task } = surroundings;
  const own = projectOf(site.path);
  const folder = folderOfCommand(site);
  if (folder === '' || areAlike) return own;
  const known = folder === undefined ? undefined : folderInRepository(task.repo, site.path, folder);
  if (known !== undefined) return projectOf(site.path, known);
  // A folder of a container, of a clone that a reader is to make, or of a variable.
  const isElsewhere = site.setting === 'image' || site.setting === 'docs' || ('folder' in own && own.folder !== '');
  if (isElsewhere) return own;
  return { problem: `The folder it works in cannot be told, and the projects in ${projects.map((one) => `\`${one.folder || '.'}\``).join(', ')} differ.` };
}

/** The folder of a command line, from where its host starts. */
function folderOfCommand({ folder, words }: CommandSite): string | undefined {
  for (const [index, { raw, value }] of words.entries()) {
    if (value === 'run') break;
    const said = /^(?:--directory|--project)=(.*)$/.exec(value ?? '')?.[1] ?? (/^(?:-C|-P|--directory|--project)$/.test(raw) ? words[index + 1] : undefined);
    if (said === undefined) continue;
    const path = typeof said === 'string' ? said : said.value;
    return path === undefined ? undefined : joinFolders(folder, path);
  }
  return folder;
}

const folders = new WeakMap<Snapshot, ReadonlySet<string>>();

/** A folder as the repository knows it: relative to the file, or to a folder above it. */
function folderInRepository(repo: Snapshot, path: string, folder: string): string | undefined {
  const known = folders.get(repo) ?? new Set([...repo.files.keys(), ...repo.opaque.keys()].flatMap(foldersAbove));
  folders.set(repo, known);
  return foldersAbove(path).map((above) => joinFolders(above, folder)).find((one) => one !== undefined && known.has(one));
}

/** Whether a file lies in a project that stays with Poetry, so that nothing in it has to follow. */
export function isOfKept(path: string, { projects }: Surroundings): boolean {
  const [nearest] = projects.filter(({ folder }) => isInside(path, folder)).sort((a, b) => b.folder.length - a.folder.length);
  return nearest?.state === 'kept' && (nearest.folder !== '' || projects.length === 1 || nameOf(path) === 'pyproject.toml');
}
