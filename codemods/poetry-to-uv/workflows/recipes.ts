import { callsPoetry, insertText, type CommandSite, type YamlDocument } from '#pystd';
import { inActiveEdit, KEEPS_ENVIRONMENT } from '../pipelines/recipes.ts';
import type { Planned, YamlPlan } from '../pipelines/plan.ts';
import { startedBy } from '../commands/started.ts';
import type { Surroundings } from '../surroundings.ts';
import { environmentBefore } from './jobs.ts';
import { folderOfStep } from './projects.ts';
import { childOf, scalarAt, type StepList, type WorkflowStep } from './steps.ts';

/** Recipes and scripts that the steps of a job start are told of its environment: what stands in them knows nothing of it. */
export function tellRecipes(plan: YamlPlan, document: YamlDocument, list: StepList, surroundings: Surroundings): void {
  for (const step of list.steps) {
    for (const site of step.sites) {
      if (callsPoetry(site.words) || plan.isRewritten(site.span)) continue;
      const started = startedBy(inFolder(site, list, step), surroundings);
      const active = inActiveEdit(site, step.sites.slice(0, step.sites.indexOf(site)), started);
      if (active) plan.change(site.span, active.message, [active.edits]);
      if (started.runs && !started.installs && environmentBefore(site, list, surroundings).state !== 'whole') {
        const edits = withVariable(document, step, 'UV_NO_SYNC', '"1"');
        if (edits) plan.change(site.span, KEEPS_ENVIRONMENT, [edits]);
      }
    }
  }
}

/** A command with the folder that its step or job works in. */
export function inFolder(site: CommandSite, list: StepList, step: WorkflowStep): CommandSite {
  const folder = folderOfStep(list, step);
  return site.folder === '' && folder !== '' ? { ...site, folder } : site;
}

/** A variable among those of a step; `undefined` when it is set already. */
function withVariable(document: YamlDocument, { node, path }: WorkflowStep, name: string, value: string): Planned | undefined {
  const env = childOf(node, 'env');
  if (scalarAt(node, ['env', name])) return undefined;
  if (!env) return insertText(document, { after: [...path, 'run'] }, `env:\n  ${name}: ${value}`);
  const last = env.kind === 'mapping' ? env.entries.at(-1) : undefined;
  return last && insertText(document, { after: [...path, 'env', last.name] }, `${name}: ${value}`);
}
