import { callsPoetry, copyOf, type CommandSite, type DockerInstruction, type DockerStage } from '#pystd';
import { copiesPoetry } from './copies.ts';
import { instructionAt, lineOf, poetrySites, type ImageFile, type ImagePlan } from './file.ts';
import type { PoetryInstalls } from './installs.ts';
import { stageNamed } from './system.ts';

/** A stage where Poetry comes in, and where that happens. */
export interface PoetryRoot {
  readonly stage: DockerStage;
  /** The instruction that brings Poetry in, or the first that uses it where it came with a folder of programs. */
  readonly at: DockerInstruction;
  /** The instruction does nothing else, so that uv may stand in its place. */
  readonly isBringer: boolean;
}

/** The stages that uv has to be brought into: each one where Poetry comes in, unless a stage it continues has it already. */
export function poetryRoots(image: ImageFile, installs: ReadonlyMap<DockerInstruction, PoetryInstalls>, going: (site: CommandSite) => boolean, plan: ImagePlan): readonly PoetryRoot[] {
  const bringers = new Map<number, DockerInstruction>();
  for (const stage of image.docker.stages) {
    const bringer = stage.instructions.find((one) => installs.get(one)?.isInstalled === true || copiesPoetry(one));
    if (bringer) bringers.set(stage.index, bringer);
  }
  const roots: PoetryRoot[] = [];
  for (const stage of image.docker.stages) {
    const line = lineOf(image, stage);
    const [, ...above] = line;
    if (above.some(({ index }) => bringers.has(index) || roots.some((root) => root.stage.index === index))) continue;
    const bringer = bringers.get(stage.index);
    const used = poetrySites(image, stage).filter((site) => !going(site));
    const [first] = used;
    const user = first && instructionAt(image, first.span);
    if (bringer) {
      if (user && user.span.start < bringer.span.start && user.keyword === 'RUN') plan.refuse(user.span, 'Poetry is used here before it is installed.');
      roots.push({ stage, at: bringer, isBringer: true });
    } else if (user && first) {
      if (comesWithPrograms(image, line, bringers)) roots.push({ stage, at: user, isBringer: false });
      else plan.refuse(first.span, `Nothing here installs Poetry, so that it comes with \`${line.at(-1)?.base?.raw ?? ''}\`, together with settings that are not known.`);
    }
  }
  return roots;
}

/** Whether a stage takes over the folder of programs of one that has Poetry. */
function comesWithPrograms(image: ImageFile, line: readonly DockerStage[], bringers: ReadonlyMap<number, DockerInstruction>): boolean {
  return line.some(({ instructions }) => instructions.some((one) => {
    const copy = copyOf(one);
    const from = stageNamed(image, copy?.from);
    return from !== undefined && lineOf(image, from).some(({ index }) => bringers.has(index)) && (copy?.sources.some(({ value }) => /^\/(?:usr\/local(?:\/bin)?|root\/\.local(?:\/bin)?|usr|usr\/bin)\/?$/.test(value)) ?? false);
  }));
}

/** Whether a stage starts with a command of Poetry, so that its programs should be on `PATH`. */
export function startsWithPoetry(image: ImageFile, stage: DockerStage): DockerInstruction | undefined {
  const sites = image.sites.filter((site) => callsPoetry(site.words) && instructionAt(image, site.span)?.stage === stage.index);
  return sites.map((site) => instructionAt(image, site.span)).find((one) => one !== undefined && /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(one.keyword));
}
