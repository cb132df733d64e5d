import { fingerprint } from '../../patch/digest.ts';
import type { Evidence } from '../../patch/evidence.ts';
import { comparePaths } from '../../repo/path.ts';

/** How a test ended. An error lies outside the test itself: in its fixtures, or in its file. */
export type TestEnding = 'passed' | 'failed' | 'error' | 'skipped';

/** The tests of one run by their pytest node ids. */
export type TestRun = ReadonlyMap<string, TestEnding>;

/** Tests named in a sentence; the others are counted. */
const NAMED = 10;

/** Why tests are not fine, in their own words. */
export type Reasons = ReadonlyMap<string, string>;

/** What came of the tests of one state. */
export interface Ran {
  readonly run: TestRun;
  readonly reasons: Reasons;
}

/**
 * Tests that were fine and are not any more, that are gone, or that are new and not fine: those speak against a patch. Tests of files in `gone` may go.
 * A new test that does not even begin, for a reason that kept others from it before, says nothing: a database is missing, say.
 */
export function newlyFailing({ run: before, reasons: reasonsBefore }: Ran, { run: after, reasons: reasonsAfter }: Ran, gone: ReadonlySet<string>): readonly string[] {
  const obstacles = new Set([...before].flatMap(([id, ending]) => (ending === 'error' ? (reasonsBefore.get(id) ?? []) : [])));
  const isHeldUp = (id: string, ending: TestEnding): boolean => ending === 'error' && obstacles.has(reasonsAfter.get(id) ?? '');
  const isFine = (ending: TestEnding | undefined): boolean => ending === 'passed' || ending === 'skipped';
  const lost = [...before].filter(([id, ending]) => ending === 'passed' && !isFine(after.get(id)) && (after.has(id) || !gone.has(fileOf(id)))).map(([id]) => id);
  const fresh = [...after].filter(([id, ending]) => !before.has(id) && !isFine(ending) && !isBroken(id, before) && !isHeldUp(id, ending)).map(([id]) => id);
  return [...new Set([...lost, ...fresh])].sort(comparePaths);
}

/** Compares two runs. `failing` are the tests that count against the patch, after a second look at them; `reasons` tells why in their own words. */
export function compareRuns(before: TestRun, after: TestRun, failing: readonly string[], reasons: Reasons = new Map()): Pick<Evidence, 'before' | 'after' | 'verdict' | 'difference'> {
  const digests = { before: digestOf(before), after: digestOf(after) };
  const mended = [...after].filter(([id, ending]) => ending === 'passed' && (before.has(id) ? before.get(id) !== 'passed' && before.get(id) !== 'skipped' : isBroken(id, before))).map(([id]) => id);
  if (failing.length > 0) return { ...digests, verdict: 'worse', difference: `Fail now and did not before: ${named(failing.map((id) => explained(id, reasons.get(id))))}.` };
  const added = [...after.keys()].filter((id) => !before.has(id) && !isBroken(id, before)).length;
  const sentences = [`${count(after, 'passed')} of ${after.size} tests pass${added > 0 ? `, ${added} of them new` : ''}.`, ...(mended.length > 0 ? [`Pass now and did not before: ${named(mended.sort(comparePaths))}.`] : [])];
  return { ...digests, verdict: mended.length > 0 ? 'improved' : 'equal', difference: sentences.join(' ') };
}

/** A file that could not be collected before has no tests of its own yet. */
function isBroken(id: string, before: TestRun): boolean {
  return before.get(fileOf(id)) === 'error';
}

/** Of `tests/test_shop.py::test_buys`. */
function fileOf(id: string): string {
  return id.split('::')[0] ?? id;
}

function count(run: TestRun, ending: TestEnding): number {
  return [...run.values()].filter((one) => one === ending).length;
}

function explained(id: string, reason: string | undefined): string {
  return reason === undefined || reason === '' ? id : `${id} (${reason})`;
}

function named(ids: readonly string[]): string {
  return `${ids.slice(0, NAMED).join(', ')}${ids.length > NAMED ? `, and ${ids.length - NAMED} more` : ''}`;
}

function digestOf(run: TestRun): string {
  return fingerprint([...run].map(([id, ending]) => `${id} ${ending}`).sort(comparePaths));
}
