import { foldersAbove, isInside, type FileRewrite, type SourceFile, type Task } from '#pystd';
import type { MigratedProject } from './facts.ts';

/** What a rewriter of one kind of file may ask for besides the file. */
export interface Surroundings {
  readonly task: Task<object>;
  /** The projects of this repository that move to uv, or have moved. */
  readonly projects: readonly MigratedProject[];
  /** The project that commands of a file work on, told by its place, or by the folder it changes to; a problem when it may be one of several. */
  projectOf(path: string, folder?: string): MigratedProject | { readonly problem: string };
  /** Whether a command means the same in all projects. */
  readonly areAlike: boolean;
}

/** Rewrites one kind of file: what belongs to Poetry's way of working becomes uv's, and what is not understood is flagged. */
export interface FileKind {
  /** Whether the file is of this kind and holds anything to look at; a cheap question of path and text. */
  readonly concerns: (file: SourceFile) => boolean;
  readonly rewrite: (rewrite: FileRewrite, surroundings: Surroundings) => void;
}

/** Whether a text has Poetry's name in it, in any case. */
export function namesPoetry(text: string): boolean {
  return /poetry/i.test(text);
}

/** Tells which project a file or a folder belongs to. */
export function surroundingsOf(task: Task<object>, projects: readonly MigratedProject[]): Surroundings {
  const at = (folder: string): MigratedProject | undefined => projects.find((project) => project.folder === folder);
  const [one, ...rest] = projects;
  return {
    task,
    projects,
    areAlike: one === undefined || rest.every((other) => isAlike(one, other)),
    projectOf(path, folder) {
      const start = folder === undefined ? path : `${folder}/`;
      const above = foldersAbove(start).map(at).find((project) => project !== undefined);
      if (above) return above;
      // A file above all projects, such as a workflow: it means the only one there is, or the ones that are alike.
      const below = folder === undefined || folder === '' ? projects : projects.filter((project) => isInside(project.folder, folder));
      const [first, ...others] = below.length > 0 ? below : projects;
      if (!first) return { problem: 'No project of this repository is managed by Poetry.' };
      return others.every((other) => isAlike(first, other)) ? first : { problem: `It may mean any of ${[first, ...others].map(({ folder: one }) => `\`${one || '.'}\``).join(', ')}.` };
    },
  };
}

/** Whether a command means the same in both projects. */
function isAlike(a: MigratedProject, b: MigratedProject): boolean {
  const said = ({ state, groups, defaultGroups, extras, isPackage, poetryMajor }: MigratedProject): string =>
    JSON.stringify([state === 'kept', [...groups].sort(), [...defaultGroups].sort(), [...extras].sort(), isPackage, poetryMajor]);
  return said(a) === said(b);
}
