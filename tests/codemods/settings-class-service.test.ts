import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { viewOf } from '../../src/codemod/view.ts';
import { factReader } from '../../src/python/facts.ts';
import { casesIn, snapshotFrom, type Case, type Files } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';
import { settingsPython } from '../support/settings-values.ts';

/** What one module holds under one environment, or how its import ends. */
type Look = Readonly<Record<string, { readonly values: Readonly<Record<string, string>> } | { readonly fails: string }>>;

/** Texts that a variable may have; each case sees all its variables unset, and each of them with every one of these. */
const TEXTS = ['', '5', 'true', 'a, b', '{"a": 1}'];

/** The most variables of a case that are tried one by one. */
const MOST = 6;

const parser = await pythonParser();
const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === 'settings-class' && after !== undefined);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-settings-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe.each(cases.map((one) => [one.name, one] as const))('the service of %s', (_, one) => {
  it('holds and answers what it did, under every environment', () => {
    const environments = environmentsFor(one);
    const [before = [], after = []] = looksAt(one, environments);
    for (const [index, environment] of environments.entries()) {
      const stops = Object.values(after[index] ?? {}).some((look) => 'fails' in look && isAnnounced(one, look.fails));
      for (const [module, was] of Object.entries(before[index] ?? {})) {
        const is = after[index]?.[module];
        const about = `${module || 'the application'} under ${JSON.stringify(environment)}`;
        if ('fails' in was) expect(is, about).toHaveProperty('fails');
        else if (is && 'fails' in is) expect(isAnnounced(one, is.fails), `${about} ends with ${is.fails}`).toBe(true);
        else if (module !== '' || !stops) expect(kept(is?.values ?? {}, was.values), about).toEqual(readsMore(one) ? expect.any(Object) : was.values);
      }
    }
  });
});

/** The values that were there before; names the change adds are its own affair. */
function kept(is: Readonly<Record<string, string>>, was: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(was).flatMap((name) => (is[name] === undefined ? [] : [[name, is[name]]])));
}

/** Whether the findings say that the program stops where settings cannot be made. */
function isAnnounced({ findings = '' }: Case, failure: string): boolean {
  return failure === 'ValidationError' && /must be set|stops the program/.test(findings);
}

/** Whether the findings say that a file of variables may be read that was not read before. */
function readsMore({ findings = '' }: Case): boolean {
  return /may now stand in the `env_file`/.test(findings);
}

function environmentsFor({ before }: Case): readonly Readonly<Record<string, string>>[] {
  const { environment } = viewOf(snapshotFrom(before), factReader(parser)).backend;
  const variables = [...new Set(environment.accesses.map(({ variable }) => variable))].slice(0, MOST);
  const all = Object.fromEntries(variables.map((variable) => [variable, '7']));
  return [{}, all, ...variables.flatMap((variable) => TEXTS.map((text) => ({ ...all, [variable]: text })))];
}

function looksAt(one: Case, environments: readonly Readonly<Record<string, string>>[]): Look[][] {
  const folder = mkdtempSync(join(scratch, `${one.name}-`));
  const trees = [one.before, one.after ?? one.before].map((files, index) => written(join(folder, String(index)), files));
  const projects = [...one.before.keys()].flatMap((path) => /^(.+)\/(?:pyproject\.toml|requirements\.txt)$/.exec(path)?.[1] ?? []);
  const roots = [...new Set([...projects, 'src', 'backend', ''])].filter((root) => root === '' || ([...one.before.keys()].some((path) => path.startsWith(`${root}/`)) && !one.before.has(`${root}/__init__.py`)));
  const request = { trees, roots, modules: modulesOf(one.before, roots), environments };
  return JSON.parse(execFileSync(settingsPython(), [join(import.meta.dirname, '../support/settings_service.py')], { input: JSON.stringify(request), encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })) as Look[][];
}

function written(folder: string, files: Files): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The service's own modules, as they are imported from the folders on the path. */
function modulesOf(files: Files, roots: readonly string[]): string[] {
  return [...files.keys()].flatMap((path) => {
    if (!path.endsWith('.py') || /(^|\/)(tests?|alembic|migrations|scripts|docs)\//.test(path)) return [];
    const root = roots.find((one) => one === '' || path.startsWith(`${one}/`)) ?? '';
    const dotted = path.slice(root === '' ? 0 : root.length + 1).replace(/(\/?__init__)?\.py$/, '').replaceAll('/', '.');
    return /^[A-Za-z_][\w.]*$/.test(dotted) ? [dotted] : [];
  });
}
