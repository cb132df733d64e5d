import { callsPoetry, poetryToUv, type Arg, type CommandSite, type Translation } from '#pystd';
import { chosenPython } from './workflows-python.ts';
import { projectOfSite } from './workflows-projects.ts';
import { uploadSettings } from './workflows-uploads.ts';
import type { StepList } from './workflows-steps.ts';
import type { Surroundings } from './surroundings.ts';

type Commands = Translation & { readonly kind: 'commands' };

/** What a Poetry command of a step becomes, by what it says and by what the steps of its job do before it; `undefined` for other commands. */
export function translationIn(site: CommandSite, list: StepList, surroundings: Surroundings): Translation | undefined {
  const plain = plainTranslation(site, list, surroundings);
  if (!plain) return undefined;
  const found = chosenPython(site, list) ?? uploadSettings(site, list, plain) ?? plain;
  return found.kind === 'commands' ? absolute(site, surroundings, withoutSync(site, list, surroundings, found)) : found;
}

function plainTranslation(site: CommandSite, list: StepList, surroundings: Surroundings): Translation | undefined {
  if (!callsPoetry(site.words)) return undefined;
  const project = projectOfSite(site, list, surroundings);
  if ('problem' in project) return { kind: 'unknown', because: project.problem };
  return project.state === 'kept' ? { kind: 'unknown', because: 'The project stays with Poetry.' } : poetryToUv(site.words, project, site.setting);
}

/** `uv run` installs the default groups first: where the job installed fewer of them, it must leave the environment as it is. */
function withoutSync(site: CommandSite, list: StepList, surroundings: Surroundings, found: Commands): Commands {
  if (!isRun(site, found) || !isReducedBefore(site, list, surroundings)) return found;
  return { ...found, commands: found.commands.map((command) => unsynced(site, command)), remarks: [...found.remarks, NO_SYNC] };
}

/** What the reviewer is told about `--no-sync`. */
export const NO_SYNC = '`--no-sync` keeps `uv run` from installing the groups that were left out before.';

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

/** Whether the last installation before a command, which it can rely on, left default groups out. */
function isReducedBefore(site: CommandSite, list: StepList, surroundings: Surroundings): boolean {
  const own = list.steps.find(({ sites }) => sites.includes(site));
  const project = projectOfSite(site, list, surroundings);
  let isReduced = false;
  for (const step of list.steps) {
    for (const other of step.sites) {
      if (other === site) return isReduced;
      const translation = plainTranslation(other, list, surroundings);
      const sync = projectOfSite(other, list, surroundings) === project ? syncOf(other, translation) : undefined;
      // What is only installed under a condition is sure under the same one.
      const isSure = step.condition === undefined || /cache-hit/.test(step.condition) || step.condition === own?.condition;
      if (sync !== undefined && isSure) isReduced = sync === 'reduced';
    }
  }
  return isReduced;
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
