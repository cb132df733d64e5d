import { entriesNamed, lineStart, removeAt, type Edit, type YamlDocument } from '#pystd';
import { installersIn, isInstallScript } from '../pipelines/installers.ts';
import type { YamlPlan } from '../pipelines/plan.ts';
import { conditionEdits, goneWith, isCache, isEmptied, isNeeded, isNeverRun, poetryCaches, rekeyed } from './caches.ts';
import { asks, conditionWithout, type Gone } from './conditions.ts';
import { isPythonAction } from './python.ts';
import { isPoetryAction } from './setup.ts';
import { childOf, scalarAt, scalarsIn, type StepList, type WorkflowStep } from './steps.ts';

/** Takes away Poetry's caches, with the steps and conditions that ask whether they were hit. Gives the steps that go, as they stand. */
export function rewriteCaches(plan: YamlPlan, document: YamlDocument, list: StepList): ReadonlySet<WorkflowStep> {
  const going = new Set<WorkflowStep>();
  const candidates = poetryCaches(list);
  const ids = candidates.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const needed = ids.filter((id) => isNeeded([id], list, candidates));
  const removed = candidates.filter(({ id, node }) => (id === undefined ? !scalarsIn(node).some(({ text }) => asks(text, { caches: needed, neverRun: [] })) : !needed.includes(id)));
  const ofPython = list.steps.flatMap((step) => (step.id !== undefined && poetryCacheOf(step) === 'always' ? [step.id] : []));
  const gone = goneWith([...ids.filter((id) => !needed.includes(id)), ...danglingIds(list), ...ofPython], list);
  for (const step of list.steps) {
    if (removed.includes(step)) {
      going.add(step);
      plan.change(step.item.span, 'This cache of what Poetry installs goes: the action that sets up uv has a cache of its own.', [removeAt(document, step.path, 'refuse')]);
    } else if (isNeverRun(step, gone)) {
      going.add(step);
      plan.change(step.item.span, 'This step goes: it only runs when the cache is hit that is no longer there.', [removeAt(document, step.path, 'refuse')]);
    } else {
      followCondition(plan, document, step, gone);
      if (isCache(step) && /poetry/i.test(document.file.text.slice(step.item.span.start, step.item.span.end))) keepCache(plan, document, step, needed);
    }
    setupPython(plan, document, step);
  }
  return going;
}

/** Steps that conditions ask for and that are not there: what is asked of them is as if they were never hit. */
function danglingIds({ steps }: StepList): readonly string[] {
  const asked = steps.flatMap(askedIds);
  return [...new Set(asked)].filter((id) => /poetry|venv/i.test(id) && !steps.some((step) => step.id === id));
}

/** uv is not in what a cache keeps: it is set up whether or not one is hit. */
function installsPoetry({ file }: YamlDocument, step: WorkflowStep): boolean {
  return isPoetryAction(step) || installersIn(file.text, step.sites).length > 0 || (step.sites.length === 0 && isInstallScript(step.run?.text ?? ''));
}

/** The steps whose hits a condition asks for. */
function askedIds({ condition = '' }: WorkflowStep): readonly string[] {
  return [...condition.matchAll(/\bsteps\.([\w-]+)\.outputs\.cache-hit\b/g)].map((match) => match[1] ?? '');
}

function followCondition(plan: YamlPlan, document: YamlDocument, step: WorkflowStep, before: Gone): void {
  const gone = installsPoetry(document, step) ? { ...before, caches: [...before.caches, ...askedIds(step)] } : before;
  const after = step.condition === undefined ? 'same' : conditionWithout(step.condition, gone);
  const scalar = scalarAt(step.node, ['if']);
  if (after === undefined || after === 'same' || !scalar) return;
  const isSame = conditionWithout(step.condition ?? '', before) === 'same';
  plan.change(scalar.span, isSame ? 'uv is not in a cache: it is set up whether or not one is hit.' : 'The condition no longer asks for the cache that goes.', [conditionEdits(document, step, after), ...(after === 'always' ? [commentEdits(document, step)] : [])]);
}

/** What comments directly above a step say of the cache that its condition asked for: `# install, if the cache is not hit`. */
function commentEdits({ file: { text } }: YamlDocument, { item }: WorkflowStep): readonly Edit[] {
  const edits: Edit[] = [];
  for (let at = lineStart(text, item.span.start); at > 0;) {
    const start = lineStart(text, at - 1);
    const line = text.slice(start, at);
    if (!/^\s*#/.test(line)) break;
    const said = /^(\s*#[^\r\n]*?\w)[ \t,;:(-]+(?:only[ \t]+)?(?:if|when|unless)\b[^\r\n]*\bcached?\b[^\r\n]*/i.exec(line);
    const alone = /^\s*#+[ \t]*(?:only[ \t]+)?(?:if|when|unless)\b[^\r\n]*\bcached?\b/i.test(line);
    if (alone) edits.unshift({ span: { start, end: at }, text: '' });
    else if (said) edits.unshift({ span: { start: start + (said[1] ?? '').length, end: start + said[0].length }, text: '' });
    at = start;
  }
  return edits;
}

function keepCache(plan: YamlPlan, document: YamlDocument, step: WorkflowStep, needed: readonly string[]): void {
  if (isEmptied(step)) return plan.flag(step.item.span, 'This cache held what Poetry installed. The action that sets up uv has a cache of its own elsewhere: this one can go, with what asks whether it was hit.');
  const edits = rekeyed(document, step);
  const because = step.id !== undefined && needed.includes(step.id) ? 'Other steps ask whether it was hit, so it stays; the action that sets up uv has a cache of its own.' : 'It holds other things as well, or comes from another job, so it stays.';
  const nothing = edits.every((one) => 'edits' in one && one.edits.length === 0);
  if (!nothing) plan.change(step.item.span, `This cache follows uv's lock now. ${because}`, edits);
}

/** `actions/setup-python` knows no cache for uv. */
function setupPython(plan: YamlPlan, document: YamlDocument, step: WorkflowStep): void {
  const { with: inputs, path } = step;
  const cache = inputs && entriesNamed(inputs, 'cache').at(-1);
  const isPoetrys = poetryCacheOf(step);
  if (!inputs || !cache || isPoetrys === undefined) return;
  if (isPoetrys === 'sometimes') return plan.flag(cache.span, 'This cache is Poetry\'s under some conditions. The action that sets up uv has a cache of its own, so that it is not needed for projects of uv.');
  const own = ['cache', 'cache-dependency-path'].filter((name) => childOf(inputs, name) !== undefined);
  const edits = own.length === inputs.entries.length ? [removeAt(document, [...path, 'with'], 'refuse')] : own.map((name) => removeAt(document, [...path, 'with', name], 'refuse'));
  plan.change(cache.span, '`cache: poetry` goes: the action that sets up uv has a cache of its own.', edits);
}

/** Whether the action that installs Python keeps a cache of Poetry's, or only under conditions besides others. */
function poetryCacheOf(step: WorkflowStep): 'always' | 'sometimes' | undefined {
  const text = isPythonAction(step) ? scalarAt(step.node, ['with', 'cache'])?.text : undefined;
  if (text === undefined || !/poetry/i.test(text)) return undefined;
  return /^\s*(?:poetry|\$\{\{[^|]*&&\s*'poetry'\s*\|\|\s*''\s*\}\})\s*$/.test(text) ? 'always' : 'sometimes';
}
