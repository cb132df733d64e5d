import { joinPath, type RepoPath } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';
import { platformReading } from './platforms.ts';
import type { RequirementsProject } from './projects.ts';
import { usesOfRequirements, type RequirementsUse } from './users.ts';

/** A file of a project whose contents stand elsewhere, and what still needs it. */
export interface RequirementsFate {
  readonly path: RepoPath;
  /** Whether it pins versions that a lock takes over. */
  readonly isLock: boolean;
  /** What still needs it, but for files that go as well. */
  readonly uses: readonly RequirementsUse[];
  /** A file that tells of a host which reads it by itself. */
  readonly platform: string | undefined;
  /** It stays for a file that includes it and stays. */
  readonly isIncluded: boolean;
}

/**
 * What is to become of the files of a project, once its manifest says all that they say. A file goes when nothing needs it.
 *
 * @param isGone whether a place that names a file is one that is rewritten at the same time
 */
export function fatesOfRequirements(view: RepositoryView, { roles, locks, isPipenv, folder }: RequirementsProject, isGone: (use: RequirementsUse) => boolean = () => false): readonly RequirementsFate[] {
  const pipenv = isPipenv ? ['Pipfile', 'Pipfile.lock'].map((name) => joinPath(folder, name)) : [];
  const all = [...new Set<RepoPath>([...[...roles].filter(([, role]) => role !== undefined).map(([path]) => path), ...locks, ...pipenv])].filter((path) => view.repo.files.has(path));
  const read = platformReading(view, folder);
  const platformFor = (path: RepoPath): string | undefined => (path === joinPath(folder, 'requirements.txt') || pipenv.includes(path) ? read : undefined);
  const going = new Set(all.filter((path) => platformFor(path) === undefined));
  const uses = (path: RepoPath): readonly RequirementsUse[] => usesOfRequirements(view, path).filter((use) => use.isNeeded && !going.has(use.path) && !isGone(use));
  // A file that stays needs the files it includes.
  for (let size = -1; size !== going.size; ) {
    size = going.size;
    for (const path of going) if (uses(path).length > 0) going.delete(path);
  }
  return all.map((path) => ({
    path, isLock: locks.includes(path), platform: platformFor(path),
    uses: uses(path).filter((use) => !all.includes(use.path)),
    isIncluded: !going.has(path),
  }));
}
