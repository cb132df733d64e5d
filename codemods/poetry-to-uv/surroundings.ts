import { isInside, nameOf, projectLookup, rememberedOnce, type FileKind as Rewritten, type ProjectLookup, type Task } from '#pystd';
import type { MigratedProject } from './projects/facts.ts';

/** What a rewriter of one kind of file may ask for besides the file. */
export interface Surroundings extends ProjectLookup<MigratedProject> {
  readonly task: Task<object>;
  /** The projects of this repository that move to uv, or have moved. */
  readonly projects: readonly MigratedProject[];
}

/** Rewrites one kind of file: what belongs to Poetry's way of working becomes uv's, and what is not understood is flagged. */
export type FileKind = Rewritten<Surroundings>;

/** Poetry's name, in any case. */
export const POETRY = /poetry/i;

/** Whether a text has Poetry's name in it, in any case. All kinds of files ask this of a text in turn. */
export const namesPoetry: (text: string) => boolean = rememberedOnce((text) => POETRY.test(text));

/** Tells which project a file, a folder or a command line belongs to. */
export function surroundingsOf(task: Task<object>, projects: readonly MigratedProject[]): Surroundings {
  return { task, projects, ...projectLookup(task.repo, projects, likenessOf) };
}

/** What decides what a command means in a project. */
function likenessOf({ state, groups, defaultGroups, extras, isPackage, poetryMajor }: MigratedProject): string {
  return JSON.stringify([state === 'kept', [...groups].sort(), [...defaultGroups].sort(), [...extras].sort(), isPackage, poetryMajor]);
}

/** Whether a file lies in a project that stays with Poetry, so that nothing in it has to follow. */
export function isOfKept(path: string, { projects }: Surroundings): boolean {
  const [nearest] = projects.filter(({ folder }) => isInside(path, folder)).sort((a, b) => b.folder.length - a.folder.length);
  return nearest?.state === 'kept' && (nearest.folder !== '' || projects.length === 1 || nameOf(path) === 'pyproject.toml');
}
