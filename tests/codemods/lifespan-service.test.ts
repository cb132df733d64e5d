import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesIn } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';
import { importableModules, writtenService } from '../support/written-service.ts';

/** What the applications of a service did when they were started and stopped, or how its import ends. */
type Look = { readonly fails: string } | Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Cases whose code does not run on the FastAPI of the tests, with what stops it. */
const NEEDS_OTHERS: Readonly<Record<string, RegExp>> = { 'add-event-handler-of-the-app': /add_event_handler/, 'repeated-task': /fastapi_utils/ };

const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === 'lifespan' && after !== undefined);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-lifespan-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const looks = looksAtAll();

describe.each(cases.map(({ name }, index) => [name, looks[index] ?? []] as const))('the service of %s', (name, [before, after]) => {
  it('starts and stops as it did, whatever fails', () => {
    if (before && 'fails' in before) expect(before.fails).toMatch(NEEDS_OTHERS[name] ?? /^nothing$/);
    else expect(after).toEqual(before);
  });
});

it('compares handlers that do something', () => {
  const said = looks.flatMap(([before]) => (before && !('fails' in before) ? Object.values(before).flatMap((modes) => modes['served'] ?? []) : []));
  expect(said.filter((words) => words.split(' | ').length > 1).length).toBeGreaterThan(12);
  expect(said.filter((words) => /Error: /.test(words)).length).toBeGreaterThan(1);
});

function looksAtAll(): Look[][] {
  const request = { trees: cases.map((one) => [writtenService(join(scratch, `${one.name}-before`), one.before), writtenService(join(scratch, `${one.name}-after`), one.after ?? one.before)]), modules: cases.map(({ before }) => importableModules(before)) };
  return JSON.parse(execFileSync(settingsPython(), [join(import.meta.dirname, '../support/lifespan_service.py')], { input: JSON.stringify(request), encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 26 })) as Look[][];
}
