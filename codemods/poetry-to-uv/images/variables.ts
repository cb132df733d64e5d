import { instructionsBefore, pairsOf, type Dockerfile, type DockerInstruction } from '#pystd';

/** The values of `ENV` and `ARG` when an instruction runs. What a build may set from outside counts with its default. */
export function variablesAt(docker: Dockerfile, instruction: DockerInstruction): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  const outer = new Map(docker.instructions.filter(({ stage, keyword }) => stage === undefined && keyword === 'ARG').flatMap((arg) => pairsOf(docker, arg).map(({ name, value }) => [name, value] as const)));
  for (const one of instructionsBefore(docker, instruction)) {
    if ((one.keyword !== 'ENV' && one.keyword !== 'ARG') || one.onBuild) continue;
    const before = new Map(known);
    for (const { name, value } of pairsOf(docker, one)) {
      const said = expanded(before, value ?? (one.keyword === 'ARG' ? outer.get(name) : undefined) ?? '');
      // An argument that is only declared keeps what a variable of its name says.
      if (said !== undefined && (value !== undefined || !known.has(name))) known.set(name, said);
      else if (said === undefined) known.delete(name);
    }
  }
  return known;
}

/** A text with its variables put in; `undefined` when one of them is not known. */
export function expanded(variables: ReadonlyMap<string, string>, text: string): string | undefined {
  let isKnown = true;
  const result = text.replace(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g, (_, braced?: string, fallback?: string, plain?: string) => {
    const value = variables.get(braced ?? plain ?? '') ?? fallback;
    if (value === undefined) isKnown = false;
    return value ?? '';
  });
  return isKnown && !result.includes('$') ? result : undefined;
}

/** The folder an instruction works in, variables put in; `undefined` when the base image or a build decides it. */
export function folderAt(docker: Dockerfile, instruction: DockerInstruction): string | undefined {
  let folder: string | undefined;
  for (const one of instructionsBefore(docker, instruction)) {
    if (one.keyword !== 'WORKDIR' || one.onBuild) continue;
    const said = expanded(variablesAt(docker, one), one.words[0]?.value ?? '');
    folder = said === undefined ? undefined : resolvedIn(folder, said);
  }
  return folder;
}

/** A path of the image as an absolute one. */
export function resolvedIn(folder: string | undefined, path: string): string | undefined {
  if (!path.startsWith('/') && folder === undefined) return undefined;
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder ?? ''}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether one absolute path is another one or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}

/** The folders on `PATH` that a Dockerfile itself has put there, at an instruction. */
export function pathAt(docker: Dockerfile, instruction: DockerInstruction): readonly string[] {
  const folders: string[] = [];
  for (const one of instructionsBefore(docker, instruction)) {
    if (one.keyword !== 'ENV' || one.onBuild) continue;
    const variables = variablesAt(docker, one);
    for (const { name, value = '' } of pairsOf(docker, one)) {
      if (name === 'PATH') folders.push(...value.split(':').flatMap((part) => expanded(variables, part) ?? []).map((part) => part.replace(/\/+$/, '')));
    }
  }
  return folders;
}
