import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { treeOf } from '../host/folder.ts';
import type { TemporaryRepository } from '../support/git.ts';
import { BOOKSHOP, giveToNobody, legacyBookshop, NOBODY, pystd, repository, shell, temporaryPath, THREE, tidyBookshop, treeName, withCrlf } from './pystd.ts';

const NAMES = ['0001-gitignore-hygiene.patch', '0002-package-inits.patch', '0003-docs-gating.patch', 'REVIEW.md', 'patch-set.json'];
const namesIn = (folder: string): string[] => readdirSync(folder).sort();

/** A commit with everything in the work tree, for comparing. */
function fixedTree(files: Readonly<Record<string, string>>, ...args: string[]): string {
  const twin = repository(files);
  pystd(['fix', '--quiet', ...args], { cwd: twin.path });
  return treeName(twin);
}

/** The commands that REVIEW.md gives, as lines. */
function commandsIn(folder: string): string[] {
  const blocks = [...readFileSync(join(folder, 'REVIEW.md'), 'utf8').matchAll(/```console\n([^]*?)```/g)].map(([, block]) => block ?? '');
  return blocks.flatMap((block) => block.split('\n')).filter((line) => line !== '');
}

describe('--output', () => {
  test('writes the patches in order, their data and what to read', () => {
    const [repo, folder] = [repository(BOOKSHOP), join(temporaryPath(), 'deep/patches')];
    const { code, err } = pystd(['fix', '--dry-run', ...THREE, '--output', folder], { cwd: repo.path });
    expect({ code, err }).toEqual({ code: 1, err: `The patch set is in ${folder}: begin with REVIEW.md.\n` });
    expect(namesIn(folder)).toEqual(NAMES);
    expect(readFileSync(join(folder, 'patch-set.json'), 'utf8')).toBe(pystd(['fix', '--dry-run', ...THREE, '--format', 'json'], { cwd: repo.path }).out);
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  test('REVIEW.md tells of each patch why, what to look at, and how to try and undo it; and what is left to do', () => {
    const [repo, folder] = [repository(BOOKSHOP), temporaryPath()];
    pystd(['fix', '--dry-run', ...THREE, '--output', folder], { cwd: repo.path });
    const review = readFileSync(join(folder, 'REVIEW.md'), 'utf8');
    const [, ignore = '', , docs = ''] = review.split(/^## \d\. /m);
    expect(docs).toMatch(/^Serve the API docs[^]*Codemod `docs-gating`, safety \*\*review\*\*[^]*Interactive docs that are served[^]*- `bookshop\/main\.py:6` \(review[^]*What to look at:\n\n- [^]*git am 0003-docs-gating\.patch\ngit revert /);
    expect(ignore).toMatch(/^Ignore private[^]*git am 0001-gitignore-hygiene\.patch\ngit revert /);
    expect(review).toContain(`commit \`${repo.git('rev-parse', 'HEAD').trim()}\``);
    expect(review).toMatch(/^## Left for a person\n\n- `bookshop\/admin\.py:4`/m);
    expect(review).not.toContain(repo.path);
  });

  test('tells what to do after applying', () => {
    const [repo, folder] = [repository({ ...BOOKSHOP, '.env': 'TOKEN=1\n' }), temporaryPath()];
    pystd(['fix', '--dry-run', ...THREE, '--output', folder], { cwd: repo.path });
    expect(readFileSync(join(folder, 'REVIEW.md'), 'utf8')).toMatch(/^## To run by hand\n\n- `git rm --cached \.env`: /m);
  });

  test.each<readonly [string, Record<string, string>]>([
    ['the bookshop', BOOKSHOP],
    ['the legacy bookshop', legacyBookshop()],
    ['the legacy bookshop with CRLF', withCrlf(legacyBookshop())],
  ])('git am makes of it exactly what fix writes: %s', (_, files) => {
    const [repo, folder] = [repository(files), temporaryPath()];
    pystd(['fix', '--dry-run', '--output', folder], { cwd: repo.path });
    const base = repo.git('rev-parse', 'HEAD');
    const patches = namesIn(folder).filter((name) => name.endsWith('.patch')).map((name) => join(folder, name));
    repo.git('am', '--quiet', ...patches);
    expect(repo.git('rev-parse', 'HEAD^{tree}').trim()).toBe(fixedTree(files));
    expect(repo.git('rev-list', '--count', 'HEAD').trim()).toBe(String(patches.length + 1));
    expect(repo.git('log', '--format=%an <%ae> %at').split('\n')[0]).toBe('pystd <pystd@localhost> 1704067200');
    repo.git('reset', '--quiet', '--keep', 'ORIG_HEAD');
    expect(repo.git('rev-parse', 'HEAD')).toBe(base);
  });

  test('of a project in a subfolder: the commands of REVIEW.md do what they say', () => {
    const nested = (files: Record<string, string>): Record<string, string> => ({ 'README.md': 'Shops\n', ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`services/the owner's shop/${path}`, text])) });
    const [repo, folder] = [repository(nested(BOOKSHOP)), temporaryPath()];
    pystd(['fix', '--dry-run', '--output', folder, join(repo.path, "services/the owner's shop"), ...THREE]);
    const twin = repository(nested(BOOKSHOP));
    pystd(['fix', '--quiet', ...THREE, "services/the owner's shop"], { cwd: twin.path });
    const [all = '', , undoAll = '', ...single] = commandsIn(folder);
    const run = (command: string): number | null => shell(command.replaceAll(/(\S+\.patch)/g, `"${folder}"/$1`), { cwd: repo.path }).code;
    const before = repo.git('rev-parse', 'HEAD^{tree}').trim();
    expect(all).toBe(`git am --directory='services/the owner'\\''s shop' *.patch`);
    expect(run(all)).toBe(0);
    expect(repo.git('rev-parse', 'HEAD^{tree}').trim()).toBe(treeName(twin));
    expect(run(undoAll)).toBe(0);
    expect(repo.git('rev-parse', 'HEAD^{tree}').trim()).toBe(before);
    expect(single).toHaveLength(6);
    for (const command of single) expect(run(command), command).toBe(0);
    expect(repo.git('rev-parse', 'HEAD^{tree}').trim()).toBe(before);
  });

  test('a patch on stdout of a project in a subfolder says how to apply it', () => {
    const repo = repository(Object.fromEntries(Object.entries(BOOKSHOP).map(([path, text]) => [`shop/${path}`, text])));
    const { out, err } = pystd(['fix', '--dry-run', '--format', 'patch', ...THREE], { cwd: join(repo.path, 'shop') });
    expect(err).toBe('The paths are those below shop/: git apply --directory=shop\n');
    repo.pipe(out, 'apply', '--index', '--directory=shop');
    const twin = repository(Object.fromEntries(Object.entries(BOOKSHOP).map(([path, text]) => [`shop/${path}`, text])));
    pystd(['fix', ...THREE, 'shop'], { cwd: twin.path });
    expect(repo.git('write-tree').trim()).toBe(treeName(twin));
  });

  test('with a fix that writes: both', () => {
    const [repo, folder] = [repository(BOOKSHOP), temporaryPath()];
    expect(pystd(['fix', ...THREE, '--output', folder], { cwd: repo.path }).out).toMatch(/^3 patches written/m);
    expect(namesIn(folder)).toEqual(NAMES);
    expect(treeName(repo)).toBe(fixedTree(BOOKSHOP, ...THREE));
  });

  test('inside the repository, by a path from the current folder', () => {
    const repo = repository(BOOKSHOP);
    pystd(['fix', '--dry-run', ...THREE, '--output', 'patches'], { cwd: repo.path });
    expect(repo.git('status', '--porcelain')).toBe('?? patches/\n');
    const first = treeOf(join(repo.path, 'patches'));
    pystd(['fix', '--dry-run', ...THREE, '--output', 'patches'], { cwd: repo.path });
    expect(treeOf(join(repo.path, 'patches'))).toEqual(first);
    repo.git('am', '--quiet', ...NAMES.filter((name) => name.endsWith('.patch')).map((name) => `patches/${name}`));
    expect(repo.git('rev-parse', 'HEAD^{tree}').trim()).toBe(fixedTree(BOOKSHOP, ...THREE));
  });

  test('a later run replaces an earlier one, down to nothing', () => {
    const [repo, folder] = [repository(tidyBookshop()), temporaryPath()];
    pystd(['fix', '--dry-run', ...THREE, '--output', folder], { cwd: repo.path });
    pystd(['fix', '--dry-run', '--only', 'package-inits', '--output', folder], { cwd: repo.path });
    expect(namesIn(folder)).toEqual(['0001-package-inits.patch', 'REVIEW.md', 'patch-set.json']);
    pystd(['fix', ...THREE], { cwd: repo.path });
    expect(pystd(['fix', ...THREE, '--output', folder], { cwd: repo.path }).code).toBe(0);
    expect(namesIn(folder)).toEqual(['REVIEW.md', 'patch-set.json']);
  });
});

describe('--output refuses, and then no file is changed anywhere', () => {
  function refused(repo: TemporaryRepository, folder: string, as: { uid?: number; gid?: number } = {}): string {
    const before = treeOf(repo.path);
    const { code, out, err } = pystd(['fix', ...THREE, '--output', folder], { cwd: repo.path, as });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(treeOf(repo.path)).toEqual(before);
    return err;
  }

  test("a folder with somebody's own files", () => {
    const [repo, folder] = [repository(BOOKSHOP), temporaryPath()];
    for (const name of ['REVIEW.md', '0001-mine.patch']) writeFileSync(join(folder, name), 'mine\n');
    expect(refused(repo, folder)).toBe(`The folder ${folder} holds other files (0001-mine.patch, REVIEW.md): name an empty one. No file of the repository was changed.\n`);
    expect(namesIn(folder)).toEqual(['0001-mine.patch', 'REVIEW.md']);
    expect(refused(repo, '.')).toMatch(/^The folder \. holds other files \(\.git, bookshop\): /);
  });

  test('an earlier patch set with something added', () => {
    const [repo, folder] = [repository(BOOKSHOP), temporaryPath()];
    pystd(['fix', '--dry-run', ...THREE, '--output', folder], { cwd: repo.path });
    mkdirSync(join(folder, 'notes'));
    const before = treeOf(folder);
    expect(refused(repo, folder)).toMatch(/holds other files \(notes\)/);
    expect(treeOf(folder)).toEqual(before);
  });

  test('an earlier patch set in which a link stands', () => {
    const [repo, folder] = [repository(BOOKSHOP), temporaryPath()];
    pystd(['fix', '--dry-run', ...THREE, '--output', folder], { cwd: repo.path });
    symlinkSync(join(repo.path, 'bookshop/main.py'), join(folder, '0009-link.patch'));
    expect(refused(repo, folder)).toMatch(/holds other files \(0009-link\.patch\)/);
  });

  test('a file, and a path through a file', () => {
    const repo = repository(BOOKSHOP);
    expect(refused(repo, 'bookshop/main.py')).toBe('bookshop/main.py is a file: name a folder. No file of the repository was changed.\n');
    expect(refused(repo, 'bookshop/main.py/patches')).toMatch(/^bookshop\/main\.py\/patches is a file: name a folder\./);
  });

  test('a folder that may not be written', () => {
    const [repo, above] = [repository(BOOKSHOP), temporaryPath()];
    giveToNobody(repo.path);
    giveToNobody(above);
    chmodSync(above, 0o555);
    expect(refused(repo, above, NOBODY)).toBe(`The folder ${above} may not be written. No file of the repository was changed.\n`);
    expect(refused(repo, join(above, 'patches'), NOBODY)).toMatch(/may not be written/);
    chmodSync(above, 0o755);
  });
});
