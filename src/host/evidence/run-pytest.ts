import { readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Ran, TestEnding } from '../../evidence/tests/compare.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { withoutSecrets } from '../run-program.ts';
import type { Variables } from './boot.ts';
import { runForeign } from './run-foreign.ts';
import { endingInWords } from './run-group.ts';
import { writeFresh } from './scratch.ts';
import { TEST_REPORT } from './test-report.ts';
import type { Workshop } from './workshop.ts';

/** What came of the tests of a project. */
export interface Tested extends Ran {
  readonly pytest: string;
  readonly code: number | undefined;
}

/** A full sentence that says why nothing is known of any test. */
export interface NotTested {
  readonly problem: string;
  readonly isLate?: true;
}

/** Runs pytest in a project of the copy, in the project's interpreter; only the tests that are named, where any are. */
export async function runPytest(snapshot: Snapshot, project: string, variables: Variables, ids: readonly string[], { timeout, environments, scratch: scratchOf }: Workshop): Promise<Tested | NotTested> {
  const interpreter = await environments.of(project, snapshot);
  if ('problem' in interpreter) return interpreter;
  const scratch = scratchOf();
  scratch.layOut(snapshot);
  const report = join(scratch.beside, 'tests.json');
  writeFresh(join(scratch.beside, 'pystd_test_report.py'), TEST_REPORT);
  rmSync(report, { force: true });
  const command = [...interpreter.command, '-B', '-m', 'pytest', '-q', '-p', 'pystd_test_report', '-p', 'no:cacheprovider', '-p', 'no:randomly', ...ids];
  const path = [scratch.beside, ...(interpreter.variables.PYTHONPATH === undefined ? [] : [interpreter.variables.PYTHONPATH])].join(delimiter);
  const ending = await runForeign(scratch, command, { folder: join(scratch.folder, project), environment: { ...variables, PYTHONPATH: path, PYSTD_TEST_REPORT: report }, timeout: timeout * 1000 });
  const found = readReport(report);
  if (found && found.run.size > 0) return { ...found, code: ending.code };
  if (ending.isLate) return { problem: `The tests are not done after ${timeout} seconds.`, isLate: true };
  return { problem: `pytest says nothing of any test (${endingInWords(ending)}).` };
}

function readReport(path: string): (Ran & Pick<Tested, 'pytest'>) | undefined {
  try {
    const { pytest, endings, reasons } = JSON.parse(readFileSync(path, 'utf8')) as { readonly pytest: string; readonly endings: Readonly<Record<string, TestEnding>>; readonly reasons: Readonly<Record<string, string>> };
    return { run: new Map(Object.entries(endings)), reasons: new Map(Object.entries(reasons).map(([id, words]) => [id, withoutSecrets(words, process.env)])), pytest: `pytest ${pytest}` };
  } catch {
    return undefined;
  }
}
