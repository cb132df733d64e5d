import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, linkSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inWords, writeDeltas } from '../../src/host/write.ts';
import type { FileDelta } from '../../src/patch/patch-set.ts';
import type { RepoPath } from '../../src/repo/path.ts';
import type { SourceFile } from '../../src/repo/source-file.ts';
import { buildProgram, ending, NOBODY, start, type Program } from './child.ts';
import { temporaryFolder, treeOf, type TemporaryFolder } from './folder.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

function folder(files: Readonly<Record<string, string | Uint8Array>>): TemporaryFolder {
  const made = temporaryFolder(files);
  cleanups.push(made.cleanup);
  return made;
}

const file = (path: string, text: string, executable = false): SourceFile => ({ path: path as RepoPath, text, executable, tracked: true });
const create = (path: string, text: string, executable = false): FileDelta => ({ kind: 'create', path: path as RepoPath, after: file(path, text, executable) });
const remove = (path: string, text: string): FileDelta => ({ kind: 'delete', path: path as RepoPath, before: file(path, text) });
const edit = (path: string, before: string, after: string): FileDelta => ({ kind: 'edit', path: path as RepoPath, before: file(path, before), after: file(path, after) });
const move = (from: string, path: string, before: string, after: string): FileDelta => ({
  kind: 'move', from: from as RepoPath, path: path as RepoPath, before: file(from, before), after: file(path, after),
});
const written = { kind: 'written', leftovers: [] };

describe('what is written', () => {
  test('edits, new files in new folders, moves, deletions; emptied folders go, others stay', async () => {
    const shop = folder({ 'cart.py': 'a\r\n', 'old/deep/gone.py': 'g\n', 'old/kept.txt': 'k\n', 'util/money.py': 'm\n', 'bom.py': '\uFEFFx' });
    expect(
      await writeDeltas(shop.path, [
        edit('cart.py', 'a\r\n', 'b\r\n'),
        remove('old/deep/gone.py', 'g\n'),
        create('shop/api/__init__.py', ''),
        create('shop/api/cart.py', 'ä📚'),
        move('util/money.py', 'shop/money.py', 'm\n', 'money\n'),
        edit('bom.py', '\uFEFFx', '\uFEFFy'),
      ]),
    ).toEqual(written);
    expect(Object.keys(treeOf(shop.path))).toEqual(['bom.py', 'cart.py', 'old/', 'old/kept.txt', 'shop/', 'shop/api/', 'shop/api/__init__.py', 'shop/api/cart.py', 'shop/money.py']);
    expect(readFileSync(shop.at('cart.py'), 'utf8')).toBe('b\r\n');
    expect(readFileSync(shop.at('shop/api/cart.py'), 'utf8')).toBe('ä📚');
    expect(readFileSync(shop.at('shop/money.py'), 'utf8')).toBe('money\n');
    expect(readFileSync(shop.at('bom.py'))).toEqual(Buffer.from([0xef, 0xbb, 0xbf, 0x79]));
  });

  test('nothing to write is written', async () => expect(await writeDeltas(folder({}).path, [])).toEqual(written));

  test('a folder keeps its place when its only file moves within it', async () => {
    const shop = folder({ 'pkg/a.py': 'a' });
    expect(await writeDeltas(shop.path, [move('pkg/a.py', 'pkg/b.py', 'a', 'a')])).toEqual(written);
    expect(Object.keys(treeOf(shop.path))).toEqual(['pkg/', 'pkg/b.py']);
  });

  test('permissions are kept; new files get those of any new file', async () => {
    const shop = folder({ 'a.py': 'a', 'run.py': 'r', 'private.py': 'p', 'moved.py': 'm' });
    chmodSync(shop.at('run.py'), 0o755);
    chmodSync(shop.at('private.py'), 0o600);
    chmodSync(shop.at('moved.py'), 0o750);
    const umask = process.umask(0o027);
    try {
      const executable = (delta: FileDelta): FileDelta => (delta.kind === 'edit' ? { ...delta, after: { ...delta.after, executable: true } } : delta);
      await writeDeltas(shop.path, [edit('run.py', 'r', 'R'), executable(edit('private.py', 'p', 'P')), move('moved.py', 'there.py', 'm', 'M'), create('new.py', ''), create('new.sh', '', true)]);
    } finally {
      process.umask(umask);
    }
    const modes = Object.fromEntries(['run.py', 'private.py', 'there.py', 'new.py', 'new.sh'].map((name) => [name, (statSync(shop.at(name)).mode & 0o777).toString(8)]));
    expect(modes).toEqual({ 'run.py': '755', 'private.py': '700', 'there.py': '750', 'new.py': '640', 'new.sh': '750' });
  });

  test('the executable bit is taken away where that is the change', async () => {
    const shop = folder({ 'run.py': 'r' });
    chmodSync(shop.at('run.py'), 0o775);
    await writeDeltas(shop.path, [{ kind: 'edit', path: 'run.py' as RepoPath, before: file('run.py', 'r', true), after: file('run.py', 'r', false) }]);
    expect((statSync(shop.at('run.py')).mode & 0o777).toString(8)).toBe('664');
  });

  test.runIf(process.getuid?.() === 0)('root leaves a file to its owner', async () => {
    const shop = folder({ 'a.py': 'a' });
    chownSync(shop.at('a.py'), 1234, 2345);
    await writeDeltas(shop.path, [edit('a.py', 'a', 'b')]);
    expect([statSync(shop.at('a.py')).uid, statSync(shop.at('a.py')).gid]).toEqual([1234, 2345]);
  });

  test('a hard link outside keeps the old content', async () => {
    const outside = folder({});
    const shop = folder({ 'a.py': 'a' });
    linkSync(shop.at('a.py'), outside.at('other-name'));
    expect(await writeDeltas(shop.path, [edit('a.py', 'a', 'b')])).toEqual(written);
    expect(readFileSync(outside.at('other-name'), 'utf8')).toBe('a');
  });

  test('names that an earlier, killed run left are stepped around', async () => {
    const shop = folder({ 'a.py': 'a', '.pystd-1.tmp': 'left', '.pystd-2.old.tmp': 'left' });
    expect(await writeDeltas(shop.path, [edit('a.py', 'a', 'b')])).toEqual(written);
    expect(treeOf(shop.path)).toMatchObject({ '.pystd-1.tmp': expect.stringContaining('left'), '.pystd-2.old.tmp': expect.stringContaining('left') });
    expect(Object.keys(treeOf(shop.path)).length).toBe(3);
  });
});

describe('when the disk is not what was read, nothing is written', () => {
  const cases: Readonly<Record<string, (shop: TemporaryFolder, outside: TemporaryFolder) => readonly [readonly FileDelta[], readonly string[]]>> = {
    'a file was edited': (shop) => (shop.write({ 'a.py': 'A' }), [[edit('a.py', 'a', 'b')], ['a.py']]),
    'a file was edited, to more': (shop) => (shop.write({ 'a.py': 'a and more' }), [[edit('a.py', 'a', 'b')], ['a.py']]),
    'a file that should go was edited': (shop) => (shop.write({ 'a.py': 'A' }), [[remove('a.py', 'a')], ['a.py']]),
    'a file that should move was edited': (shop) => (shop.write({ 'a.py': 'A' }), [[move('a.py', 'b.py', 'a', 'a')], ['a.py']]),
    'a file is gone': (shop) => (rmSync(shop.at('a.py')), [[edit('a.py', 'a', 'b'), remove('pkg/b.py', 'b')], ['a.py']]),
    'a file became a folder': (shop) => (rmSync(shop.at('a.py')), shop.write({ 'a.py/x': '' }), [[edit('a.py', 'a', 'b')], ['a.py']]),
    'a file became a link to itself, elsewhere': (shop, outside) => {
      renameSync(shop.at('a.py'), outside.at('a.py'));
      symlinkSync(outside.at('a.py'), shop.at('a.py'));
      return [[edit('a.py', 'a', 'b')], ['a.py']];
    },
    'its folder became a link': (shop, outside) => {
      renameSync(shop.at('pkg'), outside.at('pkg'));
      symlinkSync(outside.at('pkg'), shop.at('pkg'));
      return [[edit('pkg/b.py', 'b', 'c'), create('pkg/new/c.py', ''), remove('pkg/sub/c.py', 'c')], ['pkg/b.py', 'pkg/new/c.py', 'pkg/sub/c.py']];
    },
    'the folder of a new file is a dangling link': (shop) => (symlinkSync('nowhere', shop.at('new')), [[create('new/c.py', '')], ['new/c.py']]),
    'the folder of a new file is a file': () => [[create('a.py/c.py', '')], ['a.py/c.py']],
    'a new file is there already': (shop) => (shop.write({ 'new.py': '' }), [[edit('a.py', 'a', 'b'), create('new.py', '')], ['new.py']]),
    'a new file is there as a folder': (shop) => (shop.write({ 'new.py/x': '' }), [[create('new.py', '')], ['new.py']]),
    'a new file is there as a dangling link': (shop, outside) => (symlinkSync(outside.at('made'), shop.at('new.py')), [[create('new.py', 'x')], ['new.py']]),
    'a file moves to where one is': (shop) => (shop.write({ 'b.py': '' }), [[move('a.py', 'b.py', 'a', 'a')], ['b.py']]),
    'several at once, in path order': (shop) => (shop.write({ 'a.py': 'A', 'z.py': '' }), [[edit('a.py', 'a', 'b'), create('new.py', ''), create('z.py', ''), edit('pkg/b.py', '', 'x')], ['a.py', 'pkg/b.py', 'z.py']]),
    'it is a pipe': (shop) => (rmSync(shop.at('a.py')), execFileSync('mkfifo', [shop.at('a.py')]), [[edit('a.py', '', 'b')], ['a.py']]),
  };

  test.each(Object.keys(cases))('%s', async (name) => {
    const shop = folder({ 'a.py': 'a', 'pkg/b.py': 'b', 'pkg/sub/c.py': 'c' });
    const outside = folder({});
    const [deltas, paths] = cases[name]?.(shop, outside) ?? [[], []];
    const before = [treeOf(shop.path), treeOf(outside.path)];
    expect(await writeDeltas(shop.path, deltas)).toEqual({ kind: 'stale', paths });
    expect([treeOf(shop.path), treeOf(outside.path)]).toEqual(before);
  });

  test('bytes that only look like the text are not the text', async () => {
    const shop = folder({ 'a.py': Buffer.from([0xff]) });
    expect(await writeDeltas(shop.path, [edit('a.py', '\uFFFD', 'b')])).toEqual({ kind: 'stale', paths: ['a.py'] });
  });
});

describe('what cannot be finished is undone', () => {
  test('midway, by a file that changes after it was compared', async () => {
    const shop = folder({ 'a.py': 'a', 'm.py': 'm', 'gone/g.py': 'g', 'z.py': 'z' });
    chmodSync(shop.at('a.py'), 0o711);
    const before = treeOf(shop.path);
    const old = statSync(shop.at('a.py'), { bigint: true });
    // The first edit of z.py is, to the second, somebody else's.
    const deltas = [edit('a.py', 'a', 'A'), create('b/b.py', 'b'), move('m.py', 'made/m.py', 'm', 'M'), edit('z.py', 'z', 'Z'), edit('z.py', 'z', 'ZZ'), remove('gone/g.py', 'g')];
    expect(await writeDeltas(shop.path, deltas)).toEqual({ kind: 'stale', paths: ['z.py'] });
    expect(treeOf(shop.path)).toEqual(before);
    // The very file is back, and the system remembers that it was away: the failure did come midway.
    const now = statSync(shop.at('a.py'), { bigint: true });
    expect([now.ino, now.mtimeNs, now.ctimeNs > old.ctimeNs]).toEqual([old.ino, old.mtimeNs, true]);
  });

  test('a file and a folder want one name', async () => {
    const shop = folder({ 'a.py': 'a' });
    expect(await writeDeltas(shop.path, [edit('a.py', 'a', 'A'), create('zz', ''), create('zz/x/y.py', '')])).toMatchObject({ kind: 'failed', path: 'zz/x/y.py' });
    expect(treeOf(shop.path)).toEqual({ 'a.py': '644 a' });
  });

  test.runIf(canMakeImmutable())('midway, by a file that nobody may replace', async () => {
    const shop = folder({ 'a.py': 'a', 'b.py': 'b', 'c/c.py': 'c', 'd.py': 'd' });
    execFileSync('chattr', ['+i', shop.at('d.py')]);
    cleanups.push(() => execFileSync('chattr', ['-i', shop.at('d.py')]));
    const before = treeOf(shop.path);
    const deltas = [edit('a.py', 'a', 'A'), move('b.py', 'n/b.py', 'b', 'B'), remove('c/c.py', 'c'), edit('d.py', 'd', 'D')];
    expect(await writeDeltas(shop.path, deltas)).toEqual({ kind: 'failed', path: 'd.py', message: 'd.py may not be written.' });
    expect(treeOf(shop.path)).toEqual(before);
    expect(await writeDeltas(shop.path, [edit('a.py', 'a', 'A'), remove('c/c.py', 'c'), remove('d.py', 'd')])).toMatchObject({ kind: 'failed', path: 'd.py' });
    expect(treeOf(shop.path)).toEqual(before);
  });

  test.runIf(canMount())('while staging, by a full disk; and by one that may only be read', async () => {
    const disk = folder({});
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'pystd-test', disk.path]);
    cleanups.push(() => execFileSync('umount', [disk.path]));
    disk.write({ 'a.py': 'a', 'b.py': 'b' });
    const before = treeOf(disk.path);
    const deltas = [edit('a.py', 'a', 'A'), create('new/big.py', 'x'.repeat(100_000)), remove('b.py', 'b')];
    expect(await writeDeltas(disk.path, deltas)).toEqual({ kind: 'failed', path: 'new/big.py', message: 'There is no room left for new/big.py.' });
    expect(treeOf(disk.path)).toEqual(before);
    execFileSync('mount', ['-o', 'remount,ro', disk.path]);
    expect(await writeDeltas(disk.path, [edit('a.py', 'a', 'A')])).toMatchObject({ kind: 'failed', path: 'a.py', message: expect.stringContaining('only be read') });
    expect(treeOf(disk.path)).toEqual(before);
  });

  test.each(['.git/hooks/pre-commit', 'pkg/.GIT/config', '../out.py', '/etc/x', 'a/../../b', ''])('%j is no place for a source file', async (path) => {
    const shop = folder({ 'a.py': 'a' });
    expect(await writeDeltas(shop.path, [edit('a.py', 'a', 'b'), create(path, 'x')])).toMatchObject({ kind: 'failed', path });
    expect(readFileSync(shop.at('a.py'), 'utf8')).toBe('a');
  });

  test('a name that is too long', async () => {
    const shop = folder({ 'a.py': 'a' });
    const before = treeOf(shop.path);
    expect(await writeDeltas(shop.path, [edit('a.py', 'a', 'b'), create(`${'n'.repeat(300)}.py`, '')])).toMatchObject({ kind: 'failed', message: expect.stringContaining('too long a name') });
    expect(treeOf(shop.path)).toEqual(before);
  });

  test('refusals in words', () => {
    expect(inWords('a.py', 'ENOSPC')).toBe('There is no room left for a.py.');
    expect(inWords('a.py', 'EIO')).toBe('a.py could not be written: EIO.');
  });
});

describe('without rights', () => {
  let program: Program;
  beforeAll(() => {
    program = buildProgram(`
      import { writeDeltas } from './src/host/write.ts';
      console.log(JSON.stringify(await writeDeltas(process.argv[2], JSON.parse(process.argv[3]))));
    `);
  });
  afterAll(() => program.cleanup());

  const writeAsNobody = async (path: string, deltas: readonly FileDelta[]): Promise<unknown> => {
    const { stdout, stderr } = await ending(start(program, [path, JSON.stringify(deltas)], NOBODY));
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };

  test('a folder that may not be written stops everything', async () => {
    const shop = folder({ 'a.py': 'a', 'shut/b.py': 'b' });
    chmodSync(shop.path, 0o777);
    chmodSync(shop.at('shut'), 0o555);
    const before = treeOf(shop.path);
    for (const last of [edit('shut/b.py', 'b', 'B'), create('shut/new/c.py', ''), remove('shut/b.py', 'b'), move('shut/b.py', 'z.py', 'b', 'B')]) {
      const path = last.kind === 'move' ? last.from : last.path;
      expect(await writeAsNobody(shop.path, [edit('a.py', 'a', 'A'), last])).toEqual({ kind: 'failed', path, message: `${path} may not be written.` });
      expect(treeOf(shop.path)).toEqual(before);
    }
  });

  test.runIf(process.getuid?.() === 0)('a file to which no hard link may be made is replaced all the same, and can be undone', async () => {
    const shop = folder({ 'a.py': 'a', 'b.py': 'b' });
    chmodSync(shop.path, 0o777);
    chmodSync(shop.at('a.py'), 0o644);
    expect(await writeAsNobody(shop.path, [edit('a.py', 'a', 'A')])).toEqual(written);
    expect(treeOf(shop.path)).toEqual({ 'a.py': '644 A', 'b.py': '644 b' });
    writeFileSync(shop.at('a.py'), 'a');
    chownSync(shop.at('a.py'), 0, 0);
    const before = treeOf(shop.path);
    expect(await writeAsNobody(shop.path, [edit('a.py', 'a', 'A'), edit('b.py', 'b', 'B'), edit('b.py', 'b', 'BB')])).toEqual({ kind: 'stale', paths: ['b.py'] });
    expect(treeOf(shop.path)).toEqual(before);
    expect(statSync(shop.at('a.py')).uid).toBe(0);
  });
});

/** Whether a file can be made immutable here: root, on a file system that knows it. */
function canMakeImmutable(): boolean {
  const probe = temporaryFolder({ probe: '' });
  try {
    execFileSync('chattr', ['+i', probe.at('probe')], { stdio: 'ignore' });
    execFileSync('chattr', ['-i', probe.at('probe')], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    probe.cleanup();
  }
}

/** Whether a small file system can be mounted here. */
function canMount(): boolean {
  const probe = temporaryFolder({});
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'pystd-test', probe.path], { stdio: 'ignore' });
    execFileSync('umount', [probe.path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    probe.cleanup();
  }
}
