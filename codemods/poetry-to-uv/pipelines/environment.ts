import { callsPoetry, commandSitesIn, insertText, nodesIn, poetryToUv, rewriteCommands, UV_HOOKS, type CommandSite, type FileRewrite, type Translation, type YamlDocument } from '#pystd';
import type { Surroundings } from '../surroundings.ts';
import { isRun, NO_SYNC, NO_SYNC_AFTER_PIP, syncOf, unsynced, withVenv } from '../workflows/jobs.ts';
import { uploadSettingsAmong } from '../workflows/uploads.ts';
import { inActive } from '../commands/active.ts';
import { bareTranslation, isPip } from './bare.ts';
import { installersIn } from './installers.ts';
import { jobsIn, type Job } from './jobs.ts';
import { cameWithPoetry } from './with-poetry.ts';
import type { YamlPlan } from './plan.ts';

/** Commands whose words depend on others of their job: what was installed, and where. */
export function rewriteTogether(rewrite: FileRewrite, surroundings: Surroundings): void {
  rewriteCommands(rewrite, (site) => translationInJob(site, rewrite, surroundings));
}

/** What a command becomes in its pipeline or script. */
export function translationInJob(site: CommandSite, { file }: Pick<FileRewrite, 'file'>, surroundings: Surroundings): Translation | undefined {
  const bare = bareTranslation(site, file, surroundings);
  const job = jobsIn(file).find((one) => one.includes(site)) ?? [];
  const along = cameWithPoetry(site, job.slice(0, job.indexOf(site)), file.text);
  const plain = along?.kind === 'commands' ? along : (bare ?? plainTranslation(site, surroundings));
  if (plain?.kind !== 'commands') return bare ?? along;
  const states = jobsIn(file).filter((job) => job.includes(site)).map((job) => environmentBefore(site, job, surroundings, file));
  const found = installsByPip(site, plain) && states.some(({ isThere }) => !isThere) ? withVenv(plain) : plain;
  const worst = states.find(({ state }) => state === 'changed') ?? states.find(({ state }) => state === 'reduced');
  const kept = worst && isRun(site, found) ? { ...found, commands: found.commands.map((command) => unsynced(site, command)), remarks: [...found.remarks, worst.state === 'reduced' ? NO_SYNC : NO_SYNC_AFTER_PIP] } : found;
  return inActive(site, job.slice(0, Math.max(job.indexOf(site), 0)), kept);
}

/** What a command of Poetry becomes, by itself and by where Poetry was told to upload. */
export function plainTranslation(site: CommandSite, surroundings: Surroundings): Translation | undefined {
  const project = callsPoetry(site.words) ? surroundings.projectOfCommand(site) : undefined;
  if (project === undefined || 'problem' in project || project.state === 'kept') return undefined;
  const plain = poetryToUv(site.words, project, site.setting);
  const file = surroundings.task.repo.files.get(site.path);
  return uploadSettingsAmong(site, (file && jobsIn(file).find((job) => job.includes(site))) ?? [], plain) ?? plain;
}

interface Before {
  readonly state: 'whole' | 'reduced' | 'changed';
  readonly isThere: boolean;
}

/** What the commands before one made of the environment; in a pipeline, what is installed anywhere in it counts where nothing is installed in the job. */
export function environmentBefore(site: CommandSite, job: Job, surroundings: Surroundings, file: FileRewrite['file']): Before {
  let state: Before['state'] | undefined;
  let isThere = false;
  for (const other of job.slice(0, job.indexOf(site))) {
    const translation = plainTranslation(other, surroundings) ?? (isPip(other) ? bareTranslation(other, file, surroundings) : undefined);
    state = syncOf(other, translation) ?? (translation?.kind === 'commands' && installsByPip(other, translation) ? 'changed' : state);
    isThere ||= translation?.kind === 'commands' || /^uv venv\b/.test(commandOf(other));
  }
  return { state: state ?? elsewhere(file, surroundings), isThere };
}

/** Jobs hand environments on as artefacts and caches: `uv run` must not put back groups that all installations leave out. */
function elsewhere(file: FileRewrite['file'], surroundings: Surroundings): Before['state'] {
  const syncs = commandSitesIn(file).map((site) => syncOf(site, plainTranslation(site, surroundings))).filter((sync) => sync !== undefined);
  return syncs.length > 0 && !syncs.includes('whole') ? 'reduced' : 'whole';
}

function installsByPip(site: CommandSite, { commands }: Translation & { readonly kind: 'commands' }): boolean {
  return commands.some((command) => /^uv (?:\S+ )?pip (?:un)?install\b/.test(command.map((arg) => (typeof arg === 'string' ? arg : typeof arg === 'number' ? (site.words[arg]?.raw ?? '') : arg.text)).join(' ')));
}

/** Jobs in which nothing installs Poetry have it from their image: nothing there brings uv, which is installed before its first command. */
export function bringUv(plan: YamlPlan, document: YamlDocument, file: FileRewrite['file'], surroundings: Surroundings): void {
  if (/pkg-manager:\s*["']?(?:poetry|uv)\b|astral\.sh\/uv|astral-sh\/uv/.test(file.text)) return;
  const firsts = new Set(jobsIn(file).flatMap((job) => {
    const at = job.findIndex((site) => isOfPoetryItself(site) && usesUv(plainTranslation(site, surroundings)));
    const site = job[at];
    const isThere = installersIn(file.text, job).some(({ isOnlyPlugins }) => !isOnlyPlugins) || job.slice(0, at).some((one) => /\b(?:pip3?|pipx) install .*\buv\b|requirements|^uv /.test(commandOf(one)));
    return site && !isThere ? [site] : [];
  }));
  for (const { span } of firsts) {
    const node = nodesIn(document.root).find((one) => one.kind === 'scalar' && one.span.start <= span.start && span.end <= one.span.end);
    const install = `pip install uv==${UV_HOOKS.rev}`;
    const isLine = node?.kind === 'scalar' && typeof node.path.at(-1) === 'number' && node.style !== 'literal' && node.style !== 'folded';
    const edits = isLine ? insertText(document, { before: node.path }, `- ${install}`) : [{ span: { start: span.start, end: span.start }, text: `${install} && ` }];
    plan.change({ start: span.start, end: span.start }, 'Nothing in this job installs Poetry, so that it comes with the image: uv is installed before its first command.', [edits]);
  }
}

/** Poetry called where the job runs, not in a container that is started there. */
function isOfPoetryItself({ words, prefix }: CommandSite): boolean {
  return callsPoetry(words) && !prefix.some(({ value = '' }) => /docker|podman|compose/.test(value)) && !/docker|podman/.test(words[0]?.value ?? '');
}

function usesUv(translation: Translation | undefined): boolean {
  return translation?.kind === 'commands' && translation.commands.some(([program, next]) => program === 'uv' || next === 'uv');
}

function commandOf({ words }: CommandSite): string {
  return words.map(({ raw }) => raw).join(' ');
}
