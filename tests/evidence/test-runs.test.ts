import { expect, test } from 'vitest';
import { compareRuns, newlyFailing, type Ran, type TestEnding, type TestRun } from '../../src/evidence/tests/compare.ts';

const run = (endings: Readonly<Record<string, TestEnding>>): TestRun => new Map(Object.entries(endings));
const ran = (endings: Readonly<Record<string, TestEnding>>, reasons: Readonly<Record<string, string>> = {}): Ran => ({ run: run(endings), reasons: new Map(Object.entries(reasons)) });
const BUYS = 'tests/test_shop.py::test_buys';
const SELLS = 'tests/test_shop.py::test_sells';
const FILE = 'tests/test_shop.py';

const TABLE: readonly (readonly [name: string, before: Readonly<Record<string, TestEnding>>, after: Readonly<Record<string, TestEnding>>, gone: readonly string[], failing: readonly string[]])[] = [
  ['all is as it was', { [BUYS]: 'passed', [SELLS]: 'failed' }, { [BUYS]: 'passed', [SELLS]: 'failed' }, [], []],
  ['a test fails now', { [BUYS]: 'passed', [SELLS]: 'passed' }, { [BUYS]: 'failed', [SELLS]: 'passed' }, [], [BUYS]],
  ['a fixture fails now', { [BUYS]: 'passed' }, { [BUYS]: 'error' }, [], [BUYS]],
  ['a test that failed fails in another way', { [BUYS]: 'failed' }, { [BUYS]: 'error' }, [], []],
  ['a test that failed is gone', { [BUYS]: 'failed' }, {}, [], []],
  ['a test is skipped now', { [BUYS]: 'passed' }, { [BUYS]: 'skipped' }, [], []],
  ['a test is gone', { [BUYS]: 'passed' }, {}, [], [BUYS]],
  ['a test is gone with its file', { [BUYS]: 'passed' }, {}, [FILE], []],
  ['a file cannot be collected any more', { [BUYS]: 'passed' }, { [FILE]: 'error' }, [], [FILE, BUYS]],
  ['a new test passes', {}, { [BUYS]: 'passed' }, [], []],
  ['a new test fails', {}, { [BUYS]: 'failed' }, [], [BUYS]],
  ['a file can be collected now, and its tests fail', { [FILE]: 'error' }, { [BUYS]: 'failed' }, [], []],
];

test.each(TABLE)('%s', (_, before, after, gone, failing) => {
  expect(newlyFailing(ran(before), ran(after), new Set(gone))).toEqual(failing);
});

test('a new test that meets what kept others from beginning before does not count', () => {
  const other = 'tests/test_till.py';
  const failing = (why: string): readonly string[] => newlyFailing(ran({ [FILE]: 'error' }, { [FILE]: 'OperationalError: no server' }), ran({ [FILE]: 'error', [other]: 'error' }, { [other]: why }), new Set());
  expect(failing('OperationalError: no server')).toEqual([]);
  expect(failing('ImportError: no till')).toEqual([other]);
});

test('failing tests are named, those that pass again are praised', () => {
  expect(compareRuns(run({ [BUYS]: 'passed' }), run({ [BUYS]: 'failed' }), [BUYS])).toMatchObject({ verdict: 'worse', difference: `Fail now and did not before: ${BUYS}.` });
  expect(compareRuns(run({ [BUYS]: 'failed' }), run({ [BUYS]: 'passed', [SELLS]: 'passed' }), [])).toMatchObject({ verdict: 'improved', difference: `2 of 2 tests pass, 1 of them new. Pass now and did not before: ${BUYS}.` });
  expect(compareRuns(run({ [BUYS]: 'passed' }), run({ [BUYS]: 'passed' }), [])).toMatchObject({ verdict: 'equal', difference: '1 of 1 tests pass.' });
});
