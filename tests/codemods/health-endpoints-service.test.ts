import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesIn, type Case, type Files } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';

type Environment = Readonly<Record<string, string>>;
type Answer = readonly [status: number, text: string];
type Document = { readonly paths: Readonly<Record<string, unknown>>; readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> } };

interface Told {
  readonly openapi: readonly [Document, Document];
  readonly answers: readonly Readonly<Record<string, Answer>>[];
  readonly tests: string;
  readonly types: string;
  readonly lint: string;
}

/** What an endpoint with checks answers in one environment: its status and body, as far as it is no matter of the build. */
interface Expectation {
  readonly environment: Environment;
  readonly status: number;
  readonly overall: string;
  readonly checks: Readonly<Record<string, string>>;
}

const OUT_OF_REACH = 'sqlite+aiosqlite:////nowhere/hunter2/bookshop.db';
const CACHE = { REDIS_URL: 'redis://localhost:9/0' };

/** Nobody listens on port 9. */
const EXPECTED: Readonly<Record<string, readonly Expectation[]>> = {
  example: [
    { environment: { ...CACHE, DATABASE_URL: 'sqlite+aiosqlite://' }, status: 200, overall: 'degraded', checks: { database: 'ok', redis: 'unavailable' } },
    { environment: { ...CACHE, DATABASE_URL: OUT_OF_REACH }, status: 503, overall: 'unavailable', checks: { database: 'unavailable', redis: 'unavailable' } },
  ],
  'blocking-engine': [
    { environment: { database_url: 'sqlite://' }, status: 200, overall: 'ok', checks: { database: 'ok' } },
    { environment: { database_url: 'sqlite:////nowhere/hunter2/bookshop.db' }, status: 503, overall: 'unavailable', checks: { database: 'unavailable' } },
    { environment: { SLOW: '1' }, status: 503, overall: 'unavailable', checks: { database: 'unavailable' } },
  ],
  'clients-behind-getters': [
    { environment: { ...CACHE, DATABASE_URL: 'sqlite://', MONGO_URL: 'mongodb://localhost:9/?serverSelectionTimeoutMS=500' }, status: 503, overall: 'unavailable', checks: { database: 'ok', mongodb: 'unavailable', redis: 'unavailable' } },
  ],
  'database-behind-an-object': [{ environment: { ...CACHE, DATABASE_URL: 'sqlite+aiosqlite://' }, status: 200, overall: 'degraded', checks: { database: 'ok', redis: 'unavailable' } }],
  'documents-in-mongo': [{ environment: {}, status: 503, overall: 'unavailable', checks: { mongodb: 'unavailable' } }],
  'engine-in-a-wrapper': [{ environment: { DATABASE_URL: 'sqlite+aiosqlite://' }, status: 200, overall: 'ok', checks: { database: 'ok' } }],
  'features-in-packages': [{ environment: {}, status: 200, overall: 'ok', checks: { database: 'ok', database_reporting: 'ok' } }],
  'nothing-to-probe': [{ environment: {}, status: 200, overall: 'ok', checks: {} }],
  'old-releases': [{ environment: {}, status: 200, overall: 'ok', checks: { database: 'ok' } }],
  'one-endpoint-with-checks': [{ environment: {}, status: 200, overall: 'degraded', checks: { database: 'healthy', redis: 'unhealthy' } }],
  'services-over-http': [{ environment: {}, status: 200, overall: 'degraded', checks: { catalogue: 'unavailable', prices: 'unavailable' } }],
  'sessions-only': [{ environment: {}, status: 200, overall: 'ok', checks: { database: 'ok' } }],
  tortoise: [{ environment: {}, status: 200, overall: 'ok', checks: { database: 'ok' } }],
};

/** Services of libraries that are not installed beside the others: Celery, and `databases`, which wants an older SQLAlchemy. */
const NOT_RUN: ReadonlySet<string> = new Set(['database-that-connects-at-startup', 'tasks-for-a-worker']);

const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, name, after }) => codemod === 'health-endpoints' && after !== undefined && !NOT_RUN.has(name));
const scratch = mkdtempSync(join(tmpdir(), 'pystd-health-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const told = ask();

describe.each(cases.map((one) => [one.name, one] as const))('the service of %s', (name, one) => {
  const { openapi: [before, after], answers, tests, types, lint } = told[name] as Told;

  it('answers, and says nothing of how it is built', () => {
    const [path = ''] = pathsOf(one);
    for (const answer of answers) {
      expect(answer[path]?.[0], answer[path]?.[1]).toBe(200);
      for (const [, text] of Object.values(answer)) expect(text).not.toMatch(/hunter2|Error|Traceback/);
    }
    for (const [index, { status, overall, checks }] of (EXPECTED[name] ?? []).entries()) {
      const [got, text] = answers[index]?.[pathsOf(one).at(-1) ?? ''] ?? [0, '{}'];
      const body = JSON.parse(text) as { status: string; checks: Record<string, string> };
      expect({ status: got, overall: body.status, checks: body.checks }).toEqual({ status, overall, checks });
    }
  });

  it('is otherwise what it was', () => {
    const isOurs = (path: string): boolean => pathsOf(one).includes(path);
    expect(Object.fromEntries(Object.entries(after.paths).filter(([path]) => !isOurs(path)))).toEqual(before.paths);
    expect(after.components?.schemas ?? {}).toMatchObject(before.components?.schemas ?? {});
  });

  it('has tests that pass', () => expect(tests).toBe(''));

  it('is typed', () => expect(types).toBe(''));

  it('pleases linter and formatter', () => expect(lint).toBe(''));
});

/** The paths that were added, the endpoint with the checks last. */
function pathsOf({ before, after, options = '' }: Case): readonly string[] {
  const router = [...(after ?? [])].find(([path, text]) => !before.has(path) && text.includes('APIRouter(tags='))?.[1] ?? '';
  const added = [...router.matchAll(/@router\.get\(\s*["'](\/[\w/]+)["']/g)].map(([, path = '']) => path);
  return options.includes('checks = true') ? ['/health'] : added;
}

function ask(): Readonly<Record<string, Told>> {
  const request = { mypy: join(import.meta.dirname, '../../node_modules/.cache/pystd-mypy/health-endpoints'), cases: cases.map(requestFor) };
  const output = execFileSync(settingsPython(), [join(import.meta.dirname, '../support/health_service.py')], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'ignore'] });
  return JSON.parse(output) as Readonly<Record<string, Told>>;
}

function requestFor(one: Case): object {
  const { name, before, after = before } = one;
  const folder = join(scratch, name);
  const entry = [...after].find(([, text]) => /include_router\(health_\w*router\)/.test(text) && text.includes('import router as health_'))?.[0] ?? '';
  const made = [...after.keys()].filter((path) => path.endsWith('.py') && !before.has(path) && after.get(path) !== '');
  const manifest = [...after].filter(([path]) => /^(?:pyproject\.toml|setup\.cfg)$/.test(path)).map(([, text]) => text).join('');
  const [, minor = '9'] = /python[-_]?(?:requires|version)?\s*=\s*"?>=3\.(\d+)/.exec(manifest) ?? [];
  const [, width = '88'] = /line-length = (\d+)/.exec(manifest) ?? [];
  return {
    name,
    before: written(join(folder, 'before'), before),
    after: written(join(folder, 'after'), after),
    module: entry.replace(/\.py$/, '').replaceAll('/', '.'),
    new: made,
    tests: made.filter((path) => path.startsWith('tests/')),
    python: Number(minor),
    width: Number(width),
    quote: [...after].some(([path, text]) => made.includes(path) && text.includes("@router.get('")) ? 'single' : 'double',
    own: [...new Set([...after.keys()].filter((path) => path.endsWith('.py')).map((path) => (path.split('/')[0] ?? '').replace(/\.py$/, '')))],
    environments: EXPECTED[name]?.map(({ environment }) => environment) ?? [{}],
    paths: pathsOf(one),
  };
}

function written(folder: string, files: Files): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
