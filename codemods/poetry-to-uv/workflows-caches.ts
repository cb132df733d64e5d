import { removeAt, setScalar, type YamlDocument } from '#pystd';
import type { Planned } from './pipelines-plan.ts';
import { pathInUv } from './variables.ts';
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
  const isNamed = /poetry/i.test(key) || paths.some((path) => /poetry/i.test(path));
  // An environment that nobody installs here comes from another job.
  return isNamed && (installs || paths.every((path) => !/(?:^|\/)\.?venv(?:\/|$)/.test(path)));
}

/** What becomes of a condition when caches are gone, which is as if they were never hit. */
export type ConditionAfter = 'same' | 'always' | 'never' | { readonly condition: string };

/** A condition without what it asks of steps that go. */
export function conditionWithout(condition: string, ids: readonly string[]): ConditionAfter | undefined {
  const isExpression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition);
  const terms = (isExpression?.[1] ?? condition).split(/\s*&&\s*/).map((term) => term.trim());
  const asks = (term: string): boolean => ids.some((id) => new RegExp(`\\bsteps\\.${escaped(id)}\\.`).test(term));
  if (!terms.some(asks)) return 'same';
  if (/\|\||[()]/.test(condition.replace(/\b(?:always|success|failure|cancelled)\(\)/g, ''))) return undefined;
  const left: string[] = [];
  for (const term of terms) {
    if (!asks(term)) left.push(term);
    else if (/^steps\.[\w-]+\.outputs\.cache-hit\s*==\s*(?:'true'|true)$|^steps\.[\w-]+\.outputs\.cache-hit$/.test(term)) return 'never';
    else if (!/^steps\.[\w-]+\.outputs\.cache-hit\s*!=\s*(?:'true'|true)$|^!\s*steps\.[\w-]+\.outputs\.cache-hit$|^steps\.[\w-]+\.outputs\.cache-hit\s*==\s*(?:'false'|false|'')$/.test(term)) return undefined;
  }
  if (left.length === 0) return 'always';
  const kept = left.join(' && ');
  return { condition: isExpression ? `\${{ ${kept} }}` : kept };
}

/** Whether anything but a condition that can do without it asks for a step's results. */
export function isNeeded(id: string, { steps, above }: StepList, going: readonly string[]): boolean {
  const asks = new RegExp(`\\bsteps\\.${escaped(id)}\\.`);
  const goes = steps.filter((step) => step.id !== undefined && going.includes(step.id));
  const inSteps = steps.filter((step) => !goes.includes(step) && !isNeverRun(step, going)).flatMap(({ node, condition }) =>
    scalarsIn(node).filter(({ text, path }) => asks.test(text) && !(path.at(-1) === 'if' && condition !== undefined && conditionWithout(condition, going) !== undefined)));
  const inOutputs = above.slice(1).flatMap(({ entries }) => entries.filter(({ name }) => name !== 'steps').flatMap(({ value }) => scalarsIn(value))).filter(({ text }) => asks.test(text));
  return inSteps.length + inOutputs.length > 0;
}

/** Whether a step only runs when one of the caches was hit. */
export function isNeverRun({ condition }: WorkflowStep, going: readonly string[]): boolean {
  return condition !== undefined && conditionWithout(condition, going) === 'never';
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

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
