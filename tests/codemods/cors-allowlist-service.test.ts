import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesIn, type Case } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';
import { importableModules, writtenService } from '../support/written-service.ts';

/** What each application tells a browser, by the origin that asks. */
type Look = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Origins that the fixtures name, and one that nobody does. */
const NAMED = ['https://shop.example.com', 'https://admin.example.com', 'http://localhost:3000'];
const STRANGER = 'https://stranger.example.org';

const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === 'cors-allowlist' && after !== undefined);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-cors-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const looks = looksAtAll();

describe.each(cases.map((one, index) => [one.name, one, looks[index] ?? []] as const))('the service of %s', (_, one, [before = {}, after = {}]) => {
  it('lets in whom it names, and nobody else', () => {
    expect(Object.keys(before)).not.toEqual([]);
    const named = namedIn(one);
    for (const [app, answers] of Object.entries(before)) {
      for (const origin of [...NAMED, STRANGER]) {
        const isKept = named.includes(origin) || !hadStar(one);
        if (isKept) expect(after[app]?.[origin], `${app} asked from ${origin}`).toEqual(answers[origin]);
        else expect(after[app]?.[origin]?.join(), `${app} asked from ${origin}`).not.toContain(origin);
      }
    }
  });
});

function hadStar({ findings = '' }: Case): boolean {
  return findings.includes('holds `*`');
}

function namedIn({ after }: Case): readonly string[] {
  const text = [...(after ?? [])].filter(([path]) => path.endsWith('config.py')).map(([, content]) => content).join('');
  return NAMED.filter((origin) => text.includes(`"${origin}"`));
}

function looksAtAll(): Look[][] {
  const trees = cases.map((one) => [writtenService(join(scratch, `${one.name}-before`), one.before), writtenService(join(scratch, `${one.name}-after`), one.after ?? one.before)]);
  const request = { trees, modules: cases.map(({ before }) => importableModules(before)), origins: [...NAMED, STRANGER] };
  return JSON.parse(execFileSync(settingsPython(), [join(import.meta.dirname, '../support/cors_service.py')], { input: JSON.stringify(request), encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 26 })) as Look[][];
}
