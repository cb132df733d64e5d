import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesIn, type Case } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';
import { writtenService } from '../support/written-service.ts';

type Pair<T> = readonly [before: T, after: T];

interface Told {
  readonly asked: number;
  readonly answers: Pair<readonly unknown[]>;
  readonly sql: Pair<readonly string[]>;
  readonly openapi: Pair<unknown>;
  readonly types: string;
  readonly lint: string;
}

/** Cases whose services are typed strictly before: they are afterwards. */
const TYPED: ReadonlySet<string> = new Set(['asynchronous-sessions', 'sqlmodel', 'example', 'generic-base']);
const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === 'extract-repositories' && after !== undefined);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-repositories-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const told = ask();

describe.each(cases.map(({ name }) => [name] as const))('the service of %s', (name) => {
  const { asked, answers, sql, openapi, types, lint } = told[name] as Told;

  it('was asked, and answered most', () => {
    expect(asked).toBeGreaterThan(10);
    expect(answers[0].filter((answer) => (answer as readonly unknown[])[2] === 500)).toEqual([]);
  });

  it('answers as before', () => expect(answers[1]).toEqual(answers[0]));

  it('sends the same SQL in the same transactions', () => {
    expect(sql[0].filter((line) => !line.startsWith('--')).length).toBeGreaterThan(10);
    expect(sql[1]).toEqual(sql[0]);
  });

  it('has the same document', () => expect(openapi[1]).toEqual(openapi[0]));

  it('is typed where it was', () => expect(types).toBe(''));

  it('pleases linter and formatter', () => expect(lint).toBe(''));
});

function ask(): Readonly<Record<string, Told>> {
  const request = { mypy: join(import.meta.dirname, '../../node_modules/.cache/pystd-mypy/extract-repositories'), cases: cases.map(requestFor) };
  const output = execFileSync(settingsPython(), [join(import.meta.dirname, '../support/repositories_service.py')], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'inherit'] });
  return JSON.parse(output) as Readonly<Record<string, Told>>;
}

function requestFor({ name, before, after = before }: Case): object {
  const folder = join(scratch, name);
  const entry = [...after].find(([path, text]) => path.endsWith('main.py') && text.includes('FastAPI('))?.[0] ?? '';
  const made = [...after.keys()].filter((path) => path.endsWith('.py') && !before.has(path) && after.get(path) !== '');
  return {
    name,
    before: writtenService(join(folder, 'before'), before),
    after: writtenService(join(folder, 'after'), after),
    module: entry.replace(/\.py$/, '').replaceAll('/', '.'),
    new: made,
    typed: TYPED.has(name) ? made : [],
    python: Number(/requires-python = ">=3\.(\d+)/.exec(after.get('pyproject.toml') ?? '')?.[1] ?? '12'),
  };
}
