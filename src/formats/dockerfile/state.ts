import type { Dockerfile, DockerInstruction, DockerStage, DockerWord } from './document.ts';

/** What `COPY` or `ADD` copies, and where to. */
export interface DockerCopy {
  readonly sources: readonly DockerWord[];
  readonly target: DockerWord;
  /** The stage or image of `--from`. */
  readonly from: string | undefined;
}

/** Sources and target of a `COPY` or `ADD`; `undefined` for others, and for here-documents. */
export function copyOf({ keyword, words, strings, flags, heredocs }: DockerInstruction): DockerCopy | undefined {
  if ((keyword !== 'COPY' && keyword !== 'ADD') || heredocs.length > 0) return undefined;
  const paths = strings ?? words;
  const target = paths.at(-1);
  return target && paths.length > 1 ? { sources: paths.slice(0, -1), target, from: flags.find(({ name }) => name === 'from')?.value } : undefined;
}

/**
 * The absolute working folder at an instruction, inherited from the stages above. `undefined` when the base image decides it (nothing
 * absolute was said) or a variable is in it.
 */
export function workdirAt(file: Dockerfile, instruction: DockerInstruction): string | undefined {
  let folder: string | undefined;
  for (const { keyword, words, onBuild } of instructionsBefore(file, instruction)) {
    const path = words[0]?.value;
    if (keyword !== 'WORKDIR' || onBuild || path === undefined) continue;
    folder = path.includes('$') || (folder === undefined && !path.startsWith('/')) ? undefined : resolve(folder ?? '/', path);
  }
  return folder;
}

/** The user at an instruction; `undefined` when the base image decides. */
export function userAt(file: Dockerfile, instruction: DockerInstruction): string | undefined {
  return instructionsBefore(file, instruction).findLast(({ keyword, onBuild }) => keyword === 'USER' && !onBuild)?.words[0]?.value;
}

/** The shell that runs the shell form at an instruction, as `SHELL` gave it; `undefined` when the base image decides (`/bin/sh -c`). */
export function shellAt(file: Dockerfile, instruction: DockerInstruction): string | undefined {
  return instructionsBefore(file, instruction).findLast(({ keyword, onBuild }) => keyword === 'SHELL' && !onBuild)?.strings?.[0]?.value;
}

/** What has been said when an instruction runs: that of the stages its own one continues, then that above it. */
export function instructionsBefore(file: Dockerfile, instruction: DockerInstruction): DockerInstruction[] {
  const stage = instruction.stage === undefined ? undefined : file.stages[instruction.stage];
  if (stage === undefined) return [];
  return [...inherited(file, stage), ...stage.instructions.filter(({ span }) => span.start < instruction.span.start)];
}

function inherited(file: Dockerfile, stage: DockerStage): DockerInstruction[] {
  const parent = stage.parent === undefined ? undefined : file.stages[stage.parent];
  return parent ? [...inherited(file, parent), ...parent.instructions] : [];
}

function resolve(folder: string, path: string): string {
  const parts: string[] = path.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
