import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesIn, type Case, type Files } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';

type Answer = readonly [status: number, text: string, headers: Readonly<Record<string, string>>];
type Pair<T> = readonly [before: T, after: T];

interface Told {
  readonly openapi: Pair<unknown>;
  readonly answers: Pair<Readonly<Record<string, Answer>>>;
  readonly raised: Pair<Readonly<Record<string, string>>>;
  readonly tests: string;
  readonly types: string;
  readonly lint: string;
}

/** What an unhandled exception is answered with, by its class; without an entry as before. */
const DECLARED: Readonly<Record<string, readonly [status: number, code: string]>> = {
  IntegrityError: [409, 'CONFLICT'],
  OperationalError: [503, 'SERVICE_UNAVAILABLE'],
  BookNotFound: [404, 'BOOK_NOT_FOUND'],
};

const PLAIN = 'Internal Server Error';
const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === 'error-handling' && after !== undefined);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-errors-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const told = ask();

describe.each(cases.map((one) => [one.name, one] as const))('the service of %s', (name, one) => {
  const { openapi, answers, raised, tests, types, lint } = told[name] as Told;
  const findings = one.findings ?? '';
  const requests = Object.keys(answers[0]);
  const pairOf = (request: string): Pair<Answer> => [answers[0][request], answers[1][request]] as unknown as Pair<Answer>;

  it('was asked', () => expect(requests.length).toBeGreaterThan(8));

  it('answers as before where nothing else is declared', () => {
    const mode = /existingResponses = "([\w-]+)"/.exec(one.options ?? '')?.[1];
    for (const request of requests) {
      const [before, after] = pairOf(request);
      const isText = before[2]['content-type']?.startsWith('application/json') ?? false;
      const detail = isText && before[0] >= 400 ? (JSON.parse(before[1]) as { detail?: unknown }).detail : undefined;
      if (before[1] === PLAIN) continue;
      // The page that `debug=True` shows, with the lines of the program.
      if (before[1].startsWith('Traceback')) expect([after[0], after[1].split('\n').at(-2)], request).toEqual([before[0], before[1].split('\n').at(-2)]);
      else if (mode === undefined || detail === undefined) expect(after, request).toEqual(before);
      else expectReshaped(before, after, detail, mode, one);
    }
  });

  it('answers unhandled exceptions as the findings say', () => {
    for (const request of requests.filter((key) => pairOf(key)[0][1] === PLAIN)) {
      const [, after] = pairOf(request);
      const error = raised[0][request] ?? '';
      const declared = error in DECLARED && isDeclared(error, findings) ? DECLARED[error] : undefined;
      if (!declared && !findings.includes('still answered with 500') || request.includes('/admin/')) {
        expect(after, request).toEqual(pairOf(request)[0]);
        continue;
      }
      const [status, code] = declared ?? [500, 'INTERNAL_ERROR'];
      expect([after[0], bodyOf(after, one)['code']], request).toEqual([status, code]);
      expect(after[1]).not.toMatch(/division|sqlite|SELECT|INSERT|Traceback/);
      // Servers, test clients and what collects errors see what nothing was to handle.
      expect(raised[1][request]).toBe(declared ? undefined : error);
    }
  });

  it('has the same document', () => expect(openapi[1]).toEqual(openapi[0]));

  it('has tests that pass', () => expect(tests).toBe(''));

  it('is typed', () => expect(types).toBe(''));

  it('pleases linter and formatter', () => expect(lint).toBe(''));
});

/** The standard's members, with the status and the headers as they were. */
function expectReshaped(before: Answer, after: Answer, detail: unknown, mode: string, one: Case): void {
  expect([after[0], after[2]]).toEqual([before[0], before[2]]);
  const { code, message, details } = bodyOf(after, one);
  expect([typeof code, typeof message, details === undefined]).toEqual(['string', 'string', false]);
  if (typeof detail === 'string') expect(message).toBe(detail);
  const whole = JSON.parse(after[1]) as { detail?: unknown };
  expect(whole.detail).toEqual(mode === 'with-detail' ? detail : undefined);
  expect(JSON.stringify(details)).not.toContain('"input"');
}

function bodyOf([, text]: Answer, { options = '' }: Case): Readonly<Record<string, unknown>> {
  const body = JSON.parse(text) as Record<string, unknown>;
  return options.includes('envelope = "error"') ? (body['error'] as Record<string, unknown>) : body;
}

function isDeclared(error: string, findings: string): boolean {
  return findings.includes(`\`${error}\` is answered with`) || findings.includes(`an \`${error}\` with`) || (error === 'BookNotFound' && findings.includes('with the status, the code and the message that it carries'));
}

function ask(): Readonly<Record<string, Told>> {
  const request = { mypy: join(import.meta.dirname, '../../node_modules/.cache/pystd-mypy/error-handling'), cases: cases.map(requestFor) };
  const output = execFileSync(settingsPython(), [join(import.meta.dirname, '../support/error_service.py')], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'ignore'] });
  return JSON.parse(output) as Readonly<Record<string, Told>>;
}

function requestFor(one: Case): object {
  const { name, before, after = before } = one;
  const folder = join(scratch, name);
  const made = [...after].flatMap(([path, text]) => (path.endsWith('.py') && (!before.has(path) || path.endsWith('error_handlers.py')) && text !== '' ? [path] : []));
  const entry = [...after].find(([path, text]) => /^ *(?:app|application) = (?:FastAPI|create_app)\(/m.test(text) && !path.startsWith('tests/'))?.[0] ?? '';
  const manifest = after.get('pyproject.toml') ?? '';
  return {
    name,
    before: written(join(folder, 'before'), before),
    after: written(join(folder, 'after'), after),
    module: entry.replace(/\.py$/, '').replaceAll('/', '.'),
    new: made,
    tests: [...after.keys()].filter((path) => path.startsWith('tests/test_')),
    python: Number(/requires-python = ">=3\.(\d+)/.exec(manifest)?.[1] ?? '9'),
    width: Number(/line-length = (\d+)/.exec(manifest)?.[1] ?? '88'),
    quote: made.some((path) => after.get(path)?.includes("{'error'") ?? false) ? 'single' : 'double',
    own: [...new Set([...after.keys()].filter((path) => path.endsWith('.py')).map((path) => (path.split('/')[0] ?? '').replace(/\.py$/, '')))],
  };
}

function written(folder: string, files: Files): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
