import { copyOf, instructionsBefore, pairsOf, type DockerInstruction, type DockerStage } from '#pystd';
import { isInstall } from './environment.ts';
import { instructionAt, lineOf, poetrySites, type ImageFile } from './file.ts';
import { prefixOf } from './system.ts';
import { expanded } from './variables.ts';

/** A `.python-version` of the repository that uv would go by: Poetry never read one. */
export interface PythonFile {
  /** What it asks for: `3.12.3`. */
  readonly version: string;
  /** Whether a source of `COPY`, or of a mount, brings it into the image. */
  readonly isIn: (source: string) => boolean;
}

/**
 * The Python of the image, where a `.python-version` is in it that may ask for another one: uv would download that, into a folder that
 * no other user and no other stage has. `undefined` when nothing is to be said.
 */
export function pythonToName(image: ImageFile, stages: readonly DockerStage[]): string | undefined {
  const { pythonFile } = image;
  const prefix = prefixOf(image, stages);
  if (!pythonFile || prefix === undefined || isServed(pythonFile.version, baseVersion(image, stages))) return undefined;
  const isThere = stages.flatMap((stage) => poetrySites(image, stage)).some((site) => {
    const at = isInstall(site) || site.words.some(({ value }) => value === 'build') ? instructionAt(image, site.span) : undefined;
    return at !== undefined && [...instructionsBefore(image.docker, at), at].some((one) => sourcesOf(one).some(pythonFile.isIn));
  });
  return isThere ? `${prefix}/bin/python3` : undefined;
}

/** What an instruction takes from the checkout: by `COPY`, by `ADD`, or bound for as long as it runs. */
function sourcesOf(instruction: DockerInstruction): readonly string[] {
  const copy = copyOf(instruction);
  if (copy) return copy.from === undefined ? copy.sources.map(({ value }) => value) : [];
  const bound = instruction.flags.flatMap(({ name, value }) => (name === 'mount' && value !== undefined && /type=bind/.test(value) && !/(?:^|,)from=/.test(value) ? [value] : []));
  return bound.map((value) => /(?:^|,)(?:source|src)=([^,]*)/.exec(value)?.[1] ?? '.');
}

function isServed(wanted: string, version: string | undefined): boolean {
  return version !== undefined && (version === wanted || version.startsWith(`${wanted}.`));
}

/** The version in the tag of the image that stages start from. */
function baseVersion(image: ImageFile, [root]: readonly DockerStage[]): string | undefined {
  const { docker } = image;
  const base = root && lineOf(image, root).at(-1)?.base?.value;
  const outer = docker.instructions.filter(({ stage, keyword }) => stage === undefined && keyword === 'ARG').flatMap((arg) => pairsOf(docker, arg));
  const known = new Map(outer.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])));
  return base === undefined ? undefined : /[:-](\d+\.\d+(?:\.\d+)*)/.exec(expanded(known, base) ?? '')?.[1];
}
