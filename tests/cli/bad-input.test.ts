import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { treeOf } from '../host/folder.ts';
import { GIT_ENVIRONMENT, temporaryRepository, type TemporaryRepository } from '../support/git.ts';
import { BOOKSHOP, folderWith, giveToNobody, NOBODY, PROGRAM, pystd, repository, ROOT, temporaryPath, THREE, tidyBookshop, treeName, type Around } from './pystd.ts';

const APP = 'from fastapi import FastAPI\n\napp = FastAPI(**{})\n';

/** What `check` says of a folder, one `path rule` a line. */
function found(folder: string, around: Partial<Around> = {}): string[] {
  const { out, code } = pystd(['check', '--only', 'docs-gating', '--format', 'json', '--quiet', folder], around);
  expect([0, 1]).toContain(code);
  return (JSON.parse(out) as { findings: { path: string; rule: string }[] }).findings.map(({ path, rule }) => `${path} ${rule}`);
}

describe('a path', () => {
  const folder = folderWith({ 'a.py': '', 'sub/b.py': '' });
  test.each([
    ['that is not there', join(folder, 'nowhere'), /^There is no folder .*nowhere\.\n$/],
    ['of a file', join(folder, 'a.py'), /a\.py is a file\. Name the folder of a repository\.\n$/],
    ['through a file', join(folder, 'a.py/b'), /^There is no folder /],
    ['that is empty', '', /^The path is empty: /],
    ["of git's own folder", join(repository({ 'a.py': '' }).path, '.git'), /git's own folder/],
  ])('%s', (_, path, words) => {
    for (const command of ['check', 'fix', 'plan']) {
      const { code, out, err } = pystd([command, path]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(words);
    }
  });

  test('that may not be listed', () => {
    const closed = folderWith({ 'a.py': '' });
    giveToNobody(closed);
    chmodSync(closed, 0o000);
    expect(pystd(['check', closed], { as: NOBODY, cwd: '/' })).toMatchObject({ code: 2, err: `${closed} cannot be read: EACCES.\n` });
    chmodSync(closed, 0o755);
  });

  test('over a symbolic link is followed: the user named it', () => {
    const link = join(temporaryPath(), 'link');
    symlinkSync(repository({ 'app.py': APP }).path, link);
    expect(found(link)).toEqual(['app.py framework/docs-url-gated']);
  });
});

describe('a repository', () => {
  test('with nothing in it', () => {
    expect(pystd(['check', repository({}).path])).toEqual({ code: 0, out: 'Nothing found by the checks of uv-layered.\n', err: '' });
    expect(pystd(['fix', repository({}).path])).toEqual({ code: 0, out: 'Nothing to do for uv-layered.\n', err: '' });
  });

  test('before its first commit has only uncommitted work', () => {
    const repo = repository(BOOKSHOP);
    repo.git('update-ref', '-d', 'HEAD');
    expect(pystd(['check', ...THREE], { cwd: repo.path }).code).toBe(1);
    expect(pystd(['fix', ...THREE], { cwd: repo.path })).toMatchObject({ code: 2, err: expect.stringContaining('have changes that are not committed') as string });
    expect(pystd(['fix', ...THREE, '--allow-dirty'], { cwd: repo.path }).code).toBe(1);
  });

  test('without git on the machine is read as a folder', () => {
    const repo = repository({ 'app.py': APP });
    const { code, err } = pystd(['check', '--only', 'docs-gating', repo.path], { env: { PATH: '/nonexistent' } });
    expect(code).toBe(1);
    expect(err).toMatch(/^git is not installed; /);
  });
});

describe('files that are left alone, and said to be', () => {
  const rule = 'pystd/unreadable';

  test('one that may not be read', () => {
    const repo = temporaryRepository({ 'closed.py': APP, 'open.py': APP });
    giveToNobody(repo.path);
    chmodSync(join(repo.path, 'closed.py'), 0o000);
    expect(found(repo.path, { as: NOBODY, cwd: '/' })).toEqual([`closed.py ${rule}`, 'open.py framework/docs-url-gated']);
    chmodSync(join(repo.path, 'closed.py'), 0o644);
    repo.cleanup();
  });

  test('one of 50 MB, one with a line of 1 MB, one that is binary, one that is not UTF-8, one that does not parse', () => {
    const repo = repository({ 'app.py': APP });
    repo.write({
      'large.py': APP,
      'line.py': `${APP}DATA = "${'x'.repeat(1 << 20)}"\n`,
      'binary.py': new Uint8Array([0, 1, 2]),
      'latin.py': new Uint8Array([0x23, 0xe9, 0x0a]),
      'broken.py': `${APP}def (:\n`,
    });
    truncateSync(join(repo.path, 'large.py'), 50_000_000);
    const before = treeName(repo);
    expect(found(repo.path)).toEqual(['app.py framework/docs-url-gated', `binary.py ${rule}`, 'broken.py pystd/syntax', `large.py ${rule}`, `latin.py ${rule}`, `line.py ${rule}`]);
    expect(pystd(['fix', '--only', 'docs-gating', repo.path]).out).toMatch(/^0 patches written for uv-layered: .* 6 findings left for a person\.$/m);
    expect(treeName(repo)).toBe(before);
  });

  test('links are never followed: to themselves, to files and folders inside, out of the repository', () => {
    const outside = folderWith({ 'outside.py': APP, 'folder/inner.py': APP });
    const before = treeOf(outside);
    for (const root of [repository(tidyBookshop()).path, folderWith(tidyBookshop())]) {
      symlinkSync('loop.py', join(root, 'bookshop/loop.py'));
      symlinkSync('.', join(root, 'bookshop/again'));
      symlinkSync('main.py', join(root, 'bookshop/alias.py'));
      symlinkSync(join(outside, 'outside.py'), join(root, 'bookshop/out.py'));
      symlinkSync(join(outside, 'folder'), join(root, 'bookshop/elsewhere'));
      expect(found(root)).toEqual(['bookshop/main.py framework/docs-url-gated']);
      const { code } = pystd(['fix', '--only', 'docs-gating,package-inits', '--quiet', root]);
      expect(code).toBe(0);
      expect(treeOf(root)).toMatchObject({ 'bookshop/loop.py': '-> loop.py', 'bookshop/alias.py': '-> main.py', 'bookshop/out.py': `-> ${join(outside, 'outside.py')}` });
      expect(treeOf(outside)).toEqual(before);
    }
  });

  test('a file that is wanted where a link stands is not made through it', () => {
    const outside = temporaryPath();
    const repo = repository(tidyBookshop());
    symlinkSync(join(outside, '__init__.py'), join(repo.path, 'bookshop/api/__init__.py'));
    repo.git('add', '--all');
    repo.git('commit', '--quiet', '--message=A link');
    pystd(['fix', ...THREE], { cwd: repo.path });
    expect(treeOf(outside)).toEqual({});
    expect(treeOf(repo.path)['bookshop/api/__init__.py']).toMatch(/^-> /);
  });
});

describe('Ctrl-C', () => {
  const FOLDERS = 400;
  const many = Object.fromEntries(Array.from({ length: FOLDERS }, (_, n) => [`shop/p${n}/m.py`, '']));
  const files = { 'shop/__init__.py': '', 'shop/main.py': Array.from({ length: FOLDERS }, (_, n) => `import shop.p${n}.m\n`).join(''), ...many };

  /** Runs `fix` and sends a signal as soon as a condition on its files or its age in milliseconds holds, unless it is through before. */
  async function interrupted(when: (repo: TemporaryRepository, age: number) => boolean): Promise<{ readonly code: number | null; readonly made: number; readonly leftovers: readonly string[] }> {
    const repo = repository(files);
    const child = spawn(process.execPath, [PROGRAM, 'fix', '--only', 'package-inits', repo.path], { env: GIT_ENVIRONMENT, stdio: 'ignore' });
    const begun = performance.now();
    const look = (): void => {
      if (when(repo, performance.now() - begun)) child.kill('SIGINT');
      else if (child.exitCode === null && child.signalCode === null) setImmediate(look);
    };
    look();
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const tree = Object.keys(treeOf(repo.path));
    return { code, made: tree.filter((path) => /^shop\/p\d+\/__init__\.py$/.test(path)).length, leftovers: tree.filter((path) => path.endsWith('.tmp')) };
  }

  test('while it writes: everything is written, and nothing else is there', async () => {
    const { code, made, leftovers } = await interrupted((repo) => existsSync(join(repo.path, 'shop/p0/.pystd-1.tmp')) || existsSync(join(repo.path, 'shop/p0/__init__.py')));
    // `null`: ended by the signal, which waited for the write; 130 to a shell.
    expect([null, 0]).toContain(code);
    expect({ made, leftovers }).toEqual({ made: FOLDERS, leftovers: [] });
  });

  test.each([50, 150, 400])('before that: it ends at once and nothing is written (after %i ms)', async (moment) => {
    const { code, made, leftovers } = await interrupted((repo, age) => age > moment || existsSync(join(repo.path, 'shop/p0/__init__.py')));
    expect([null, 0]).toContain(code);
    if (code === null && made > 0) expect(made).toBe(FOLDERS);
    expect([0, FOLDERS]).toContain(made);
    expect(leftovers).toEqual([]);
  });
});

describe('a bug', () => {
  // An installation without its standards is one that cannot happen by itself.
  const broken = temporaryPath();
  cpSync(join(ROOT, 'dist'), join(broken, 'dist'), { recursive: true });
  writeFileSync(join(broken, 'package.json'), readFileSync(join(ROOT, 'package.json')));
  symlinkSync(join(ROOT, 'node_modules'), join(broken, 'node_modules'));
  const program = join(broken, 'dist/pystd.js');

  test('ends with 70 and a sentence', () => {
    const { code, out, err } = pystd(['list', 'standards'], { program });
    expect({ code, out }).toEqual({ code: 70, out: '' });
    expect(err).toMatch(/^A bug of pystd: .*ENOENT.* \(--verbose shows where\)\n$/);
  });

  test('shows where with --verbose', () => {
    const { code, err } = pystd(['list', 'standards', '--verbose'], { program });
    expect(code).toBe(70);
    expect(err).toMatch(/^A bug of pystd: .*\n +at /);
  });
});
