import { callsPoetry, copyOf, insertAfter, insertBefore, insertion, lineEnding, removeInstruction, replacement, withLineEnding, type CommandSite, type DockerInstruction, type DockerStage, type Edit } from '#pystd';
import { copiesOf, imageCommand, isPathSet, type ImageCommand, type ImageContext } from './commands.ts';
import { planComments } from './comments.ts';
import { copiesPoetry, planCopies } from './copies.ts';
import { environmentOf, familyOf } from './environment.ts';
import { commandOf, instructionAt, type ImageFile, type ImagePlan } from './file.ts';
import { addsInstaller, isAboutPoetry, poetryInstalls } from './installs.ts';
import { planPairs } from './pairs.ts';
import { pythonToName } from './python.ts';
import { planRuns } from './runs.ts';
import { poetryRoots, startsWithPoetry, type PoetryRoot } from './stages.ts';
import { stageNamed } from './system.ts';
import { COPY_UV, envLines } from './uv.ts';
import { planWords } from './words.ts';

/** One line of stages that gets uv: where, and with which settings. */
interface UvLine extends ImageContext {
  readonly root: PoetryRoot;
  /** Instructions that bring uv in. */
  readonly lines: string;
  readonly because: string;
}

/** Plans all that changes in a Dockerfile. */
export function planImage(image: ImageFile, plan: ImagePlan): void {
  const installs = poetryInstalls(image);
  const isGoing = (site: CommandSite): boolean => {
    const place = commandOf(image, site);
    return place !== undefined && installs.get(place.instruction)?.going.has(place.command) === true;
  };
  const roots = poetryRoots(image, installs, isGoing, plan);
  const found = roots.flatMap((root) => uvLine(image, root, plan) ?? []);
  const commands = image.sites.filter((site) => callsPoetry(site.words) && !isGoing(site)).flatMap((site): ImageCommand[] => {
    const stage = instructionAt(image, site.span)?.stage;
    const line = found.find(({ stages }) => stages.some(({ index }) => index === stage));
    return line ? [imageCommand(line, site)] : [];
  });
  // Where Poetry only came along with other programs, and programs are called by their names now, uv is not needed.
  const isNeeded = ({ stages, root }: UvLine): boolean => (root.isBringer && !isHandedOn(image, stages)) || commands.some((command) => stages.some(({ index }) => index === instructionAt(image, command.site.span)?.stage) && usesUv(command));
  const lines = found.filter(isNeeded);
  const runs = planRuns(image, plan, installs, commands, (instruction) => lines.find(({ root }) => root.at === instruction));
  for (const line of lines) bringUv(image, plan, line, runs.isGone, runs.usesUv);
  for (const one of image.docker.instructions) {
    if (addsInstaller(one)) plan.change(one.span, 'The installer of Poetry is not fetched any more.', removeInstruction(image.docker, one, isAboutPoetry));
    else if (copiesPoetry(one) && !lines.some(({ root }) => root.at === one)) plan.change(one.span, 'Poetry is not copied from another stage any more.', removeInstruction(image.docker, one, isAboutPoetry));
  }
  planEntries(image, plan, commands);
  planPairs(image, plan);
  planCopies(image, plan);
  const isTaken = (edit: Edit): boolean => plan.changes.some(({ edits }) => edits.some(({ span }) => span.start < edit.span.end && edit.span.start < span.end));
  planWords(image, plan, isTaken);
  planComments(image, plan, isTaken);
}

/** Whether stages are there for others to copy Poetry from: those have uv of their own now. */
function isHandedOn(image: ImageFile, stages: readonly DockerStage[]): boolean {
  const isLast = stages.some(({ index }) => index === image.docker.stages.length - 1);
  return !isLast && image.docker.instructions.some((one) => copiesPoetry(one) && stages.some((stage) => stage === stageNamed(image, copyOf(one)?.from)));
}

function usesUv(command: ImageCommand): boolean {
  return command.kind === 'commands' && command.commands.some(([program]) => program === 'uv');
}

function uvLine(image: ImageFile, root: PoetryRoot, plan: ImagePlan): UvLine | undefined {
  const stages = familyOf(image, root.stage);
  const environment = environmentOf(image, stages);
  if ('problem' in environment) {
    plan.refuse(root.at.span, environment.problem);
    return undefined;
  }
  const start = stages.map((stage) => startsWithPoetry(image, stage)).find((one) => one !== undefined);
  const isWanted = environment.kind === 'apart' || (environment.kind === 'project' && start !== undefined);
  const isPathAdded = isWanted && environment.path !== undefined && !isPathSet(image, environment, start ?? root.at) && !callsPipModule(image, stages.map(({ index }) => index));
  const isAt = environment.kind === 'apart' || environment.kind === 'system';
  const pairs: (readonly [string, string])[] = [];
  if (isAt) pairs.push(['UV_PROJECT_ENVIRONMENT', environment.path]);
  const isCopied = copiesOf(image, stages, environment).length > 0;
  if (isCopied) pairs.push(['UV_PYTHON_DOWNLOADS', 'never']);
  const python = pythonToName(image, stages);
  if (python !== undefined) pairs.push(['UV_PYTHON', python]);
  if (isPathAdded) pairs.push(['PATH', `"${environment.path ?? ''}/bin:$PATH"`]);
  const because = [
    'uv is copied from its image in place of Poetry.',
    environment.kind === 'apart' ? 'Its environment has a folder of its own that is on `PATH`, so that programs are found as before.' : '',
    environment.kind === 'system' ? `It installs into the Python of the image as before, since ${environment.because}.` : '',
    isCopied ? 'The environment is copied into another stage, so that it must use the Python that the images have.' : '',
    python !== undefined ? 'It uses the Python of the image as Poetry did, whatever the `.python-version` asks for that is copied in.' : '',
    environment.kind === 'project' && isPathAdded ? 'The programs of its environment are on `PATH`, so that nothing is installed at start-up.' : '',
  ].filter((one) => one !== '').join(' ');
  return {
    image, stages, environment, root, because,
    lines: [COPY_UV, ...(pairs.length > 0 ? [envLines(pairs)] : [])].join('\n'),
    isOnPath: (at) => isPathAdded || isPathSet(image, environment, at),
  };
}

/** Whether `python -m pip` is called, which the Python of an environment of uv does not have. */
function callsPipModule({ sites, docker }: ImageFile, stages: readonly number[]): boolean {
  return sites.some(({ words, span }) => /^python[\d.]*$/.test(words[0]?.value ?? '') && words[1]?.value === '-m' && words[2]?.value === 'pip' && words[3]?.value !== 'install' && stages.includes(instructionAt({ docker }, span)?.stage ?? -1));
}

function bringUv({ docker }: ImageFile, plan: ImagePlan, { root, lines, because }: UvLine, isGone: (one: DockerInstruction) => boolean, usesUv: (one: DockerInstruction) => boolean): void {
  const { at, isBringer } = root;
  if (isGone(at)) return;
  if (copiesPoetry(at)) plan.change(at.span, because, [replacement(at.span, withLineEnding(lines, lineEnding(docker.text)))]);
  else plan.change(at.span, because, isBringer && !usesUv(at) ? insertAfter(docker, at, lines) : insertBefore(docker, at, lines));
}

/** `CMD ["run", …]` behind an `ENTRYPOINT` that is the program alone. */
function planEntries({ docker }: ImageFile, plan: ImagePlan, commands: readonly ImageCommand[]): void {
  for (const { site, kind } of commands) {
    const entry = instructionAt({ docker }, site.span);
    if (kind !== 'commands' || entry?.keyword !== 'ENTRYPOINT' || site.words.length !== 1) continue;
    const run = docker.instructions.find((one) => one.keyword === 'CMD' && one.stage === entry.stage)?.strings?.[0];
    if (run) plan.change(run.span, '`--no-sync` keeps `uv run` from installing anything at start-up.', [insertion(run.span.end, ', "--no-sync"')]);
  }
}
