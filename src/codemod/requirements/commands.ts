import { commandSitesIn, type CommandSite } from '../../backend/command-sites/index.ts';
import { callsPip, pipToUv, type Arg, type PipFacts, type Translation } from '../../packaging/commands/index.ts';
import { normaliseName } from '../../packaging/requirement/index.ts';
import { folderOf, isInside, joinPath, type RepoPath } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { requirementsProjectAt, resolvedPath, type RequirementsProject } from './projects.ts';

/** What commands of a file become, in uv's words. */
export type CommandPlan = ReadonlyMap<CommandSite, Translation>;

/** What each command of a file becomes; `undefined` when one that uses the requirements has no equal. */
export function planRequirementsCommands(file: SourceFile, projects: readonly RequirementsProject[]): CommandPlan | undefined {
  const sites = commandSitesIn(file);
  const project = requirementsProjectAt(projects, file.path);
  if (!project || sites.some(({ setting }) => setting === 'image' || setting === 'ci')) return undefined;
  const plan = new Map<CommandSite, Translation>();
  const installs = sites.filter((site) => usesRequirements(site, project) || site.words[0]?.value === 'pipenv' || /\bpipenv$/.test(site.words[2]?.value ?? ''));
  for (const site of installs) {
    const translation = translate(site, project);
    if (translation.kind === 'unknown') return new Map([[site, translation]]);
    plan.set(site, translation);
  }
  if (installs.length === 0) return undefined;
  const folders = new Set(sites.flatMap((site) => environmentIn(site) ?? []));
  if (folders.size > 1) return undefined;
  const first = installs[0]?.span.start ?? 0;
  for (const site of sites) {
    if (plan.has(site)) continue;
    const made = followed(site, project, folders.size > 0);
    if (made) plan.set(site, made);
    else if (isInstall(site) && (site.span.start > first || site.setting !== 'docs')) {
      // An environment of uv has no pip of its own.
      if (site.span.start < first || !isPlainInstall(site)) return new Map(installs.slice(0, 1).map((one) => [one, { kind: 'unknown', because: `\`${site.words.map(({ raw }) => raw).join(' ')}\` works on the same environment and is not put into uv's words.` }] as const));
      plan.set(site, { kind: 'commands', commands: [['uv', 'pip', 'install', ...site.words.map((_, index): Arg => index).slice(site.words.findIndex(({ value }) => value === 'install') + 1)]], remarks: [] });
    }
  }
  return plan;
}

/** Whether pip installs or removes something. */
function isInstall({ words }: CommandSite): boolean {
  return callsPip(words) && words.some(({ value }) => /^(?:install|uninstall|wheel|download)$/.test(value ?? ''));
}

/** `pip install flake8 pytest`: names and versions only. */
export function isPlainInstall({ words }: CommandSite): boolean {
  const values = words.map(({ value }) => value);
  const rest = values.slice(values.indexOf('install') + 1);
  return values.includes('install') && rest.length > 0 && rest.every((value) => value !== undefined && (/^(?:-U|--upgrade)$/.test(value) || /^[A-Za-z0-9][\w.-]*(?:\[[\w.,-]+\])?(?:[=<>!~]=?[\w.*]+)?$/.test(value)));
}

/** pip's commands and their surroundings: what makes and enters an environment, and what runs in it. */
function followed(site: CommandSite, project: RequirementsProject, isActivated: boolean): Translation | undefined {
  const values = site.words.map(({ value }) => value);
  const [program = '', ...args] = values;
  if (isEnvironmentMaker(values)) return { kind: 'commands', commands: [['uv', 'venv', '--allow-existing']], remarks: [] };
  const script = /^(.*)(\/bin\/activate(?:\.fish|\.csh)?|[\\/]Scripts[\\/][Aa]ctivate(?:\.bat|\.ps1)?)$/.exec((/^(?:source|\.)$/.test(program) ? args[0] : program) ?? '');
  if (script) return script[1] === '.venv' ? undefined : { kind: 'commands', commands: [[...(/^(?:source|\.)$/.test(program) ? [0] : []), `.venv${script[2] ?? ''}`] as Arg[]], remarks: [] };
  if (callsPip(site.words)) {
    const translation = translate(site, project);
    return translation.kind === 'removed' && /^pip\d?$|^-m$/.test(values[0] === 'pip' || values[0] === 'pip3' ? values[0] : (values[1] ?? '')) ? translation : undefined;
  }
  if (isActivated || site.isCaptured || site.form === 'argv' || site.prefix.length > 0) return undefined;
  return runsInEnvironment(values, project) ? { kind: 'commands', commands: [['uv', 'run', ...site.words.map((_, index): Arg => index)]], remarks: [] } : undefined;
}

/** The folder of the environment that a command makes or enters. */
function environmentIn({ words }: CommandSite): string | undefined {
  const values = words.map(({ value }) => value ?? '');
  if (isEnvironmentMaker(values)) return values.at(-1);
  const script = /^(?:source|\.)$/.test(values[0] ?? '') ? values[1] : values[0];
  return /^(.*?)[\\/](?:bin|Scripts)[\\/][Aa]ctivate(?:\.\w+)?$/.exec(script ?? '')?.[1];
}

function isEnvironmentMaker(values: readonly (string | undefined)[]): boolean {
  const rest = values.slice(/^(?:python|py)[\d.]*$/.test(values[0] ?? '') && values[1] === '-m' ? 2 : 0);
  return /^(?:venv|virtualenv)$/.test(rest[0] ?? '') && rest.length === 2 && /^\.?\w[\w-]*$/.test(rest[1] ?? '') && !(rest[0] === 'venv' && rest.length === values.length);
}

/** Programs by the distribution that brings them, where the two are called differently. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = { 'sphinx-build': 'sphinx', 'py.test': 'pytest', 'django-admin': 'django', fastapi: 'fastapi' };

/** Whether a program is one of the project's own dependencies, or Python itself with a script of the project. */
function runsInEnvironment([program = '', first = '', second = '']: readonly (string | undefined)[], { project, facts }: RequirementsProject): boolean {
  if (/^python3?$/.test(program)) return first === '-m' ? !/^(?:pip|venv|virtualenv|pipenv|ensurepip|piptools)$/.test(second) : /\.py$/.test(first);
  const wanted = normaliseName(DISTRIBUTIONS[program] ?? program);
  const lists = project ? [project.dependencies, ...project.groups.map(({ list }) => list)] : [];
  const names = lists.flatMap(({ items }) => items.flatMap(({ value }) => (typeof value === 'string' ? [normaliseName(/^[A-Za-z0-9._-]+/.exec(value)?.[0] ?? '')] : [])));
  return facts !== undefined && /^[a-z][a-z0-9.-]*$/.test(program) && names.includes(wanted);
}

/** Whether a command names a requirements file of the project. */
function usesRequirements({ words }: CommandSite, { roles }: RequirementsProject): boolean {
  return callsPip(words) && words.some(({ raw }) => /requirements?[\w./-]*\.(?:txt|in)/i.test(raw)) && roles.size > 0;
}

function translate(site: CommandSite, project: RequirementsProject): Translation {
  const facts = pipFacts(project, site.path, isElsewhere(site, project) ? '' : site.folder);
  return facts ? pipToUv(site.words, facts, site.setting) : { kind: 'unknown', because: 'It works in another folder than the project.' };
}

/** `cd bookshop` after a `git clone` in a text for people: the folder is the checkout itself. */
function isElsewhere({ setting, folder, path }: CommandSite, project: RequirementsProject): boolean {
  const last = folder?.split('/').at(-1) ?? '';
  return setting === 'docs' && folder !== undefined && /^[\w.-]+$/.test(folder) && folderOf(path) === project.folder && !(project.folders.has(last));
}

/** What commands of a file have to know, when they work in the project's folder. */
export function pipFacts({ facts, roles, folder }: RequirementsProject, path: RepoPath, siteFolder: string | undefined): PipFacts | undefined {
  if (!facts || siteFolder === undefined) return undefined;
  const start = /^\.github\/|(?:^|\/)(?:\.gitlab-ci|azure-pipelines|\.travis)\.ya?ml$/.test(path) ? '' : folderOf(path);
  const works = resolvedPath(start, siteFolder);
  const isScript = siteFolder === '' && isInside(path, folder) && /^(?:scripts?|bin|tools|docs?|\.?ci)$/.test(start.slice(folder === '' ? 0 : folder.length + 1));
  if (works !== folder && !isScript) return undefined;
  return { ...facts, poetryMajor: undefined, ...(facts.version === undefined ? {} : { version: facts.version }), requirements: (written) => (/^[\w.-][\w./-]*$/.test(written) && !written.includes('..') ? roles.get(joinPath(folder, written)) : undefined) } as PipFacts;
}
