import { callsPoetry, type CommandSite, type RepositoryView, type SourceFile, type Span, type YamlScalar } from '#pystd';
import { installersIn } from '../pipelines/installers.ts';
import { isShown } from '../pipelines/stays.ts';
import { isTooOld } from '../pipelines/uv-pins.ts';
import { namesPoetry, type Surroundings } from '../surroundings.ts';
import { conditionWithout } from './conditions.ts';
import { translationIn } from './jobs.ts';
import { isPoetryAction, isUvAction } from './setup.ts';
import { scalarAt, type StepList, type WorkflowStep } from './steps.ts';

/** Why a job stays with Poetry as a whole, and the line that says so. */
export interface Stay {
  readonly at: Span;
  readonly because: string;
}

/** Why a job cannot move as a whole, as far as its own steps tell: half of it would call a Poetry that nobody installs any more. */
export function ownStay(list: StepList, { text }: SourceFile, surroundings: Surroundings): Stay | undefined {
  return templateMade(list, surroundings) ?? conditioned(text, list) ?? untranslated(list, surroundings) ?? setUpLater(text, list, surroundings);
}

/** Whether a step brings Poetry itself into its job. */
export function installsPoetry(text: string, step: WorkflowStep): boolean {
  return isPoetryAction(step) || installersIn(text, step.sites).some(({ isOnlyPlugins }) => !isOnlyPlugins);
}

/** A command that uv has no words for. */
function untranslated(list: StepList, surroundings: Surroundings): Stay | undefined {
  for (const { sites } of list.steps) {
    for (const site of sites) {
      if (!callsPoetry(site.words) || isShown(site)) continue;
      const found = translationIn(site, list, surroundings);
      if (found?.kind === 'unknown') return { at: site.span, because: `\`${commandOf(site)}\` stays: ${found.because}` };
    }
  }
  return undefined;
}

function commandOf({ words }: CommandSite): string {
  return words.map(({ raw }) => raw).join(' ');
}

/** What runs when a project is made from a template, and calls Poetry there. */
export function templateHook({ repo }: RepositoryView): SourceFile | undefined {
  return [...repo.files.values()].find(({ path, text }) => /(?:^|\/)hooks\/(?:pre|post)_gen_project\.\w+$/.test(path) && namesPoetry(text));
}

/** What templates make is a project of Poetry's as long as they are not edited. */
function templateMade({ steps }: StepList, { task }: Surroundings): Stay | undefined {
  const site = steps.flatMap(({ sites }) => sites).find((one) => /^(?:(?:\S*poetry run|uvx?(?: run)?|pipx run|python\S* -m) )?(?:cookiecutter|copier|cruft)\b(?! --version)/.test(commandOf(one)));
  const hook = templateHook(task);
  const test = hook && steps.flatMap(({ sites }) => sites).find((one) => /(?:^|\s)(?:pytest|tox|nox)(?:\s|$)/.test(commandOf(one)));
  if (hook && test) return { at: test.span, because: `\`${hook.path}\` calls Poetry in what is made from the template, which the tests of this job may make.` };
  const isPoetrys = site && [...task.repo.files.values()].some(({ path, text }) => namesPoetry(text) && task.ownershipOf(path) === 'template');
  return isPoetrys ? { at: site.span, because: `\`${commandOf(site)}\` makes a project from a template that stays with Poetry, and this job may work on it.` } : undefined;
}

/** An installation whose condition asks a cache for what uv cannot know. */
function conditioned(text: string, { steps }: StepList): Stay | undefined {
  for (const step of steps) {
    const condition = step.condition ?? '';
    const ids = [...condition.matchAll(/\bsteps\.([\w-]+)\.outputs\.cache-hit\b/g)].map((match) => match[1] ?? '');
    if (!/cache-hit/.test(condition) || !installsPoetry(text, step)) continue;
    const after = conditionWithout(condition, { caches: ids, neverRun: [] });
    if (after === undefined || after === 'same' || (typeof after === 'object' && /cache-hit/.test(after.condition))) return { at: step.item.span, because: 'Poetry is installed here depending on a cache, in a way that is not understood.' };
  }
  return undefined;
}

/** uv that is set up, but only behind the first command that becomes uv's. */
function setUpLater(text: string, list: StepList, surroundings: Surroundings): Stay | undefined {
  const { steps } = list;
  const at = steps.findIndex(isUvAction);
  const early = steps.slice(0, Math.max(at, 0)).find(({ sites }) => sites.some((site) => translationIn(site, list, surroundings)?.kind === 'commands'));
  return early && !steps.slice(0, at).every((step) => !installsPoetry(text, step)) ? { at: steps[at]?.item.span ?? early.item.span, because: 'uv is set up in this job, but only behind commands of Poetry: the step must be moved before them.' } : undefined;
}

/** The version of uv that a job pins for its action, where uv does not know yet all that commands are written with. */
export function oldVersionOf({ above }: StepList, { node }: WorkflowStep): YamlScalar | undefined {
  const written = scalarAt(node, ['with', 'version']);
  const name = /^\s*\$\{\{\s*env\.(\w+)\s*\}\}\s*$/.exec(written?.text ?? '')?.[1];
  const value = name === undefined ? written : [...above].reverse().map((one) => scalarAt(one, ['env', name])).find((one) => one !== undefined);
  return value && isTooOld(value.text) ? value : undefined;
}
