import { describe, expect, it } from 'vitest';
import { installersIn } from '../../codemods/poetry-to-uv/pipelines/installers.ts';
import { labelInUv } from '../../codemods/poetry-to-uv/pipelines/labels.ts';
import { pathInUv, variableInUv } from '../../codemods/poetry-to-uv/variables/variables.ts';
import { conditionWithout } from '../../codemods/poetry-to-uv/workflows/conditions.ts';
import { commandSitesIn } from '../../src/backend/command-sites/index.ts';
import { snapshotFrom } from '../support/case.ts';

describe('conditionWithout: what is left of a condition when the cache `c` is gone and the step `v` is never run', () => {
  const gone = { caches: ['c'], neverRun: ['v'] };
  const hit = 'steps.c.outputs.cache-hit';
  it.each([
    // As if the cache was never hit.
    [`${hit} != 'true'`, 'always'],
    [`${hit} == 'true'`, 'never'],
    [`${hit}`, 'never'],
    [`!${hit}`, 'always'],
    [`\${{ ${hit} != 'true' }}`, 'always'],
    [`${hit} == 'false'`, 'always'],
    [`${hit} == ''`, 'always'],
    // Skipped steps have no outputs.
    [`steps.v.outputs.fine != 'true'`, 'always'],
    [`steps.v.outcome == 'success'`, 'never'],
    [`steps.v.outcome == 'skipped'`, 'always'],
    // Parts.
    [`${hit} != 'true' || steps.v.outputs.fine != 'true'`, 'always'],
    [`${hit} != 'true' && matrix.shelf == 'top'`, { condition: `matrix.shelf == 'top'` }],
    [`matrix.shelf == 'top' && ${hit} == 'true'`, 'never'],
    [`${hit} == 'true' || matrix.shelf == 'top'`, { condition: `matrix.shelf == 'top'` }],
    [`\${{ (${hit} == 'true' || a.b) && (c.d || e.f) }}`, { condition: '${{ a.b && (c.d || e.f) }}' }],
    [`!(${hit} == 'true') && failure()`, { condition: 'failure()' }],
    // Signs in strings are none.
    [`${hit} != 'true' && a.b == 'x || y && (z'`, { condition: `a.b == 'x || y && (z'` }],
    // Others.
    [`steps.other.outputs.cache-hit != 'true'`, 'same'],
    ['always()', 'same'],
    // Not understood.
    [`contains(${hit}, 'true')`, undefined],
    [`steps.c.outputs.cache-primary-key == 'x'`, undefined],
    [`${hit} == env.SHELF`, undefined],
    [`a \${{ ${hit} }}`, undefined],
  ])('%s', (condition, wanted) => {
    expect(conditionWithout(condition, gone)).toEqual(wanted);
  });
});

describe('installersIn: what puts Poetry on a machine', () => {
  it.each([
    ['pip install poetry==1.8.3', { isOnlyPoetry: true, isOnlyPlugins: false, plugins: [] }],
    ['python -m pip install -U "poetry>=1.8" pip', { isOnlyPoetry: true, isOnlyPlugins: false, plugins: [] }],
    ['pipx install poetry', { isOnlyPoetry: true, isOnlyPlugins: false, plugins: [] }],
    ['pip install poetry nox', { isOnlyPoetry: false, isOnlyPlugins: false, plugins: [] }],
    ['pip install poetry poetry-plugin-export', { isOnlyPoetry: true, isOnlyPlugins: false, plugins: ['poetry-plugin-export'] }],
    ['pip install poetry-dynamic-versioning', { isOnlyPoetry: true, isOnlyPlugins: true, plugins: ['poetry-dynamic-versioning'] }],
    ['pipx inject poetry git+https://github.com/someone/poetry-bumpversion@abc', { isOnlyPoetry: true, isOnlyPlugins: true, plugins: ['poetry-bumpversion'] }],
    ['curl -sSL https://install.python-poetry.org | python3 -', { isOnlyPoetry: true, isOnlyPlugins: false, plugins: [] }],
    ['uv tool install poetry', { isOnlyPoetry: true, isOnlyPlugins: false, plugins: [] }],
  ])('%s', (command, wanted) => {
    expect(installers(command)).toEqual([wanted]);
  });

  it.each(['pip install nox-poetry', 'pip install poetryverse', 'pip install -r poetry.txt', 'poetry run pip install poetry', 'echo pip install poetry', 'curl https://install.python-poetry.org'])('none: %s', (command) => {
    expect(installers(command)).toEqual([]);
  });

  function installers(command: string): object[] {
    const [file] = snapshotFrom(new Map([['ci.sh', `${command}\n`]])).files.values();
    return !file ? [] : installersIn(file.text, commandSitesIn(file)).map(({ isOnlyPoetry, isOnlyPlugins, plugins }) => ({ isOnlyPoetry, isOnlyPlugins, plugins }));
  }
});

describe('variableInUv', () => {
  const project = { indexes: new Map([['market', 'https://market.example/simple/'], ['old-fair-1', 'https://fair.example/simple/']]), renamedIndexes: new Map([['old fair', 'old-fair-1']]), versionedBy: 'uv-dynamic-versioning' };
  it.each([
    ['POETRY_HTTP_BASIC_MARKET_PASSWORD', 'x', 'UV_INDEX_MARKET_PASSWORD=x'],
    ['POETRY_HTTP_BASIC_OLD_FAIR_USERNAME', 'x', 'UV_INDEX_OLD_FAIR_1_USERNAME=x'],
    ['POETRY_HTTP_BASIC_PYPI_PASSWORD', 'x', 'UV_PUBLISH_PASSWORD=x'],
    ['POETRY_PYPI_TOKEN_PYPI', 'x', 'UV_PUBLISH_TOKEN=x'],
    ['POETRY_CACHE_DIR', '/cache/pypoetry', 'UV_CACHE_DIR=/cache/uv'],
    // Whether it was for uploads or downloads is not guessed.
    ['POETRY_HTTP_BASIC_STALL_PASSWORD', 'x', 'unknown'],
    ['POETRY_SHELF', 'x', 'unknown'],
    ['POETRY_DYNAMIC_VERSIONING_BYPASS', '1.2', 'UV_DYNAMIC_VERSIONING_BYPASS=1.2'],
    ['POETRY_VERSION', '1.8.3', 'removed'],
    ['POETRY_HOME', '/opt/poetry', 'removed'],
    ['POETRY_VIRTUALENVS_CREATE', 'false', 'removed'],
  ])('%s=%s', (name, value, wanted) => {
    const outcome = variableInUv(name, value, project);
    expect(outcome.kind === 'renamed' ? `${outcome.name}=${outcome.value ?? ''}` : outcome.kind).toBe(wanted);
  });
});

it('leaves the version to a backend that stays', () =>
  expect(variableInUv('POETRY_DYNAMIC_VERSIONING_BYPASS', '1.2', { indexes: new Map(), renamedIndexes: new Map(), versionedBy: 'poetry_dynamic_versioning.backend' }).kind).toBe('unknown'));

describe('pathInUv', () => {
  it.each([
    ['~/.cache/pypoetry', '~/.cache/uv'],
    ['~/.cache/pypoetry/virtualenvs', '~/.cache/uv'],
    ['.poetry_cache/', '.poetry_cache/'],
    // Somebody's own folder.
    ['~/poetry_installer', '~/poetry_installer'],
    ['~/poetryverse', '~/poetryverse'],
  ])('%s', (path, wanted) => {
    expect(pathInUv(path)).toBe(wanted);
  });
});

describe('labelInUv', () => {
  it.each([
    ['Install Poetry', 'Install uv'],
    ['Install Poetry 1.8.3', 'Install uv'],
    ['Python + Poetry ${{ env.POETRY_VERSION }}', 'Python + uv'],
    ['Poetry install', 'uv sync'],
    ['Install Poetry dependencies', 'Install dependencies'],
    ['# Installing poetry:', '# Installing uv:'],
    ['Check poetry.lock', 'Check uv.lock'],
    ['See poetry/till.py and nox-poetry', 'See poetry/till.py and nox-poetry'],
  ])('%s', (label, wanted) => {
    expect(labelInUv(label)).toBe(wanted);
  });
});
