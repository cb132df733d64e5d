import { folderOf, insertBefore, instructionsBefore, nameOf, projectOf, readDockerfile, type AppModel, type Dockerfile, type DockerInstruction, type DockerStage, type Edit, type RepoPath, type RepositoryView } from '#pystd';
import { question, serverOf, type Server } from './server.ts';
import type { Options } from '../options.ts';

/** An image that runs the application. */
export interface ServingImage {
  readonly path: RepoPath;
  readonly file: Dockerfile;
  /** The instruction that starts the server. */
  readonly starts: DockerInstruction;
  readonly server: Server;
  readonly isChecked: boolean;
  /** Whether `python` is there to ask with. */
  readonly hasPython: boolean;
}

/** The images of a project whose last stage serves the application. */
export function servingImages(view: RepositoryView, project: string, app: AppModel): readonly ServingImage[] {
  return [...view.repo.files.values()].flatMap(({ path, text }): ServingImage[] => {
    const name = nameOf(path);
    if (!/^(?:Dockerfile|Containerfile)(?:[._-][\w.-]+)?$|\.(?:dockerfile|Dockerfile)$/.test(name) || view.ownershipOf(path) !== 'own') return [];
    if (projectOf(view.repo, path) !== project && folderOf(path) !== '') return [];
    const file = readDockerfile(text);
    const stage = file.stages.at(-1);
    const starts = stage?.instructions.findLast(({ keyword, onBuild }) => (keyword === 'CMD' || keyword === 'ENTRYPOINT') && !onBuild);
    if (!stage || !starts) return [];
    const entry = stage.instructions.findLast(({ keyword, onBuild }) => keyword === 'ENTRYPOINT' && !onBuild);
    const all = [...(entry && entry !== starts ? wordsOf(entry) : []), ...wordsOf(starts)];
    const server = serverOf(all, app);
    const said = instructionsBefore(file, starts);
    return server ? [{ path, file, starts: firstOf(stage, starts), server, isChecked: [...said, ...stage.instructions].some(({ keyword }) => keyword === 'HEALTHCHECK'), hasPython: hasPython(file, stage) }] : [];
  });
}

export function wordsOf({ strings, words }: DockerInstruction): readonly string[] {
  return (strings ?? words).map(({ value }) => value);
}

/** `ENTRYPOINT` and `CMD` stay together. */
function firstOf(stage: DockerStage, starts: DockerInstruction): DockerInstruction {
  const before = stage.instructions[stage.instructions.indexOf(starts) - 1];
  return before && (before.keyword === 'ENTRYPOINT' || before.keyword === 'CMD') ? before : starts;
}

function hasPython(file: Dockerfile, stage: DockerStage): boolean {
  let at: DockerStage | undefined = stage;
  while (at?.parent !== undefined) at = file.stages[at.parent];
  return /(?:^|\/)(?:python|uvicorn-gunicorn(?:-fastapi)?|uv)(?:[:@]|$)/.test(at?.base?.value ?? '');
}

/** Edits that let an image ask the endpoint. */
export function checkEdits({ file, starts, server }: ServingImage, path: string, { interval, wait, retries }: Options): readonly Edit[] {
  const lines = `HEALTHCHECK --interval=${interval} --timeout=${wait} --start-period=10s --retries=${retries} ${file.escape}\n    CMD ["python", "-c", "${question(server.port ?? 8000, path, wait)}"]\n`;
  return insertBefore(file, starts, lines);
}

/** Edits that let a build say what it is. */
export function buildEdits({ file, starts }: ServingImage, variables: readonly string[]): readonly Edit[] {
  const assigned = variables.map((name) => `${name}=$${name}`).join(` ${file.escape}\n    `);
  return insertBefore(file, starts, `${variables.map((name) => `ARG ${name}=unknown\n`).join('')}ENV ${assigned}\n`);
}
