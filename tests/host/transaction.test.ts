import { readFileSync, rmSync, statSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { beginTransaction } from '../../src/host/transaction.ts';
import { temporaryFolder, treeOf, type TemporaryFolder } from './folder.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function folder(files: Readonly<Record<string, string>>): TemporaryFolder {
  const made = temporaryFolder(files);
  cleanups.push(made.cleanup);
  return made;
}

const look = (shop: TemporaryFolder, path: string): ReturnType<typeof stats> => stats(shop.at(path));
const stats = (path: string) => statSync(path, { bigint: true });
const NEW = { kind: 'new', executable: false } as const;

test('what cannot be restored is named, and the rest is restored', () => {
  const shop = folder({ 'a.py': 'a', 'b.py': 'b', 'c.py': 'c' });
  const transaction = beginTransaction();
  for (const name of ['a.py', 'b.py']) {
    const staged = transaction.stage(shop.at(name), Buffer.from('new'), NEW);
    expect(transaction.replace(shop.at(name), staged, look(shop, name))).toBe(true);
  }
  expect(transaction.remove(shop.at('c.py'), look(shop, 'c.py'))).toBe(true);
  const lost = Object.entries(treeOf(shop.path)).find(([path, content]) => path.endsWith('.old.tmp') && content.endsWith(' a'))?.[0] ?? '';
  rmSync(shop.at(lost));
  expect(transaction.undo()).toEqual([shop.at('a.py')]);
  expect(treeOf(shop.path)).toEqual({ 'a.py': '644 new', 'b.py': '644 b', 'c.py': '644 c' });
});

test('what was made meanwhile is neither replaced nor removed', () => {
  const shop = folder({ 'a.py': 'a' });
  const seen = look(shop, 'a.py');
  const transaction = beginTransaction();
  const staged = transaction.stage(shop.at('a.py'), Buffer.from('new'), NEW);
  rmSync(shop.at('a.py'));
  shop.write({ 'a.py': 'b', 'made.py': 'theirs' });
  expect(transaction.replace(shop.at('a.py'), staged, seen)).toBe(false);
  expect(transaction.remove(shop.at('a.py'), seen)).toBe(false);
  expect(transaction.create(shop.at('made.py'), staged)).toBe(false);
  expect(transaction.undo()).toEqual([]);
  expect(treeOf(shop.path)).toEqual({ 'a.py': '644 b', 'made.py': '644 theirs' });
});

test('old contents that will not go are named', () => {
  const shop = folder({ 'a.py': 'a' });
  const transaction = beginTransaction();
  transaction.remove(shop.at('a.py'), look(shop, 'a.py'));
  expect(readFileSync(shop.at('.pystd-1.old.tmp'), 'utf8')).toBe('a');
  rmSync(shop.at('.pystd-1.old.tmp'));
  expect(transaction.finish()).toEqual([shop.at('.pystd-1.old.tmp')]);
});
