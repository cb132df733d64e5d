import {
  fatesOfRequirements, isProblem, joinPath, nameOf, pinsOfPipfileLock, pinsOfRequirements, readRequirementsFile, requirementsProjects, rewriteCommands, rewriteFile, seedLock, topOf, usesOfRequirements,
  type Pin, type Place, type RepoPath, type RequirementsFate, type RequirementsProject, type RequirementsRole, type Task,
} from '#pystd';
import { foundationsOf, type Foundation } from './foundations.ts';
import { askForLock, lockFilesOf } from './lock.ts';
import { isRewritten, pipPlansOf } from './pip-commands.ts';
import { followsWholly, pipHostsOf, rewritePipHost } from './pip-hosts.ts';

/** Says what a person has to know of projects that live by requirements, while these are there. */
export function flagRequirements(task: Task<object>): void {
  for (const project of requirementsProjects(task)) if (project.state === 'left') flagLeft(task, project);
  const { founded, left } = foundationsOf(task);
  for (const { project, because } of left) task.flag(mainOf(task, project), `These requirements stay as they are: ${because}`);
  for (const foundation of founded) flagFounded(task, foundation);
}

/** Writes the manifests, hands the versions that were locked to Poetry, and takes away the files that nothing needs any more. */
export function foundProjects(task: Task<object>): void {
  for (const [file, plan] of pipPlansOf(task)) rewriteFile(task, file, [(rewrite) => rewriteCommands(rewrite, (site) => plan.get(site))]);
  for (const file of pipHostsOf(task)) rewriteFile(task, file, [(rewrite) => rewritePipHost(task, rewrite)]);
  for (const foundation of foundationsOf(task).founded) {
    const { project, adoption, block, edits } = foundation;
    const { manifest } = project;
    const read = sourcesOf(project);
    const groups = adoption.facts.groups.map((name) => `\`${name}\``);
    const message = `${read.map((path) => `\`${path}\``).join(', ')} ${read.length > 1 ? 'become' : 'becomes'} the project of \`${manifest}\`${groups.length === 0 ? '' : `, with the ${groups.length > 1 ? 'groups' : 'group'} ${groups.join(', ')}`}, which Poetry 2 manages.`;
    for (const remark of project.remarks.filter(({ kind, message: said }) => kind === 'note' && !isAboutUv(said))) task.note(remark.message);
    task.change(topOf(manifest), message, (edit) => (edits ? edit.edit(manifest, edits) : edit.create(manifest, block)));
    const settings = joinPath(project.folder, 'poetry.toml');
    if (!isThere(task, settings)) task.change(topOf(settings), 'Poetry makes its environment in `.venv` beside the manifest.', (edit) => edit.create(settings, adoption.settings));
    takeVersions(task, project);
    for (const fate of fatesOf(task, foundation)) if (!isNeeded(fate)) task.change(placeOf(task, fate.path, manifest), `All of \`${fate.path}\` stands in \`${manifest}\`${fate.isLock ? ' and in the versions for `poetry.lock`' : ''}, and nothing uses it any more.`, (edit) => edit.delete(fate.path));
  }
}

function fatesOf(task: Task<object>, { project }: Foundation): readonly RequirementsFate[] {
  const plans = pipPlansOf(task);
  const hosts = pipHostsOf(task).filter((file) => followsWholly(task, file)).map(({ path }) => path);
  return fatesOfRequirements(task, project, (use) => isRewritten(plans, use) || hosts.includes(use.path));
}

function flagLeft(task: Task<object>, { remarks }: RequirementsProject): void {
  for (const { kind, path, span, message } of remarks) {
    if (kind === 'refusal') task.flag({ path, span }, isAboutUv(message) ? 'These requirements stay as they are: what this line says cannot be said in `[project]`.' : message);
  }
}

function flagFounded(task: Task<object>, foundation: Foundation): void {
  const { project, adoption } = foundation;
  for (const { kind, path, span, message } of project.remarks) if (kind === 'person' && !isAboutUv(said(message))) task.flag({ path, span }, said(message));
  for (const { kind, message } of adoption.remarks) if (kind === 'person') task.flag(topOf(project.manifest), message);
  if (pinsIn(task, project).length === 0) askForLock(task, lockFilesOf(project.folder), 'none');
  const fates = fatesOf(task, foundation);
  for (const fate of fates) {
    if (isNeeded(fate)) flagKept(task, project, fate);
    else flagProse(task, fate.path);
  }
}

/** Tells why a file stays, and where it is used. */
function flagKept(task: Task<object>, { manifest, roles }: RequirementsProject, { path, uses, platform }: RequirementsFate): void {
  const places = [...new Set(uses.map((use) => use.path))];
  const listed = places.slice(0, 3).map((place) => `\`${place}\``).join(', ');
  const reasons = [
    ...(places.length === 0 ? [] : [`${listed}${places.length > 3 ? ` and ${places.length - 3} more` : ''} ${places.length === 1 ? 'uses' : 'use'} it`]),
    ...(platform === undefined ? [] : [`\`${platform}\` tells of a host that may read it by itself`]),
  ];
  const advice = /\.txt$/.test(path) ? `From now on it is an output: \`poetry export ${groupOption(roles.get(path))}--output ${nameOf(path)}\` (of the plugin \`poetry-plugin-export\`) makes it of \`poetry.lock\`.` : 'It says the same as `[project]` from now on, which is the one to change.';
  task.flag(placeOf(task, path, manifest), `\`${path}\` stays, since ${reasons.length === 0 ? 'a file that stays includes it' : reasons.join(', and ')}. ${advice}`);
  for (const place of places) {
    const [first, ...more] = uses.filter((use) => use.path === place);
    if (first) task.flag({ path: place, span: first.span }, `\`${path}\` is used here${more.length > 0 ? `, and ${more.length} more ${more.length > 1 ? 'times' : 'time'} in this file,` : ''} in a way that is not put into Poetry's words, so that the file stays.`);
  }
}

/** The option of `poetry export` for what a file was for. */
function groupOption(role: RequirementsRole | undefined): string {
  return role?.kind === 'group' ? `${role.withMain ? '--with' : '--only'} ${role.group} ` : '';
}

/** Texts for people that go on naming what is gone. */
function flagProse(task: Task<object>, path: RepoPath): void {
  const seen = new Set<string>();
  const plans = pipPlansOf(task);
  for (const use of usesOfRequirements(task, path)) {
    if (use.isNeeded || seen.has(use.path) || isRewritten(plans, use) || !/\.(?:md|mdx|rst|markdown)$/i.test(use.path) || task.ownershipOf(use.path) !== 'own') continue;
    seen.add(use.path);
    task.flag({ path: use.path, span: use.span }, `\`${use.path}\` still mentions \`${nameOf(path)}\`, which goes: prose is for a person to reword.`);
  }
}

/** Writes the versions of compiled files and of `Pipfile.lock` down for Poetry to start from. */
function takeVersions(task: Task<object>, project: RequirementsProject): void {
  const pins = pinsIn(task, project);
  const { poetryLock } = lockFilesOf(project.folder);
  if (pins.length === 0 || isThere(task, poetryLock)) return;
  const from = project.locks.map((path) => nameOf(path)).join(' and ');
  const seed = seedLock(pins.map(({ name, version }) => ({ name, version, source: 'registry', commit: undefined })), from);
  task.change(topOf(poetryLock), `Poetry has no lock yet: the ${pins.length === 1 ? 'version' : `${pins.length} versions`} of \`${from}\` ${pins.length === 1 ? 'is' : 'are'} written down for its first one, which keeps them where they fit.`, (edit) => edit.create(poetryLock, seed));
}

function pinsIn(task: Task<object>, { locks }: RequirementsProject): readonly Pin[] {
  const [first] = locks;
  if (first === undefined || nameOf(first) !== 'Pipfile.lock') return pinsOfRequirements(locks.map((path) => readRequirementsFile(task.repo.files.get(path)?.text ?? '')));
  const pins = pinsOfPipfileLock(task.repo.files.get(first)?.text ?? '');
  return isProblem(pins) ? [] : pins;
}

function sourcesOf({ roles, isPipenv, folder }: RequirementsProject): readonly string[] {
  return isPipenv ? [joinPath(folder, 'Pipfile')] : [...roles].filter(([, role]) => role !== undefined).map(([path]) => path);
}

function isNeeded({ uses, platform, isIncluded }: RequirementsFate): boolean {
  return uses.length > 0 || platform !== undefined || isIncluded;
}

/** The lock is Poetry's here. */
function said(message: string): string {
  return message.replaceAll('uv.lock', 'poetry.lock');
}

/** What is said for those who move to uv concerns nobody here. */
function isAboutUv(message: string): boolean {
  return /\buv\b/.test(message);
}

function isThere({ repo }: Task<object>, path: RepoPath): boolean {
  return repo.files.has(path) || repo.opaque.has(path);
}

function mainOf(task: Task<object>, project: RequirementsProject): Place {
  const [path] = sourcesOf(project);
  return topOf(path === undefined || !task.repo.files.has(path as RepoPath) ? project.manifest : (path as RepoPath));
}

/** Of a file that a tool wrote nobody wants to hear: then the manifest is the place. */
function placeOf(task: Task<object>, path: RepoPath, manifest: RepoPath): Place {
  return topOf(task.ownershipOf(path) === 'own' ? path : manifest);
}
