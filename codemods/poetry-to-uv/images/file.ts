import {
  callsPoetry, commandSitesIn, instructionsBefore, readDockerfile, readShell, type CommandSite, type Dockerfile, type DockerInstruction, type DockerStage, type Edit,
  type ShellCommand, type ShellScript, type SourceFile, type Span,
} from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import type { PythonFile } from './python.ts';

/** A Dockerfile that may move to uv, and all that is asked of it. */
export interface ImageFile {
  readonly docker: Dockerfile;
  readonly text: string;
  readonly project: MigratedProject;
  readonly sites: readonly CommandSite[];
  /** The scripts of `RUN` in shell form, by instruction. */
  readonly scripts: ReadonlyMap<DockerInstruction, ShellScript>;
  /** The folders of the image that compose files mount the checkout over. */
  readonly mounts: readonly string[];
  /** Whether a file keeps `.venv` out of the build. */
  readonly hasIgnoreFile: boolean;
  /** Whether a source of `COPY` is a folder with Python code in it. */
  readonly isCode: (source: string) => boolean;
  /** Whether a source of `COPY` is the folder of the project, or one around it. */
  readonly holdsProject: (source: string) => boolean;
  /** The `.python-version` that the project has, or a folder around it. */
  readonly pythonFile: PythonFile | undefined;
  /** What the settings of the project in `poetry.toml` say. */
  readonly settings: ImageSettings;
}

/** Where Poetry is told to put its environment. */
export interface ImageSettings {
  readonly create: boolean | undefined;
  readonly inProject: boolean | undefined;
}

/** The changes of one Dockerfile, made all together or not at all. */
export interface ImagePlan {
  change(at: Span, message: string, edits: readonly Edit[] | { readonly problem: string }): void;
  refuse(at: Span, because: string): void;
  /** What is to be said and done, when nothing was refused. */
  readonly changes: readonly { readonly at: Span; readonly message: string; readonly edits: readonly Edit[] }[];
  readonly refusal: { readonly at: Span; readonly because: string } | undefined;
}

/** A plan with nothing in it. */
export function imagePlan(): ImagePlan {
  const changes: ImagePlan['changes'][number][] = [];
  let refusal: ImagePlan['refusal'];
  return {
    changes,
    get refusal() {
      return refusal;
    },
    change(at, message, edits) {
      if ('problem' in edits) refusal ??= { at, because: edits.problem };
      else if (edits.length > 0) changes.push({ at, message, edits });
    },
    refuse: (at, because) => void (refusal ??= { at, because }),
  };
}

/** What a Dockerfile says, read once. */
export function readImage(file: SourceFile): Pick<ImageFile, 'docker' | 'text' | 'sites' | 'scripts'> {
  const docker = readDockerfile(file.text);
  const runs = docker.instructions.filter(({ keyword, strings }) => keyword === 'RUN' && strings === undefined);
  const scripts = runs.map((run) => [run, readShell(file.text, run.heredocs.length > 0 ? 'plain' : 'dockerfile', run.heredocs[0]?.span ?? run.args)] as const);
  return { docker, text: file.text, sites: commandSitesIn(file), scripts: new Map(scripts) };
}

/** The instruction that holds a place. */
export function instructionAt({ docker }: Pick<ImageFile, 'docker'>, { start }: Span): DockerInstruction | undefined {
  return docker.instructions.find(({ span }) => span.start <= start && start < span.end);
}

/** The commands of Poetry in a stage, in order. */
export function poetrySites({ sites, docker }: ImageFile, stage: DockerStage): readonly CommandSite[] {
  return sites.filter((site) => callsPoetry(site.words) && instructionAt({ docker }, site.span)?.stage === stage.index);
}

/** The command of a script that a site is; `undefined` for one inside of a word (`bash -c "…"`). */
export function commandOf({ scripts }: ImageFile, site: CommandSite): { readonly instruction: DockerInstruction; readonly command: ShellCommand } | undefined {
  for (const [instruction, { commands }] of scripts) {
    const command = commands.find(({ span, words }) => words.length > 0 && span.start === site.span.start && span.end === site.span.end);
    if (command) return { instruction, command };
  }
  return undefined;
}

/** A stage and the stages it continues, the nearest first. */
export function lineOf({ docker }: Pick<ImageFile, 'docker'>, stage: DockerStage): readonly DockerStage[] {
  const parent = stage.parent === undefined ? undefined : docker.stages[stage.parent];
  return parent ? [stage, ...lineOf({ docker }, parent)] : [stage];
}

/** Whether an instruction is there when another one runs. */
export function isBefore({ docker }: Pick<ImageFile, 'docker'>, one: DockerInstruction, other: DockerInstruction): boolean {
  return instructionsBefore(docker, other).includes(one);
}

