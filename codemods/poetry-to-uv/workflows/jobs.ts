import { callsPoetry, poetryToUv, type Arg, type CommandSite, type Translation } from '#pystd';
import { inActive } from '../commands/active.ts';
import { isPoetryPackage } from '../pipelines/installers.ts';
import { cameWithPoetry } from '../pipelines/with-poetry.ts';
import { chosenPython } from './python.ts';
import { projectOfSite } from './projects.ts';
import { isActivated } from './setup.ts';
import { uploadSettings } from './uploads.ts';
import type { StepList } from './steps.ts';
import type { Surroundings } from '../surroundings.ts';

type Commands = Translation & { readonly kind: 'commands' };

/** What a Poetry command of a step becomes, by what it says and by what the steps of its job do before it; `undefined` for other commands. */
export function translationIn(site: CommandSite, list: StepList, surroundings: Surroundings): Translation | undefined {
  const plain = plainTranslation(site, list, surroundings) ?? pipTranslation(site, list, surroundings) ?? alongTranslation(site, list, surroundings);
  if (!plain) return undefined;
  const found = chosenPython(site, list) ?? uploadSettings(site, list, plain) ?? plain;
  if (found.kind !== 'commands') return found;
  const { sites = [] } = list.steps.find((step) => step.sites.includes(site)) ?? {};
  return inActive(site, sites.slice(0, sites.indexOf(site)), absolute(site, surroundings, withEnvironment(site, list, surroundings, withoutSync(site, list, surroundings, found))));
}

function plainTranslation(site: CommandSite, list: StepList, surroundings: Surroundings): Translation | undefined {
  if (!callsPoetry(site.words)) return undefined;
  const project = projectOfSite(site, list, surroundings);
  if ('problem' in project) return { kind: 'unknown', because: project.problem };
  return project.state === 'kept' ? { kind: 'unknown', because: 'The project stays with Poetry.' } : poetryToUv(site.words, project, site.setting);
}

/** `uv run` makes the environment what the lock says first: where the job installed something else, it must leave it as it is. */
function withoutSync(site: CommandSite, list: StepList, surroundings: Surroundings, found: Commands): Commands {
  if (!isRun(site, found)) return found;
  const { state } = environmentBefore(site, list, surroundings);
  if (state === 'whole') return found;
  return { ...found, commands: found.commands.map((command) => unsynced(site, command)), remarks: [...found.remarks, state === 'reduced' ? NO_SYNC : NO_SYNC_AFTER_PIP] };
}

/** What the reviewer is told about `--no-sync`. */
export const NO_SYNC = '`--no-sync` keeps `uv run` from installing the groups that were left out before.';

/** … and where something was installed besides. */
export const NO_SYNC_AFTER_PIP = '`--no-sync` keeps `uv run` from putting back the versions of the lock over what was installed before.';

/** `uv run …` as `uv run --no-sync …`. */
export function unsynced(site: CommandSite, command: readonly Arg[]): readonly Arg[] {
  const at = command.findIndex((arg) => wordOf(site, arg) === 'run');
  return at < 0 ? command : [...command.slice(0, at + 1), '--no-sync', ...command.slice(at + 1)];
}

/** Whether a command runs a program in the environment, and nothing says yet how far it may change that. */
export function isRun(site: CommandSite, { commands }: Commands): boolean {
  return commands.some((command) => command[0] === 'uv' && command.some((arg) => wordOf(site, arg) === 'run') && !command.includes('--no-sync'));
}

/** Whether a translation installs, and if so, whether default groups are left out. */
export function syncOf(site: CommandSite, translation: Translation | undefined): 'whole' | 'reduced' | undefined {
  if (translation?.kind !== 'commands') return undefined;
  const syncs = translation.commands.map((command) => command.map((arg) => wordOf(site, arg))).filter((words) => words[0] === 'uv' && words.includes('sync'));
  if (syncs.length === 0) return undefined;
  return syncs.some((words) => words.some((word) => /^--(?:no-default-groups|no-dev|no-group|only-group|only-dev)(?:=|$)/.test(word))) ? 'reduced' : 'whole';
}

/** What the steps before a command, on which it can rely, made of the environment of its project. */
interface Environment {
  /** `reduced`: default groups were left out; `changed`: something was installed besides, be it only under a condition. */
  readonly state: 'whole' | 'reduced' | 'changed';
  /** Whether there is one. */
  readonly isThere: boolean;
}

export function environmentBefore(site: CommandSite, list: StepList, surroundings: Surroundings): Environment {
  const own = list.steps.find(({ sites }) => sites.includes(site));
  const project = projectOfSite(site, list, surroundings);
  let state: Environment['state'] = 'whole';
  let isThere = isActivated(list);
  for (const step of list.steps) {
    for (const other of step.sites) {
      if (other === site) return { state, isThere };
      const isPip = /^uv (?:venv|pip)\b/.test(other.words.map(({ raw }) => raw).join(' '));
      const translation = plainTranslation(other, list, surroundings) ?? (isActivated(list) && isBarePip(other) ? INSTALLS : undefined);
      if (projectOfSite(other, list, surroundings) !== project || (translation?.kind !== 'commands' && !isPip)) continue;
      // What is only installed under a condition is sure under the same one.
      const isSure = step.condition === undefined || /cache-hit/.test(step.condition) || step.condition === own?.condition;
      const sync = syncOf(other, translation);
      if (sync !== undefined && isSure) state = sync;
      if (translation?.kind === 'commands' && installsByPip(other, translation)) state = 'changed';
      isThere ||= isSure;
    }
  }
  return { state, isThere };
}

const INSTALLS: Commands = { kind: 'commands', commands: [['uv', 'pip', 'install']], remarks: [] };

/** Whether a translation installs something that need not be in the lock. */
function installsByPip(site: CommandSite, { commands }: Commands): boolean {
  return commands.some((command) => command.map((arg) => wordOf(site, arg)).slice(0, 4).join(' ').match(/^uv (?:\S+ )?pip (?:un)?install\b/) !== null);
}

/** `poetry run pip` makes the environment when there is none; `uv pip` does not. */
function withEnvironment(site: CommandSite, list: StepList, surroundings: Surroundings, found: Commands): Commands {
  if (!installsByPip(site, found) || environmentBefore(site, list, surroundings).isThere) return found;
  return withVenv(found);
}

/** Commands behind the one that makes an environment. */
export function withVenv(found: Commands): Commands {
  return { ...found, commands: [['uv', 'venv', '--allow-existing'], ...found.commands], remarks: ['Nothing in this job makes an environment before: `uv venv` does.'] };
}

/** `pip install` by its bare name, of something else than Poetry. */
function isBarePip({ words, prefix }: CommandSite): boolean {
  return prefix.length === 0 && /^(?:python3? -m )?pip3? (?:un)?install /.test(words.map(({ raw }) => raw).join(' ')) && !words.some(({ raw }) => isPoetryPackage(raw));
}

/** In an environment that is put on the path, `pip` is still that of the Python below: what is installed behind Poetry's back goes by uv. */
function pipTranslation(site: CommandSite, list: StepList, surroundings: Surroundings): Translation | undefined {
  if (!isBarePip(site) || !isActivated(list) || !isAfterInstall(site, list)) return undefined;
  const project = projectOfSite(site, list, surroundings);
  if ('problem' in project || project.state === 'kept') return undefined;
  const poetry = [{ value: 'poetry', raw: 'poetry' }, { value: 'run', raw: 'run' }];
  const found = poetryToUv([...poetry, ...site.words], project, site.setting);
  if (found.kind !== 'commands') return found;
  return { ...found, commands: found.commands.map((command) => command.map((arg) => (typeof arg === 'number' ? arg - poetry.length : arg))), remarks: ['An environment of uv has no pip, and the one on the path installs elsewhere.'] };
}

/** What pip installed along with Poetry; in an environment that is put on the path, the project may have it as well. */
function alongTranslation(site: CommandSite, list: StepList, { task }: Surroundings): Translation | undefined {
  const sites = list.steps.flatMap((step) => step.sites);
  const found = cameWithPoetry(site, sites.slice(0, sites.indexOf(site)), task.repo.files.get(site.path)?.text ?? '');
  return found?.kind === 'unknown' && isActivated(list) ? undefined : found;
}

function isAfterInstall(site: CommandSite, { steps }: StepList): boolean {
  const sites = steps.flatMap((step) => step.sites);
  return sites.slice(0, sites.indexOf(site)).some(({ words }) => callsPoetry(words) && words.some(({ value }) => value === 'install' || value === 'sync'));
}

/** A path that is kept for later, in a variable or for other steps, must not depend on the folder it is used in. */
function absolute({ path, substitution }: CommandSite, { task }: Surroundings, found: Commands): Commands {
  const text = task.repo.files.get(path)?.text;
  if (found.prints !== '.venv' || !substitution || text === undefined) return found;
  const [before = ''] = text.slice(0, substitution.start).split('\n').slice(-1);
  const [after = ''] = text.slice(substitution.end).split('\n', 1);
  const isKept = /(?:^|[\s;])(?:export\s+)?\w+=["']?$/.test(before) || />>\s*"?\$\{?GITHUB_(?:PATH|ENV|OUTPUT)\b/.test(after);
  return isKept ? { ...found, prints: '$PWD/.venv' } : found;
}

function wordOf({ words }: CommandSite, arg: Arg): string {
  if (typeof arg === 'string') return arg;
  return typeof arg === 'number' ? (words[arg]?.raw ?? '') : arg.text;
}
