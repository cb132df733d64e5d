import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { treeOf } from '../host/folder.ts';
import type { TemporaryRepository } from '../support/git.ts';
import { BOOKSHOP, folderWith, pystd, repository, THREE, tidyBookshop, treeName } from './pystd.ts';

const NOTHING_STAGED = '';
const log = (repo: TemporaryRepository, format: string): string[] => repo.git('log', '--reverse', `--format=${format}`, 'start..HEAD').split('\n').filter((line) => line !== '');

/** The bookshop, with a branch that stays where it began. */
function shop(files: Readonly<Record<string, string>> = BOOKSHOP): TemporaryRepository {
  const repo = repository(files);
  repo.git('branch', 'start');
  return repo;
}

describe('fix --commit', () => {
  test('makes one commit for each codemod, by the user, with the reasons', () => {
    const repo = shop();
    const { code, err } = pystd(['fix', '--commit', ...THREE], { cwd: repo.path });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(log(repo, '%an <%ae> %s')).toEqual([
      'Ada Reader <ada@bookshop.example> Ignore private and generated files, and nothing the build needs',
      'Ada Reader <ada@bookshop.example> Add the missing `__init__.py` of imported packages',
      'Ada Reader <ada@bookshop.example> Serve the API docs only where the settings allow it',
    ]);
    const message = repo.git('log', '-1', '--format=%B', 'HEAD');
    expect(message).toContain('Interactive docs that are served everywhere');
    expect(repo.git('log', '-1', '--format=%(trailers:only,unfold)', 'HEAD')).toBe('Pystd-Codemod: docs-gating\nPystd-Safety: review\nPystd-Rule: framework/docs-url-gated\nPystd-Evidence: lint=equal\nPystd-Evidence: python=equal\n\n');
    expect(repo.git('diff', '--name-only', 'HEAD~1', 'HEAD').split('\n')).toEqual(['bookshop/config.py', 'bookshop/main.py', '']);
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  test('leaves the same files as a fix without commits', () => {
    const [committed, written] = [shop(), shop()];
    const told = pystd(['fix', '--commit', ...THREE], { cwd: committed.path }).out;
    expect(told).toBe(pystd(['fix', ...THREE], { cwd: written.path }).out);
    expect(treeName(committed)).toBe(treeName(written));
  });

  test('runs no hooks and signs nothing', () => {
    const repo = shop();
    mkdirSync(join(repo.path, 'hooks'));
    for (const hook of ['pre-commit', 'commit-msg', 'prepare-commit-msg', 'post-commit']) {
      writeFileSync(join(repo.path, 'hooks', hook), `#!/bin/sh\necho ran > "${repo.path}/ran"\nexit 1\n`);
      chmodSync(join(repo.path, 'hooks', hook), 0o755);
    }
    repo.git('config', 'core.hooksPath', join(repo.path, 'hooks'));
    repo.git('config', 'commit.gpgSign', 'true');
    expect(pystd(['fix', '--commit', ...THREE], { cwd: repo.path }).code).toBe(1);
    expect(log(repo, '%s')).toHaveLength(3);
    expect(existsSync(join(repo.path, 'ran'))).toBe(false);
  });

  test('leaves other work alone, staged or not', () => {
    const repo = shop();
    repo.write({ 'staged.py': 'staged = 1\n', 'bookshop/admin.py': `${BOOKSHOP['bookshop/admin.py']}# mine\n`, 'loose.txt': 'loose\n' });
    repo.git('add', 'staged.py');
    pystd(['fix', '--commit', ...THREE], { cwd: repo.path });
    expect(log(repo, '%s')).toHaveLength(3);
    expect(repo.git('status', '--porcelain')).toBe(' M bookshop/admin.py\nA  staged.py\n?? loose.txt\n');
    expect(repo.git('log', '--name-only', '--format=', 'start..HEAD')).not.toMatch(/staged|admin|loose/);
  });

  test('does not make uncommitted work part of its commits, not even with --allow-dirty', () => {
    const repo = shop();
    repo.write({ 'bookshop/main.py': `${BOOKSHOP['bookshop/main.py']}# mine\n` });
    const before = treeOf(repo.path);
    for (const flags of [[], ['--allow-dirty']]) {
      const { code, out, err } = pystd(['fix', '--commit', ...flags, ...THREE], { cwd: repo.path });
      expect({ code, out, err }).toEqual({
        code: 2,
        out: '',
        err: 'These files have changes that are not committed: bookshop/main.py. Commit or stash them: --commit would make them part of its own commits. No file was changed.\n',
      });
    }
    expect(treeOf(repo.path)).toEqual(before);
    expect(log(repo, '%s')).toEqual([]);
  });

  test('without an identity makes no commit, says how to get one, and takes its changes back', () => {
    const repo = shop();
    const before = treeOf(repo.path);
    const nobody = { GIT_AUTHOR_NAME: '', GIT_AUTHOR_EMAIL: '', GIT_COMMITTER_NAME: '', GIT_COMMITTER_EMAIL: '', EMAIL: '' };
    const { code, out, err } = pystd(['fix', '--commit', ...THREE], { cwd: repo.path, env: nobody });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^The changes of gitignore-hygiene could not be committed and were taken back\. git does not know whose commit it would be\. Set user\.name and user\.email: /);
    expect(treeOf(repo.path)).toEqual(before);
    expect(repo.git('status', '--porcelain')).toBe(NOTHING_STAGED);
    expect(pystd(['fix', '--commit', ...THREE], { cwd: repo.path }).code).toBe(1);
  });

  test('in the middle of a merge says what git says, and takes its changes back', () => {
    const repo = shop();
    repo.git('switch', '--quiet', '--create', 'side');
    repo.write({ 'side.txt': 'side\n' });
    repo.git('add', '--all');
    repo.git('commit', '--quiet', '--message=Side');
    repo.git('switch', '--quiet', 'main');
    repo.git('commit', '--quiet', '--allow-empty', '--message=Main');
    repo.git('merge', '--no-commit', '--no-ff', 'side');
    const { code, err } = pystd(['fix', '--commit', ...THREE], { cwd: repo.path });
    expect(code).toBe(2);
    expect(err).toMatch(/taken back\. git says: .*merge/);
    expect(repo.git('status', '--porcelain')).toBe('A  side.txt\n');
  });

  test('with nothing to do makes no commit', () => {
    const repo = shop(tidyBookshop());
    expect(pystd(['fix', '--commit', ...THREE], { cwd: repo.path }).code).toBe(0);
    expect(pystd(['fix', '--commit', ...THREE], { cwd: repo.path })).toEqual({ code: 0, out: 'Nothing to do for uv-layered.\n', err: '' });
    expect(log(repo, '%s')).toHaveLength(3);
  });

  test('of a project in a subfolder, without a word about the rest', () => {
    const repo = shop(Object.fromEntries(Object.entries(tidyBookshop()).map(([path, text]) => [`services/my shop/${path}`, text])));
    expect(pystd(['fix', '--commit', ...THREE], { cwd: join(repo.path, 'services/my shop') }).code).toBe(0);
    expect(repo.git('log', '--name-only', '--format=', 'start..HEAD').trim().split('\n').every((path) => path.startsWith('services/my shop/'))).toBe(true);
    expect(readFileSync(join(repo.path, 'services/my shop/bookshop/api/__init__.py'), 'utf8')).toBe('');
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  test('needs git, also in a dry run', () => {
    const folder = folderWith(BOOKSHOP);
    for (const flags of [[], ['--dry-run']]) {
      const { code, err } = pystd(['fix', '--commit', '--quiet', ...flags, folder]);
      expect({ code, err }).toEqual({ code: 2, err: '--commit needs a git repository.\n' });
    }
  });
});
