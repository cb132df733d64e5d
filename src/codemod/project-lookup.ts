import { joinFolders, type CommandSite } from '../backend/command-sites/index.ts';
import type { Problem } from '../packaging/problem.ts';
import { foldersAbove, isInside } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';

/** Tells which project of a repository a file, a folder or a command line is about. */
export interface ProjectLookup<P> {
  /** The project of a place, or of the folder it changes to; a problem when it may be one of several that differ. */
  projectOf(path: string, folder?: string): P | Problem;
  /** The project a command line works on: by its options (`--directory shop`), by the folder its host changes to, by where the file lies. */
  projectOfCommand(site: CommandSite): P | Problem;
}

/**
 * @param likeness what decides what a command means in a project: where that is the same, it does not matter which one is meant
 */
export function projectLookup<P extends { readonly folder: string }>(repo: Snapshot, projects: readonly P[], likeness: (project: P) => string): ProjectLookup<P> {
  const at = (folder: string): P | undefined => projects.find((project) => project.folder === folder);
  const [one, ...rest] = projects;
  const areAlike = one === undefined || rest.every((other) => likeness(one) === likeness(other));
  const projectOf = (path: string, folder?: string): P | Problem => {
    const above = foldersAbove(folder === undefined ? path : `${folder}/`).map(at).find((project) => project !== undefined);
    if (above) return above;
    // A file above all projects, such as a workflow: it means the only one there is, or the ones that are alike.
    const below = folder === undefined || folder === '' ? projects : projects.filter((project) => isInside(project.folder, folder));
    const [first, ...others] = below.length > 0 ? below : projects;
    if (!first) return { problem: 'No project of this repository changes its manager.' };
    return others.every((other) => likeness(first) === likeness(other)) ? first : { problem: `It may mean any of ${[first, ...others].map((project) => `\`${project.folder || '.'}\``).join(', ')}.` };
  };
  return {
    projectOf,
    projectOfCommand(site) {
      const own = projectOf(site.path);
      const folder = folderOfCommand(site);
      if (folder === '' || areAlike) return own;
      const known = folder === undefined ? undefined : folderInRepository(repo, site.path, folder);
      if (known !== undefined) return projectOf(site.path, known);
      // A folder of a container, of a clone that a reader is to make, or of a variable.
      const isElsewhere = site.setting === 'image' || site.setting === 'docs' || ('folder' in own && own.folder !== '');
      return isElsewhere ? own : { problem: `The folder it works in cannot be told, and the projects in ${projects.map((project) => `\`${project.folder || '.'}\``).join(', ')} differ.` };
    },
  };
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
