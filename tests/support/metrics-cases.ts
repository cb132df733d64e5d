import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { casesIn, type Case, type Files } from './case.ts';
import { settingsPython } from './settings-values.ts';

/** A request, and status, headers and text of its answer. */
export type Answer = readonly [asked: string, status: number, headers: readonly (readonly [string, string])[], text: string];

/** What is told of every service that a middleware was added to. */
export interface Told {
  readonly openapi: readonly [object, object];
  readonly answers: readonly [readonly Answer[], readonly Answer[]];
  readonly tests: string;
  readonly types: string;
  readonly lint: string;
}

/** The cases of a codemod in which something changes. */
export function changedCases(id: string): readonly Case[] {
  return casesIn(join(import.meta.dirname, '../../fixtures')).filter(({ codemod, after }) => codemod === id && after !== undefined);
}

/** Boots the services of cases before and after, by a script of this folder, and gives what it tells of each. */
export function bootedBy<T extends Told>(script: string, cases: readonly Case[], scratch: string): Readonly<Record<string, T>> {
  const request = { mypy: join(import.meta.dirname, '../../node_modules/.cache/pystd-mypy'), cases: cases.map((one) => requestFor(one, scratch)) };
  const output = execFileSync(settingsPython(), [join(import.meta.dirname, script)], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'ignore'] });
  return JSON.parse(output) as Readonly<Record<string, T>>;
}

function requestFor({ name, before, after = before }: Case, scratch: string): object {
  const made = [...after.keys()].filter((path) => path.endsWith('.py') && !before.has(path) && after.get(path) !== '');
  const [entry = ''] = [...after].find(([path, text]) => path.endsWith('main.py') && text.includes('add_middleware(')) ?? [];
  const [, minor = '12'] = /python(?:_requires|-version)?\s*=\s*"?>=3\.(\d+)/.exec([...after.values()].join('')) ?? [];
  return {
    name,
    before: written(join(scratch, name, 'before'), before),
    after: written(join(scratch, name, 'after'), after),
    module: entry.replace(/\.py$/, '').replaceAll('/', '.'),
    new: made,
    hasTests: made.some((path) => path.startsWith('tests/')),
    python: Math.max(Number(minor), 7),
    width: Number(/line-length = (\d+)/.exec(before.get('pyproject.toml') ?? '')?.[1] ?? '88'),
    quote: [...before.values()].some((text) => text.includes("FastAPI(title='")) ? 'single' : 'double',
    own: [...new Set([...after.keys()].filter((path) => path.endsWith('.py')).map((path) => (path.split('/')[0] ?? '').replace(/\.py$/, '')))],
    middleware: made.concat([...before.keys()]).find((path) => /(?:Metrics|SecurityHeaders)Middleware:/.test(after.get(path) ?? '')) ?? '',
  };
}

function written(folder: string, files: Files): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
