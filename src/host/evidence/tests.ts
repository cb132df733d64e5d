import { dummiesOf, DUMMY_VARIANTS } from '../../evidence/boot/dummies.ts';
import type { Candidate, Examiner, RepositoryView } from '../../evidence/candidate.ts';
import { lackingFor, lackingInWords, moduleNotFound, type Lacking } from '../../evidence/lacking.ts';
import { testedProjects } from '../../evidence/projects.ts';
import { inOneRecord, type Part } from '../../evidence/several.ts';
import { compareRuns, newlyFailing } from '../../evidence/tests/compare.ts';
import { unavailable, type Evidence } from '../../patch/evidence.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { rememberedFor } from '../../text/remember.ts';
import type { Variables } from './boot.ts';
import { runPytest, type NotTested, type Tested } from './run-pytest.ts';
import { sandboxHere } from './sandbox.ts';
import { commandComparison } from './test-command.ts';
import type { Workshop } from './workshop.ts';

type Answer = Tested | NotTested;

/** Runs the tests of a state in an environment; what was run already is not repeated. */
type Look = (snapshot: Snapshot, variables: Variables) => Promise<Answer>;

/** A project, and the repository around it before and after. */
interface Looked {
  readonly project: string;
  readonly was: RepositoryView;
  readonly is: RepositoryView;
}

/**
 * Runs the repository's own tests before and after: pytest in the project's interpreter, or the command that the user names. Only tests that passed before
 * count, and those that are new; what fails is looked at a second time. Runs code of the repository.
 */
export function testsExaminer(workshop: Workshop, command: string | undefined): Examiner {
  const late = new Map<string, NotTested>();
  const variants = new Map<string, number>();
  const known = rememberedFor<Snapshot, string, Promise<Answer>>();
  const lookIn = (project: string): Look => (snapshot, variables) => known(snapshot, JSON.stringify([project, variables, workshop.environments.generation()]), () => runPytest(snapshot, project, variables, [], workshop));
  const examineProject = async (candidate: Candidate, looked: Looked): Promise<Evidence> => {
    const { project, was, is } = looked;
    const tooLate = late.get(project);
    if (tooLate) return unavailable('tests', ranIn(project), tooLate.problem);
    const look = lookIn(project);
    for (;;) {
      const forms = formsOf(looked);
      const variant = variants.get(project) ?? (await firstThatPasses(forms, async (variables) => await look(was.repo, variables)));
      variants.set(project, variant);
      const variables = forms[variant] ?? {};
      const before = await look(was.repo, variables);
      // What took all its time once would do so before and after every patch.
      if ('problem' in before && before.isLate) late.set(project, before);
      const after = 'problem' in before && before.isLate ? before : await look(is.repo, variables);
      const lacking = lackingOf(before, after, looked);
      if (!lacking) return await judge(candidate, project, before, after, (ids) => runPytest(is.repo, project, variables, ids, workshop));
      if (!(await workshop.environments.renew(lacking.distribution, project, is.repo))) return unavailable('tests', ranIn(project), lackingInWords(lacking));
      // With another environment, tests may pass with the first form.
      variants.delete(project);
    }
  };
  const byCommand = command === undefined ? undefined : commandComparison(command, workshop);
  return {
    kind: 'tests',
    async examine(candidate) {
      if (byCommand) return await byCommand(candidate);
      const [was, is] = [workshop.viewOf(candidate.before), workshop.viewOf(candidate.after)];
      const projects = testedProjects(is);
      if (projects.length === 0) return unavailable('tests', '', 'The repository has no tests that pytest finds by their names: name a command with `--test-command`.');
      const parts: Part[] = [];
      for (const project of projects) parts.push({ name: project === '' ? 'the top' : project, evidence: await examineProject(candidate, { project, was, is }) });
      return inOneRecord(parts);
    },
  };
}

/** What is made up for the variables that either side needs, in its several forms. */
function formsOf({ project, was, is }: Looked): readonly Variables[] {
  return Array.from({ length: DUMMY_VARIANTS }, (_, variant) => ({ ...dummiesOf(was, project, variant), ...dummiesOf(is, project, variant) }));
}

/** The form with which a test passes, else the first. */
async function firstThatPasses(forms: readonly Variables[], look: (variables: Variables) => Promise<Answer>): Promise<number> {
  const tried = new Set<string>();
  for (const [variant, variables] of forms.entries()) {
    if (tried.has(JSON.stringify(variables))) continue;
    tried.add(JSON.stringify(variables));
    const answer = await look(variables);
    if ('run' in answer ? passesIn(answer) > 0 : answer.isLate) return variant;
  }
  return 0;
}

/** What the environment lacks by which tests fail afterwards, or all of them before. That some failed for it before says nothing of the others. */
function lackingOf(before: Answer, after: Answer, { project, was, is }: Looked): Lacking | undefined {
  const absent = new Set(reasonsOf(before, after).flatMap((words) => moduleNotFound(words) ?? []));
  return [...absent].map((module) => lackingFor(module, project, was, is)).find((one) => one !== undefined);
}

function reasonsOf(before: Answer, after: Answer): readonly string[] {
  if ('problem' in after) return [after.problem];
  if ('problem' in before) return [];
  return passesIn(before) === 0 ? [...before.reasons.values()] : newlyFailing(before, after, new Set()).map((id) => after.reasons.get(id) ?? '');
}

async function judge({ patch }: Candidate, project: string, before: Answer, after: Answer, again: (ids: readonly string[]) => Promise<Answer>): Promise<Evidence> {
  const ran = ranIn(project);
  if ('problem' in before) return 'run' in after && passesIn(after) > 0 ? mended(ran, before, after) : unavailable('tests', ran, before.problem);
  if ('problem' in after) return { kind: 'tests', ran, tool: before.pytest, before: '', after: '', verdict: 'worse', difference: after.problem };
  const gone = new Set(patch.deltas.flatMap((delta) => (delta.kind === 'delete' ? [delta.path as string] : delta.kind === 'move' ? [delta.from as string] : [])).map((path) => (project === '' ? path : path.slice(project.length + 1))));
  const suspects = newlyFailing(before, after, gone);
  const second = suspects.length > 0 ? await again(suspects) : undefined;
  const failing = second && !('problem' in second) ? suspects.filter((id) => second.run.get(id) !== 'passed') : suspects;
  const [why] = before.reasons.values();
  if (failing.length === 0 && passesIn(before) + passesIn(after) === 0) return unavailable('tests', ran, `No test passes, before or after${why === undefined || why === '' ? '' : ` (${why})`}.`, after.pytest);
  return { kind: 'tests', ran, tool: after.pytest, exit: [before.code, after.code], ...compareRuns(before.run, after.run, failing, after.reasons) };
}

/** Tests could not even be found before. */
function mended(ran: string, before: NotTested, after: Tested): Evidence {
  return { kind: 'tests', ran, tool: after.pytest, ...compareRuns(new Map(), after.run, []), before: '', verdict: 'improved', difference: `Tests can be run now, and could not before: ${passesIn(after)} of ${after.run.size} pass. ${before.problem}` };
}

function passesIn({ run }: Tested): number {
  return [...run.values()].filter((ending) => ending === 'passed').length;
}

function ranIn(project: string): string {
  return `python -m pytest${project === '' ? '' : ` in ${project}`} (${sandboxHere().means})`;
}
