import { copyOf, instructionsBefore, pairsOf, type CommandSite, type DockerInstruction, type DockerStage } from '#pystd';
import { instructionAt, isBefore, lineOf, poetrySites, type ImageFile, type ImageSettings } from './file.ts';
import { VENV } from './uv.ts';
import { expanded, folderAt, isWithin, resolvedIn, variablesAt } from './variables.ts';
import { foreignBase, prefixOf, stageNamed, systemReason } from './system.ts';

/** Where the environment of a line of stages is. */
export type ImageEnvironment =
  /** `.venv` beside the manifest; the path is not known where the working folder is not. */
  | { readonly kind: 'project'; readonly path: string | undefined }
  /** In a folder of its own, which later commands find on `PATH`. */
  | { readonly kind: 'apart'; readonly path: string }
  /** The image's own Python, as before: something else counts on its packages. */
  | { readonly kind: 'system'; readonly path: string; readonly because: string }
  /** One that the image made itself and activates. */
  | { readonly kind: 'active'; readonly path: string | undefined };

/** Decides where uv's environment is for the stages that continue one. */
export function environmentOf(image: ImageFile, stages: readonly DockerStage[]): ImageEnvironment | { readonly problem: string } {
  const sites = stages.flatMap((stage) => poetrySites(image, stage));
  const [first] = sites.filter(isInstall);
  const instruction = (first ?? sites[0]) && instructionAt(image, (first ?? sites[0])?.span ?? { start: 0, end: 0 });
  if (!instruction) return { kind: 'project', path: undefined };
  const folder = folderAt(image.docker, instruction);
  const path = folder === undefined ? undefined : resolvedIn(folder, '.venv');
  const active = activeAt(image, instruction);
  if (active !== undefined) return active === path ? { kind: 'project', path } : { kind: 'active', path: active === '' ? undefined : active };
  const settings = settingsAt(image, instruction);
  if (!first) return takenOver(image, stages) ?? handedOver(image, stages) ?? { kind: 'project', path };
  if (settings.create === false) return withoutVenv(image, stages, instruction);
  if (settings.inProject === true) return { kind: 'project', path };
  return outsideBefore(image, instruction, path);
}

/** Stages that copy the packages of another one's Python have them in their own. */
function takenOver({ docker }: ImageFile, stages: readonly DockerStage[]): ImageEnvironment | undefined {
  const isTaken = docker.instructions.some((one) => stages.some(({ index }) => index === one.stage) && copyOf(one)?.from !== undefined && copyOf(one)?.sources.some(({ value }) => /site-packages|^\/usr\/local\/?$/.test(value)));
  return isTaken ? { kind: 'system', path: '/usr/local', because: 'its packages are copied from another stage' } : undefined;
}

/** Stages that copy the environment of another one have it in that folder, which need not be the one of the project. */
function handedOver(image: ImageFile, stages: readonly DockerStage[]): ImageEnvironment | undefined {
  const { docker } = image;
  for (const one of docker.instructions.filter(({ stage }) => stages.some(({ index }) => index === stage))) {
    const copy = copyOf(one);
    const from = stageNamed(image, copy?.from);
    if (!copy || !from || stages.includes(from)) continue;
    const made = environmentOf(image, familyOf(image, lineOf(image, from).at(-1) ?? from));
    if ('problem' in made || made.kind === 'system' || made.path === undefined) continue;
    const variables = variablesAt(docker, one);
    const target = resolvedIn(folderAt(docker, one), expanded(variables, copy.target.value) ?? '$');
    const isWhole = copy.sources.some(({ value }) => resolvedIn('/', expanded(variables, value) ?? '$') === made.path) && target === made.path;
    const last = stages[0]?.instructions.at(-1) ?? one;
    if (isWhole && resolvedIn(folderAt(docker, last), '.venv') !== target) return { kind: 'apart', path: made.path };
  }
  return undefined;
}

/** Whether a site makes an environment. */
export function isInstall({ words }: CommandSite): boolean {
  return words.some(({ value }) => value === 'install' || value === 'sync');
}

/** Poetry installed into the image's own Python. */
function withoutVenv(image: ImageFile, stages: readonly DockerStage[], instruction: DockerInstruction): ImageEnvironment | { readonly problem: string } {
  const base = foreignBase(image, stages);
  if (base !== undefined) return { problem: `The packages go into the Python of \`${base}\`, beside those that it may bring, and where that is is not known.` };
  const because = systemReason(image, stages);
  const user = userBefore(image, instruction);
  if (because === undefined && user === undefined) return { kind: 'apart', path: apartFrom(image) };
  const prefix = prefixOf(image, stages);
  if (because === undefined) return { problem: `The packages are installed as user \`${user ?? ''}\`, and where that one may make an environment is not known.` };
  return prefix === undefined ? { problem: `The packages go into the Python of the image, which is not known, and ${because}.` } : { kind: 'system', path: prefix, because };
}

/** Poetry kept its environment outside of the project, where neither a mount nor a copied folder touched it. */
function outsideBefore(image: ImageFile, instruction: DockerInstruction, path: string | undefined): ImageEnvironment | { readonly problem: string } {
  const user = userBefore(image, instruction);
  const isCovered = path === undefined || image.mounts.some((mount) => isWithin(path, mount)) || (!image.hasIgnoreFile && isCopiedOver(image, instruction, path));
  if (user === undefined) return isCovered ? { kind: 'apart', path: apartFrom(image) } : { kind: 'project', path };
  const isOwn = path !== undefined && instructionsBefore(image.docker, instruction).some(({ keyword, span }) => keyword === 'RUN' && mayWrite(image.text.slice(span.start, span.end), path.replace(/\/\.venv$/, '')));
  return isOwn && !isCovered ? { kind: 'project', path } : { problem: `The packages are installed as user \`${user}\`, and where that one may make an environment is not known.` };
}

/** Whether a script gives a folder to a user: as a home, or with `chown`. */
function mayWrite(script: string, folder: string): boolean {
  return (/\b(?:chown|useradd|adduser)\b/.test(script) && script.includes(folder)) || (folder.startsWith('/home/') && /\b(?:useradd|adduser)\b/.test(script));
}

/** A folder that nothing in the file uses. */
function apartFrom({ text }: ImageFile): string {
  return text.includes(VENV) ? `${VENV}-project` : VENV;
}

/** Whether a folder of the checkout is copied over the environment after it is made. */
function isCopiedOver(image: ImageFile, install: DockerInstruction, path: string): boolean {
  return image.docker.instructions.some((one) => {
    const copy = copyOf(one);
    if (!copy || copy.from !== undefined || one.span.start < install.span.start) return false;
    const target = resolvedIn(folderAt(image.docker, one), expanded(variablesAt(image.docker, one), copy.target.value) ?? '$');
    return target !== undefined && target === path.replace(/\/\.venv$/, '') && copy.sources.some(({ value }) => /^\.\/?$|^\*$/.test(value));
  });
}

/** What Poetry was told by then about its environments: in `ENV`, by commands, in `poetry.toml`. */
function settingsAt(image: ImageFile, instruction: DockerInstruction): ImageSettings {
  let { create, inProject } = image.settings;
  const say = (key: string, value: string | undefined): void => {
    const truth = value === undefined ? undefined : /^(?:1|true|yes|on)$/i.test(value) ? true : /^(?:0|false|no|off)$/i.test(value) ? false : undefined;
    if (/create$/i.test(key)) create = truth ?? create;
    if (/in[-_]project$/i.test(key)) inProject = truth ?? inProject;
  };
  for (const site of image.sites) {
    const at = instructionAt(image, site.span);
    const [, config, key, value] = site.words.map((word) => word.value ?? '').filter((word) => !word.startsWith('-'));
    if (config === 'config' && /virtualenvs\./.test(key ?? '') && at && (at === instruction || isBefore(image, at, instruction) || isHandedOn(image, at, instruction))) say(key ?? '', value);
  }
  for (const one of instructionsBefore(image.docker, instruction)) {
    if (one.keyword !== 'ENV' && one.keyword !== 'ARG') continue;
    for (const { name, value } of pairsOf(image.docker, one)) if (name.startsWith('POETRY_VIRTUALENVS_')) say(name, value);
  }
  return { create, inProject };
}

/** Whether the folder of Poetry's own settings, which a command wrote in another stage, is copied from there. */
function isHandedOn(image: ImageFile, command: DockerInstruction, instruction: DockerInstruction): boolean {
  return instructionsBefore(image.docker, instruction).some((one) => {
    const copy = copyOf(one);
    const from = stageNamed(image, copy?.from);
    return from !== undefined && lineOf(image, from).some(({ index }) => index === command.stage) && (copy?.sources.some(({ value }) => /\.config(?:\/pypoetry)?\/?$/.test(value)) ?? false);
  });
}

/** The environment that is active when an instruction runs: by `VIRTUAL_ENV`, or by a command before; `''` where its path is not known. */
function activeAt(image: ImageFile, instruction: DockerInstruction): string | undefined {
  const variables = variablesAt(image.docker, instruction);
  for (const command of image.scripts.get(instruction)?.commands ?? []) {
    const [program, file] = command.words;
    const path = /^(.*)\/bin\/activate$/.exec((file?.value ?? file?.raw ?? '').replace(/^"(.*)"$/, '$1'))?.[1];
    if ((program?.raw === '.' || program?.raw === 'source') && path !== undefined) return resolvedIn(folderAt(image.docker, instruction), expanded(variables, path) ?? '$') ?? '';
  }
  const said = variables.get('VIRTUAL_ENV');
  return said === undefined ? undefined : (resolvedIn(folderAt(image.docker, instruction), said) ?? '');
}

/** The user, when it is another one than root. */
function userBefore(image: ImageFile, instruction: DockerInstruction): string | undefined {
  const user = instructionsBefore(image.docker, instruction).findLast(({ keyword, onBuild }) => keyword === 'USER' && !onBuild)?.words[0]?.value;
  return user === undefined || /^(?:root|0)(?::|$)/.test(user) ? undefined : user;
}

/** The stages that continue one, itself first. */
export function familyOf(image: ImageFile, root: DockerStage): readonly DockerStage[] {
  return image.docker.stages.filter((stage) => lineOf(image, stage).includes(root));
}
