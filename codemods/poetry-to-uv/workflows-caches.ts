import { removeAt, setScalar, type YamlDocument } from '#pystd';
import type { Planned } from './pipelines-plan.ts';
import { pathInUv } from './variables.ts';
import { asks, conditionWithout, type ConditionAfter, type Gone } from './workflows-conditions.ts';
import { scalarAt, scalarsIn, type StepList, type WorkflowStep } from './workflows-steps.ts';

/** What of Poetry's a path of a cache is: environments, downloads, Poetry itself. */
const POETRY_PATH = /^(?:\S*\/)?(?:\.venv|venv|\.?poetry|pypoetry(?:\/\S*)?|\.poetry\/\S*|poetry\/\S*|\.local)\/?(?:\*\*)?$|^(?:~|\$HOME|\/home\/\w+|\/root)?\/?\.local\/bin\/poetry$|^\S*\.local\/share\/pypoetry\S*$|^\$\{\{ *env\.POETRY_\w+ *\}\}\S*$|^\S*\/?(?:\.cache|Caches)\/pip$/i;

/** Whether a step restores or saves a cache. */
export function isCache({ action }: WorkflowStep): boolean {
  return action !== undefined && /^actions\/cache(?:\/(?:restore|save))?$/.test(action);
}

/** Caches of a list that only hold what Poetry installed or downloaded: uv's action has a cache of its own. */
export function poetryCaches({ steps }: StepList): readonly WorkflowStep[] {
  const installs = steps.some(({ sites }) => sites.some(({ words }) => words.some(({ value }) => value === 'poetry') && words.some(({ value }) => value === 'install' || value === 'sync')));
  return steps.filter((step) => isCache(step) && isPoetryCache(step, installs));
}

function isPoetryCache({ node }: WorkflowStep, installs: boolean): boolean {
  const key = scalarAt(node, ['with', 'key'])?.text ?? '';
  const paths = (scalarAt(node, ['with', 'path'])?.text ?? '').split('\n').map((path) => path.trim().replace(/\$\{\{[^}]*\}\}\//g, './')).filter((path) => path !== '' && !path.startsWith('!'));
  if (paths.length === 0 || !paths.every((path) => POETRY_PATH.test(path))) return false;
  // A key of another kind is for what somebody puts there besides.
  const isNamed = /poetry/i.test(key) || (/venv|dep|pip|python|lock/i.test(key) && paths.some((path) => /poetry/i.test(path)));
  // An environment that nobody installs here comes from another job.
  return isNamed && (installs || paths.every((path) => !/(?:^|\/)\.?venv(?:\/|$)/.test(path)));
}

/** What goes when caches go: a step that is only run when one was hit is never run again, nor is what asks whether that one was run. */
export function goneWith(caches: readonly string[], { steps }: StepList): Gone {
  const neverRun: string[] = [];
  for (;;) {
    const next = steps.find((step) => step.id !== undefined && !neverRun.includes(step.id) && !caches.includes(step.id) && isNeverRun(step, { caches, neverRun }));
    if (next?.id === undefined) return { caches, neverRun };
    neverRun.push(next.id);
  }
}

/** Whether anything but a condition that can do without it asks for the results of steps that go. */
export function isNeeded(caches: readonly string[], list: StepList): boolean {
  const gone = goneWith(caches, list);
  const inSteps = list.steps.filter((step) => !isNeverRun(step, gone) && !(step.id !== undefined && caches.includes(step.id))).flatMap(({ node, condition }) =>
    scalarsIn(node).filter(({ text, path }) => asks(text, gone) && !(path.length === node.path.length + 1 && path.at(-1) === 'if' && condition !== undefined && conditionWithout(condition, gone) !== undefined)));
  const inOutputs = list.above.slice(1).flatMap(({ entries }) => entries.filter(({ name }) => name !== 'steps').flatMap(({ value }) => scalarsIn(value))).filter(({ text }) => asks(text, gone));
  // A composite action hands results on at its top.
  const atTop = list.path[0] === 'runs' ? (list.above[0]?.entries ?? []).filter(({ name }) => name === 'outputs').flatMap(({ value }) => scalarsIn(value)).filter(({ text }) => asks(text, gone)) : [];
  return inSteps.length + inOutputs.length + atTop.length > 0;
}

/** Whether a step is never run when steps are gone. */
export function isNeverRun({ condition }: WorkflowStep, gone: Gone): boolean {
  return condition !== undefined && conditionWithout(condition, gone) === 'never';
}

/** The edit of a step's condition. */
export function conditionEdits(document: YamlDocument, { path }: WorkflowStep, after: ConditionAfter): Planned {
  if (after === 'always') return removeAt(document, [...path, 'if'], 'refuse');
  return typeof after === 'object' ? setScalar(document, [...path, 'if'], after.condition) : [];
}

/** A cache that stays, in uv's words: its key follows uv's lock, and Poetry's folders become uv's. */
export function rekeyed(document: YamlDocument, { path, node }: WorkflowStep): readonly Planned[] {
  return ['key', 'restore-keys', 'path'].flatMap((name): Planned[] => {
    const scalar = scalarAt(node, ['with', name]);
    if (!scalar) return [];
    const lines = scalar.text.replace(/(?<![\w.-])poetry\.lock\b/g, 'uv.lock').split('\n').map((line) => (name === 'path' ? pathInUv(line) : line.replace(/(?<![\w/.])(?:pypoetry|poetry)(?![\w.]*\/)(?!\w)/g, 'uv')));
    // Several folders of Poetry may be one of uv.
    const now = lines.filter((line, index) => line === '' || lines.indexOf(line) === index).join('\n');
    return now === scalar.text ? [] : [setScalar(document, [...path, 'with', name], now)];
  });
}
