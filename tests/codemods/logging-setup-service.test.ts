import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesIn, type Case } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';
import { writtenService } from '../support/written-service.ts';

/** How the service is started. */
interface Start {
  readonly environment: Readonly<Record<string, string>>;
  readonly options: readonly string[];
}

interface Told {
  readonly openapi: readonly [unknown, unknown];
  readonly runs: readonly { readonly lines: readonly string[]; readonly statuses: readonly number[]; readonly files: Readonly<Record<string, string>> }[];
  readonly tests: string;
  readonly types: string;
  readonly lint: string;
}

/** A record, whichever library wrote it. */
interface Entry {
  readonly message: string;
  readonly level: string;
  readonly exception: string;
  readonly fields: readonly string[];
  readonly shelf: unknown;
}

/** The variables that make a case one of development, where it knows that. */
const DEVELOPMENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'environment-as-an-enumeration': {},
  example: { ENVIRONMENT: 'development' },
  factory: { ENVIRONMENT: 'dev', LOG_LEVEL: 'debug' },
  'loguru-by-environment': { APP_ENV: 'dev', LOG_LEVEL: 'DEBUG' },
  'program-beside-the-service': { DEBUG: 'true' },
};
const PRODUCTION: Readonly<Record<string, Readonly<Record<string, string>>>> = { 'environment-as-an-enumeration': { ENVIRONMENT: 'live' }, factory: { ENVIRONMENT: 'live' } };
/** Cases whose files are wanted. */
const TO_FILES = ['example', 'program-beside-the-service'];

/** Two services in one repository, each run in its own folder: their fixture says how they import. */
const SEVERAL = 'run-in-its-own-folder';

const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, name, after }) => codemod === 'logging-setup' && after !== undefined && name !== SEVERAL);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-logging-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const told = ask();

describe.each(cases.map(({ name }) => name))('the service of %s', (name) => {
  const { openapi: [before, after], runs, tests, types, lint } = told[name] as Told;
  const [production, silent, development, files] = runs;
  const isFlat = name === 'in-a-flat-folder';

  it('writes lines of JSON in production, each record once', () => {
    const entries = (production?.lines ?? []).map(entryOf);
    const once = (pattern: RegExp): Entry | undefined => {
      const found = entries.filter(({ message }) => pattern.test(message));
      expect(found, String(pattern)).toHaveLength(1);
      return found[0];
    };
    expect(production?.statuses).toEqual(isFlat ? [200] : [200, 500]);
    once(/Application startup complete/);
    once(/GET \/books HTTP/);
    expect(entries.filter(({ message }) => message.includes('looking for books'))).toEqual([]);
    expect(production?.files).toEqual({});
    if (isFlat) return;
    const listed = once(/^1 books listed$/);
    expect(listed?.level).toBe('INFO');
    expect(listed?.shelf).toBe('novels');
    if (!/^(?:structlog|loguru)/.test(name)) expect(listed?.fields).toEqual(['timestamp', 'name', 'level', 'funcName', 'lineno', 'message']);
    expect(once(/^no such book$/)?.exception).toMatch(/Traceback[\s\S]*KeyError: 'Nothing'/);
    expect(once(/Exception in ASGI application/)?.exception).toMatch(/KeyError: 'Nothing'/);
  });

  it('leaves an access log off that is off', () => {
    expect(silent?.lines.filter((line) => /GET \/books HTTP/.test(line))).toEqual([]);
    expect(silent?.lines.filter((line) => /startup complete/.test(line))).toHaveLength(1);
  });

  if (name in DEVELOPMENT) {
    it('writes lines for people in development, more of them, and each once', () => {
      const lines = development?.lines ?? [];
      for (const text of ['looking for books', '1 books listed', 'no such book', 'startup complete', 'GET /books HTTP']) expect(lines.filter((line) => line.includes(text)), text).toHaveLength(1);
      expect(lines.filter((line) => line.startsWith('{'))).toEqual([]);
      if (name === 'example') expect(lines.filter((line) => line.includes("SELECT 'Emma'"))).toHaveLength(1);
    });
  }

  if (TO_FILES.includes(name)) {
    it('writes files where they are wanted: all records in one, errors in the other', () => {
      const all = files?.files['logs/app.log'] ?? '';
      const errors = files?.files['logs/error.log'] ?? '';
      for (const text of ['1 books listed', 'no such book', 'GET /books HTTP', 'Exception in ASGI application']) expect(all.split(text), text).toHaveLength(2);
      expect(errors).toMatch(/no such book\nTraceback/);
      expect(errors).toContain('Exception in ASGI application');
      expect(errors).not.toContain('books listed');
    });
  }

  it('answers what it answered', () => {
    expect(before).toBeTypeOf('object');
    expect(after).toEqual(before);
  });

  it('has tests that pass', () => expect(tests).toBe(''));

  it('is typed', () => expect(types).toBe(''));

  it('pleases linter and formatter', () => expect(lint).toBe(''));
});

/** Reads one line of any of the libraries; anything else than JSON fails. */
function entryOf(line: string): Entry {
  const read = JSON.parse(line) as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const record = read['record'] as { message: string; level: { name: string }; extra: { shelf?: unknown } } | undefined;
  if (record) return { message: record.message, level: record.level.name, exception: text(read['text']), fields: [], shelf: record.extra.shelf };
  const { shelf, exception, ...fields } = read;
  return { message: text(read['event'] ?? read['message']), level: text(read['level']).toUpperCase(), exception: text(exception), fields: Object.keys(fields), shelf };
}

function ask(): Readonly<Record<string, Told>> {
  const request = { mypy: join(import.meta.dirname, '../../node_modules/.cache/pystd-mypy/logging-setup'), cases: cases.map(requestFor) };
  const output = execFileSync(settingsPython(), [join(import.meta.dirname, '../support/logging_setup_service.py')], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'inherit'] });
  return JSON.parse(output) as Readonly<Record<string, Told>>;
}

function requestFor(one: Case): object {
  const { name, before, after = before } = one;
  const entry = [...after].find(([path, text]) => text.includes('configure_logging()') && text.includes('FastAPI(') && path.endsWith('.py'))?.[0] ?? '';
  const made = [...after.keys()].filter((path) => path.endsWith('.py') && !before.has(path) && after.get(path) !== '');
  const manifest = after.get('pyproject.toml') ?? '';
  const [, minor = '12'] = /requires-python = ">=3\.(\d+)/.exec(manifest) ?? [];
  const [, width = '88'] = /line-length = (\d+)/.exec(manifest) ?? [];
  const production = PRODUCTION[name] ?? {};
  const runs: readonly Start[] = [
    { environment: production, options: [] },
    { environment: production, options: ['--no-access-log'] },
    ...(name in DEVELOPMENT ? [{ environment: DEVELOPMENT[name] ?? {}, options: [] }] : []),
    ...(TO_FILES.includes(name) ? [{ environment: { ...production, LOG_TO_FILE: 'true' }, options: [] }] : []),
  ];
  return {
    name,
    before: writtenService(join(scratch, name, 'before'), before),
    after: writtenService(join(scratch, name, 'after'), after),
    module: entry.replace(/\.py$/, '').replaceAll('/', '.'),
    factory: (after.get(entry) ?? '').includes('def create_app'),
    calls: name === 'in-a-flat-folder' ? ['/books'] : ['/books', '/books/Nothing'],
    new: made,
    tests: made.filter((path) => path.startsWith('tests/')),
    python: Number(minor),
    width: Number(width),
    quote: made.some((path) => after.get(path)?.includes("import '")) || made.some((path) => after.get(path)?.includes("'json'")) ? 'single' : 'double',
    own: [...new Set([...after.keys()].filter((path) => path.endsWith('.py')).map((path) => (path.split('/')[0] ?? '').replace(/\.py$/, '')))],
    runs,
  };
}
