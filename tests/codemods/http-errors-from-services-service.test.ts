import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesIn } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';
import { writtenService } from '../support/written-service.ts';

/** What a service answers, or how looking at it ends. */
interface Look {
  readonly fails?: string;
  readonly openapi: unknown;
  readonly answers: Readonly<Record<string, readonly [status: number, text: string, headers: Readonly<Record<string, string>>]>>;
}

const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === 'http-errors-from-services' && after !== undefined);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-raising-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const looks = looksAtAll();

describe.each(cases.map((one, index) => [one.name, one, looks.slice(2 * index, 2 * index + 2)] as const))('the service of %s', (_, one, [before, after]) => {
  it('runs', () => expect([before?.fails, after?.fails]).toEqual([undefined, undefined]));

  it('answers as before, to the byte', () => expect(after?.answers).toEqual(before?.answers));

  it('has the same document', () => expect(after?.openapi).toEqual(before?.openapi));

  it('was asked for what is raised now', () => {
    const statuses = new Set(Object.values(after?.answers ?? {}).map(([status]) => status));
    const raised = [...(one.findings ?? '').matchAll(/` \((\d{3})\)/g)].map(([, status]) => Number(status));
    expect(raised.length).toBeGreaterThan(0);
    expect(raised.filter((status) => !statuses.has(status))).toEqual([]);
  });
});

function looksAtAll(): readonly Look[] {
  const trees = cases.flatMap(({ name, before, after = before }) => [writtenService(join(scratch, `${name}-before`), before), writtenService(join(scratch, `${name}-after`), after)]);
  return JSON.parse(execFileSync(settingsPython(), [join(import.meta.dirname, '../support/raising_service.py')], { input: JSON.stringify({ trees }), encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['pipe', 'pipe', 'ignore'] })) as readonly Look[];
}
