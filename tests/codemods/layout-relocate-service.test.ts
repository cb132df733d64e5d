import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Files } from '../support/case.ts';
import { changedCases } from '../support/metrics-cases.ts';
import { settingsPython } from '../support/settings-values.ts';

interface Told {
  readonly openapi: readonly [object, object];
  readonly answers: readonly [readonly unknown[], readonly unknown[]];
  readonly tests: readonly [string, string];
}

/** Cases that need a library which is no part of the environment. */
const WITHOUT_LIBRARY: readonly string[] = ['what-stays'];

const cases = changedCases('layout-relocate').filter(({ name }) => !WITHOUT_LIBRARY.includes(name));
const scratch = mkdtempSync(join(tmpdir(), 'pystd-layout-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const told = booted();

describe.each(cases.map(({ name }) => [name] as const))('the service of %s', (name) => {
  const { openapi, answers, tests } = told[name] as Told;

  it('is described as it was', () => {
    expect(openapi[0]).toHaveProperty('paths');
    expect(openapi[1]).toEqual(openapi[0]);
  });

  it('answers as it did', () => {
    expect(answers[0].length).toBeGreaterThan(0);
    expect(answers[1]).toEqual(answers[0]);
  });

  it('passes its own tests as before', () => {
    expect(tests[0]).toMatch(/^(?:\d+ passed|no tests ran)/);
    expect(tests[1]).toBe(tests[0]);
  });
});

function booted(): Readonly<Record<string, Told>> {
  const request = cases.map(({ name, before, after = before }) => ({
    name,
    before: written(join(scratch, name, 'before'), before),
    after: written(join(scratch, name, 'after'), after),
    modules: [entryOf(before), entryOf(after)],
  }));
  const output = execFileSync(settingsPython(), [join(import.meta.dirname, '../support/layout_service.py')], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['pipe', 'pipe', 'inherit'] });
  return JSON.parse(output) as Readonly<Record<string, Told>>;
}

/** The dotted name of the module that has the application. */
function entryOf(files: Files): string {
  const [path = ''] = [...files].find(([one, text]) => one.endsWith('.py') && /^app = /m.test(text)) ?? [];
  return path.replace(/\.py$/, '').replaceAll('/', '.');
}

function written(folder: string, files: Files): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
