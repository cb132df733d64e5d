import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryRepository } from '../support/git.ts';
import { treeOf } from '../host/folder.ts';
import { BOOKSHOP, folderWith, giveToNobody, legacyBookshop, NOBODY, PATIENCE, pystd, repository, THREE, tidyBookshop, treeName, withCrlf } from './pystd.ts';

/** Services on which all codemods there are may do what they do. */
const SHOPS: readonly (readonly [string, Record<string, string>])[] = [
  ['the bookshop', BOOKSHOP],
  ['the legacy bookshop', legacyBookshop()],
  ['the legacy bookshop with CRLF', withCrlf(legacyBookshop())],
];

/** What becomes of a service that is first looked at and then, in a twin, fixed. */
function story(files: Readonly<Record<string, string>>) {
  const repo = repository(files);
  const before = treeName(repo);
  const index = (): Buffer => readFileSync(join(repo.path, '.git/index'));
  const indexBefore = index();
  const dry = pystd(['fix', '--dry-run'], { cwd: repo.path });
  const patch = pystd(['fix', '--dry-run', '--format', 'patch'], { cwd: repo.path });
  const touched = !index().equals(indexBefore) || treeName(repo) !== before;
  const twin = repository(files);
  const written = pystd(['fix', twin.path]);
  return { before, dry, patch, touched, twin, written, after: treeName(twin) };
}

describe.each(SHOPS)('%s', (_, files) => {
  let told: ReturnType<typeof story>;
  beforeAll(() => void (told = story(files)), PATIENCE);

  test('a dry run writes nothing, not even into git', () => {
    expect(told.dry.code).toBe(1);
    expect(told.touched).toBe(false);
  });

  test('what is proposed is what is written, in the same words', () => {
    const { before, after, dry, written } = told;
    expect(after).not.toBe(before);
    expect(dry.out.replace(/ proposed for /, ' written for ')).toBe(written.out);
    expect(written.err).toBe('');
  });

  test('the patch applies and gives the tree that is written', () => {
    const { before, after, patch } = told;
    expect(patch).toMatchObject({ code: 1, err: '' });
    const third = repository(files);
    third.pipe(patch.out, 'apply', '--index', '--whitespace=nowarn', '-');
    expect(third.git('write-tree').trim()).toBe(after);
    third.pipe(patch.out, 'apply', '--index', '--whitespace=nowarn', '--reverse', '-');
    expect(third.git('write-tree').trim()).toBe(before);
  });

  test('a second fix does nothing', () => {
    const { twin, after } = told;
    twin.git('commit', '--quiet', '--message=Follow the standard');
    const again = pystd(['fix'], { cwd: twin.path });
    expect(again.out).not.toContain('diff --git');
    expect(again.code).toBe(again.out.includes('Left for a person') ? 1 : 0);
    expect(again.out).toMatch(/^(0 patches written|Nothing to do)/m);
    expect(treeName(twin)).toBe(after);
  });

  test('a repository with CRLF stays so', () => {
    const lone = (text: string): number => text.replaceAll('\r\n', '').split('\n').length - 1;
    const crlf = Object.values(files).some((text) => text.includes('\r\n'));
    const { twin } = told;
    for (const path of twin.git('diff', '--name-only', '-z', 'HEAD~1', 'HEAD').split('\0').filter((name) => name in files)) {
      const text = readFileSync(join(twin.path, path), 'utf8');
      if (crlf) expect(lone(text), path).toBe(0);
      else expect(text, path).not.toContain('\r');
    }
  });
});

describe('exit codes', () => {
  test('1: findings are left for a person', () => {
    const { code, out } = pystd(['fix', ...THREE], { cwd: repository(BOOKSHOP).path });
    expect(code).toBe(1);
    expect(out).toMatch(/^3 patches written for uv-layered: 4 files \(\+\d+ -\d+\)\. 1 finding left for a person\.$/m);
  });

  test('0: everything asked for is written, and then there is nothing to do', () => {
    const repo = repository(tidyBookshop());
    expect(pystd(['check', ...THREE], { cwd: repo.path }).code).toBe(1);
    expect(pystd(['fix', '--dry-run', ...THREE], { cwd: repo.path }).code).toBe(1);
    expect(pystd(['fix', ...THREE], { cwd: repo.path }).code).toBe(0);
    expect(pystd(['check', ...THREE], { cwd: repo.path })).toEqual({ code: 0, out: 'Nothing found by the checks of uv-layered.\n', err: '' });
    expect(pystd(['fix', ...THREE], { cwd: repo.path })).toEqual({ code: 0, out: 'Nothing to do for uv-layered.\n', err: '' });
  });
});

describe('files with uncommitted changes', () => {
  const message = /^These files have changes that are not committed: bookshop\/config\.py, bookshop\/main\.py\. Commit or stash them, or use --allow-dirty\. No file was changed\.\n$/;

  test('are not touched, and nothing else is', () => {
    const repo = repository(BOOKSHOP);
    repo.write({ 'bookshop/main.py': `${BOOKSHOP['bookshop/main.py']}# mine\n`, 'bookshop/config.py': `# mine\n${BOOKSHOP['bookshop/config.py']}` });
    repo.git('add', 'bookshop/config.py');
    const before = treeOf(repo.path);
    const { code, out, err } = pystd(['fix', ...THREE], { cwd: repo.path });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(treeOf(repo.path)).toEqual(before);
  });

  test('are changed with --allow-dirty, around what was there', () => {
    const repo = repository(BOOKSHOP);
    repo.write({ 'bookshop/main.py': `${BOOKSHOP['bookshop/main.py']}# mine\n` });
    expect(pystd(['fix', ...THREE, '--allow-dirty'], { cwd: repo.path }).code).toBe(1);
    const text = readFileSync(join(repo.path, 'bookshop/main.py'), 'utf8');
    expect(text).toContain('if settings.DEBUG else None');
    expect(text).toMatch(/# mine\n$/);
  });

  test('do not matter where nothing is to be changed', () => {
    const repo = repository(BOOKSHOP);
    repo.write({ 'bookshop/admin.py': `${BOOKSHOP['bookshop/admin.py']}# mine\n`, 'notes.txt': 'mine\n' });
    expect(pystd(['fix', ...THREE], { cwd: repo.path }).out).toMatch(/^3 patches written/m);
  });

  test('are no reason to refuse a dry run', () => {
    const repo = repository(BOOKSHOP);
    repo.write({ 'bookshop/main.py': `${BOOKSHOP['bookshop/main.py']}# mine\n` });
    expect(pystd(['fix', ...THREE, '--dry-run'], { cwd: repo.path })).toMatchObject({ code: 1, err: '' });
  });
});

describe('writing', () => {
  test('keeps modes, and leaves nothing lying around', () => {
    const repo = temporaryRepository(BOOKSHOP);
    chmodSync(join(repo.path, 'bookshop/main.py'), 0o751);
    chmodSync(join(repo.path, 'bookshop/config.py'), 0o640);
    repo.git('commit', '--quiet', '--all', '--message=Modes');
    pystd(['fix', ...THREE], { cwd: repo.path });
    expect(statSync(join(repo.path, 'bookshop/main.py')).mode & 0o777).toBe(0o751);
    expect(statSync(join(repo.path, 'bookshop/config.py')).mode & 0o777).toBe(0o640);
    expect(Object.keys(treeOf(repo.path)).filter((path) => path.includes('.tmp'))).toEqual([]);
    repo.cleanup();
  });

  test('undoes everything when one file cannot be written', () => {
    const repo = temporaryRepository(BOOKSHOP);
    giveToNobody(repo.path);
    chmodSync(join(repo.path, 'bookshop/api'), 0o555);
    const before = treeOf(repo.path);
    const { code, out, err } = pystd(['fix', ...THREE], { cwd: repo.path, as: NOBODY });
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: 'The changes could not be written. bookshop/api/__init__.py may not be written. Everything is as it was.\n' });
    expect(treeOf(repo.path)).toEqual(before);
    chmodSync(join(repo.path, 'bookshop/api'), 0o755);
    expect(pystd(['fix', ...THREE], { cwd: repo.path, as: NOBODY }).out).toMatch(/^3 patches written/m);
    repo.cleanup();
  });

  test('works outside git, and says so', () => {
    const folder = folderWith(tidyBookshop());
    const dry = pystd(['fix', '--dry-run', '--only', 'docs-gating,package-inits', folder]);
    expect(dry).toMatchObject({ code: 1, err: 'This is not a git repository: pystd works, but what it writes cannot be undone with git.\n' });
    const written = pystd(['fix', '--only', 'docs-gating,package-inits', folder]);
    expect(written.code).toBe(0);
    expect(existsSync(join(folder, 'bookshop/api/__init__.py'))).toBe(true);
    expect(pystd(['check', '--only', 'docs-gating,package-inits', '--quiet', folder])).toMatchObject({ code: 0, err: '' });
  });
});
