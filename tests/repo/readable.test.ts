import { describe, expect, test } from 'vitest';
import { isPython, readableBytes } from '../../src/repo/readable.ts';

const MIB = 1024 * 1024;

describe('files codemods can ask for', () => {
  test.each([
    'shop/cart.py', 'shop/cart.pyi', 'pyproject.toml', 'setup.cfg', 'tox.ini', 'requirements.txt', 'requirements.in', 'Pipfile',
    '.github/workflows/ci.yml', 'compose.yaml', '.pre-commit-config.yaml', 'README.md', 'docs/index.rst', 'run.sh', 'run.bash', 'run.bat', 'RUN.CMD', 'run.ps1',
    '.env', '.env.example', '.env.local', '.envrc', 'production.env', 'Dockerfile', 'Dockerfile.dev', 'api.Dockerfile', 'api.dockerfile', 'Containerfile',
    'Makefile', 'makefile', 'rules.mk', 'justfile', 'Justfile', 'Taskfile', 'Taskfile.yml', 'Procfile', 'Jenkinsfile',
    '.gitignore', '.dockerignore', '.gitattributes', '.python-version', '.flake8', 'deep/down/.gitignore',
  ])('%s', (path) => expect(readableBytes(path)).toBe(2 * MIB));

  test.each(['poetry.lock', 'uv.lock', 'Pipfile.lock'])('%s is read however long it is', (path) => expect(readableBytes(path)).toBe(16 * MIB));

  test.each(['package.json', 'renovate.json5', '.vscode/settings.json'])('%s is read while it is small', (path) => expect(readableBytes(path)).toBe(MIB / 4));
});

describe('files known by name only', () => {
  test.each([
    'logo.png', 'shop/cart.pyc', 'lib.so', 'notebook.ipynb', 'data.csv', 'py', 'shop.py/logo', 'LICENSE', 'app.js', 'environment', 'makefile.png', 'mypy', 'x.python',
    'node_modules/left/package.json', 'shop/__pycache__/cart.py', 'page.html', 'queries.sql', 'cert.pem', 'id_rsa',
  ])('%s', (path) => expect(readableBytes(path)).toBe(0));
});

test('Python is modules and stubs', () => {
  expect(['a.py', 'a.pyi', 'a.pyx', 'py', 'a.PY'].filter(isPython)).toEqual(['a.py', 'a.pyi']);
});
