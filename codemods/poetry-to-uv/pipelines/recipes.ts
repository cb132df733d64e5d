import { callsPoetry, commandSitesIn, type CommandSite, type Edit, type SourceFile } from '#pystd';
import { isActiveAfter } from '../commands/active.ts';
import { startedBy, type Started } from '../commands/started.ts';
import type { Surroundings } from '../surroundings.ts';
import { environmentBefore } from './environment.ts';
import { jobsIn } from './jobs.ts';
import type { YamlPlan } from './plan.ts';

/** What the reviewer is told about `UV_NO_SYNC`. */
export const KEEPS_ENVIRONMENT = 'What is started here calls `uv run`: `UV_NO_SYNC` keeps that from making the environment what the lock says, over what was installed or left out before.';

/** Recipes and scripts that a job starts are told of its environment: what stands in them knows nothing of it. */
export function tellRecipes(plan: YamlPlan, file: SourceFile, surroundings: Surroundings): void {
  for (const site of commandSitesIn(file)) {
    if (callsPoetry(site.words) || plan.isRewritten(site.span)) continue;
    const jobs = jobsIn(file).filter((job) => job.includes(site));
    const started = startedBy(site, surroundings);
    const [job] = jobs;
    const active = job && inActiveEdit(site, job.slice(0, job.indexOf(site)), started);
    const isKept = started.runs && !started.installs && jobs.some((one) => environmentBefore(site, one, surroundings, file).state !== 'whole');
    if (isKept) plan.change(site.span, KEEPS_ENVIRONMENT, [withVariable(site, 'UV_NO_SYNC=1')]);
    if (active) plan.change(site.span, active.message, [active.edits]);
  }
}

/** Where another environment is active than uv's own, recipes are told to work in it, as Poetry did by itself. */
export function inActiveEdit(site: CommandSite, before: readonly CommandSite[], { installs, runs }: Started): { readonly message: string; readonly edits: readonly Edit[] } | undefined {
  if ((!installs && !runs) || !isActiveAfter(before) || site.assignments.some(({ raw }) => raw.startsWith('UV_PROJECT_ENVIRONMENT='))) return undefined;
  return { message: 'Another environment than `.venv` is active here. Poetry works in it; the recipes that are started are told to.', edits: withVariable(site, 'UV_PROJECT_ENVIRONMENT="$VIRTUAL_ENV"') };
}

/** `NAME=value` before a command. */
export function withVariable({ words, span }: CommandSite, assignment: string): readonly Edit[] {
  const at = words[0]?.span.start ?? span.start;
  return [{ span: { start: at, end: at }, text: `${assignment} ` }];
}
