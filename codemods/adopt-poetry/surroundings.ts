import type { FileKind as Rewritten, ProjectLookup, SourceFile, Task } from '#pystd';
import type { AdoptedProject } from './projects.ts';

/** What a rewriter of one kind of file may ask for besides the file. */
export interface Surroundings extends ProjectLookup<AdoptedProject> {
  readonly task: Task<object>;
  readonly projects: readonly AdoptedProject[];
  /** The Dockerfiles whose images stay with uv. */
  readonly keptImages: readonly SourceFile[];
}

/** Rewrites one kind of file: what belongs to uv's way of working becomes Poetry's, and what is not understood is flagged. */
export type FileKind = Rewritten<Surroundings>;

/** What decides what a command means in a project. */
export function likeness({ state, groups, defaultGroups, extras, isPackage, hasMain }: AdoptedProject): string {
  return JSON.stringify([state === 'kept', [...groups].sort(), [...defaultGroups].sort(), [...extras].sort(), isPackage, hasMain]);
}

/**
 * The version of Poetry that images and workflows install. It is written down once, as the newest of today: it reads `[project]`, and completes a
 * lock that holds versions alone.
 */
export const POETRY_VERSION = '2.5.1';
