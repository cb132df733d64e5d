import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bootedBy, changedCases, type Answer, type Told } from '../support/metrics-cases.ts';

type Counts = Readonly<Record<string, number>>;

interface ToldOfMetrics extends Told {
  readonly counted: Counts;
  readonly kinds: Counts;
  readonly type: string;
  readonly process: boolean;
  readonly isBackgroundTimed: boolean;
  readonly shared: Counts;
}

/** The requests of an application of every kind, by template, method and status. */
const KINDS: Counts = {
  'GET /one/shelves/{shelf}/books/{book} 200': 1,
  'GET /two/shelves/{shelf}/books/{book} 200': 1,
  'GET /one/shelves/{shelf}/deeper/{leaf} 200': 201,
  'GET /files/{name:path} 200': 1,
  'GET /fails/{how} 500': 1,
  'GET /fails/{how} 503': 1,
  'GET /stream 200': 2,
  'GET /later 200': 1,
  'GET /inner/plain/{x} 200': 1,
  'GET /inner/routed/{x} 200': 1,
  'GET unmatched 404': 1,
  'GET /static 404': 1,
  'GET /starlette/{x} 200': 1,
  'GET /docs 200': 1,
  // What is mounted at the root answers.
  'GET / 200': 2,
  'POST /inner/plain/{x} 405': 1,
  'other /inner/plain/{x} 405': 1,
};

const cases = changedCases('metrics-endpoint');
const scratch = mkdtempSync(join(tmpdir(), 'pystd-metrics-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const told = bootedBy<ToldOfMetrics>('metrics_service.py', cases, scratch);

describe.each(cases.map(({ name }) => [name] as const))('the service of %s', (name) => {
  const { openapi: [before, after], answers, counted, kinds, type, process, isBackgroundTimed, shared, tests, types, lint } = told[name] as ToldOfMetrics;

  it('answers as it did', () => {
    expect(after).toEqual(before);
    expect(answers[1].map(comparable)).toEqual(answers[0].map(comparable));
  });

  it('counts its requests by the templates of its routes', () => {
    expect(Object.values(counted).reduce((sum, count) => sum + count, 0)).toBe(answers[0].length);
    for (const counts of Object.keys(counted)) expect(counts).not.toMatch(/7/);
  });

  it('counts every kind of request, once', () => expect(kinds).toEqual(KINDS));

  it('answers in the format of Prometheus, with the metrics of the process', () => {
    expect(type).toMatch(/^text\/plain; version=[\d.]+; charset=utf-8$/);
    expect(process).toBe(true);
  });

  it('leaves what runs in the background out of the time', () => expect(isBackgroundTimed).toBe(false));

  it('brings the counts of several processes together', () => {
    expect(shared).toEqual(Object.fromEntries(Object.entries(counted).map(([counts, count]) => [counts, 3 * count]).concat([['GET /metrics 200', 2]])));
  });

  it('has tests that pass', () => expect(tests).toBe(''));

  it('is typed', () => expect(types).toBe(''));

  it('pleases linter and formatter', () => expect(lint).toBe(''));
});

/** An answer without what the time of day may change. */
function comparable([asked, status, headers, text]: Answer): unknown {
  return [asked, status, headers.filter(([header]) => header !== 'date'), text];
}
