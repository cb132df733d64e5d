import { callsPoetry, isYamlProblem, joinPath, parseYaml, type SourceFile } from '#pystd';
import { namesPoetry, type Surroundings } from '../surroundings.ts';
import { projectOfSite } from './projects.ts';
import { installsPoetry, ownStay, type Stay } from './stays.ts';
import { isWorkflow, stepListsOf, type StepList } from './steps.ts';

/** A job, or the steps of a composite action, and the actions of this repository that it has Poetry from. */
interface Part {
  readonly file: SourceFile;
  readonly list: StepList;
  readonly actions: readonly SourceFile[];
}

const known = new WeakMap<Surroundings, ReadonlyMap<string, Stay>>();

/**
 * Why a job or a composite action stays with Poetry. Jobs and the actions they have Poetry from move together or not at all: what stays needs
 * the Poetry of an action, and what moves its uv.
 */
export function staysWithPoetry(list: StepList, file: SourceFile, surroundings: Surroundings): Stay | undefined {
  const stays = known.get(surroundings) ?? readStays(surroundings);
  known.set(surroundings, stays);
  return stays.get(keyOf(file, list));
}

function keyOf({ path }: SourceFile, list: StepList): string {
  return [path, ...list.path].join('\n');
}

function readStays(surroundings: Surroundings): ReadonlyMap<string, Stay> {
  const parts = partsOf(surroundings);
  const stays = new Map<string, Stay>();
  for (const part of parts) {
    const own = installs(part) || part.actions.length > 0 ? (ownStay(part.list, part.file, surroundings) ?? (part.actions.length > 0 ? ofKept(part, surroundings) : undefined)) : undefined;
    if (own) stays.set(keyOf(part.file, part.list), own);
  }
  // What one of them needs reaches on to the others, until nobody is added.
  for (let before = -1; before !== stays.size;) {
    before = stays.size;
    for (const part of parts) for (const action of part.actions) hold(stays, part, parts.filter(({ file }) => file === action));
  }
  return stays;
}

/** The caller stays with its action, and the action with each caller. */
function hold(stays: Map<string, Stay>, caller: Part, called: readonly Part[]): void {
  const isCallerHeld = stays.has(keyOf(caller.file, caller.list));
  for (const { file, list } of called) {
    const key = keyOf(file, list);
    const at = callOf(caller, file) ?? caller.list.steps[0]?.item.span;
    if (isCallerHeld && !stays.has(key)) stays.set(key, { at: list.steps[0]?.item.span ?? { start: 0, end: 0 }, because: `\`${caller.file.path}\` has Poetry from here and stays with it.` });
    else if (!isCallerHeld && stays.has(key) && at) stays.set(keyOf(caller.file, caller.list), { at, because: `\`${file.path}\` stays with Poetry, and what follows takes its environment from there.` });
  }
}

function callOf({ list }: Part, action: SourceFile): Stay['at'] | undefined {
  return list.steps.find((step) => step.action?.startsWith('./') === true && action.path.startsWith(folderOfAction(step.action)))?.item.span;
}

/** Commands for a project that stays, after an action that others move with. */
function ofKept({ list }: Part, surroundings: Surroundings): Stay | undefined {
  const site = list.steps.flatMap(({ sites }) => sites).find((one) => {
    const project = callsPoetry(one.words) ? projectOfSite(one, list, surroundings) : undefined;
    return project && !('problem' in project) && project.state === 'kept';
  });
  return site && { at: site.span, because: 'Its project stays with Poetry.' };
}

function partsOf({ task }: Surroundings): readonly Part[] {
  const files = [...task.repo.files.values()].filter((file) => isWorkflow(file) && task.ownershipOf(file.path) === 'own' && (namesPoetry(file.text) || /uses:\s*["']?\.\//.test(file.text)));
  const parts = files.flatMap((file): Part[] => {
    const read = parseYaml(file.text);
    const [document, ...more] = isYamlProblem(read) ? [] : read.documents;
    return document && more.length === 0 ? stepListsOf(file, document).map((list) => ({ file, list, actions: actionsOf(list, files) })) : [];
  });
  return parts.map((part) => ({ ...part, actions: part.actions.filter((action) => bringsPoetry(action, parts)) }));
}

function actionsOf({ steps }: StepList, files: readonly SourceFile[]): readonly SourceFile[] {
  const folders = steps.flatMap(({ action }) => (action?.startsWith('./') === true ? [folderOfAction(action)] : []));
  return files.filter(({ path }) => folders.some((folder) => ['action.yml', 'action.yaml'].some((name) => path === joinPath(folder, name))));
}

function folderOfAction(action: string): string {
  return action.replace(/^(?:\.\/)+/, '').replace(/\/$/, '');
}

/** Whether an action, or one that it calls, sets Poetry up. */
function bringsPoetry(action: SourceFile, parts: readonly Part[], seen: readonly SourceFile[] = []): boolean {
  return !seen.includes(action) && parts.some((part) => part.file === action && (installs(part) || part.actions.some((one) => bringsPoetry(one, parts, [...seen, action]))));
}

function installs({ file, list }: Part): boolean {
  return list.steps.some((step) => installsPoetry(file.text, step));
}
