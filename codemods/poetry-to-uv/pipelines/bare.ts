import { callsPoetry, isTomlProblem, joinPath, nameOf, parseToml, poetryToUv, type Arg, type CommandSite, type SourceFile, type Translation } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { beside } from '../projects/manifests.ts';
import { namesPoetry, type Surroundings } from '../surroundings.ts';
import { BARE_COMMANDS } from '../variables/variables.ts';
import { OF_THE_RUNNER } from '../workflows/setup.ts';
import { isPoetryPackage } from './installers.ts';
import { jobsIn, type Job } from './jobs.ts';

/**
 * What a program becomes that is called by its bare name, where Poetry installed into the Python that was there: uv's environment is not on
 * the path, and `uv run` finds what is in it as well as what is elsewhere. `undefined` for what runs as before.
 */
export function bareTranslation(site: CommandSite, file: SourceFile, surroundings: Surroundings): Translation | undefined {
  if (callsPoetry(site.words) || site.setting === 'image' || !isCall(site, file, surroundings)) return undefined;
  const isConcerned = jobsIn(file).some((job) => job.includes(site) && isBehindInstall(site, job, file.text) && worksInPython(job, file, surroundings) && !isActivated(site, job));
  const project = isConcerned ? surroundings.projectOfCommand(site) : undefined;
  if (!project || 'problem' in project || project.state === 'kept') return undefined;
  if (isPip(site)) return byPip(site, project);
  if (site.prefix.some(({ value }) => value === 'sudo')) return { kind: 'unknown', because: `Poetry installed into the Python that was there. ${BARE_COMMANDS} \`sudo\` looks into none.` };
  const words: readonly Arg[] = ['uv', 'run', ...site.words.map((_, index) => index)];
  return { kind: 'commands', commands: [words], remarks: [`Poetry installed into the Python that was there. ${BARE_COMMANDS}`] };
}

/** `pip …` and `python -m pip …`, of something else than Poetry. */
export function isPip({ words }: CommandSite): boolean {
  return /^(?:\S*\/)?(?:python[\d.]* -m )?pip[\d.]* /.test(`${words.map(({ raw }) => raw).join(' ')} `) && !words.some(({ raw }) => isPoetryPackage(raw));
}

/** In an environment of uv there is no pip. */
function byPip(site: CommandSite, project: MigratedProject): Translation {
  const poetry = [{ value: 'poetry', raw: 'poetry' }, { value: 'run', raw: 'run' }];
  const found = poetryToUv([...poetry, ...site.words], project, site.setting);
  if (found.kind !== 'commands') return found;
  const commands = found.commands.map((command) => command.map((arg) => (typeof arg === 'number' ? arg - poetry.length : arg)));
  return { ...found, commands, remarks: [...found.remarks, 'An environment of uv has no pip, and the one on the path installs elsewhere.'] };
}

/** Whether a command line starts a program that may be in an environment, or something of this repository that may start such. */
function isCall(site: CommandSite, file: SourceFile, surroundings: Surroundings): boolean {
  const name = site.words[0]?.value;
  if (name === undefined || isDefined(name, file.text)) return false;
  if (isPip(site)) return true;
  const started = startedFile(site, surroundings);
  if (started !== undefined) return !namesPoetry(started.text);
  return /^[\w.-]+$/.test(name) && !OF_THE_RUNNER.test(name);
}

/** The script, or the file of recipes, of this repository that a command line starts. */
function startedFile({ words, folder = '' }: CommandSite, { task }: Surroundings): SourceFile | undefined {
  const [program = '', ...rest] = words.map(({ value, raw }) => value ?? raw);
  const operand = /^(?:bash|sh)$/.test(program) ? rest.find((word) => !word.startsWith('-')) : /^\.{0,2}\/?[\w./-]+\.sh$|^\.{1,2}\//.test(program) ? program : undefined;
  const names = program === 'make' ? ['Makefile', 'makefile', 'GNUmakefile'] : program === 'just' ? ['justfile', 'Justfile', '.justfile'] : operand === undefined ? [] : [operand];
  return names.map((name) => [...task.repo.files.values()].find(({ path }) => path === beside(folder, name))).find((one) => one !== undefined);
}

/** Whether a script has a function of that name. */
function isDefined(name: string, text: string): boolean {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:^|[\\s;])(?:function\\s+${plain}(?![\\w-])|${plain}\\s*\\(\\))`).test(text);
}

/** Whether an installation by Poetry comes before; what a function does comes when it is called. */
function isBehindInstall(site: CommandSite, job: Job, text: string): boolean {
  const isInFunction = [...text.matchAll(/^[ \t]*(?:function[ \t]+)?[\w-]+[ \t]*\(\)[ \t]*\{(?:[^\n]*\}|[^]*?^[ \t]*\})/gm)].some(({ index, 0: body }) => index <= site.span.start && site.span.end <= index + body.length);
  return (isInFunction ? job : job.slice(0, job.indexOf(site))).some(({ words }) => callsPoetry(words) && words.some(({ value }) => value === 'install' || value === 'sync'));
}

/** Whether Poetry makes no environment: by what a job or its file says, by the settings of a project, or because a virtual environment is active. */
function worksInPython(job: Job, { path, text }: SourceFile, surroundings: Surroundings): boolean {
  const isTold = job.some(({ words }) => /(?:^|\.)virtualenvs\.create$/.test(words.at(-2)?.value ?? '') && /^(?:false|0)$/i.test(words.at(-1)?.value ?? ''));
  return isTold || nameOf(path) === '.travis.yml' || /POETRY_VIRTUALENVS_CREATE["']?\s*[:=]\s*["']?(?:false|0|no|off)\b/i.test(text) || surroundings.projects.some((project) => makesNoEnvironment(project, surroundings));
}

/** Whether `poetry.toml` tells Poetry to install into the Python that is there. */
export function makesNoEnvironment({ folder }: MigratedProject, { task }: Surroundings): boolean {
  const text = task.repo.files.get(joinPath(folder, 'poetry.toml'))?.text;
  const read = text?.includes('create') === true ? parseToml(text) : undefined;
  const settings = read && !isTomlProblem(read) ? read.data['virtualenvs'] : undefined;
  return typeof settings === 'object' && 'create' in settings && settings['create'] === false;
}

/** Whether an environment is activated before, or put on the path. */
function isActivated(site: CommandSite, job: Job): boolean {
  const before = job.slice(0, job.indexOf(site)).map(({ words }) => words.map(({ raw }) => raw).join(' '));
  return before.some((one) => /(?:^|[\s/"'])bin\/activate\b|\.venv\/bin|^poetry (?:shell|env activate)/.test(one));
}
