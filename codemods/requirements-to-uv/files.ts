import { rewriteByKinds, type FileKind as Rewritten, type RepositoryView, type RequirementsProject, type SourceFile, type Task } from '#pystd';
import { commandLines } from './commands.ts';
import { images } from './images.ts';
import { dependabot } from './dependabot.ts';
import { pipelines } from './pipelines.ts';
import { workflows } from './workflows.ts';

/** Rewrites one kind of file so that it installs with uv what it installed from requirements files. */
export type FileKind = Rewritten<Surroundings>;

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
    if (kind) rewriteByKinds(file, [kind], { task, projects });
  }
}

function mayFollow({ path, text }: SourceFile, view: RepositoryView): boolean {
  return /pip|requirements/i.test(text) && !/\.(?:lock|py|in)$/.test(path) && view.ownershipOf(path) === 'own';
}
