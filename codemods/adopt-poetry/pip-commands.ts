import {
  commandSitesIn, isProblem, planRequirementsCommands, requirementsProjectAt, uvToPoetry,
  type Arg, type CommandSite, type RequirementsUse, type SourceFile, type Task, type Translation,
} from '#pystd';
import { foundationsOf, type Foundation } from './foundations.ts';

/** Command lines of pip and what runs beside them, and what they are with Poetry. */
export type PipPlan = ReadonlyMap<CommandSite, Translation>;

/** Files whose command lines install requirements and follow as a whole: Makefiles, scripts, examples in texts. Images and workflows follow by themselves. */
export function pipPlansOf(task: Task<object>): ReadonlyMap<SourceFile, PipPlan> {
  const { founded } = foundationsOf(task);
  const plans = new Map<SourceFile, PipPlan>();
  for (const file of founded.length === 0 ? [] : task.repo.files.values()) {
    if (!/pip|requirements/i.test(file.text) || /\.(?:lock|py|in)$/.test(file.path) || task.ownershipOf(file.path) !== 'own') continue;
    const plan = planned(file, founded);
    if (plan) plans.set(file, plan);
  }
  return plans;
}

/** Whether a place that names a file of requirements is in a command line that is rewritten. */
export function isRewritten(plans: ReadonlyMap<SourceFile, PipPlan>, { path, span }: RequirementsUse): boolean {
  return [...plans].some(([file, plan]) => file.path === path && [...plan.keys()].some((site) => site.span.start <= span.start && span.end <= site.span.end));
}

function planned(file: SourceFile, founded: readonly Foundation[]): PipPlan | undefined {
  const projects = founded.map(({ project }) => project);
  const byUv = planRequirementsCommands(file, projects);
  const project = requirementsProjectAt(projects, file.path);
  const foundation = founded.find((one) => one.project === project);
  if (!byUv || !foundation || [...byUv.keys()].some(({ isCaptured, form }) => isCaptured || form === 'argv')) return undefined;
  // uv that is there already belongs to some other way of working.
  if (commandSitesIn(file).some(({ words }) => /^(?:uvx?|poetry)$/.test(words[0]?.value ?? ''))) return undefined;
  const plan = new Map<CommandSite, Translation>();
  for (const [site, translation] of byUv) {
    const made = byPoetry(site, translation, foundation);
    const edits = made?.kind === 'commands' ? site.replace(made.commands) : made?.kind === 'removed' ? site.remove() : undefined;
    if (!made || !edits || isProblem(edits)) return undefined;
    plan.set(site, made);
  }
  return plan;
}

/** What a command line of uv's, made from one of pip's, is with Poetry. It installs, and takes nothing away, as pip did. */
export function byPoetry(site: CommandSite, translation: Translation, { adoption }: Foundation): Translation | undefined {
  if (translation.kind === 'removed') return { kind: 'removed', remarks: [] };
  if (translation.kind === 'unknown') return undefined;
  const commands: (readonly Arg[])[] = [];
  for (const command of translation.commands) {
    if (command[1] !== 'sync' && command[1] !== 'run') return undefined;
    const words = command.map((arg) => wordOf(site, arg));
    const made = uvToPoetry(words, { ...adoption.facts, poetryMajor: 2 }, site.setting);
    if (made.kind !== 'commands') return undefined;
    commands.push(...made.commands.map((one) => one.map((arg, index) => (index > 0 && index < 3 && arg === 'sync' ? 'install' : argOf(command, arg)))));
  }
  return { kind: 'commands', commands, remarks: [] };
}

function wordOf({ words }: CommandSite, arg: Arg): { readonly value: string | undefined; readonly raw: string } {
  if (typeof arg === 'string') return { value: arg, raw: arg };
  if (typeof arg !== 'number') return { value: undefined, raw: arg.text };
  return { value: words[arg]?.value, raw: words[arg]?.raw ?? '' };
}

/** A word of the old command line again. */
function argOf(command: readonly Arg[], arg: Arg): Arg {
  return typeof arg === 'number' ? (command[arg] ?? arg) : arg;
}
