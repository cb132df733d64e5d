import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dummiesOf, DUMMY_VARIANTS } from '../../evidence/boot/dummies.ts';
import type { Candidate, Examiner, RepositoryView } from '../../evidence/candidate.ts';
import { compareRuns, newlyFailing, type TestEnding, type TestRun } from '../../evidence/tests/compare.ts';
import { testedProjects } from '../../evidence/projects.ts';
import { unavailable, type Evidence } from '../../patch/evidence.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { withoutSecrets } from '../run-program.ts';
import { interpreterOf } from './interpreter.ts';
import { runForeign, type ForeignEnding } from './run-foreign.ts';
import { sandboxHere } from './sandbox.ts';
import { TEST_REPORT } from './test-report.ts';
import { writeFresh } from './scratch.ts';
import type { Workshop } from './workshop.ts';

type Environment = Readonly<Record<string, string>>;
type Answer = { readonly run: TestRun; readonly reasons: ReadonlyMap<string, string>; readonly pytest: string; readonly code: number | undefined } | { readonly problem: string; readonly isLate?: true };

/**
 * Runs the repository's own tests before and after: pytest in the project's interpreter, or the command that the user names. Only tests that passed before
 * count, and those that are new; what fails is looked at a second time. Runs code of the repository.
 */
export function testsExaminer(workshop: Workshop, command: string | undefined): Examiner {
  const late = new Map<string, Answer>();
  const variants = new Map<string, number>();
  const known = new WeakMap<Snapshot, Map<string, Promise<Answer>>>();
  const once = (snapshot: Snapshot, key: string, look: () => Promise<Answer>): Promise<Answer> => {
    const ofSnapshot = known.get(snapshot) ?? new Map<string, Promise<Answer>>();
    known.set(snapshot, ofSnapshot);
    const answer = ofSnapshot.get(key) ?? look();
    ofSnapshot.set(key, answer);
    return answer;
  };
  return {
    kind: 'tests',
    async examine(candidate) {
      const { before, after } = candidate;
      const [was, is] = [workshop.viewOf(before), workshop.viewOf(after)];
      if (command !== undefined) return await byCommand(command, candidate, { ...dummiesOf(was, ''), ...dummiesOf(is, '') }, workshop);
      const projects = testedProjects(is);
      if (projects.length === 0) return unavailable('tests', '', 'The repository has no tests that pytest finds by their names: name a command with `--test-command`.');
      const results: Evidence[] = [];
      for (const project of projects) {
        const look = (snapshot: Snapshot, environment: Environment): Promise<Answer> => once(snapshot, JSON.stringify([project, environment]), () => runPytest(snapshot, project, environment, [], workshop));
        const environments = environmentsOf(was, is, project);
        const variant = variants.get(project) ?? (await firstThatPasses(environments, async (environment) => await look(before, environment)));
        variants.set(project, variant);
        const environment = environments[variant] ?? {};
        const first = late.get(project) ?? (await look(before, environment));
        // What took all its time once would do so before and after every patch.
        if ('problem' in first && first.isLate) late.set(project, first);
        results.push(await judge(candidate, project, [first, 'problem' in first ? first : await look(after, environment)], (ids) => runPytest(after, project, environment, ids, workshop)));
      }
      return results.find(({ verdict }) => verdict === 'worse') ?? results.find(({ verdict }) => verdict !== 'unavailable') ?? results[0];
    },
    async end() {
      // The scratch copy is everybody's.
    },
  };
}

/** What is made up for the variables that either side needs, in its several forms. */
function environmentsOf(was: RepositoryView, is: RepositoryView, project: string): readonly Environment[] {
  return Array.from({ length: DUMMY_VARIANTS }, (_, variant) => ({ ...dummiesOf(was, project, variant), ...dummiesOf(is, project, variant) }));
}

/** The form with which a test passes, else the first. */
async function firstThatPasses(environments: readonly Environment[], look: (environment: Environment) => Promise<Answer>): Promise<number> {
  const tried = new Set<string>();
  for (const [variant, environment] of environments.entries()) {
    if (tried.has(JSON.stringify(environment))) continue;
    tried.add(JSON.stringify(environment));
    const answer = await look(environment);
    if ('run' in answer ? [...answer.run.values()].includes('passed') : answer.isLate) return variant;
  }
  return 0;
}

async function judge({ patch }: Candidate, project: string, [before, after]: readonly [Answer, Answer], again: (ids: readonly string[]) => Promise<Answer>): Promise<Evidence> {
  const ran = `python -m pytest${project === '' ? '' : ` in ${project}`} (${sandboxHere().means})`;
  if ('problem' in before) return unavailable('tests', ran, before.problem);
  if ('problem' in after) return { kind: 'tests', ran, tool: before.pytest, before: '', after: '', verdict: 'worse', difference: after.problem };
  const gone = new Set(patch.deltas.flatMap((delta) => (delta.kind === 'delete' ? [delta.path as string] : delta.kind === 'move' ? [delta.from as string] : [])).map((path) => (project === '' ? path : path.slice(project.length + 1))));
  const suspects = newlyFailing(before.run, after.run, gone, { before: before.reasons, after: after.reasons });
  const second = suspects.length > 0 ? await again(suspects) : undefined;
  const failing = second && !('problem' in second) ? suspects.filter((id) => second.run.get(id) !== 'passed') : suspects;
  const passes = [...before.run.values(), ...after.run.values()].includes('passed');
  const [why] = before.reasons.values();
  if (failing.length === 0 && !passes) return unavailable('tests', ran, `No test passes, before or after${why === undefined || why === '' ? '' : ` (${why})`}.`, after.pytest);
  return { kind: 'tests', ran, tool: after.pytest, exit: [before.code, after.code], ...compareRuns(before.run, after.run, failing, after.reasons) };
}

async function runPytest(snapshot: Snapshot, project: string, environment: Environment, ids: readonly string[], { root, python, timeout, scratch: scratchOf }: Workshop): Promise<Answer> {
  const interpreter = interpreterOf(root, project, python);
  if ('problem' in interpreter) return interpreter;
  const scratch = scratchOf();
  scratch.layOut(snapshot);
  const report = join(scratch.beside, 'tests.json');
  writeFresh(join(scratch.beside, 'pystd_test_report.py'), TEST_REPORT);
  rmSync(report, { force: true });
  const command = [...interpreter, '-B', '-m', 'pytest', '-q', '-p', 'pystd_test_report', '-p', 'no:cacheprovider', '-p', 'no:randomly', ...ids];
  const ending = await runForeign(scratch, command, { folder: join(scratch.folder, project), environment: { ...environment, PYTHONPATH: scratch.beside, PYSTD_TEST_REPORT: report }, timeout: timeout * 1000 });
  const found = readReport(report);
  if (found && found.run.size > 0) return { ...found, code: ending.code };
  if (ending.isLate) return { problem: `The tests are not done after ${timeout} seconds.`, isLate: true };
  return { problem: `pytest says nothing of any test (${said(ending)}).` };
}

async function byCommand(command: string, { before, after }: Candidate, environment: Environment, { timeout, scratch: scratchOf }: Workshop): Promise<Evidence> {
  const ran = `${command} (${sandboxHere().means})`;
  const look = async (snapshot: Snapshot): Promise<ForeignEnding> => {
    const scratch = scratchOf();
    scratch.layOut(snapshot);
    return await runForeign(scratch, ['sh', '-c', command], { folder: scratch.folder, environment, timeout: timeout * 1000 });
  };
  const was = await look(before);
  if (was.code !== 0) return unavailable('tests', ran, `It fails before the patch already (${said(was)}).`);
  const is = await look(after);
  const outcome = { kind: 'tests', ran, tool: '', exit: [was.code, is.code], before: '', after: '' } as const;
  return is.code === 0 ? { ...outcome, verdict: 'equal', difference: '' } : { ...outcome, verdict: 'worse', difference: `It fails now (${said(is)}).` };
}

function readReport(path: string): { readonly run: TestRun; readonly reasons: ReadonlyMap<string, string>; readonly pytest: string } | undefined {
  try {
    const { pytest, endings, reasons } = JSON.parse(readFileSync(path, 'utf8')) as { readonly pytest: string; readonly endings: Readonly<Record<string, TestEnding>>; readonly reasons: Readonly<Record<string, string>> };
    return { run: new Map(Object.entries(endings)), reasons: new Map(Object.entries(reasons).map(([id, words]) => [id, withoutSecrets(words, process.env)])), pytest: `pytest ${pytest}` };
  } catch {
    return undefined;
  }
}

function said({ code, isLate, output }: ForeignEnding): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const last = lines.findLast((line) => /^(?:E {3}|ERROR: |.*: error: )/.test(line))?.replace(/^(?:E {3}|ERROR: )/, '') ?? lines.at(-1) ?? '';
  return [isLate ? 'it was ended because of its time' : code === undefined ? 'it was ended by a signal' : `exit code ${code}`, ...(last === '' ? [] : [last.slice(0, 200)])].join(': ');
}
