import { describe, expect, it } from 'vitest';
import { aboveFloor } from '../../src/backend/requirements/floor.ts';
import { repository } from './repository.ts';

/** What a project says of FastAPI 0.93. */
function floorOf(files: Readonly<Record<string, string>>): string {
  const { repo, python } = repository(files);
  const { is, because } = aboveFloor(repo, python, '', 'fastapi', '0.93');
  return `${is}: ${because}`;
}

const LOCK = '[[package]]\nname = "fastapi"\nversion = "0.88.0"\ndescription = ""\noptional = false\npython-versions = ">=3.8"\nfiles = []\n\n[metadata]\nlock-version = "2.0"\npython-versions = ">=3.9"\ncontent-hash = "0"\n';
const POETRY = (version: string): string => `[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\nfastapi = "${version}"\n`;

describe('a floor of versions', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['a pin above', { 'requirements.txt': 'fastapi==0.115.0\n' }, 'surely: `fastapi==0.115.0` is asked for'],
    ['a pin on it', { 'requirements.txt': 'fastapi==0.93\n' }, 'surely: `fastapi==0.93` is asked for'],
    ['a pin below', { 'requirements.txt': 'fastapi==0.88.0\n' }, 'never: `fastapi==0.88.0` is asked for'],
    ['a range on both sides', { 'requirements.txt': 'fastapi>=0.68\n' }, 'maybe: `fastapi>=0.68` is asked for'],
    ['any version', { 'requirements.txt': 'fastapi\n' }, 'maybe: any fastapi will do'],
    ['a caret below', { 'pyproject.toml': POETRY('^0.81.0') }, 'never: `fastapi^0.81.0` is asked for'],
    ['a lock below what is asked for', { 'pyproject.toml': POETRY('>=0.80'), 'poetry.lock': LOCK }, 'never: `poetry.lock` has fastapi 0.88.0'],
    ['a lock above', { 'pyproject.toml': POETRY('>=0.80'), 'poetry.lock': LOCK.replace('0.88', '0.110') }, 'surely: `poetry.lock` has fastapi 0.110.0'],
    ['a place of its own', { 'requirements.txt': 'fastapi @ https://example.com/fastapi.whl\n' }, 'maybe: nothing says which fastapi is installed'],
    ['nothing', { 'main.py': '' }, 'maybe: nothing says which fastapi is installed'],
  ])('%s', (_, files, expected) => expect(floorOf(files)).toBe(expected));
});
