import { expect, test } from 'vitest';
import { viewOf } from '../../src/codemod/view.ts';
import { environmentCommandFor } from '../../src/evidence/environment-command.ts';
import { factReader } from '../../src/python/facts.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';

const reader = factReader(await pythonParser());
const PROJECT = '[project]\nname = "bookshop"\nversion = "1"\ndependencies = ["fastapi"]\n';
const POETRY = '[tool.poetry]\nname = "bookshop"\nversion = "1"\n\n[tool.poetry.dependencies]\npython = "^3.11"\n';

const TABLE: readonly (readonly [files: Readonly<Record<string, string>>, project: string, command: string | undefined])[] = [
  [{ 'pyproject.toml': PROJECT, 'uv.lock': 'version = 1\n' }, '', 'uv sync'],
  [{ 'pyproject.toml': `${PROJECT}\n[tool.uv]\npackage = false\n` }, '', 'uv sync'],
  [{ 'api/pyproject.toml': `${PROJECT}\n[tool.uv]\npackage = false\n`, 'uv.lock': 'version = 1\n' }, 'api', 'cd api && uv sync'],
  [{ 'pyproject.toml': POETRY }, '', 'poetry install'],
  [{ 'Pipfile': '[packages]\nfastapi = "*"\n' }, '', 'pipenv install --dev'],
  [{ 'requirements.txt': 'fastapi\n', 'requirements-dev.txt': 'pytest\n' }, '', 'python3 -m venv .venv && .venv/bin/pip install -r requirements-dev.txt -r requirements.txt'],
  [{ 'the till/requirements.txt': 'fastapi\n' }, 'the till', "cd 'the till' && python3 -m venv .venv && .venv/bin/pip install -r requirements.txt"],
  [{ 'pyproject.toml': PROJECT }, '', 'python3 -m venv .venv && .venv/bin/pip install -e .'],
  [{ 'shop.py': 'a = 1\n' }, '', undefined],
];

test.each(TABLE)('%j', (files, project, command) => expect(environmentCommandFor(viewOf(snapshotFrom(new Map(Object.entries(files))), reader), project)).toBe(command));
