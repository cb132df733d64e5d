import { pydanticMajorOf } from '../../backend/requirements/pydantic-major.ts';
import { requirementsOf, type RequirementList, type Requirements } from '../../backend/requirements/index.ts';
import { isProblem, type Problem } from '../../packaging/problem.ts';
import { normaliseName, parseRequirement } from '../../packaging/requirement/index.ts';
import { includes, intersect, parseVersion, type VersionSet } from '../../packaging/version/index.ts';
import type { FollowUp } from '../../patch/patch-set.ts';
import type { RepoPath } from '../../repo/path.ts';
import type { Edit } from '../../text/edit.ts';
import type { Editor } from '../editor.ts';
import { Refusal } from '../refusal.ts';
import type { Task } from '../task.ts';
import type { RepositoryView } from '../view.ts';
import { addToRequirements, addToSetupCfg, addToStrings } from './line-entry.ts';
import { followUpsAfter } from './locks.ts';
import { arePinned } from './place.ts';
import { brings, obstacleTo, setOf } from './releases.ts';
import { addToProject, addToTable } from './toml-entry.ts';

/** What it takes that a project has a distribution at run time. */
export type DependencyPlan =
  | { readonly kind: 'there' }
  | { readonly kind: 'add'; readonly edits: ReadonlyMap<RepoPath, readonly Edit[]>; readonly followUps: readonly FollowUp[]; readonly notes: readonly string[] }
  /** A full sentence for a person, who has to do it. */
  | { readonly kind: 'person'; readonly because: string };

/** Distributions that show which lists a service is installed from. */
const SISTERS: readonly string[] = ['fastapi', 'pydantic', 'starlette'];

/**
 * Plans a runtime dependency (PEP 508, such as `pydantic-settings>=2.7`) of the project in a folder (`projectOf`), through whatever manages it:
 * in every list the service is installed from, written as its neighbours are. Compiled lists and locks are left to the programs that make them.
 */
export function planDependency(view: RepositoryView, project: string, requirement: string): DependencyPlan {
  const wanted = parseRequirement(requirement);
  if (isProblem(wanted)) throw new Error(wanted.problem);
  const name = normaliseName(wanted.name);
  const requirements = requirementsOf(view.repo, view.python, project);
  const versions = setOf(wanted.specifiers);
  const standing = standingOf(requirements, name, versions, requirement);
  if (standing) return standing;
  const obstacle = obstacleTo(name, versions, { python: requirements.python?.versions, versions: (one) => allowedOf(requirements, one) });
  if (obstacle !== undefined) return person(obstacle);
  const major = name === 'pydantic-settings' ? pydanticMajorOf(view.repo, view.python, project) : undefined;
  if (major?.major === 1) return person(`\`${name}\` needs pydantic 2, and this is a project of pydantic 1: ${major.because}.`);
  const homes = homesOf(requirements, requirement);
  if (isProblem(homes)) return person(homes.problem);
  const edits = new Map<RepoPath, readonly Edit[]>();
  for (const list of homes) {
    const made = editsFor(list, requirements, view, name, wanted.specifiers);
    if (isProblem(made)) return person(`\`${requirement}\` has to be added to \`${list.path}\` by hand: ${made.problem.replace(/\.$/, '')}.`);
    edits.set(list.path, made);
  }
  return { kind: 'add', edits, followUps: followUpsAfter(requirements, homes, name), notes: notesOn(requirements, homes, name) };
}

/** Plans and makes it. @throws Refusal when a person has to do it. */
export function ensureDependency<O>(editor: Editor, task: Task<O>, project: string, requirement: string): void {
  const plan = planDependency(task, project, requirement);
  if (plan.kind === 'person') throw new Refusal(plan.because);
  if (plan.kind === 'there') return;
  for (const [path, edits] of plan.edits) editor.edit(path, edits);
  for (const note of plan.notes) task.note(note);
  for (const followUp of plan.followUps) task.followUp(followUp);
}

function person(because: string): DependencyPlan {
  return { kind: 'person', because };
}

/** What the project has of it already, itself or by way of an extra; `undefined` when it has to be added. */
function standingOf(requirements: Requirements, name: string, versions: VersionSet, requirement: string): DependencyPlan | undefined {
  const locked = requirements.locked(name);
  const isOld = locked?.versions.some((text) => {
    const version = parseVersion(text);
    return version && !includes(versions, version);
  });
  const own = requirements.runtime(name);
  const narrow = own.find((one) => one.versions && intersect(one.versions, versions).length === 0);
  if (narrow) return person(`The project asks for \`${name}${narrow.written}\`, and \`${requirement}\` is needed: raise it first.`);
  if (own.length > 0 && own.every(({ isConditional }) => isConditional)) return person(`The project asks for \`${name}\` in some environments only.`);
  if (own.length > 0 && isOld) return person(`\`${locked?.path ?? ''}\` has \`${name}\` ${locked?.versions[0] ?? ''}, and \`${requirement}\` is needed: raise it first.`);
  if (own.length > 0) return { kind: 'there' };
  const isBrought = requirements.runtime().some((one) => !one.isConditional && brings(name, one, locked !== undefined));
  return isBrought && !isOld && (locked !== undefined || requirements.lockFiles.length === 0) ? { kind: 'there' } : undefined;
}

/** The versions that all lists allow at once; `undefined` where none says anything that is understood. */
function allowedOf(requirements: Requirements, name: string): VersionSet | undefined {
  const sets = requirements.runtime(name).flatMap(({ versions }) => versions ?? []);
  const own = requirements.runtime(name).map(({ versions }) => versions);
  return sets.length === 0 ? undefined : own.filter((set) => set !== undefined).reduce(intersect);
}

/** The lists to write it into: those that ask for FastAPI or pydantic, else the only one. */
function homesOf(requirements: Requirements, requirement: string): readonly RequirementList[] | Problem {
  const runtime = requirements.lists.filter(({ use }) => use === 'runtime');
  const written = runtime.filter(({ made }) => !made);
  const needing = SISTERS.map((sister) => written.filter(({ asked }) => asked.some(({ name }) => name === sister))).find((lists) => lists.length > 0);
  // Poetry's table only adds to what `[project]` says in the same file.
  if (needing) return needing.filter(({ kind, path }) => kind !== 'poetry' || !needing.some((other) => other.kind === 'pep621' && other.path === path));
  const [unreadable] = requirements.unreadable;
  if (unreadable) return { problem: `\`${unreadable.path}\` ${unreadable.because}: add \`${requirement}\` by hand.` };
  const [made] = runtime.filter(({ made: by, asked }) => by && asked.some(({ name }) => SISTERS.includes(name)));
  if (made?.made && written.length === 0) return { problem: `\`${made.path}\` is written by ${made.made.by}${made.made.command === undefined ? '' : ` (\`${made.made.command}\`)`} from something that is not here: add \`${requirement}\` there and run it again.` };
  const filled = written.filter(({ asked }) => asked.length > 0);
  const [only, ...others] = filled.length > 0 ? filled : written;
  if (only && others.length === 0) return [only];
  if (only) return { problem: `Any of ${[only, ...others].map(({ path }) => `\`${path}\``).join(', ')} may be what the service is installed from: add \`${requirement}\` by hand.` };
  if (requirements.conda !== undefined) return { problem: `\`${requirements.conda}\` is conda's: add \`${requirement}\` to it by hand.` };
  return { problem: `No manifest says what is installed here: see to it that \`${requirement}\` is, wherever the program runs.` };
}

function editsFor({ kind, path }: RequirementList, { setup }: Requirements, { repo }: RepositoryView, name: string, specifiers: string): readonly Edit[] | Problem {
  const text = repo.files.get(path)?.text ?? '';
  switch (kind) {
    case 'pep621':
      return addToProject(text, name, specifiers);
    case 'poetry':
      return addToTable(text, ['tool', 'poetry', 'dependencies'], name, specifiers);
    case 'pipfile':
      return addToTable(text, ['packages'], name, specifiers);
    case 'requirements':
      return addToRequirements(text, name, specifiers);
    case 'setup.cfg':
      return addToSetupCfg(text, name, specifiers);
    case 'setup.py':
      return setup ? addToStrings(setup.list, name, specifiers) : { problem: 'its list is not written out' };
  }
}

/** What the reviewer should know of the new line. */
function notesOn({ conda, lists }: Requirements, homes: readonly RequirementList[], name: string): readonly string[] {
  const pinned = homes.filter(({ kind, asked }) => kind === 'requirements' && arePinned(asked.map(({ written }) => written)));
  const rivals = lists.filter((list) => list.made && list.made.from.length === 0 && list.made.command === undefined && list.use === 'runtime' && !homes.includes(list));
  return [
    ...pinned.map(({ path }) => `\`${path}\` pins its versions: pin \`${name}\` as well, once you know which one you run with.`),
    ...rivals.map(({ path, made }) => `\`${path}\` was written by ${made?.by ?? ''}: write it again, so that it has \`${name}\`.`),
    ...(conda === undefined ? [] : [`\`${conda}\` lists packages as well: \`${name}\` may have to be added there.`]),
  ];
}
