import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readRepository } from '../../../src/host/read.ts';
import { makeScratch, type Scratch } from '../../../src/host/evidence/scratch.ts';
import type { RepoPath } from '../../../src/repo/path.ts';
import { snapshotOf, type Snapshot } from '../../../src/repo/snapshot.ts';
import { temporaryFolder, treeOf } from '../folder.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function laidOut(files: Readonly<Record<string, string | Uint8Array>>, prepare: (root: string) => void = () => {}): Promise<{ readonly root: string; readonly scratch: Scratch; readonly snapshot: Snapshot }> {
  const { path: root, cleanup } = temporaryFolder(files);
  prepare(root);
  const reading = await readRepository(root, { include: [], exclude: [] });
  if (reading.kind === 'refused') throw new Error(reading.message);
  const scratch = makeScratch(root);
  ends.push(() => scratch.end(), cleanup);
  scratch.layOut(reading.snapshot);
  return { root, scratch, snapshot: reading.snapshot };
}

const LOGO = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff]);

describe('a scratch copy', () => {
  test('holds what codemods read, and what they do not', async () => {
    const { root, scratch } = await laidOut({ 'shop.py': 'a = 1\r\n', 'static/logo.png': LOGO, 'deep/er/till.py': '' });
    expect(treeOf(scratch.folder)).toEqual(treeOf(root));
    expect(readFileSync(join(scratch.folder, 'static/logo.png'))).toEqual(Buffer.from(LOGO));
  });

  test('has no links, and follows none', async () => {
    const outside = temporaryFolder({ 'secret.txt': 'secret', 'secrets/key': 'secret' });
    ends.push(outside.cleanup);
    const { scratch } = await laidOut({ 'shop.py': '' }, (root) => {
      symlinkSync(join(outside.path, 'secret.txt'), join(root, 'link.txt'));
      symlinkSync(join(outside.path, 'secrets'), join(root, 'folder'));
    });
    expect(readdirSync(scratch.folder)).toEqual(['shop.py']);
  });

  test('becomes one snapshot after the other; what programs left is gone', async () => {
    const { scratch, snapshot } = await laidOut({ 'shop.py': 'a = 1\n', 'till.py': 'b = 1\n', 'static/logo.png': LOGO });
    const shop = { path: 'shop.py' as RepoPath, text: 'a = 2\n', executable: true, tracked: true };
    const after = snapshotOf([shop], snapshot.opaque.values());
    writeFileSync(join(scratch.folder, 'shop.db'), 'x');
    mkdirSync(join(scratch.folder, '__pycache__/deep'), { recursive: true });
    symlinkSync('/', join(scratch.folder, 'root'));
    scratch.layOut(after);
    expect(readdirSync(scratch.folder).sort()).toEqual(['shop.py', 'static']);
    expect(readFileSync(join(scratch.folder, 'shop.py'), 'utf8')).toBe('a = 2\n');
    expect(lstatSync(join(scratch.folder, 'shop.py')).mode & 0o111).not.toBe(0);
    scratch.layOut(snapshot);
    expect(readdirSync(scratch.folder).sort()).toEqual(['shop.py', 'static', 'till.py']);
    expect(lstatSync(join(scratch.folder, 'shop.py')).mode & 0o111).toBe(0);
  });

  test('has again what a program changed, or put something else in place of', async () => {
    const { scratch, snapshot } = await laidOut({ 'shop.py': 'a = 1\n', 'till.py': 'b = 1\n', 'static/logo.png': LOGO });
    writeFileSync(join(scratch.folder, 'shop.py'), 'a = 9\n');
    writeFileSync(join(scratch.folder, 'till.py'), '');
    writeFileSync(join(scratch.folder, 'static/logo.png'), 'abcdef');
    scratch.layOut(snapshot);
    expect(readFileSync(join(scratch.folder, 'shop.py'), 'utf8')).toBe('a = 1\n');
    expect(readFileSync(join(scratch.folder, 'till.py'), 'utf8')).toBe('b = 1\n');
    expect(readFileSync(join(scratch.folder, 'static/logo.png'))).toEqual(Buffer.from(LOGO));
  });

  test('does not write through what a program put there', async () => {
    const outside = temporaryFolder({ 'kept.txt': 'kept' });
    ends.push(outside.cleanup);
    const { scratch, snapshot } = await laidOut({ 'shop.py': 'a = 1\n', 'deep/till.py': 'b = 1\n' });
    rmSync(join(scratch.folder, 'shop.py'));
    symlinkSync(join(outside.path, 'kept.txt'), join(scratch.folder, 'shop.py'));
    rmSync(join(scratch.folder, 'deep'), { recursive: true });
    symlinkSync(outside.path, join(scratch.folder, 'deep'));
    scratch.layOut(snapshot);
    expect(treeOf(outside.path)).toEqual({ 'kept.txt': '644 kept' });
    expect(lstatSync(join(scratch.folder, 'shop.py')).isFile()).toBe(true);
    expect(lstatSync(join(scratch.folder, 'deep')).isDirectory()).toBe(true);
  });

  test('is gone at its end', async () => {
    const { scratch } = await laidOut({ 'shop.py': '' });
    scratch.end();
    expect(existsSync(scratch.folder)).toBe(false);
    expect(existsSync(scratch.beside)).toBe(false);
  });
});
