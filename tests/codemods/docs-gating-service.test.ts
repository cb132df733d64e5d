import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesIn, type Files } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';
import { importableModules, writtenService } from '../support/written-service.ts';

/** What an application answers. */
interface App {
  readonly answers: Readonly<Record<string, number>>;
  readonly openapi: object;
  readonly routes: readonly (readonly [string, readonly string[]])[];
}

/** The applications of a service, or how its import ends. */
type Look = { readonly fails: string } | Readonly<Record<string, App>>;

type Variables = Readonly<Record<string, string>>;

/** Cases whose code does not run on the packages of the tests, with what stops it. */
const NEEDS_OTHERS: Readonly<Record<string, RegExp>> = { 'settings-of-pydantic-1': /BaseSettings/ };
/** Cases in which an option moves what does not say where it is. */
const MOVES: ReadonlySet<string> = new Set(['options-of-the-standard']);
/** The folder that imports are counted from, where it is not the top. */
const ROOTS: Readonly<Record<string, string>> = { 'src-layout': 'src/', 'programs-started-in-a-package': 'src/', 'several-projects': 'orders/' };
/** What switches the docs on and off, where that is no field. */
const SWITCHES: Readonly<Record<string, readonly [on: Variables, off: Variables]>> = {
  'field-is-property': [{ ENVIRONMENT: 'development' }, {}],
  'field-is-property-of-new-settings': [{ ENVIRONMENT: 'development' }, {}],
  'follows-the-other-page': [{ SHOP_ENV: 'development' }, { SHOP_ENV: 'production' }],
};
/** Cases in which nothing that is imported makes the application, or makes it with what nobody here knows. */
const NOT_MADE: ReadonlySet<string> = new Set(['app-is-an-attribute', 'factory-on-one-line', 'name-taken-by-parameter', 'settings-of-pydantic-1']);
/** What some of the services need to start. */
const NEEDED: Variables = { TITLE: '/bookshop', TILL_KEY: 'hush' };

const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === 'docs-gating' && after !== undefined);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-docs-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const looks = looksAtAll();
const known = cases.map(({ name }, index) => [name, looks[index] ?? []] as const);

describe.each(known)('the service of %s', (name, [before, on, off]) => {
  if (!before || 'fails' in before) {
    it('does not run here', () => expect(before?.fails).toMatch(NEEDS_OTHERS[name] ?? /^nothing$/));
    return;
  }

  it('is what it was where the setting is on', () => {
    if (!MOVES.has(name)) expect(on).toEqual(before);
    else expect(documents(on)).toEqual(documents(before));
  });

  it('has the same endpoints and the same document where the setting is off', () => {
    // A service that tells its environment apart by itself differs by itself.
    if (SWITCHES[name] === undefined) expect(documents(off)).toEqual(documents(before));
    expect(endpoints(off)).toEqual(endpoints(before));
  });

  it('has no page where the setting is off that was not there before', () => {
    for (const [app, { answers }] of Object.entries(off as Record<string, App>)) {
      for (const [path, status] of Object.entries(answers)) {
        const then = (before as Record<string, App>)[app]?.answers[path];
        if (then !== undefined) expect([path, status]).toEqual([path, status === then ? then : 404]);
      }
    }
  });
});

it('takes pages away', () => {
  const gone = known.map(([name, [before, , off]]) => [name, before && off ? pagesGone(before, off) : 0] as const);
  expect(gone.filter(([name, count]) => (count === 0) !== NOT_MADE.has(name)).map(([name]) => name)).toEqual([]);
});

function pagesGone(before: Look, off: Look): number {
  const answers = (look: Look): readonly (readonly [string, number])[] => ('fails' in look ? [] : Object.entries(look as Record<string, App>).flatMap(([app, one]) => Object.entries(one.answers).map(([path, status]) => [`${app} ${path}`, status] as const)));
  const later = new Map(answers(off));
  return answers(before).filter(([key, status]) => status === 200 && later.get(key) === 404).length;
}

function documents(look: Look | undefined): object {
  return Object.fromEntries(Object.entries((look ?? {}) as Record<string, App>).map(([app, { openapi }]) => [app, openapi]));
}

/** The routes that take part in the document or answer something else than `GET`. */
function endpoints(look: Look | undefined): object {
  return Object.fromEntries(Object.entries((look ?? {}) as Record<string, App>).map(([app, { routes, openapi }]) => [app, routes.filter(([path]) => path in (openapi as { paths: object }).paths)]));
}

function looksAtAll(): Look[][] {
  const request = {
    trees: cases.map(({ name, before, after = before }) => [written(`${name}-before`, name, before), written(`${name}-after`, name, after)]),
    modules: cases.map(({ name, before }) => importableModules(underRoot(name, before)).filter((module) => module !== '')),
    variables: cases.map(({ name, after = new Map<string, string>() }) => switchesOf(name, after).map((variables) => ({ ...NEEDED, ...variables }))),
  };
  return JSON.parse(execFileSync(settingsPython(), [join(import.meta.dirname, '../support/docs_service.py')], { input: JSON.stringify(request), encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 28 })) as Look[][];
}

function written(folder: string, name: string, files: Files): string {
  return writtenService(join(scratch, folder), underRoot(name, files));
}

function underRoot(name: string, files: Files): Files {
  const root = ROOTS[name] ?? '';
  return new Map([...files].flatMap(([path, text]) => (path.startsWith(root) ? [[path.slice(root.length), text] as const] : [])));
}

/** The variables that set what the pages follow, in both cases and with each prefix of the settings. */
function switchesOf(name: string, files: Files): readonly Variables[] {
  const text = [...files.values()].join('\n');
  const fields = [...text.matchAll(/\bif (?:\w+(?:\(\))?\.)*(\w+)(?: else None|:$)/gm)].map(([, field = '']) => field);
  const prefixes = ['', ...[...text.matchAll(/env_prefix\s*=\s*["'](\w+)["']/g)].map(([, prefix = '']) => prefix)];
  const variables = fields.flatMap((field) => prefixes.flatMap((prefix) => [`${prefix}${field}`, `${prefix}${field}`.toUpperCase()]));
  return SWITCHES[name] ?? ['true', 'false'].map((value) => Object.fromEntries(variables.map((variable) => [variable, value])));
}
