import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readRepository, type Reading } from '../../src/host/read.ts';
import { temporaryRepository, type TemporaryRepository } from '../support/git.ts';
import { temporaryFolder, treeOf } from './folder.ts';

const EVERYTHING = { include: [], exclude: [] };
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function repository(files: Readonly<Record<string, string | Uint8Array>>): TemporaryRepository {
  const made = temporaryRepository(files);
  cleanups.push(made.cleanup);
  return made;
}

async function read(path: string): Promise<Extract<Reading, { kind: 'read' }>> {
  const reading = await readRepository(path, EVERYTHING);
  if (reading.kind === 'refused') throw new Error(reading.message);
  return reading;
}

const texts = (reading: Extract<Reading, { kind: 'read' }>): Record<string, string> =>
  Object.fromEntries([...reading.snapshot.files.values()].map(({ path, text }) => [path, text]));
const opaque = (reading: Extract<Reading, { kind: 'read' }>): Record<string, string> =>
  Object.fromEntries([...reading.snapshot.opaque.values()].map(({ path, because }) => [path, because]));

describe('what belongs to a work tree', () => {
  test('tracked files and new ones that are not ignored, with what git says of each', async () => {
    const repo = repository({ 'shop/cart.py': 'total = 0\n', '.gitignore': '*.log\nsecret/\n', 'logo.png': 'P', 'kept.log': 'tracked all the same\n' });
    repo.write({ 'shop/new.py': 'x = 1\n', 'run.log': 'no', 'secret/key.py': 'no' });
    chmodSync(join(repo.path, 'shop/new.py'), 0o755);
    const reading = await read(repo.path);
    expect(texts(reading)).toEqual({ '.gitignore': '*.log\nsecret/\n', 'shop/cart.py': 'total = 0\n', 'shop/new.py': 'x = 1\n' });
    expect(opaque(reading)).toEqual({ 'kept.log': 'not read', 'logo.png': 'not read' });
    expect([...reading.snapshot.files.values()].map(({ path, tracked, executable }) => [path, tracked, executable])).toEqual([
      ['.gitignore', true, false],
      ['shop/cart.py', true, false],
      ['shop/new.py', false, true],
    ]);
    expect(reading.snapshot.git).toBe(true);
    expect(reading.base).toBe(repo.git('rev-parse', 'HEAD').trim());
    expect(reading.notes).toEqual([]);
  });

  test('the executable bit is the one in the index', async () => {
    const repo = repository({ 'manage.py': 'x\n' });
    repo.git('update-index', '--chmod=+x', 'manage.py');
    expect([...(await read(repo.path)).snapshot.files.values()][0]?.executable).toBe(true);
  });

  test('a tracked file that was deleted is not there, and neither is one left out of a sparse checkout', async () => {
    const repo = repository({ 'a.py': 'a\n', 'b/b.py': 'b\n', 'c/c.py': 'c\n', 'c/pic.png': 'c' });
    repo.git('sparse-checkout', 'set', 'b');
    rmSync(join(repo.path, 'a.py'));
    const reading = await read(repo.path);
    expect(Object.keys(texts(reading))).toEqual(['b/b.py']);
    expect(opaque(reading)).toEqual({});
  });

  test('a subfolder is read by itself, with paths from there', async () => {
    const repo = repository({ 'services/cart/app.py': 'cart\n', 'services/cart/sub/x.py': 'x\n', 'other.py': 'other\n', '.gitignore': 'services/cart/out/\n' });
    repo.write({ 'services/cart/out/o.py': 'ignored by the file above\n' });
    const reading = await read(join(repo.path, 'services/cart'));
    expect(Object.keys(texts(reading))).toEqual(['app.py', 'sub/x.py']);
    expect(reading.git?.prefix).toBe('services/cart/');
    expect(reading.git?.folder).toBe(join(repo.path, 'services/cart'));
  });

  test('a folder that the work tree around it ignores is read as a plain folder, with a note', async () => {
    const repo = repository({ '.gitignore': 'scratch/\n', 'a.py': 'a\n' });
    repo.write({ 'scratch/copy/b.py': 'b\n' });
    const reading = await read(join(repo.path, 'scratch/copy'));
    expect(Object.keys(texts(reading))).toEqual(['b.py']);
    expect(reading.git).toBeUndefined();
    expect(reading.notes.join()).toContain('ignores it');
  });

  test('an empty subfolder is an empty repository, not a plain folder', async () => {
    const repo = repository({ 'a.py': 'a\n' });
    mkdirSync(join(repo.path, 'empty'));
    const reading = await read(join(repo.path, 'empty'));
    expect(reading.snapshot.files.size).toBe(0);
    expect(reading.git?.prefix).toBe('empty/');
  });

  test('before the first commit there is no base', async () => {
    const repo = repository({});
    repo.git('checkout', '--quiet', '--orphan', 'fresh');
    repo.write({ 'a.py': 'a\n' });
    const reading = await read(repo.path);
    expect([reading.base, reading.git?.head, Object.keys(texts(reading))]).toEqual(['', '', ['a.py']]);
  });

  test('submodules and repositories inside are not part of it; a submodule is read when named', async () => {
    const library = repository({ 'lib.py': 'lib\n' });
    const repo = repository({ 'a.py': 'a\n' });
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'vendor/lib');
    repo.write({ 'inner/x.py': 'x\n' });
    repo.git('init', '--quiet', 'inner');
    expect(Object.keys(texts(await read(repo.path)))).toEqual(['.gitmodules', 'a.py']);
    expect(Object.keys(texts(await read(join(repo.path, 'vendor/lib'))))).toEqual(['lib.py']);
  });

  test('a file in conflict is there once', async () => {
    const repo = repository({ 'a.py': 'one\n' });
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.write({ 'a.py': 'side\n' });
    repo.git('commit', '--quiet', '-am', 'Side');
    repo.git('checkout', '--quiet', 'main');
    repo.write({ 'a.py': 'main\n' });
    repo.git('commit', '--quiet', '-am', 'Main');
    expect(() => repo.git('merge', 'side')).toThrow();
    expect(texts(await read(repo.path))['a.py']).toContain('<<<<<<<');
  });

  test('names with spaces, quotes, stars, line breaks and letters of other scripts', async () => {
    const names = ['Überweisung.py', 'a b.py', 'a\nb.py', 'q"uote.py', 'star*.py', '日本.py'];
    const repo = repository(Object.fromEntries(names.map((name) => [name, 'x\n'])));
    expect(Object.keys(texts(await read(repo.path)))).toEqual([...names].sort());
  });

  test('a name that is no UTF-8 is left out and counted', async () => {
    const repo = repository({ 'a.py': 'a\n' });
    writeFileSync(Buffer.concat([Buffer.from(`${repo.path}/caf`), Buffer.from([0xe9]), Buffer.from('.py')]), 'x\n');
    const reading = await read(repo.path);
    expect(Object.keys(texts(reading))).toEqual(['a.py']);
    expect(reading.notes).toEqual(['1 files were left out because their names are not UTF-8.']);
  });
});

describe('nothing outside is read', () => {
  test('links to files, to folders and to themselves are known by name only', async () => {
    const outside = temporaryFolder({ 'secret.py': 'secret\n' });
    cleanups.push(outside.cleanup);
    const repo = repository({ 'a.py': 'a\n' });
    symlinkSync(outside.at('secret.py'), join(repo.path, 'leak.py'));
    symlinkSync(outside.path, join(repo.path, 'leaks'));
    symlinkSync('loop.py', join(repo.path, 'loop.py'));
    symlinkSync('.', join(repo.path, 'here'));
    repo.git('add', 'leak.py', 'here');
    const reading = await read(repo.path);
    expect(texts(reading)).toEqual({ 'a.py': 'a\n' });
    expect(opaque(reading)).toEqual({ here: 'symbolic link', 'leak.py': 'symbolic link', leaks: 'symbolic link', 'loop.py': 'symbolic link' });
  });

  test('a tracked folder that was replaced by a link', async () => {
    const outside = temporaryFolder({ 'config.py': 'secret\n', 'deep/config.py': 'secret\n' });
    cleanups.push(outside.cleanup);
    const repo = repository({ 'shop/config.py': 'own\n', 'shop/deep/config.py': 'own\n', 'shop/logo.png': 'P' });
    renameSync(join(repo.path, 'shop'), join(repo.path, 'moved'));
    symlinkSync(outside.path, join(repo.path, 'shop'));
    const reading = await read(repo.path);
    expect(JSON.stringify(texts(reading))).not.toContain('secret');
    expect(opaque(reading)['shop/config.py']).toBe('symbolic link');
    expect(opaque(reading)['shop/deep/config.py']).toBe('symbolic link');
    expect(opaque(reading)['shop/logo.png']).toBe('symbolic link');
  });

  test('a forged index that names files above the folder and in .git', async () => {
    const repo = repository({ 'inner/AA/secret.py': 'x\n', 'inner/BBBB/hook.py': 'x\n' });
    repo.write({ 'secret.py': 'secret\n', '.git/hook.py': 'secret\n' });
    rmSync(join(repo.path, 'inner'), { recursive: true });
    mkdirSync(join(repo.path, 'inner'));
    const index = join(repo.path, '.git/index');
    const forged = readFileSync(index, 'latin1').replace('inner/AA/secret.py', 'inner/../secret.py').replace('inner/BBBB/hook.py', 'inner/.git/hook.py');
    writeFileSync(index, forged, 'latin1');
    repo.write({ 'inner/.git/hook.py': 'secret\n' });
    const reading = await read(join(repo.path, 'inner'));
    expect([texts(reading), opaque(reading)]).toEqual([{}, {}]);
  });
});

describe('nothing is executed and nothing is written', () => {
  test('git\'s index is the same byte for byte, also when file times made it look old', async () => {
    const repo = repository({ 'a.py': 'a\n', 'b.py': 'b\n' });
    const digest = (): string => createHash('sha256').update(readFileSync(join(repo.path, '.git/index'))).digest('hex');
    repo.write({ 'a.py': 'a\n' });
    const before = [digest(), statSync(join(repo.path, '.git/index')).mtimeMs, treeOf(join(repo.path, '.git'))];
    await read(repo.path);
    expect([digest(), statSync(join(repo.path, '.git/index')).mtimeMs, treeOf(join(repo.path, '.git'))]).toEqual(before);
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  test('no program of the repository\'s configuration runs', async () => {
    const repo = repository({ 'a.py': 'a\n', '.gitattributes': '*.py filter=evil\n' });
    const canary = join(repo.path, '.git/canary');
    const evil = join(repo.path, '.git/evil.sh');
    writeFileSync(evil, `#!/bin/sh\necho ran >> ${canary}\ncat\n`, { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.process', 'core.pager', 'core.sshCommand', 'core.editor']) repo.git('config', key, evil);
    for (const hook of ['post-index-change', 'post-checkout', 'fsmonitor-watchman']) writeFileSync(join(repo.path, '.git/hooks', hook), readFileSync(evil), { mode: 0o755 });
    repo.write({ 'a.py': 'changed\n', 'new.py': 'n\n' });
    expect(texts(await read(repo.path))['a.py']).toBe('changed\n');
    expect(Object.keys(treeOf(join(repo.path, '.git')))).not.toContain('canary');
    // The same configuration does run something without our precautions, so the test can fail.
    repo.git('status');
    expect(Object.keys(treeOf(join(repo.path, '.git')))).toContain('canary');
  });

  test('variables that point git elsewhere are not heeded', async () => {
    const repo = repository({ 'a.py': 'a\n' });
    const other = repository({ 'other.py': 'other\n' });
    process.env['GIT_DIR'] = join(other.path, '.git');
    process.env['GIT_INDEX_FILE'] = join(other.path, '.git/index');
    try {
      expect(Object.keys(texts(await read(repo.path)))).toEqual(['a.py']);
    } finally {
      delete process.env['GIT_DIR'];
      delete process.env['GIT_INDEX_FILE'];
    }
  });
});

describe('refused', () => {
  test('a bare repository and git\'s own folder', async () => {
    const repo = repository({ 'a.py': 'a\n' });
    const bare = temporaryFolder({});
    cleanups.push(bare.cleanup);
    repo.git('clone', '--quiet', '--bare', repo.path, bare.at('shop.git'));
    for (const path of [bare.at('shop.git'), join(repo.path, '.git'), join(repo.path, '.git/objects')]) {
      expect(await readRepository(path, EVERYTHING)).toMatchObject({ kind: 'refused', message: expect.stringContaining('bare repository') });
    }
  });

  test('a repository with a broken configuration, in git\'s own words', async () => {
    const repo = repository({ 'a.py': 'a\n' });
    writeFileSync(join(repo.path, '.git/config'), '[core\n');
    expect(await readRepository(repo.path, EVERYTHING)).toMatchObject({ kind: 'refused', message: expect.stringContaining('bad config') });
  });
});

test('brings along what the folders above a part of a work tree ignore', async () => {
  const made = repository({ '.gitignore': 'logs/\n', 'shops/.gitignore': '*.tmp\n', 'shops/north/.gitignore': 'x\n', 'shops/north/shelf.py': '' });
  const reading = await readRepository(`${made.path}/shops/north`, EVERYTHING);
  expect(reading.kind === 'read' && reading.snapshot.outer).toEqual({ prefix: 'shops/north/', ignoreFiles: [{ folder: '', text: 'logs/\n' }, { folder: 'shops', text: '*.tmp\n' }] });
});
