import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { treeOf } from '../host/folder.ts';
import { GIT_ENVIRONMENT, type TemporaryRepository } from '../support/git.ts';
import { BOOKSHOP, PROGRAM, pystd, repository, temporaryPath, THREE } from './pystd.ts';

const PROMPT = 'Take this patch? [y]es, [n]o, [q]uit: ';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

interface Talk {
  readonly code: number | null;
  /** What the terminal showed. */
  readonly seen: string;
  /** What went to stdout. */
  readonly out: string;
  readonly questions: number;
}

/** Runs `fix --interactive` on a terminal of its own and gives one answer to each question. */
function talk(repo: TemporaryRepository, args: readonly string[], answers: readonly string[]): Promise<Talk> {
  const out = join(temporaryPath(), 'out');
  const command = `"${process.execPath}" "${PROGRAM}" fix --interactive ${[...THREE, ...args].join(' ')} >"${out}"`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: repo.path, env: { ...GIT_ENVIRONMENT, TERM: 'xterm', SHELL: '/bin/sh' } });
  let seen = '';
  let questions = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    seen += chunk;
    for (const asked = seen.split(PROMPT).length - 1; questions < asked; questions++) child.stdin.write(answers[questions] ?? `${CTRL_C}${CTRL_C}`);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, seen, out: readFileSync(out, 'utf8'), questions })));
}

const taken = (repo: TemporaryRepository): string[] => repo.git('status', '--porcelain', '--untracked-files=all').split('\n').map((line) => line.slice(3)).filter((path) => path !== '');

describe('fix --interactive', () => {
  test('shows each patch with its reasons, and takes those that are wanted', async () => {
    const repo = repository(BOOKSHOP);
    const { code, seen, out, questions } = await talk(repo, [], ['y\r', 'yes\r', 'Y\r']);
    expect(questions).toBe(3);
    expect(seen).toMatch(/Serve the API docs only where the settings allow it.*\(docs-gating, review\)\r\n {2}bookshop\/main\.py:6 .*\r\n {2}.*look:/);
    expect(seen).toContain('+    DEBUG: bool = False');
    expect(out).toMatch(/^3 patches written for uv-layered: 4 files .* 1 finding left/m);
    expect(code).toBe(1);
    expect(taken(repo)).toEqual(['bookshop/config.py', 'bookshop/main.py', '.gitignore', 'bookshop/api/__init__.py']);
  });

  test('a no leaves that patch out, says so, and counts as something left', async () => {
    const repo = repository({ ...BOOKSHOP, 'bookshop/admin.py': '' });
    const { code, seen, out, questions } = await talk(repo, [], ['n\r', 'y\r', 'no\r']);
    expect(questions).toBe(3);
    expect(code).toBe(1);
    expect(out).toMatch(/^1 patch written for uv-layered: 1 file /m);
    expect(seen).toContain('gitignore-hygiene was declined; what it found stays.');
    expect(seen).toContain('docs-gating was declined; what it found stays.');
    expect(taken(repo)).toEqual(['bookshop/api/__init__.py']);
  });

  test('everything else is asked again', async () => {
    const repo = repository(BOOKSHOP);
    const { questions } = await talk(repo, ['--only', 'package-inits'], ['\r', 'perhaps\r', 'y\r', 'y\r', 'y\r']);
    expect(questions).toBe(5);
    expect(taken(repo)).toHaveLength(4);
  });

  test.each([
    ['quit', 'q\r', 1],
    ['the end of the input', CTRL_D, 1],
    ['Ctrl-C', CTRL_C, 130],
  ])('%s after a yes writes nothing', async (_, answer, wanted) => {
    const repo = repository(BOOKSHOP);
    const before = treeOf(repo.path);
    const { code, out, seen } = await talk(repo, [], ['y\r', answer]);
    expect({ code, out }).toEqual({ code: wanted, out: '' });
    if (wanted === 1) expect(seen).toMatch(/Stopped\. Nothing was written\.\r\n$/);
    expect(seen).not.toMatch(/Warning|^\s+at /m);
    expect(treeOf(repo.path)).toEqual(before);
  });

  test('answers typed ahead are not lost', async () => {
    const repo = repository(BOOKSHOP);
    const { code } = await talk(repo, [], ['y\rn\ry\r', '', '']);
    expect(code).toBe(1);
    expect(taken(repo)).toEqual(['bookshop/config.py', 'bookshop/main.py', '.gitignore']);
  });

  test('goes together with a dry run, a format and commits', async () => {
    const repo = repository(BOOKSHOP);
    const dry = await talk(repo, ['--dry-run', '--format', 'json'], ['n\r', 'y\r', 'y\r']);
    const { patches } = JSON.parse(dry.out) as { patches: { codemod: string }[] };
    expect(patches.map(({ codemod }) => codemod)).toEqual(['package-inits', 'docs-gating']);
    expect(taken(repo)).toEqual([]);
    expect((await talk(repo, ['--commit'], ['n\r', 'y\r', 'y\r'])).code).toBe(1);
    expect(repo.git('log', '--format=%s').split('\n').slice(0, 3)).toEqual(['Serve the API docs only where the settings allow it', 'Add the missing `__init__.py` of imported packages', 'Start']);
  });

  test('without a terminal is refused', () => {
    const repo = repository(BOOKSHOP);
    expect(pystd(['fix', '--interactive', ...THREE], { cwd: repo.path })).toEqual({ code: 2, out: '', err: '--interactive needs a terminal.\n' });
    expect(taken(repo)).toEqual([]);
  });
});
