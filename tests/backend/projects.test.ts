import { expect, it } from 'vitest';
import { ignoreFiles } from '../../src/backend/ignored.ts';
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

it('reads the ignore files of a snapshot once', () => {
  const { repo } = repository({ '.gitignore': 'a\n', 'shop/.gitignore': 'b\n', 'shop/x.gitignore': 'c\n' });
  expect(ignoreFiles(repo)).toEqual([{ folder: '', text: 'a\n' }, { folder: 'shop', text: 'b\n' }]);
  expect(ignoreFiles(repo)).toBe(ignoreFiles(repo));
});
