import { describe, expect, it } from 'vitest';
import { poetryToUv, poetryVariable, poetryVariableOf, uvToPoetry, type ProjectFacts } from '../../src/packaging/commands/index.ts';
import { BOOKSHOP, shown, wordsOf } from './commands-support.ts';

const poetryOf = (line: string, facts: Partial<ProjectFacts> = {}): string => {
  const words = wordsOf(line);
  return shown(uvToPoetry(words, { ...BOOKSHOP, ...facts }, 'dev'), words);
};

describe('commands of uv in Poetry', () => {
  it.each([
    ['uv sync', 'poetry sync'],
    ['uv sync --inexact', 'poetry install'],
    ['uv sync --locked --no-default-groups', 'poetry sync --only main'],
    ['uv sync --no-default-groups --group docs', 'poetry sync --only main,docs'],
    ['uv sync --no-dev --frozen', 'poetry sync --without dev'],
    ['uv sync --group docs --no-group test', 'poetry sync --with docs --without test'],
    ['uv sync --only-group docs', 'poetry sync --only docs --no-root'],
    ['uv sync --all-groups --all-extras', 'poetry sync --all-groups --all-extras'],
    ['uv sync --extra pg --extra redis', 'poetry sync --extras pg --extras redis'],
    ['uv sync --no-install-project --compile-bytecode', 'poetry sync --no-root --compile'],
    ['uv sync -U', 'poetry update --sync'],
    ['uv sync --upgrade-package httpx', 'poetry update --sync httpx'],
    ['uv run pytest -x', 'poetry run pytest -x'],
    ['uv run --no-sync --frozen uvicorn app:app', 'poetry run uvicorn app:app'],
    ['uv run -m bookshop', 'poetry run python -m bookshop'],
    ['uv run scripts/stock.py --all', 'poetry run python scripts/stock.py --all'],
    ['uv run --group docs mkdocs build', 'poetry install --with docs && poetry run mkdocs build'],
    ['uv run $CMD', 'poetry run $CMD'],
    ['uv --directory shop run -q pytest', 'poetry --directory shop -q run pytest'],
    ['uv add --group test respx', 'poetry add --group test respx'],
    ['uv add --dev "respx>=0.20,<1"', 'poetry add --group dev "respx>=0.20,<1"'],
    ['uv add --optional pg psycopg', 'poetry add --optional pg psycopg'],
    ['uv remove --group test respx', 'poetry remove --group test respx'],
    ['uv lock', 'poetry lock'],
    ['uv lock --check', 'poetry check --lock'],
    ['uv lock --locked', 'poetry check --lock'],
    ['uv lock --upgrade', 'poetry lock --regenerate'],
    ['uv lock -P httpx', 'poetry update --lock httpx'],
    ['uv export --no-default-groups --no-emit-project --no-hashes -o requirements.txt', 'poetry export --without-hashes --output requirements.txt'],
    ['uv export --no-emit-project', 'poetry export --with dev,test'],
    ['uv build --wheel', 'poetry build --format wheel'],
    ['uv publish --token "$TOKEN"', 'poetry publish --username __token__ --password "$TOKEN"'],
    ['uv version --bump minor', 'poetry version minor'],
    ['uv version --short', 'poetry version --short'],
    ['uv tree', 'poetry show --tree'],
    ['uv pip install -U shelf', 'poetry run pip install -U shelf'],
    ['uv venv', 'removed'],
    ['uv python install 3.12', 'poetry python install 3.12'],
    ['uv python pin 3.12', 'poetry env use 3.12'],
    ['uvx ruff check', 'pipx run ruff check'],
    ['uv tool run ruff check', 'pipx run ruff check'],
    ['uv --version', 'poetry --version'],
  ])('%s → %s', (line, poetry) => expect(poetryOf(line)).toBe(poetry));

  it('does not name the group `main` where nothing is said of runtime dependencies', () => {
    const none = { hasMain: false };
    expect(poetryOf('uv sync --no-default-groups', none)).toBe('poetry sync --without dev,test');
    expect(poetryOf('uv sync --no-default-groups --group docs --group test', none)).toBe('poetry sync --with docs --without dev');
    expect(poetryOf('uv sync --no-default-groups', { ...none, groups: [], defaultGroups: [] })).toBe('poetry sync');
  });

  it('speaks the language of Poetry 1 where that is in use', () => {
    expect(poetryOf('uv sync', { poetryMajor: 1 })).toBe('poetry install --sync');
    expect(poetryOf('uv lock', { poetryMajor: 1 })).toBe('poetry lock --no-update');
    expect(poetryOf('uv lock --upgrade', { poetryMajor: 1 })).toBe('poetry lock');
  });

  it.each(['uv run --with shelf python', 'uv run --script x.py', 'uv run "$NAME.py"', 'uv sync --all-packages', 'uv export', 'uv pip install --system x', 'uv pip compile x', 'uv venv env', 'uv add $X', 'uv add --rev a git', 'uv frobnicate', 'uv',
    'uvx --from a b', 'uv sync --upgrade --group docs', 'uv version --bump rc', 'poetry install'])('leaves %s alone', (line) => expect(poetryOf(line)).toMatch(/^unknown/));

  it.each(['uv sync --no-default-groups', 'uv sync --group docs', 'uv sync --only-group docs', 'uv sync --extra pg', 'uv sync --all-groups', 'uv run pytest -x', 'uv add --group test respx', 'uv remove respx', 'uv lock', 'uv lock --check', 'uv build --wheel',
    'uv sync --upgrade', 'uv sync --upgrade-package httpx', 'uv version --short', 'uv --directory shop sync', 'uv python pin 3.12', 'uv publish --index shop'])('comes back to %s', (line) => {
    const poetry = poetryOf(line).replace(' --no-root', '');
    const words = wordsOf(poetry);
    expect(shown(poetryToUv(words, BOOKSHOP, 'dev'), words)).toBe(line);
  });
});

describe('variables', () => {
  it.each([
    ['POETRY_CACHE_DIR', '/c', { name: 'UV_CACHE_DIR', value: '/c', remarks: [] }],
    ['POETRY_HTTP_BASIC_SHOP_BOOKS_USERNAME', undefined, { name: 'UV_INDEX_SHOP_BOOKS_USERNAME', remarks: [] }],
    ['POETRY_HTTP_BASIC_PYPI_PASSWORD', undefined, { name: 'UV_PUBLISH_PASSWORD', remarks: [] }],
    ['POETRY_PYPI_TOKEN_PYPI', '${{ secrets.T }}', { name: 'UV_PUBLISH_TOKEN', value: '${{ secrets.T }}', remarks: [] }],
    ['POETRY_NO_INTERACTION', '1', { removed: [] }],
    ['POETRY_VIRTUALENVS_IN_PROJECT', 'true', { removed: [] }],
    ['POETRY_HOME', '/opt/poetry', { removed: [] }],
    ['POETRY_INSTALLER_NO_BINARY', ':all:', { name: 'UV_NO_BINARY', value: '1', remarks: [] }],
    ['POETRY_INSTALLER_ONLY_BINARY', 'numpy,scipy', { name: 'UV_NO_BUILD_PACKAGE', value: 'numpy scipy', remarks: [] }],
    ['POETRY_REQUESTS_TIMEOUT', '60', { name: 'UV_HTTP_TIMEOUT', value: '60', remarks: [] }],
  ])('%s=%s', (name, value, expected) => expect(poetryVariable(name, value)).toEqual(expected));

  it('carries no version of Poetry, and no environment that is switched off', () => {
    expect(poetryVariable('POETRY_VERSION', '1.8.3')).toEqual({ name: 'UV_VERSION', remarks: [expect.stringContaining('must be chosen')] });
    expect(poetryVariable('POETRY_VIRTUALENVS_CREATE', 'false')).toHaveProperty('because');
    expect(poetryVariable('POETRY_SOMETHING')).toHaveProperty('because');
    expect(poetryVariable('POETRY_REPOSITORIES_SHOP_URL', 'u')).toMatchObject({ name: 'UV_PUBLISH_URL', value: 'u' });
  });

  it.each(['POETRY_HTTP_BASIC_SHOP_USERNAME', 'POETRY_HTTP_BASIC_PYPI_PASSWORD', 'POETRY_PYPI_TOKEN_PYPI', 'POETRY_CACHE_DIR'])('goes there and back: %s', (name) => {
    const there = poetryVariable(name);
    expect('name' in there && poetryVariableOf(there.name)).toBe(name);
  });
});
