import { callsPoetry, copyOf, instructionsBefore, isProblem, poetryToUv, type Arg, type CommandSite, type DockerInstruction, type DockerStage } from '#pystd';
import { isCodeThere, isLockThere } from './contents.ts';
import { isInstall, type ImageEnvironment } from './environment.ts';
import { instructionAt, lineOf, type ImageFile } from './file.ts';
import { stageNamed } from './system.ts';
import { expanded, folderAt, isWithin, pathAt, resolvedIn, variablesAt } from './variables.ts';

/** A command of Poetry in an image, and what takes its place there. */
export type ImageCommand =
  | { readonly kind: 'removed'; readonly site: CommandSite; readonly remarks: readonly string[] }
  | { readonly kind: 'commands'; readonly site: CommandSite; readonly commands: readonly (readonly Arg[])[]; readonly remarks: readonly string[] }
  | { readonly kind: 'unknown'; readonly site: CommandSite; readonly because: string };

/** What commands of a line of stages must know of it. */
export interface ImageContext {
  readonly image: ImageFile;
  readonly stages: readonly DockerStage[];
  readonly environment: ImageEnvironment;
  /** Whether the programs of the environment are on `PATH`, be it by what this change adds. */
  readonly isOnPath: (at: DockerInstruction) => boolean;
}

const NO_PROBLEM_OF_RUN = '`--no-sync` keeps `uv run` from installing';

/** What a command becomes in the image, with what is special about its environment. */
export function imageCommand(context: ImageContext, site: CommandSite): ImageCommand {
  const { image } = context;
  const instruction = instructionAt(image, site.span);
  if (!instruction) return { kind: 'unknown', site, because: 'It stands in no instruction.' };
  const entry = entryCommand(image, site, instruction);
  if (entry) return { kind: 'commands', site, commands: [entry], remarks: [] };
  const isRun = site.words.some(({ value }) => value === 'run') && !isInstall(site);
  const facts = isRun && !isProjectInstalled(context) ? { ...image.project, isPackage: false } : image.project;
  const translation = poetryToUv(site.words, facts, 'image');
  if (translation.kind !== 'commands') return { ...translation, site };
  const remarks = translation.remarks.filter((remark) => !remark.startsWith(NO_PROBLEM_OF_RUN));
  const commands = translation.commands.map((command) => adapted(context, site, instruction, command, remarks));
  const problem = commands.find(isProblem);
  return problem ? { kind: 'unknown', site, because: problem.problem } : { kind: 'commands', site, commands: commands.filter((one): one is Arg[] => !isProblem(one)), remarks };
}

/** `ENTRYPOINT ["poetry"]` and `ENTRYPOINT ["poetry", "run"]`, whose command is given by `CMD` or by who starts the image. */
function entryCommand({ docker }: ImageFile, { words, form }: CommandSite, { keyword, stage }: DockerInstruction): Arg[] | undefined {
  if (keyword !== 'ENTRYPOINT' || form !== 'argv' || words[0]?.value !== 'poetry') return undefined;
  if (words.length === 2 && words[1]?.value === 'run') return ['uv', 1, '--no-sync'];
  const command = docker.instructions.find((one) => one.keyword === 'CMD' && one.stage === stage);
  return words.length === 1 && command?.strings?.[0]?.value === 'run' ? ['uv'] : undefined;
}

function adapted(context: ImageContext, site: CommandSite, instruction: DockerInstruction, command: readonly Arg[], remarks: string[]): Arg[] | { readonly problem: string } {
  const { image, environment } = context;
  const args = [...command];
  const [, subcommand, option] = args.map((arg) => (typeof arg === 'string' ? arg : typeof arg === 'number' ? site.words[arg]?.value : undefined));
  const addBehind = (name: string, added: string): void => void args.splice(args.indexOf(name) + 1, 0, added);
  if (args.includes('sync')) {
    if (!isLockThere(image, instruction)) drop(args, '--locked', remarks, 'The lock file is not in the image by then, so that versions are chosen anew, as before.');
    if (args.includes('--no-install-local') && args.includes('--locked')) {
      args[args.indexOf('--locked')] = '--frozen';
      remarks.push('`--frozen` takes the lock as it is: to compare it with the folders that the project depends on, uv would need them in the image by then.');
    }
    if (environment.kind === 'active') addBehind('sync', '--active');
    const mayRemove = site.words.some(({ value }) => value === 'sync' || value === '--sync' || value === '--remove-untracked');
    if (!mayRemove && (environment.kind === 'system' || takesLess(context, site, instruction))) {
      addBehind('sync', '--inexact');
      remarks.push('`--inexact` keeps what else is installed there, as Poetry does.');
    }
    if (isWithProject(site, image) && !args.includes('--only-group')) {
      if (!isCodeThere(image, instruction)) {
        args.push('--no-install-project');
        remarks.push('The code of the project is not in the image by then, so that it cannot be installed yet.');
      } else if (isCopiedAlone(context, instruction)) {
        args.push('--no-editable');
        remarks.push('Only the environment is copied on, so that it must hold the project itself and no link to its code.');
      }
    }
    return args;
  }
  if (args.includes('export') && !isLockThere(image, instruction)) drop(args, '--frozen', remarks, 'The lock file is not in the image by then, so that versions are chosen anew, as before.');
  if (subcommand === 'run' && option === '--no-sync') {
    if (context.isOnPath(instruction)) return args.slice(3);
    if (environment.kind === 'active') addBehind('--no-sync', '--active');
  }
  if (subcommand === 'pip') {
    if (environment.kind === 'system') addBehind(option ?? 'pip', '--system');
    else if (environment.kind === 'apart') return { problem: 'What it installs beside the locked packages belongs among the dependencies.' };
  }
  return args;
}

function drop(args: Arg[], option: string, remarks: string[], remark: string): void {
  const at = args.indexOf(option);
  if (at < 0) return;
  args.splice(at, 1);
  remarks.push(remark);
}

/** Whether an install takes the project in, as far as its words say. */
function isWithProject(site: CommandSite, { project }: ImageFile): boolean {
  return project.isPackage && isInstall(site) && !site.words.some(({ value }) => value === '--no-root' || value === '--no-directory');
}

/** Whether something was installed before that this install leaves out, which uv would remove and Poetry does not. */
function takesLess({ image, stages, environment }: ImageContext, site: CommandSite, instruction: DockerInstruction): boolean {
  const { docker } = image;
  const sources = docker.stages.filter((stage) => copiesOf(image, [stage], environment).some((one) => stages.some(({ index }) => index === one.stage)));
  const there = [...instructionsBefore(docker, instruction), instruction, ...sources.flatMap((stage) => lineOf(image, stage).flatMap(({ instructions }) => instructions))];
  const before = image.sites.filter((other) => {
    const at = instructionAt(image, other.span);
    const isEarlier = at !== instruction || (other.span.start < site.span.start && !isOtherBranch(image.text.slice(other.span.end, site.span.start)));
    return other !== site && callsPoetry(other.words) && isInstall(other) && at !== undefined && there.includes(at) && isEarlier;
  });
  const choice = ({ words }: CommandSite): string => words.map(({ raw }) => raw).filter((word) => !/^(?:--no-root|--no-directory|--no-interaction|-n|--no-ansi|--compile|-q|-v+)$/.test(word)).join(' ');
  return before.some((other) => (isWithProject(other, image) && !isWithProject(site, image)) || (choice(other) !== choice(site) && /--(?:only|without|no-dev)/.test(choice(site))));
}

/** Whether what stands between two commands makes them alternatives: `if …; then A; else B; fi`. */
function isOtherBranch(between: string): boolean {
  return /(?:^|[\s;])(?:else|elif)\s/.test(between) && !/(?:^|[\s;])(?:if|fi)(?=[\s;]|$)/.test(between);
}

/** Whether some install of these stages takes the project in; where there is none, that happened elsewhere. */
function isProjectInstalled({ image, stages }: ImageContext): boolean {
  const installs = image.sites.filter((site) => callsPoetry(site.words) && isInstall(site) && stages.some(({ index }) => instructionAt(image, site.span)?.stage === index));
  if (installs.length === 0) return image.project.isPackage;
  return installs.some((site) => {
    const instruction = instructionAt(image, site.span);
    return instruction !== undefined && isWithProject(site, image) && isCodeThere(image, instruction);
  });
}

/** Whether another stage takes the environment over, and nothing of the folder that the project is in. */
function isCopiedAlone({ image, stages, environment }: ImageContext, install: DockerInstruction): boolean {
  const { docker } = image;
  const folder = folderAt(docker, install);
  if (folder === undefined) return false;
  const bringsFolder = (one: DockerInstruction): boolean => {
    const copy = copyOf(one);
    const [from, to] = [copy?.sources[0], copy?.target].map((word) => word && resolvedIn(folderAt(docker, one), expanded(variablesAt(docker, one), word.value) ?? '$'));
    const isEnvironment = copy?.from !== undefined && environment.path !== undefined && from !== undefined && isWithin(from, environment.path);
    return to !== undefined && !isEnvironment && (isWithin(to, folder) || isWithin(folder, to));
  };
  return copiesOf(image, stages, environment).some((at) => !docker.instructions.some((one) => one.stage === at.stage && bringsFolder(one)));
}

/** The instructions that copy the environment of some stages into others. */
export function copiesOf(image: ImageFile, stages: readonly DockerStage[], environment: ImageEnvironment): readonly DockerInstruction[] {
  const { path } = environment;
  if (path === undefined || environment.kind === 'system') return [];
  return image.docker.instructions.filter((one) => {
    const copy = copyOf(one);
    const from = stageNamed(image, copy?.from);
    if (!copy || !from || !stages.includes(from)) return false;
    return copy.sources.some(({ value }) => {
      const source = resolvedIn('/', expanded(variablesAt(image.docker, one), value) ?? '$');
      return source !== undefined && isWithin(path, source);
    });
  });
}

/** Whether a folder of programs is on `PATH` by what the Dockerfile says itself. */
export function isPathSet(image: ImageFile, environment: ImageEnvironment, at: DockerInstruction): boolean {
  return environment.kind === 'system' || (environment.path !== undefined && pathAt(image.docker, at).includes(`${environment.path}/bin`));
}
