import { rewriteFile, type FileRewriter, type RepositoryView, type RequirementsProject, type SourceFile, type Task } from '#pystd';
import { commandLines } from './commands.ts';
import { images } from './images.ts';
import { dependabot } from './dependabot.ts';
import { pipelines } from './pipelines.ts';
import { workflows } from './workflows.ts';

/** Rewrites one kind of file so that it installs with uv what it installed from requirements files. */
export interface FileKind {
  /** Whether the file is of this kind and holds anything to look at; a cheap question of path and text. */
  readonly concerns: (file: SourceFile) => boolean;
  readonly rewriter: (surroundings: Surroundings) => FileRewriter;
}

/** What a rewriter may ask for besides the file. */
export interface Surroundings {
  readonly task: Task<object>;
  readonly projects: readonly RequirementsProject[];
}

/** The first kind that a file is of looks at it, and no other. */
const KINDS: readonly FileKind[] = [images, workflows, pipelines, dependabot, commandLines];

/** Lets everything outside the requirements files follow. */
export function rewriteFiles(task: Task<object>, projects: readonly RequirementsProject[]): void {
  for (const file of task.repo.files.values()) {
    if (!mayFollow(file, task)) continue;
    const kind = KINDS.find(({ concerns }) => concerns(file));
    if (kind) rewriteFile(task, file, [kind.rewriter({ task, projects })]);
  }
}

function mayFollow({ path, text }: SourceFile, view: RepositoryView): boolean {
  return /pip|requirements/i.test(text) && !/\.(?:lock|py|in)$/.test(path) && view.ownershipOf(path) === 'own';
}
