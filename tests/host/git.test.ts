import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { commitPatch, dirtyPaths, type CommitResult } from '../../src/host/git.ts';
import { readRepository } from '../../src/host/read.ts';
import type { GitState } from '../../src/host/work-tree.ts';
import type { RepoPath } from '../../src/repo/path.ts';
import { GIT_ENVIRONMENT, temporaryRepository, type TemporaryRepository } from '../support/git.ts';

const cleanups: (() => void)[] = [];
beforeEach(() => {
  for (const [name, value] of Object.entries(GIT_ENVIRONMENT)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function repository(files: Readonly<Record<string, string | Uint8Array>>): TemporaryRepository {
  const made = temporaryRepository(files);
  cleanups.push(made.cleanup);
  return made;
}

async function stateOf(path: string): Promise<GitState> {
  const reading = await readRepository(path, { include: [], exclude: [] });
  if (reading.kind === 'refused' || !reading.git) throw new Error('No work tree.');
  return reading.git;
}

const paths = (...names: string[]): RepoPath[] => names as RepoPath[];
const commit = (git: GitState, message: string, ...names: string[]): CommitResult => commitPatch(git, { message, paths: paths(...names), author: undefined });

describe('dirty files', () => {
  test('differ from the commit on disk or in the index, or are not tracked', async () => {
    const repo = repository({ 'clean.py': 'c', 'edited.py': 'e', 'staged.py': 's', 'gone.py': 'g', 'unasked.py': 'u', '.gitignore': 'ignored/\n', 'mode.py': 'm', 'renamed.py': 'a long enough text\n', 'touched.py': 't' });
    repo.write({ 'edited.py': 'E', 'staged.py': 'S', 'unasked.py': 'U', 'new.py': 'n', 'ignored/i.py': 'i', 'added.py': 'a', 'touched.py': 't' });
    repo.git('add', 'staged.py', 'added.py');
    repo.git('mv', 'renamed.py', 'other.py');
    rmSync(join(repo.path, 'gone.py'));
    chmodSync(join(repo.path, 'mode.py'), 0o755);
    const asked = paths('touched.py', 'clean.py', 'edited.py', 'staged.py', 'gone.py', 'new.py', 'ignored/i.py', 'added.py', 'mode.py', 'renamed.py', 'other.py', 'absent.py');
    expect(dirtyPaths(await stateOf(repo.path), asked)).toEqual({
      kind: 'known',
      paths: ['added.py', 'edited.py', 'gone.py', 'ignored/i.py', 'mode.py', 'new.py', 'other.py', 'renamed.py', 'staged.py'],
    });
  });

  test('names are names, not patterns', async () => {
    const repo = repository({ '*.py': 'star', ':(top)x.py': 'magic', 'a.py': 'a', 'a b\n"c.py': 'odd', '-q.py': 'dash' });
    repo.write({ 'a.py': 'A', 'a b\n"c.py': 'O', '-q.py': 'D' });
    expect(dirtyPaths(await stateOf(repo.path), paths('*.py', ':(top)x.py', 'a b\n"c.py', '-q.py'))).toEqual({ kind: 'known', paths: ['-q.py', 'a b\n"c.py'] });
  });

  test('in a subfolder, by paths from there; a file of that name above does not count', async () => {
    const repo = repository({ 'a.py': 'a', 'sub/a.py': 'a', 'sub/b.py': 'b' });
    repo.write({ 'a.py': 'A', 'sub/b.py': 'B' });
    expect(dirtyPaths(await stateOf(join(repo.path, 'sub')), paths('a.py', 'b.py'))).toEqual({ kind: 'known', paths: ['b.py'] });
  });

  test('more names than a command line holds', async () => {
    const names = Array.from({ length: 3000 }, (_, n) => `${'long-folder-name/'.repeat(5)}m${n}.py`);
    const repo = repository(Object.fromEntries(names.map((name) => [name, ''])));
    repo.write({ [names[0] ?? '']: 'x', [names[2999] ?? '']: 'x' });
    expect(dirtyPaths(await stateOf(repo.path), paths(...names))).toEqual({ kind: 'known', paths: [names[0], names[2999]] });
  });

  test('looking does not touch the index', async () => {
    const repo = repository({ 'a.py': 'a' });
    const git = await stateOf(repo.path);
    repo.write({ 'a.py': 'a' });
    const digest = (): string => createHash('sha256').update(readFileSync(join(repo.path, '.git/index'))).digest('hex');
    const before = digest();
    expect(dirtyPaths(git, paths('a.py'))).toEqual({ kind: 'known', paths: [] });
    expect(digest()).toBe(before);
  });

  test('a submodule is not looked into', async () => {
    const library = repository({ 'lib.py': 'l' });
    const repo = repository({ 'a.py': 'a' });
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'lib');
    repo.git('commit', '--quiet', '-m', 'Add');
    const canary = trap(repo, 'filter.sh');
    repo.git('-C', 'lib', 'config', 'filter.evil.clean', canary.program);
    repo.write({ 'lib/.gitattributes': '*.py filter=evil\n', 'lib/lib.py': 'L' });
    const git = await stateOf(repo.path);
    expect(dirtyPaths(git, paths('a.py', 'lib', 'lib/lib.py')).kind).toBe('known');
    repo.write({ 'a.py': 'A' });
    expect(commit(git, 'Tidy', 'a.py').kind).toBe('committed');
    expect(canary.sprung()).toBe(false);
    repo.git('status');
    expect(canary.sprung()).toBe(true);
  });

  test('a repository that is gone is unknown', async () => {
    const repo = repository({ 'a.py': 'a' });
    const git = await stateOf(repo.path);
    rmSync(join(repo.path, '.git'), { recursive: true });
    expect(dirtyPaths(git, paths('a.py'))).toMatchObject({ kind: 'unknown', because: expect.stringContaining('not a git repository') });
  });
});

/** A program that leaves a mark when it runs. */
function trap(repo: TemporaryRepository, name: string): { readonly program: string; sprung(): boolean } {
  const program = join(repo.path, '.git', name);
  const mark = `${program}.ran`;
  writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\ncat\n`, { mode: 0o755 });
  return { program, sprung: () => existsSync(mark) };
}

describe('one commit of exactly these files', () => {
  test('edited, new, deleted, moved, with their modes; everything else stays as it was, in the index too', async () => {
    const repo = repository({ 'a.py': 'a', 'gone/g.py': 'g', 'old.py': 'a long enough text to move\n', 'run.sh': 'r', 'staged.py': 's', 'dirty.py': 'd', 'half.py': 'h', '.gitignore': '*.log\n' });
    const git = await stateOf(repo.path);
    repo.write({ 'staged.py': 'S', 'dirty.py': 'D', 'half.py': 'H', 'added.py': 'a', 'untracked.py': 'u' });
    repo.git('add', 'staged.py', 'half.py', 'added.py');
    repo.write({ 'half.py': 'HH' });
    repo.write({ 'a.py': 'A', 'new/n.py': 'n', 'new/run.sh': '#!/bin/sh\n', 'kept.log': 'in the patch\n', 'star*.py': '*' });
    chmodSync(join(repo.path, 'new/run.sh'), 0o755);
    chmodSync(join(repo.path, 'run.sh'), 0o755);
    rmSync(join(repo.path, 'gone'), { recursive: true });
    renameSync(join(repo.path, 'old.py'), join(repo.path, 'moved.py'));
    const result = commit(git, 'Tidy the shop\n\nBecause.\n# not a comment\n', 'a.py', 'new/n.py', 'new/run.sh', 'gone/g.py', 'old.py', 'moved.py', 'run.sh', 'kept.log', 'star*.py');
    expect(result).toEqual({ kind: 'committed', commit: repo.git('rev-parse', 'HEAD').trim() });
    expect(repo.git('log', '-1', '--format=%B%an|%ae|%P').trim()).toBe(`Tidy the shop\n\nBecause.\n# not a comment\nAda Reader|ada@bookshop.example|${git.head}`);
    expect(repo.git('-c', 'core.quotePath=false', 'show', '--format=', '--raw', '--no-renames', '--abbrev=4').trim().split('\n').map((line) => line.replace(/ [0-9a-f]{4} [0-9a-f]{4}/, ''))).toEqual([
      ':100644 100644 M\ta.py', ':100644 000000 D\tgone/g.py', ':000000 100644 A\tkept.log', ':000000 100644 A\tmoved.py', ':000000 100644 A\tnew/n.py',
      ':000000 100755 A\tnew/run.sh', ':100644 000000 D\told.py', ':100644 100755 M\trun.sh', ':000000 100644 A\tstar*.py',
    ]);
    expect(repo.git('status', '--porcelain').split('\n').filter(Boolean)).toEqual(['A  added.py', ' M dirty.py', 'MM half.py', 'M  staged.py', '?? untracked.py']);
  });

  test('in a subfolder', async () => {
    const repo = repository({ 'a.py': 'a', 'sub/a.py': 'a' });
    const git = await stateOf(join(repo.path, 'sub'));
    repo.write({ 'a.py': 'A', 'sub/a.py': 'A', 'sub/new/n.py': 'n' });
    expect(commit(git, 'Tidy', 'a.py', 'new/n.py').kind).toBe('committed');
    expect(repo.git('show', '--format=', '--name-only').trim().split('\n')).toEqual(['sub/a.py', 'sub/new/n.py']);
    expect(repo.git('status', '--porcelain')).toBe(' M a.py\n');
  });

  test('the first commit of all', async () => {
    const repo = repository({});
    repo.git('checkout', '--quiet', '--orphan', 'fresh');
    repo.write({ 'a.py': 'a', 'b.py': 'b' });
    expect(commit(await stateOf(repo.path), 'Begin', 'a.py').kind).toBe('committed');
    expect(repo.git('ls-tree', '--name-only', 'HEAD')).toBe('a.py\n');
  });

  test('an untracked file that moved away is no part of it', async () => {
    const repo = repository({ 'a.py': 'a' });
    const git = await stateOf(repo.path);
    repo.write({ 'there.py': 't' });
    expect(commit(git, 'Move', 'never-tracked.py', 'there.py').kind).toBe('committed');
    expect(repo.git('ls-tree', '--name-only', 'HEAD')).toBe('a.py\nthere.py\n');
  });

  test('an author of its own', async () => {
    const repo = repository({ 'a.py': 'a' });
    const git = await stateOf(repo.path);
    repo.write({ 'a.py': 'A' });
    commitPatch(git, { message: 'Tidy', paths: paths('a.py'), author: { name: 'pystd', email: 'pystd@bookshop.example' } });
    expect(repo.git('log', '-1', '--format=%an <%ae> / %cn').trim()).toBe('pystd <pystd@bookshop.example> / Ada Reader');
  });

  test('a message longer than a command line', async () => {
    const repo = repository({ 'a.py': 'a' });
    const git = await stateOf(repo.path);
    repo.write({ 'a.py': 'A' });
    expect(commit(git, `Tidy\n\n${'a line of the message\n'.repeat(20_000)}`, 'a.py').kind).toBe('committed');
    expect(repo.git('log', '-1', '--format=%B').length).toBeGreaterThan(400_000);
  });

  test('nothing changed', async () => {
    const repo = repository({ 'a.py': 'a' });
    repo.write({ 'other.py': 'o' });
    expect(commit(await stateOf(repo.path), 'Tidy', 'a.py')).toEqual({ kind: 'nothing to commit' });
  });

  test('line endings that git converts make no difference', async () => {
    const repo = repository({ 'a.py': 'a\nb\n', 'b.py': 'b\n' });
    repo.git('config', 'core.autocrlf', 'true');
    rmSync(join(repo.path, 'a.py'));
    repo.git('checkout', '--quiet', '--', 'a.py');
    expect(readFileSync(join(repo.path, 'a.py'), 'utf8')).toBe('a\r\nb\r\n');
    const git = await stateOf(repo.path);
    expect(dirtyPaths(git, paths('a.py'))).toEqual({ kind: 'known', paths: [] });
    repo.write({ 'a.py': 'a\r\nB\r\n' });
    expect(commit(git, 'Tidy', 'a.py').kind).toBe('committed');
    expect(repo.git('show', 'HEAD:a.py')).toBe('a\nB\n');
  });
});

describe('no commit', () => {
  test('without somebody to make it; the index is as before', async () => {
    const repo = repository({ 'a.py': 'a' });
    const git = await stateOf(repo.path);
    repo.write({ 'new.py': 'n' });
    for (const name of ['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL', 'EMAIL']) vi.stubEnv(name, undefined);
    expect(commit(git, 'Tidy', 'new.py')).toMatchObject({ kind: 'failed', message: expect.stringContaining('user.name') });
    expect(repo.git('status', '--porcelain')).toBe('?? new.py\n');
  });

  test('in the middle of a merge', async () => {
    const repo = repository({ 'a.py': 'a\n', 'b.py': 'b\n' });
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.write({ 'a.py': 'side\n' });
    repo.git('commit', '--quiet', '-am', 'Side');
    repo.git('checkout', '--quiet', 'main');
    repo.write({ 'a.py': 'main\n' });
    repo.git('commit', '--quiet', '-am', 'Main');
    expect(() => repo.git('merge', 'side')).toThrow();
    const git = await stateOf(repo.path);
    repo.write({ 'b.py': 'B\n', 'new.py': 'n\n' });
    expect(commit(git, 'Tidy', 'b.py', 'new.py')).toMatchObject({ kind: 'failed', message: expect.stringContaining('merge') });
    expect(repo.git('status', '--porcelain')).toBe('UU a.py\n M b.py\n?? new.py\n');
  });

  test('while somebody else holds the index', async () => {
    const repo = repository({ 'a.py': 'a' });
    const git = await stateOf(repo.path);
    repo.write({ 'a.py': 'A' });
    writeFileSync(join(repo.path, '.git/index.lock'), '');
    expect(commit(git, 'Tidy', 'a.py')).toMatchObject({ kind: 'failed', message: expect.stringContaining('index.lock') });
  });
});

describe('what the repository brings along does not run', () => {
  test('hooks, signing programs, monitors, editors', async () => {
    const repo = repository({ 'a.py': 'a', 'b.py': 'b' });
    const git = await stateOf(repo.path);
    const canary = trap(repo, 'canary.sh');
    mkdirSync(join(repo.path, '.git/hooks'), { recursive: true });
    for (const hook of ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'post-index-change', 'reference-transaction', 'pre-auto-gc', 'post-rewrite']) {
      writeFileSync(join(repo.path, '.git/hooks', hook), readFileSync(canary.program), { mode: 0o755 });
    }
    repo.git('config', 'hook.evil.event', 'post-commit');
    repo.git('config', 'hook.evil.command', canary.program);
    repo.git('config', 'commit.gpgSign', 'true');
    repo.git('config', 'gc.auto', '1');
    for (const key of ['gpg.program', 'core.fsmonitor', 'core.editor', 'core.pager', 'gc.recentObjectsHook']) repo.git('config', key, canary.program);
    rmSync(`${canary.program}.ran`, { force: true });
    repo.write({ 'a.py': 'A', 'new.py': 'n' });
    expect(commit(git, 'Tidy', 'a.py', 'new.py').kind).toBe('committed');
    expect(canary.sprung()).toBe(false);
    repo.git('-c', 'commit.gpgSign=false', 'commit', '--quiet', '--allow-empty', '-m', 'Theirs');
    expect(canary.sprung()).toBe(true);
  });

  test('a filter of its own configuration refuses its files, and is switched off for others', async () => {
    const repo = repository({ 'a.py': 'a', 'b.bin': 'b', 'c.bin': 'c' });
    const git = await stateOf(repo.path);
    const canary = trap(repo, 'filter.sh');
    repo.git('config', 'filter.evil.name.clean', canary.program);
    repo.git('config', 'filter.evil.name.required', 'true');
    repo.write({ '.gitattributes': '*.bin filter=evil.name\n', 'a.py': 'A', 'b.bin': 'BB' });
    // The same size as before: git must read the file to see that it changed.
    repo.write({ 'c.bin': 'C' });
    expect(dirtyPaths(git, paths('a.py', 'b.bin'))).toMatchObject({ kind: 'unknown', because: expect.stringContaining('filter "evil.name"') });
    expect(commit(git, 'Tidy', 'a.py', 'b.bin')).toMatchObject({ kind: 'failed', message: expect.stringContaining('b.bin') });
    expect(commit(git, 'Tidy', 'a.py').kind).toBe('committed');
    expect(canary.sprung()).toBe(false);
    repo.git('status');
    expect(canary.sprung()).toBe(true);
  });

  test('a filter of the user\'s configuration runs, as for the user\'s own commits', async () => {
    const repo = repository({ 'a.txt': 'a', '.gitattributes': '*.txt filter=shout\n' });
    const config = join(repo.path, '.git/user-config');
    writeFileSync(config, '[filter "shout"]\n\tclean = tr a-z A-Z\n');
    vi.stubEnv('GIT_CONFIG_GLOBAL', config);
    const git = await stateOf(repo.path);
    repo.write({ 'a.txt': 'louder' });
    expect(commit(git, 'Tidy', 'a.txt').kind).toBe('committed');
    expect(repo.git('show', 'HEAD:a.txt')).toBe('LOUDER');
  });
});
