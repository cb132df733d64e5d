import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesIn, type Case } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';
import { writtenService } from '../support/written-service.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What one run of a service answered and logged. */
interface Exercise {
  readonly openapi: unknown;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly invalid: readonly Answer[];
  readonly without: Answer;
  readonly traced: Answer;
  readonly untraced: Answer;
  readonly many: readonly Answer[];
  readonly socket: readonly [text: string, headers: readonly (readonly [string, string])[]];
  readonly log: string;
}

interface Told {
  readonly before: Exercise;
  readonly after: Exercise;
  readonly tests: string;
  readonly types: string;
  readonly lint: string;
}

/** How each case is called: its library, and whether its records can be seen to. */
const EXPECTED: Readonly<Record<string, { readonly library: string; readonly header?: string; readonly silent?: boolean }>> = {
  example: { library: 'logging' },
  'basic-config': { library: 'logging' },
  'logging-in-a-file': { library: 'logging', silent: true },
  loguru: { library: 'loguru', header: 'X-Request-ID' },
  'handlers-registered-by-a-function': { library: 'logging' },
  'places-that-are-taken': { library: 'logging' },
  structlog: { library: 'structlog' },
  'structlog-without-loggers': { library: 'logging' },
  'trace-context': { library: 'logging', header: 'X-Trace-Id' },
};

const MADE = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32})$/;
const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, name }) => codemod === 'correlation-id' && name in EXPECTED);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-correlation-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const told = ask();

describe.each(cases.map((one) => [one.name, one] as const))('the service of %s', (name) => {
  const { before, after, tests, types, lint } = told[name] as Told;
  const header = headerOf(name).toLowerCase();
  const idOf = ({ headers }: Answer): string | undefined => headers.find(([key]) => key === header)?.[1];
  const linesWith = (tag: string): readonly string[] => after.log.split('\n').filter((line) => line.includes(tag));

  it('echoes the id of the caller, whatever becomes of the request', () => {
    for (const [route, answer] of Object.entries(after.answers)) expect([route, idOf(answer)]).toEqual([route, `id-${route.replace('/', '-')}`]);
    expect(Object.fromEntries(Object.entries(after.answers).map(([route, { status }]) => [route, status]))).toMatchObject({ sync: 200, refused: 409, 'number/x': 422, boom: 500, nowhere: 404 });
    expect(after.socket).toEqual(['hello', expect.arrayContaining([[header, 'id-socket']])]);
  });

  it('makes an id where none is given, and where what is given may not be logged', () => {
    const made = [after.without, ...after.invalid].map(idOf);
    for (const id of made) expect(id).toMatch(MADE);
    expect(new Set(made).size).toBe(made.length);
    expect(after.log).not.toMatch(/Injected|two words|<script>|x{129}/);
  });

  it('takes the trace id of W3C Trace Context where the standard speaks of traces', () => {
    expect([idOf(after.traced), idOf(after.untraced)]).toEqual(name === 'trace-context' ? ['4bf92f3577b34da6a3ce929d0e0e4736', 'own'] : ['other', 'own']);
  });

  it.skipIf(EXPECTED[name]?.silent)('has the id in each record of a request, and of no other one', () => {
    for (const [route, count] of Object.entries({ sync: 1, async: 3, background: 2, stream: 3, 'sync-stream': 3, refused: 1, boom: 1, socket: 1 })) {
      const lines = linesWith(`tag-${route} of`);
      expect(lines.length, `${route}: ${after.log}`).toBeGreaterThanOrEqual(count);
      for (const line of lines) expect(line).toContain(`id-${route}`);
    }
    for (let at = 0; at < 40; at++) {
      const lines = linesWith(` many-${at}. of`).concat(linesWith(`"many-${at}. of`));
      expect(lines.length, after.log).toBeGreaterThanOrEqual(3);
      for (const line of lines) expect(line.match(/many-id-\d+\./)?.[0]).toBe(`many-id-${at}.`);
    }
    expect(linesWith('outside of requests').length).toBeGreaterThanOrEqual(1);
    for (const line of linesWith('outside of requests')) expect(line).not.toMatch(/id-/);
  });

  it.skipIf(EXPECTED[name]?.silent)('has it in the record of the server on what nothing handles', () => {
    const records = after.log.split('\n').filter((line) => line.includes('Exception in ASGI application'));
    if (EXPECTED[name]?.library === 'logging') expect(records.length).toBeGreaterThan(0);
    if (EXPECTED[name]?.library === 'logging') for (const line of records) expect(line).toContain('id-boom');
  });

  it('is otherwise what it was', () => {
    const rest = ({ answers, without }: Exercise): unknown => [...Object.values(answers), without].map(({ headers, ...one }) => ({ ...one, headers: headers.filter(([key]) => key !== header) }));
    expect(rest(after)).toEqual(rest(before));
    expect(after.openapi).toEqual(before.openapi);
  });

  it('has tests that pass', () => expect(tests).toBe(''));

  it('is typed', () => expect(types).toBe(''));

  it('pleases linter and formatter', () => expect(lint).toBe(''));
});

function headerOf(name: string): string {
  return EXPECTED[name]?.header ?? 'X-Correlation-ID';
}

function ask(): Readonly<Record<string, Told>> {
  const request = { mypy: join(import.meta.dirname, '../../node_modules/.cache/pystd-mypy/correlation-id'), cases: cases.map(requestFor) };
  const output = execFileSync(settingsPython(), [join(import.meta.dirname, '../support/correlation_service.py')], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'ignore'] });
  return JSON.parse(output) as Readonly<Record<string, Told>>;
}

function requestFor(one: Case): object {
  const { name, before, after = before } = one;
  const made = [...after.keys()].filter((path) => path.endsWith('.py') && !before.has(path) && after.get(path) !== '');
  const manifest = after.get('pyproject.toml') ?? '';
  const changed = [...after].filter(([path, text]) => path.endsWith('.py') && before.has(path) && before.get(path) !== text).map(([path]) => path);
  return {
    name,
    before: writtenService(join(scratch, name, 'before'), before),
    after: writtenService(join(scratch, name, 'after'), after),
    module: ['src/main.py', 'bookshop/main.py', 'main.py'].find((path) => after.has(path))?.replace('.py', '').replaceAll('/', '.'),
    library: EXPECTED[name]?.library,
    header: headerOf(name),
    new: made,
    // What people wrote without types in a test case stays so.
    typed: name === 'basic-config' ? made : [...made, ...changed],
    tests: made.filter((path) => path.startsWith('tests/')),
    python: Number(/requires-python = ">=3\.(\d+)"/.exec(manifest)?.[1] ?? 9),
    width: Number(/line-length = (\d+)/.exec(manifest)?.[1] ?? 88),
    quote: made.some((path) => after.get(path)?.includes("scope['type']")) ? 'single' : 'double',
    own: [...new Set([...after.keys()].filter((path) => path.endsWith('.py')).map((path) => (path.split('/')[0] ?? '').replace(/\.py$/, '')))],
  };
}
