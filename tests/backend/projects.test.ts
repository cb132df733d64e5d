import { expect, it } from 'vitest';
import { hiddenBy } from '../../src/backend/ignored.ts';
import { repository } from './repository.ts';

it.each<readonly [string, Readonly<Record<string, string>>, string, number]>([
  ['nobody says: 88', {}, 'main.py', 88],
  ['ruff in pyproject', { 'pyproject.toml': '[tool.ruff]\nline-length = 100\n' }, 'shop/main.py', 100],
  ['black in pyproject', { 'pyproject.toml': '[tool.black]\nline-length = 79\n' }, 'shop/main.py', 79],
  ['ruff.toml before pyproject', { 'pyproject.toml': '[tool.ruff]\nline-length = 100\n', 'ruff.toml': 'line-length = 120\n' }, 'main.py', 120],
  ['the nearest that says something', { 'pyproject.toml': '[tool.ruff]\nline-length = 100\n', 'shop/pyproject.toml': '[project]\nname = "shop"\n' }, 'shop/main.py', 100],
  ['the nearest project', { 'pyproject.toml': '[tool.ruff]\nline-length = 100\n', 'shop/.ruff.toml': 'line-length = 110\n' }, 'shop/main.py', 110],
  ['nonsense counts for nothing', { 'pyproject.toml': '[tool.ruff]\nline-length = "wide"\n' }, 'main.py', 88],
  ['a file that does not parse says nothing', { 'pyproject.toml': '[tool.ruff\n' }, 'main.py', 88],
])('line width: %s', (_, files, path, width) => expect(repository(files).backend.projects.lineWidth(path)).toBe(width));

it.each<readonly [string, string | undefined]>([
  ['[project]\nname = "shop"\n', 'uv.lock'],
  ['[tool.uv]\n', 'uv.lock'],
  ['[project]\nname = "shop"\n[tool.poetry]\n', 'poetry.lock'],
  ['[tool.pdm]\n[project]\nname = "shop"\n', 'pdm.lock'],
  ['[dependency-groups]\ndev = []\n', 'uv.lock'],
  ['[tool.ruff]\n', undefined],
  ['# [tool.poetry]\n', undefined],
])('the lock file of %j is %s', (manifest, lock) => expect(repository({ 'a/pyproject.toml': manifest }).backend.projects.lockFile('a')).toBe(lock));

it('knows what git ignores, and where that is said', () => {
  const { repo } = repository({ '.gitignore': 'a\n', 'shop/.gitignore': 'b\n', 'shop/x.gitignore': 'c\n' });
  expect(hiddenBy(repo, 'shop/a')?.path).toBe('.gitignore');
  expect(hiddenBy(repo, 'shop/b')?.path).toBe('shop/.gitignore');
  expect(hiddenBy(repo, 'b')).toBe(undefined);
  expect(hiddenBy(repo, 'shop/c')).toBe(undefined);
});

it('knows what is said above a folder that is a part of a work tree', () => {
  const part = repository({ '.gitignore': 'b\n' }).repo;
  const repo = { ...part, outer: { prefix: 'shops/north/', ignoreFiles: [{ folder: '', text: 'a\n/c\n' }, { folder: 'shops', text: '/north/d\n' }] } };
  expect(['a', 'x/a', 'd'].map((path) => hiddenBy(repo, path) && hiddenBy(repo, path)?.path)).toEqual([undefined, undefined, undefined]);
  expect(['a', 'x/a', 'b', 'c', 'd'].map((path) => hiddenBy(repo, path) !== undefined)).toEqual([true, true, true, false, true]);
  expect(hiddenBy(repo, 'b')?.path).toBe('.gitignore');
});
