import type { Edit, YamlDocument } from '#pystd';
import { INSTALL_SCRIPT } from '../pipelines/installers.ts';
import { labelInUv, isSimple } from '../pipelines/labels.ts';
import type { YamlPlan } from '../pipelines/plan.ts';
import type { Surroundings } from '../surroundings.ts';
import { translationIn } from './jobs.ts';
import { scalarAt, type StepList, type WorkflowStep } from './steps.ts';

/** Names of steps and short comments on what is done follow, where all of it is done by uv. Names of jobs stay: branch rules may ask for them. */
export function renameLabels(plan: YamlPlan, document: YamlDocument, list: StepList, surroundings: Surroundings): void {
  for (const step of list.steps) {
    if (isPoetrysStill(step, list, surroundings)) continue;
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

/** Whether a command of the step stays Poetry's, or the step installs Poetry in a way that is not known. */
function isPoetrysStill({ sites, action, node, run }: WorkflowStep, list: StepList, surroundings: Surroundings): boolean {
  if ((action !== undefined && !action.startsWith('./') && /poetry/i.test(action)) || /poetry\.lock/.test(run?.text ?? '')) return true;
  if (INSTALL_SCRIPT.test(run?.text ?? '') || /poetry/i.test(scalarAt(node, ['with', 'path'])?.text.replace(/pypoetry/g, '') ?? '')) return true;
  const translations = sites.flatMap((site) => translationIn(site, list, surroundings) ?? []);
  if (translations.length === 0 && /(?:install|set[- ]?up|configure)\w*\W+(?:python\W+)?poetry\W*$/i.test(scalarAt(node, ['name'])?.text ?? '')) return true;
  return translations.some(({ kind }) => kind === 'unknown');
}
