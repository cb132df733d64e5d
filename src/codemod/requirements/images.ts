import { commandSitesIn, type CommandSite } from '../../backend/command-sites/index.ts';
import { copyOf, insertBefore, readDockerfile, removeInstruction, userAt, workdirAt, type Dockerfile, type DockerInstruction, type DockerStage } from '../../formats/dockerfile/index.ts';
import { callsPip, pipToUv, type PipFacts, type Translation } from '../../packaging/commands/index.ts';
import { folderOf, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import type { Edit } from '../../text/edit.ts';
import type { FileRewrite } from '../file-rewrite.ts';
import type { RepositoryView } from '../view.ts';
import { copyEdits, projectInStage } from './image-copies.ts';
import type { RequirementsProject } from './projects.ts';

/** The manager that takes pip's place in an image. */
export interface ImageManager {
  /** As it is called in sentences. */
  readonly title: string;
  readonly lock: string;
  /** The instructions that bring it in; `isMade` where the environment is there already, and on `PATH`. */
  readonly setUp: (environment: string, isMade: boolean) => readonly string[];
  /** Where it keeps its cache, for what mounts that of pip. */
  readonly cache: string | undefined;
  /** Commands of uv, made from those of pip, in the manager's words; `undefined` where there are none. */
  readonly translate: (site: CommandSite, byUv: Translation, project: RequirementsProject) => Translation | undefined;
  /** How a command is told which folder the project is in. */
  readonly folderOption: string;
}

/** What the rewriting of an image may ask for besides the file. */
export interface ImageSurroundings {
  readonly view: RepositoryView;
  readonly projects: readonly RequirementsProject[];
  readonly manager: ImageManager;
}

/** A stage that follows, and whether its environment is a new one; or the reason why not, as a sentence. */
export type StagePlan = { readonly site: CommandSite; readonly because: string } | { readonly site: CommandSite; readonly message: string; readonly edits: readonly Edit[] | { readonly problem: string }; readonly isNew: boolean };

/** Where the environment of an image is when nothing else is said: nothing that is copied or mounted later lies over it. */
export const VENV = '/opt/venv';

/** Whether a file describes an image that installs requirements. */
export function isImageOfRequirements({ path, text }: SourceFile): boolean {
  return /(?:^|[._/-])(?:Dockerfile|Containerfile)(?:[._-][^/]*)?$|\.dockerfile$/i.test(path) && /requirements|pipenv|pipfile/i.test(text);
}

/** Images that install the requirements into their own Python, or into an environment: the lock is installed into one that comes first on `PATH`. A stage follows as a whole or not at all. */
export function planImage(file: SourceFile, surroundings: ImageSurroundings): readonly StagePlan[] {
  const docker = readDockerfile(file.text);
  return docker.stages.flatMap((stage) => planStage(file, docker, stage, surroundings) ?? []);
}

/** Makes the changes of an image, and says of the rest why it stays. */
export function rewriteImage(rewrite: FileRewrite, surroundings: ImageSurroundings): void {
  for (const plan of planImage(rewrite.file, surroundings)) {
    if ('because' in plan) rewrite.flag(plan.site.span, `\`${oneLine(plan.site)}\` stays: ${plan.because}`);
    else rewrite.change(plan.site.span, plan.message, plan.edits);
  }
}

function planStage(file: SourceFile, docker: Dockerfile, stage: DockerStage, surroundings: ImageSurroundings): StagePlan | undefined {
  const { manager } = surroundings;
  const inStage = (site: CommandSite): DockerInstruction | undefined => stage.instructions.find(({ span }) => span.start <= site.span.start && site.span.end <= span.end);
  const sites = commandSitesIn(file).filter((site) => callsPip(site.words) && inStage(site) !== undefined);
  const installs = sites.filter(({ words }) => words.some(({ raw }) => /requirements?[\w./-]*\.txt|requirements\//i.test(raw)) || (words.some(({ value }) => value === 'pipenv') && !words.some(({ value }) => value === 'pip' || value === 'pip3')));
  const [site, ...more] = installs;
  const instruction = site && inStage(site);
  if (!site || !instruction) return undefined;
  const found = projectInStage(file.path, docker, stage, site, surroundings.projects);
  if (!found) return undefined;
  const { project, copies, folder, isWhole } = found;
  const environment = environmentIn(docker, stage, sites);
  const because = obstacle(docker, stage, instruction, surroundings, file.path, environment?.path) ?? (more.length > 0 ? 'several commands install requirements here.' : folder === undefined && !isWhole ? 'where its files lie is not known.' : undefined);
  if (because !== undefined) return { site, because };
  const facts = { ...project.facts, poetryMajor: undefined, requirements: (written: string) => roleOf(project, written) } as unknown as PipFacts;
  const byUv = pipToUv(site.words, facts, 'image');
  const translation = manager.translate(site, byUv, project);
  if (translation?.kind !== 'commands') return { site, because: translation?.kind === 'unknown' ? translation.because : 'nothing takes its place.' };
  const here = workdirAt(docker, instruction);
  const place = folder === undefined || folder === here ? [] : [manager.folderOption, folder];
  const edits: Edit[] = [];
  const add = (made: readonly Edit[] | { readonly problem: string }): string | undefined => ('problem' in made ? made.problem : void edits.push(...made));
  const wrong = [
    add(site.replace(translation.commands.map((command) => [...command, ...place]))),
    ...sites.filter((other) => other !== site && other !== environment?.site).map((other) => {
      const role = pipToUv(other.words, facts, 'image');
      return role.kind === 'removed' ? add(other.remove()) : `\`${oneLine(other)}\` works on the Python of the image.`;
    }),
  ].find((one) => one !== undefined);
  if (wrong !== undefined) return { site, because: wrong };
  for (const [index, copy] of copies.entries()) {
    const isDone = copies.slice(0, index).some(({ target }) => target.value.replace(/[^/]+\.(?:txt|in)$/, '') === copy.target.value.replace(/[^/]+\.(?:txt|in)$/, ''));
    const isOnly = copyOf(copy.instruction)?.sources.every((word) => copy.words.includes(word)) === true;
    edits.push(...(isDone && isOnly ? removeInstruction(docker, copy.instruction) : copyEdits(copy, manager.lock)));
  }
  const first = [...copies.map((copy) => copy.instruction), instruction].sort((a, b) => a.span.start - b.span.start)[0] ?? instruction;
  edits.push(...insertBefore(docker, first, setUpLines(docker, stage, manager.setUp(environment?.path ?? VENV, environment !== undefined))), ...cacheMount(file.text, instruction, manager.cache));
  const now = translation.commands.map((command) => [...command, ...place].map((arg) => (typeof arg === 'string' ? arg : typeof arg === 'number' ? (site.words[arg]?.raw ?? '') : arg.text)).join(' ')).join(' && ');
  return { site, message: [`\`${oneLine(site)}\` becomes \`${now}\`: ${manager.title} installs what ${manager.lock} says into \`${environment?.path ?? VENV}\`, which comes first on \`PATH\`.`, ...translation.remarks.filter((remark) => !remark.includes('.venv'))].join(' '), edits, isNew: environment === undefined };
}

/** What keeps a stage from being changed, as a sentence. */
function obstacle(docker: Dockerfile, stage: DockerStage, instruction: DockerInstruction, { view, manager }: ImageSurroundings, path: RepoPath, environment: string | undefined): string | undefined {
  const base = rootOf(docker, stage).base?.value ?? '';
  if (!/^(?:(?:docker\.io|public\.ecr\.aws\/docker|mirror\.gcr\.io)\/)?(?:library\/)?python(?:[:@]|$)/.test(base)) return `what the image \`${base}\` does with its own Python is not known.`;
  if (userAt(docker, instruction) !== undefined && userAt(docker, instruction) !== 'root') return 'the packages are installed by a user who may not make the environment.';
  const parent = ancestorsOf(docker, stage).find((one) => one.instructions.some(({ span }) => /\bpip3?\b/.test(docker.text.slice(span.start, span.end))));
  if (parent) return 'the stage it starts from works with pip.';
  const handed = handedOn(docker, stage, environment);
  if (handed !== undefined) return handed;
  const text = docker.text;
  if (/\/usr\/local\/(?:bin\/(?!python|docker|entrypoint)\w|lib\/python)|site-packages|--user\b/.test(text)) return 'a path of the Python of the image is named.';
  const ignored = [folderOf(path), ''].map((folder) => view.repo.files.get(joinPath(folder, '.dockerignore'))?.text).find((one) => one !== undefined);
  if (ignored !== undefined && new RegExp(`^\\s*(?:!|\\*{1,2}\\s*$|\\*\\.(?:toml|lock)|.*pyproject\\.toml|.*${manager.lock.replace('.', '\\.')})`, 'm').test(ignored)) return `\`.dockerignore\` may keep \`pyproject.toml\` or \`${manager.lock}\` out of the image.`;
  return undefined;
}

/** What is not said in the stage already. */
function setUpLines(docker: Dockerfile, stage: DockerStage, lines: readonly string[]): string {
  const said = stage.instructions.map(({ span }) => docker.text.slice(span.start, span.end).trim());
  return lines.filter((line) => !said.includes(line)).join('\n');
}

/** An environment that a stage makes and puts on `PATH`. */
function environmentIn(docker: Dockerfile, stage: DockerStage, sites: readonly CommandSite[]): { readonly site: CommandSite; readonly path: string } | undefined {
  const text = stage.instructions.map(({ span }) => docker.text.slice(span.start, span.end)).join('\n');
  const given = /\bVIRTUAL_ENV[= ]["']?([^\s"'$]+)/.exec(text)?.[1];
  const made = sites.flatMap((site) => {
    const line = site.words.map(({ raw }) => raw.replace(/^(["'])(.*)\1$/, '$2')).join(' ').replace(/\$(?:VIRTUAL_ENV\b|\{VIRTUAL_ENV\})/, given ?? '$');
    const path = /^(?:python3?(?:\.\d+)? -m venv|virtualenv) (\/[\w./-]+)$/.exec(line)?.[1]?.replace(/\/$/, '');
    return path === undefined ? [] : [{ site, path }];
  });
  const [only, ...more] = made;
  const isOnPath = only !== undefined && (text.includes(`${only.path}/bin:`) || (given === only.path && /\$(?:VIRTUAL_ENV|\{VIRTUAL_ENV\})\/bin:/.test(text)));
  return only && isOnPath && more.length === 0 ? only : undefined;
}

/** What other stages take of a stage: its environment as a whole, at the same place, may be taken; packages in other places may not. */
function handedOn(docker: Dockerfile, stage: DockerStage, environment: string | undefined): string | undefined {
  const takers = docker.instructions.filter((one) => {
    const from = copyOf(one)?.from;
    return from !== undefined && (from === stage.name || from === String(stage.index));
  });
  const isEnvironment = (one: DockerInstruction): boolean => {
    const copy = copyOf(one);
    return environment !== undefined && copy?.sources.length === 1 && [copy.sources[0]?.value, copy.target.value].every((path) => path?.replace(/^\$(?:VIRTUAL_ENV|\{VIRTUAL_ENV\})/, environment).replace(/\/$/, '') === environment);
  };
  const other = takers.find((one) => !isEnvironment(one) && (environment === undefined || copyOf(one)?.sources.some(({ value }) => /^\/(?:usr|root|home|install|opt|wheels?)(?:\/|$)|wheel|\$/.test(value)) !== false));
  if (other) return 'another stage copies from this one.';
  const hasPip = takers.some(({ stage: index }) => docker.stages[index ?? -1]?.instructions.some(({ span }) => /\bpip3?\s/.test(docker.text.slice(span.start, span.end))));
  return hasPip ? 'pip works on its environment in another stage.' : undefined;
}

function ancestorsOf(docker: Dockerfile, { parent }: DockerStage): readonly DockerStage[] {
  const stage = parent === undefined ? undefined : docker.stages[parent];
  return stage ? [stage, ...ancestorsOf(docker, stage)] : [];
}

function rootOf(docker: Dockerfile, stage: DockerStage): DockerStage {
  const parent = stage.parent === undefined ? undefined : docker.stages[stage.parent];
  return parent ? rootOf(docker, parent) : stage;
}

/** A cache that is mounted for pip is one for whoever takes its place. */
function cacheMount(text: string, { flags }: DockerInstruction, cache: string | undefined): readonly Edit[] {
  return flags.flatMap(({ name, valueSpan }) => {
    const value = valueSpan ? text.slice(valueSpan.start, valueSpan.end) : '';
    const at = name === 'mount' ? value.indexOf('/root/.cache/pip') : -1;
    return at < 0 || !valueSpan || cache === undefined ? [] : [{ span: { start: valueSpan.start + at, end: valueSpan.start + at + '/root/.cache/pip'.length }, text: cache }];
  });
}

/** The role of a file that a command in an image names by any path. */
function roleOf({ roles, folder }: RequirementsProject, written: string): ReturnType<PipFacts['requirements']> {
  const tail = /(?:^|\/)((?:requirements\/)?[^/]+)$/.exec(written)?.[1] ?? written;
  return roles.get(joinPath(folder, tail)) ?? roles.get(joinPath(folder, nameOf(written)));
}

function oneLine({ words }: CommandSite): string {
  return words.map(({ raw }) => raw).join(' ').replace(/\s+/g, ' ');
}
