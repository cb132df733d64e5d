import { callsPoetry, poetryToUv, type Edit, type YamlDocument } from '#pystd';
import { labelInUv, isSimple } from './pipelines-labels.ts';
import type { YamlPlan } from './pipelines-plan.ts';
import type { Surroundings } from './surroundings.ts';
import { scalarAt, type StepList, type WorkflowStep } from './workflows-steps.ts';

/** Names of steps and short comments on what is done follow, where all of it is done by uv. Names of jobs stay: branch rules may ask for them. */
export function renameLabels(plan: YamlPlan, document: YamlDocument, { steps }: StepList, { projectOf }: Surroundings): void {
  for (const step of steps) {
    if (isPoetrysStill(step, projectOf)) continue;
    const name = scalarAt(step.node, ['name']);
    const comments = step.item.above.filter(({ text }) => isSimple(text));
    for (const { span } of [...(name ? [name] : []), ...comments]) {
      const old = document.file.text.slice(span.start, span.end);
      const now = labelInUv(old);
      const edits: readonly Edit[] = [{ span, text: now }];
      if (now !== old && !plan.isRewritten(span)) plan.change(span, 'What the step is called follows what it does.', [edits]);
    }
  }
}

/** Whether a command of the step stays Poetry's. */
function isPoetrysStill({ sites, action }: WorkflowStep, projectOf: Surroundings['projectOf']): boolean {
  if (action !== undefined && /poetry/i.test(action)) return true;
  return sites.some(({ words, path, setting }) => {
    if (!callsPoetry(words)) return false;
    const project = projectOf(path);
    return 'problem' in project || poetryToUv(words, project, setting).kind === 'unknown';
  });
}
