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
  readonly answers: Readonly<Record<string, readonly [status: number, text: string]>>;
  readonly overridden: Look['answers'];
  readonly services: Readonly<Record<string, number>>;
}

const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === 'di-providers' && after !== undefined);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-providers-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const looks = looksAtAll();

describe.each(cases.map((one, index) => [one.name, one, looks.slice(2 * index, 2 * index + 2)] as const))('the service of %s', (_, one, [before, after]) => {
  it('runs', () => expect([before?.fails, after?.fails]).toEqual([undefined, undefined]));

  it('answers as before', () => expect(after?.answers).toEqual(before?.answers));

  it('has the same document', () => expect(after?.openapi).toEqual(before?.openapi));

  it('takes another session as before', () => {
    expect(after?.overridden).toEqual(before?.overridden);
    expect(Object.values(after?.overridden ?? {}).some(([, text]) => JSON.stringify(text).includes('Elsewhere'))).toBe(true);
    expect(JSON.stringify(after?.answers)).not.toContain('Elsewhere');
  });

  it('takes other services', () => {
    const providers = [...new Set([...(one.findings ?? '').matchAll(/ review .*/g)].flatMap(([line]) => line.match(/`(get_\w+_service)`/g) ?? []).map((name) => name.slice(1, -1)))].sort();
    expect(providers.length).toBeGreaterThan(0);
    for (const name of providers) expect(after?.services[name], name).toBeGreaterThan(0);
  });
});

function looksAtAll(): readonly Look[] {
  const trees = cases.flatMap(({ name, before, after = before }) => [writtenService(join(scratch, `${name}-before`), before), writtenService(join(scratch, `${name}-after`), after)]);
  return JSON.parse(execFileSync(settingsPython(), [join(import.meta.dirname, '../support/providers_service.py')], { input: JSON.stringify({ trees }), encoding: 'utf8', maxBuffer: 1 << 26 })) as readonly Look[];
}
