import { removeAt, setScalar, type CommandSite, type YamlDocument } from '#pystd';
import { installerLength, isPoetryPackage } from '../pipelines/installers.ts';
import type { Planned } from '../pipelines/plan.ts';
import { asks, conditionWithout, type ConditionAfter, type Gone } from './conditions.ts';
import { scalarAt, scalarsIn, type StepList, type WorkflowStep } from './steps.ts';

/** What of Poetry's a path of a cache is: environments, downloads, Poetry itself. */
const POETRY_PATH = /^(?:\S*\/)?(?:\.venv|venv|\.?poetry|pypoetry(?:\/\S*)?|\.poetry\/\S*|poetry\/\S*|\.local)\/?(?:\*\*)?$|^(?:~|\$HOME|\/home\/\w+|\/root)?\/?\.local\/bin\/poetry$|^\S*\.local\/share\/pypoetry\S*$|^\$\{\{ *env\.POETRY_\w+ *\}\}\S*$/i;

/** The Python that `actions/setup-python` installed, with all that Poetry put into it. */
const PYTHON_PATH = /^\$\{\{ *env\.pythonLocation *\}\}\S*$|^\$\{?pythonLocation\}?(?:\/\S*)?$|^\S*\/site-packages\/?$/i;

/** Where pip keeps what it downloads. */
const PIP_PATH = /^\S*\/?(?:\.cache|Caches)\/pip\/?$/i;

/** Whether a step restores or saves a cache. */
export function isCache({ action }: WorkflowStep): boolean {
  return action !== undefined && /^actions\/cache(?:\/(?:restore|save))?$/.test(action);
}

/** Caches of a list that only hold what Poetry installed or downloaded: uv's action has a cache of its own. */
export function poetryCaches({ steps }: StepList): readonly WorkflowStep[] {
  const installs = steps.some(({ sites }) => sites.some(({ words }) => words.some(({ value }) => value === 'poetry') && words.some(({ value }) => value === 'install' || value === 'sync')));
  const isPipPoetrys = installs && !steps.some(({ sites }) => sites.some(installsOthers));
  return steps.filter((step) => isCache(step) && isPoetryCache(step, keyOf(step, steps), installs, isPipPoetrys));
}

/** The key of a cache; one that is saved under the key it was looked for has that one's. */
function keyOf({ node }: WorkflowStep, steps: StepList['steps']): string {
  const key = scalarAt(node, ['with', 'key'])?.text ?? '';
  const id = /^\s*\$\{\{\s*steps\.([\w-]+)\.outputs\.cache-(?:primary|matched)-key\s*\}\}\s*$/.exec(key)?.[1];
  const other = id === undefined ? undefined : steps.find((step) => step.id === id);
  return other ? (scalarAt(other.node, ['with', 'key'])?.text ?? '') : key;
}

function isPoetryCache({ node }: WorkflowStep, written: string, installs: boolean, isPipPoetrys: boolean): boolean {
  const paths = (scalarAt(node, ['with', 'path'])?.text ?? '').split('\n').map((path) => path.trim().replace(/\$\{\{[^}]*\}\}\//g, './')).filter((path) => path !== '' && !path.startsWith('!'));
  // In a Python that comes from elsewhere, uv installs nothing, so that nobody needs what was kept of it.
  if (installs && paths.length > 0 && paths.every((path) => PYTHON_PATH.test(path))) return true;
  if (paths.length === 0 || !paths.every((path) => POETRY_PATH.test(path) || (isPipPoetrys && PIP_PATH.test(path)))) return false;
  // A key of another kind is for what somebody puts there besides; what it takes its values from does not tell the kind.
  const key = written.replace(/\$\{\{([^}]*)\}\}/g, (_, expression: string) => (expression.match(/'[^']*'|\S*poetry\S*/gi) ?? []).join(' '));
  const isNamed = /poetry/i.test(key) || (/venv|dep|pip|python|lock/i.test(key) && paths.some((path) => /poetry/i.test(path)));
  // An environment that nobody installs here comes from another job.
  return isNamed && (installs || paths.every((path) => !/(?:^|\/)\.?venv(?:\/|$)/.test(path)));
}

/** Whether pip installs something that is neither Poetry nor a tool of its own. */
function installsOthers({ words }: CommandSite): boolean {
  const from = installerLength(words.map(({ value }) => value));
  const isPip = words.slice(0, from).some(({ value = '' }) => /(?:^|\/)pip[\d.]*$/.test(value));
  return isPip && words.slice(from).some(({ raw }) => /^(?:-r|--requirement|-e|--editable)/.test(raw) || (!raw.startsWith('-') && !isPoetryPackage(raw) && !/^["']?(?:pip|setuptools|wheel)\b/.test(raw)));
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

/** Whether anything but a condition that can do without it asks for the results of steps that go; `going` may ask for each other. */
export function isNeeded(caches: readonly string[], list: StepList, going: readonly WorkflowStep[]): boolean {
  const gone = goneWith(caches, list);
  const inSteps = list.steps.filter((step) => !isNeverRun(step, gone) && !going.includes(step)).flatMap(({ node, condition }) =>
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

/** Whether a cache that stays would hold nothing any more: all of its folders were Poetry's own. */
export function isEmptied({ node }: WorkflowStep): boolean {
  const lines = (scalarAt(node, ['with', 'path'])?.text ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.length > 0 && lines.every(isPoetrysFolder);
}

/** A cache that stays, in uv's words: its key follows uv's lock, and Poetry's own folders go, since uv's action keeps those of uv. */
export function rekeyed(document: YamlDocument, { path, node }: WorkflowStep): readonly Planned[] {
  const folders = (scalarAt(node, ['with', 'path'])?.text ?? '').split('\n').filter((line) => !isPoetrysFolder(line.trim()));
  // Where something that is called after Poetry stays, so does what it is called.
  const isAboutPoetry = folders.some((line) => /poetry/i.test(line));
  return ['key', 'restore-keys', 'path'].flatMap((name): Planned[] => {
    const scalar = scalarAt(node, ['with', name]);
    if (!scalar) return [];
    const now = name === 'path' ? folders.join('\n') : scalar.text.split('\n').map((line) => (isAboutPoetry ? lockInUv(line) : keyInUv(line))).join('\n');
    return now === scalar.text ? [] : [setScalar(document, [...path, 'with', name], now)];
  });
}

/** Where Poetry keeps its downloads and environments. */
function isPoetrysFolder(line: string): boolean {
  return /(?:^|[/\\])pypoetry(?:[/\\]\S*)?$/i.test(line);
}

function lockInUv(key: string): string {
  return key.replace(/(?<![\w.-])poetry\.lock\b/g, 'uv.lock');
}

/** The version of Poetry has no place in a key any more. */
function keyInUv(key: string): string {
  const version = String.raw`\$\{\{\s*(?:inputs|env|matrix|vars)\.poetry[-_]?version\s*\}\}`;
  const unversioned = key.replace(new RegExp(`\\bpoetry[-_.]?${version}`, 'gi'), 'uv').replace(new RegExp(`[-_.]${version}|${version}[-_.]`, 'gi'), '');
  return lockInUv(unversioned).replace(/(?<![\w/.])(?:pypoetry|poetry)(?![\w.]*\/)(?!\w)/g, 'uv');
}
