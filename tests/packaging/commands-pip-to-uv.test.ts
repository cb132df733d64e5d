import { describe, expect, it } from 'vitest';
import { callsPip, pipToUv, type PipFacts, type RequirementsRole, type Setting } from '../../src/packaging/commands/index.ts';
import { BOOKSHOP, shown, wordsOf } from './commands-support.ts';

const ROLES: Readonly<Record<string, RequirementsRole>> = {
  'requirements.txt': { kind: 'main' },
  'requirements/dev.txt': { kind: 'group', group: 'dev', withMain: true },
  'lint.txt': { kind: 'group', group: 'docs', withMain: false },
  'requirements.in': { kind: 'main' },
  'pg.txt': { kind: 'extra', extra: 'pg' },
  'constraints.txt': { kind: 'constraints' },
};

const FACTS: PipFacts = { ...BOOKSHOP, isPackage: false, groups: ['dev', 'docs'], defaultGroups: ['dev'], requirements: (path) => ROLES[path.replace(/^\.\//, '')] };

const uvOf = (line: string, facts: Partial<PipFacts> = {}, setting: Setting = 'dev'): string => {
  const words = wordsOf(line);
  return shown(pipToUv(words, { ...FACTS, ...facts }, setting), words);
};

describe('pip', () => {
  it.each([
    ['pip install -r requirements.txt', 'uv sync --no-default-groups'],
    ['pip install -r requirements/dev.txt', 'uv sync'],
    ['pip3 install -r requirements.txt -r requirements/dev.txt', 'uv sync'],
    ['python -m pip install -r ./requirements.txt -r lint.txt', 'uv sync --no-default-groups --group docs'],
    ['pip install -r requirements/dev.txt -r lint.txt', 'uv sync --group docs'],
    ['pip install -r requirements.txt -r pg.txt -c constraints.txt', 'uv sync --no-default-groups --extra pg'],
    ['pip install --no-cache-dir -r requirements.txt', 'uv sync --no-cache --no-default-groups'],
    ['pip --quiet install --requirement=requirements/dev.txt', 'uv sync -q'],
    ['pip install --upgrade -r requirements/dev.txt', 'uv sync --upgrade'],
    ['pip install --upgrade pip setuptools wheel', 'removed'],
    ['pip install -U pip==24.0 -r requirements/dev.txt', 'uv sync --upgrade'],
    ['pip check', 'uv pip check'],
    ['pip list --outdated', 'uv pip list --outdated'],
    ['pip-sync requirements.txt requirements/dev.txt', 'uv sync'],
    ['pip-compile --upgrade --output-file=requirements.txt requirements.in', 'uv lock --upgrade'],
    ['python -m piptools compile requirements.in -P httpx', 'uv lock --upgrade-package httpx'],
    ['python3 -m venv .venv', 'uv venv --allow-existing .venv'],
  ])('%s → %s', (line, uv) => expect(uvOf(line)).toBe(uv.replace(' .venv', '')));

  it('installs the project where it is a package and named', () => {
    expect(uvOf('pip install -e .', { isPackage: true })).toBe('uv sync --no-default-groups');
    expect(uvOf('pip install -e ".[pg,redis]"', { isPackage: true })).toBe('uv sync --no-default-groups --extra pg --extra redis');
    expect(uvOf('pip install -r requirements.txt', { isPackage: true })).toBe('uv sync --no-default-groups --no-install-project');
    expect(uvOf('pip install -e .')).toMatch(/^unknown/);
  });

  it('holds to the lock in images and CI', () => {
    expect(uvOf('pip install --upgrade -r requirements.txt', {}, 'image')).toBe('uv sync --locked --no-default-groups');
    expect(uvOf('pip install -r requirements/dev.txt', {}, 'ci')).toBe('uv sync --locked');
    expect(uvOf('pip install -r requirements/dev.txt', {}, 'environment')).toBe('uv sync --active');
  });

  it.each(['pip install httpx', 'pip install -r other.txt', 'pip install -r "$FILE"', 'pip install -r requirements.txt httpx', 'pip install --target lib -r requirements.txt', 'pip install -i https://index.example -r requirements.txt',
    'pip install -c other.txt -r requirements.txt', 'pip freeze', 'pip download x', 'pip', 'pip install', 'pip --version', 'python -m venv env', 'pip-compile other.in', 'npm install'])(
    'leaves %s alone', (line) => expect(uvOf(line)).toMatch(/^unknown/));

  it('knows which words call it', () => {
    expect(callsPip(wordsOf('python -m pip install x'))).toBe(true);
    expect(callsPip(wordsOf('pipx install x'))).toBe(false);
  });
});

describe('Pipenv', () => {
  it.each([
    ['pipenv install', 'uv sync --no-default-groups'],
    ['pipenv install --dev', 'uv sync'],
    ['pipenv install --system --deploy', 'uv sync --locked --no-default-groups'],
    ['pipenv install httpx', 'uv add httpx'],
    ['pipenv install -d pytest==8.0', 'uv add --dev pytest==8.0'],
    ['pipenv uninstall httpx', 'uv remove httpx'],
    ['pipenv sync --dev', 'uv sync'],
    ['pipenv lock', 'uv lock --upgrade'],
    ['pipenv update httpx --dev', 'uv sync --upgrade-package httpx'],
    ['pipenv run pytest -x --dev', 'uv run pytest -x --dev'],
    ['pipenv graph', 'uv tree'],
    ['pipenv --venv', 'echo .venv'],
    ['pipenv --rm', 'rm -rf .venv'],
  ])('%s → %s', (line, uv) => expect(uvOf(line)).toBe(uv));

  it.each(['pipenv install --skip-lock', 'pipenv install $X', 'pipenv', 'pipenv --where', 'pipenv shell', 'pipenv --venv --rm', 'pipenv --rm install'])('leaves %s alone', (line) => expect(uvOf(line)).toMatch(/^unknown/));
});
