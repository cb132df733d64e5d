import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Evidence, EvidenceKind } from '../../src/patch/evidence.ts';
import { candidate, examined } from '../evidence/bookshop.ts';
import { casesIn, type Case, type Files } from '../support/case.ts';
import { settingsPython } from '../support/settings-values.ts';

type Pair = readonly [before: unknown, after: unknown];

/** What has requests worth a comparison of all that reaches the database; asking takes its time. */
const ASKED: ReadonlySet<string> = new Set(['async', 'companions', 'continued', 'example', 'http-objects', 'own-sessions', 'repositories', 'sqlmodel']);
/** Rules of shape, and what needs no knowledge of the project. */
const RULES = 'E4,E7,E9,F,I,W,UP,B,C4,PIE,D1,D2,D4';
/** Fixtures keep their docstrings short, and what is moved keeps its shape. */
const IGNORED = 'D100,D101,D102,D103,D104,D107,D203,D213,D212,D401,B008,UP037';

const cases = casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === 'extract-services' && after !== undefined);
const scratch = mkdtempSync(join(tmpdir(), 'pystd-services-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const [replayed, typed, linted] = [await examine('replay', ({ name }) => ASKED.has(name)), await examine('types', isTyped), await examine('lint', () => true)];
const documents = documentsOf();

describe.each(cases.map((one) => [one.name, one] as const))('the service of %s', (name, one) => {
  if (ASKED.has(name)) {
    it('answers every request as before, with the same statements in the same transactions', () => {
      const { verdict, difference = '' } = replayed.get(name) ?? {};
      expect([verdict, difference]).toEqual(['equal', expect.stringMatching(/^\d+ requests/)]);
      expect(Number(/(\d+) statements\./.exec(difference)?.[1])).toBeGreaterThan(0);
    });
  }

  if (isTyped(one)) it('is typed as it was', () => expect(typed.get(name)?.verdict, typed.get(name)?.difference).toBe('equal'));

  it('can be imported, and has the same document', () => {
    const [before, after] = documents[name] ?? [undefined, undefined];
    expect(before).toHaveProperty('paths');
    expect(after).toEqual(before);
  });

  it('has no name that is missing or unused', () => expect(linted.get(name)?.verdict, linted.get(name)?.difference).toBe('equal'));

  it('pleases linter and formatter where it did', () => {
    const [was, is] = [complaintsIn(join(scratch, name, 'before')), complaintsIn(join(scratch, name, 'after'))];
    const isClean = was.length === 0;
    expect(isClean || name === 'in-the-hand-of-the-project' || name === 'crlf', was.join('\n')).toBe(true);
    if (isClean) expect(is).toEqual([]);
  });
});

function isTyped({ before }: Case): boolean {
  return before.get('pyproject.toml')?.includes('[tool.mypy]') ?? false;
}

async function examine(kind: EvidenceKind, isMeant: (one: Case) => boolean): Promise<ReadonlyMap<string, Evidence | undefined>> {
  const meant = cases.filter(isMeant);
  const all = await examined(kind, meant.map(({ before, after }) => candidate(Object.fromEntries(before), Object.fromEntries(after ?? before))));
  return new Map(meant.map(({ name }, index) => [name, all[index]]));
}

/** The documents of all applications, each made in a process of its own. */
function documentsOf(): Readonly<Record<string, Pair>> {
  const request = cases.map(({ name, before, after = before }) => {
    const entry = [...after].find(([, text]) => /^app = FastAPI\(/m.test(text))?.[0] ?? '';
    const root = entry.startsWith('src/bookshop/') ? 'src' : '';
    const module = entry.slice(root === '' ? 0 : root.length + 1).replace(/\.py$/, '').replaceAll('/', '.');
    return { name, module, trees: [join(written(join(scratch, name, 'before'), before), root), join(written(join(scratch, name, 'after'), after), root)] };
  });
  const output = execFileSync(settingsPython(), [join(import.meta.dirname, '../support/openapi_documents.py')], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 26 });
  return JSON.parse(output) as Readonly<Record<string, Pair>>;
}

function written(folder: string, files: Files): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function complaintsIn(folder: string): readonly string[] {
  const ruff = join(dirname(settingsPython()), 'ruff');
  const common = ['--isolated', '--target-version=py311', '--line-length=120', '--no-cache'];
  return [
    ...said(ruff, ['check', ...common, '--output-format=concise', `--select=${RULES}`, `--ignore=${IGNORED}`, '.'], folder),
    ...said(ruff, ['format', ...common, '--diff', '.'], folder),
  ];
}

function said(program: string, words: readonly string[], cwd: string): readonly string[] {
  try {
    execFileSync(program, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    return [];
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    return `${stdout.toString()}${stderr.toString()}`.split('\n').filter((line) => line !== '');
  }
}
