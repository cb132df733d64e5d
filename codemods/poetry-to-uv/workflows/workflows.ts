import { isYamlProblem, parseYaml, rewriteCommands, type FileRewrite, type SourceFile } from '#pystd';
import { renameLocks } from '../pipelines/locks.ts';
import { planFor, type YamlPlan } from '../pipelines/plan.ts';
import { namesPoetry, type FileKind, type Surroundings } from '../surroundings.ts';
import { rewriteCaches } from './cache-steps.ts';
import { dropNames } from './inputs.ts';
import { flagInstallation, rewriteInstallation } from './install.ts';
import { renameLabels } from './labels.ts';
import { translationIn } from './jobs.ts';
import { isForUv } from './projects.ts';
import { tellRecipes } from './recipes.ts';
import { isWorkflow, stepListsOf, type StepList } from './steps.ts';
import { staysWithPoetry } from './together.ts';

/** Workflows of GitHub and composite actions: uv is set up in Poetry's place, and caches by hand go, since uv's action has its own. */
export const workflows: FileKind = {
  concerns: (file) => namesPoetry(file.text) && isWorkflow(file),
  rewrite: (rewrite, surroundings) => {
    const planned = planWorkflow(rewrite, surroundings);
    if (!planned) return;
    planned.plan.finish();
    // Only here it is known which folder a command works in.
    rewriteCommands(rewrite, (site) => planned.lists.filter(({ steps }) => steps.some(({ sites }) => sites.includes(site))).map((list) => translationIn(site, list, surroundings))[0]);
  },
};

/** What is to be done in one file, and the inputs it no longer takes. */
interface WorkflowPlan {
  readonly plan: YamlPlan;
  readonly dropped: readonly string[];
  /** The lists of steps that are for projects of uv. */
  readonly lists: readonly StepList[];
}

function planWorkflow(rewrite: FileRewrite, surroundings: Surroundings): WorkflowPlan | undefined {
  const { file } = rewrite;
  const read = parseYaml(file.text);
  const [document, ...more] = isYamlProblem(read) ? [] : read.documents;
  if (!document || more.length > 0) return undefined;
  const all = stepListsOf(file, document);
  const meant = all.filter((list) => isForUv(list, surroundings));
  const lists = meant.filter((list) => !staysWithPoetry(list, file, surroundings));
  const plan = planFor(rewrite);
  for (const list of meant.filter((one) => !lists.includes(one))) leaveJob(rewrite, list, surroundings);
  for (const list of all.filter((one) => !meant.includes(one))) flagInstallation(plan, file, list);
  for (const list of lists) {
    const going = rewriteCaches(plan, document, list);
    rewriteInstallation({ plan, document, file, list, surroundings, going });
    tellRecipes(plan, document, list, surroundings);
    renameLabels(plan, document, list, surroundings);
  }
  // A lock that is named may be that of a project that stays with Poetry.
  if (surroundings.projects.every(({ state }) => state !== 'kept')) renameLocks(plan, document, (span) => rewrite.whyLeft(span) !== undefined);
  const dropped = dropNames({ plan, document, file, surroundings, droppedOf: (other) => droppedInputs(other, surroundings) });
  return { plan, dropped, lists };
}

/** Nothing of a job that cannot move as a whole is changed; each of its lines that name Poetry says so. */
function leaveJob(rewrite: FileRewrite, list: StepList, surroundings: Surroundings): void {
  const stay = staysWithPoetry(list, rewrite.file, surroundings);
  if (!stay) return;
  const kind = list.path[0] === 'runs' ? 'action' : 'job';
  rewrite.flag(stay.at, `${stay.because} So all of this ${kind} stays with Poetry, which no longer works once the project has moved: it is for a person to change.`);
  const [owner] = list.above.slice(-1);
  rewrite.leave(owner?.span ?? stay.at, `This line stays with the rest of its ${kind}, which cannot move to uv as a whole.`);
}

const known = new WeakMap<SourceFile, readonly string[]>();

/** The inputs a composite action or called workflow no longer takes, found by planning it without doing anything. */
function droppedInputs(file: SourceFile, surroundings: Surroundings): readonly string[] {
  const found = known.get(file);
  if (found) return found;
  // An action that calls itself has nothing to drop.
  known.set(file, []);
  const silent: FileRewrite = { file, isSpokenOf: () => false, isRewritten: () => false, change: () => undefined, flag: () => undefined, leave: () => undefined, whyLeft: () => undefined };
  const dropped = namesPoetry(file.text) && isWorkflow(file) ? (planWorkflow(silent, surroundings)?.dropped ?? []) : [];
  known.set(file, dropped);
  return dropped;
}
