import { describe, expect, it } from 'vitest';
import { poetryToUv, type ProjectFacts, type Setting } from '../../src/packaging/commands/index.ts';
import { PUBLIC_INDEX_URL } from '../../src/packaging/uv/public-index.ts';
import { BOOKSHOP, shown, wordsOf } from './commands-support.ts';

const uvOf = (line: string, facts: Partial<ProjectFacts> = {}, setting: Setting = 'dev'): string => {
  const words = wordsOf(line);
  return shown(poetryToUv(words, { ...BOOKSHOP, ...facts }, setting), words);
};

describe('what installs', () => {
  it.each([
    ['poetry install', 'uv sync'],
    ['poetry install --no-root', 'uv sync --no-install-project'],
    ['poetry install --only main', 'uv sync --no-default-groups'],
    ['poetry install --only=main --no-root', 'uv sync --no-default-groups --no-install-project'],
    ['poetry install --only main,docs', 'uv sync --no-default-groups --group docs'],
    ['poetry install --only docs --no-root', 'uv sync --only-group docs'],
    ['poetry install --no-dev', 'uv sync --no-default-groups'],
    ['poetry install --without dev,test', 'uv sync --no-group dev --no-group test'],
    ['poetry install --without dev,test,docs', 'uv sync --no-default-groups'],
    ['poetry install --without main', 'uv sync --only-group dev --only-group test'],
    ['poetry install --without absent', 'uv sync'],
    ['poetry install --with docs --without test', 'uv sync --group docs --no-group test'],
    ['poetry install --with docs,test', 'uv sync --group docs --group test'],
    ['poetry install --with "docs, test"', 'uv sync --group docs --group test'],
    ['poetry install --all-groups --all-extras', 'uv sync --all-groups --all-extras'],
    ['poetry install --extras "pg redis"', 'uv sync --extra pg --extra redis'],
    ['poetry install -E pg -Eredis', 'uv sync --extra pg --extra redis'],
    ['poetry install --sync --compile', 'uv sync --compile-bytecode'],
    ['poetry install --remove-untracked', 'uv sync'],
    ['poetry sync --dry-run', 'uv sync --dry-run'],
    ['poetry install -n --no-ansi -vvv', 'uv sync -v'],
    ['poetry install -nq', 'uv sync -q'],
    ['poetry --ansi install', 'uv sync --color always'],
    ['poetry -C services/stock install', 'uv --directory services/stock sync'],
    ['poetry install --directory=services/stock', 'uv --directory services/stock sync'],
    ['poetry install -P "$DIR"', 'uv --project "$DIR" sync'],
    ['poetry install --no-root --no-directory', 'uv sync --no-install-local'],
    ['poetry install --only-root', 'uv pip install --no-deps -e .'],
    ['poetry update', 'uv sync --upgrade'],
    ['poetry update httpx fastapi', 'uv sync --upgrade-package httpx --upgrade-package fastapi'],
    ['poetry update "$PACKAGE"', 'uv sync --upgrade-package "$PACKAGE"'],
    ['poetry update --lock', 'uv lock --upgrade'],
    ['poetry update --lock --only dev', 'uv lock --upgrade'],
    ['poetry update --only main', 'uv sync --upgrade --no-default-groups'],
    ['poetry update shelf --without dev', 'uv sync --upgrade-package shelf --no-group dev'],
    ['poetry --no-cache run -v python -V', 'uv run --no-cache -v python -V'],
    ['poetry -q cache clear --all .', 'uv cache clean -q'],
    ['poetry -q env use 3.12', 'uv python pin -q 3.12'],
    ['poetry -n -C stock -v build', 'uv --directory stock build -v'],
    ['poetry update --dry-run httpx', 'uv lock --upgrade-package httpx --dry-run'],
  ])('%s → %s', (line, uv) => expect(uvOf(line)).toBe(uv));

  it.each([
    ['poetry install --only "$GROUP"', /known only when it runs/],
    ['poetry install --frobnicate', /`--frobnicate`/],
    ['poetry install $FLAGS', /takes no `\$FLAGS`/],
    ['poetry install --no-directory', /none of the folders/],
    ['poetry install --only-root --no-root', /`--no-root`/],
    ['poetry install --all-extras -E pg', /refuses/],
    ['poetry install --with', /has no value/],
    ['poetry update $PACKAGES', /several words/],
  ])('leaves %s alone', (line, because) => expect(uvOf(line)).toMatch(because));

  it('holds to the lock in images and in CI, and to the active environment inside tox', () => {
    expect(uvOf('poetry install --only main', {}, 'image')).toBe('uv sync --locked --no-default-groups');
    expect(uvOf('poetry install', {}, 'ci')).toBe('uv sync --locked');
    expect(uvOf('poetry install', {}, 'docs')).toBe('uv sync');
    expect(uvOf('poetry install --no-root', {}, 'environment')).toBe('uv sync --active --no-install-project');
  });
});

describe('what runs', () => {
  it.each([
    ['poetry run python -m bookshop', 'uv run python -m bookshop'],
    ['poetry run uvicorn app.main:app --reload -q', 'uv run uvicorn app.main:app --reload -q'],
    ['poetry run -q -- pytest -x', 'uv run -q pytest -x'],
    ['poetry run $CMD --flag', 'uv run $CMD --flag'],
    ['poetry run "$@"', 'uv run "$@"'],
    ['poetry run serve --port 80', 'uv run serve --port 80'],
    ['poetry run poetry install', 'uv sync'],
    ['poetry run pip install shelf', 'uv pip install shelf'],
    ['poetry run pip install -U pip', 'removed'],
    ['poetry run pip install -U pip shelf', 'uv pip install --upgrade shelf'],
    ['poetry run python -m pip install -r dev.txt --find-links="$WHEELS"', 'uv pip install --requirements dev.txt --find-links "$WHEELS"'],
    ['poetry run pip freeze', 'uv pip freeze'],
    ['poetry run pip list --format=json', 'uv pip list --format json'],
    ['poetry run pip uninstall -y shelf', 'uv pip uninstall shelf'],
    ['python -m poetry run pytest', 'uv run pytest'],
    ['python3.12 -m poetry install', 'uv sync'],
    ['$(POETRY) run pytest', '$(POETRY) run pytest'],
    ['$POETRY_HOME/bin/poetry run pytest', 'uv run pytest'],
    ['/opt/poetry/bin/poetry install', 'uv sync'],
    ['~/.local/bin/poetry install', 'uv sync'],
    ['pipx run poetry install', 'uv sync'],
    ['sudo -u shop poetry install', 'sudo -u shop uv sync'],
    ['exec poetry run serve', 'exec uv run serve'],
    ['docker compose exec -T web poetry run alembic upgrade head', 'docker compose exec -T web uv run --no-sync alembic upgrade head'],
    ['docker-compose -f dev.yml run --rm web poetry run pytest', 'docker-compose -f dev.yml run --rm web uv run --no-sync pytest'],
    ['docker run --rm -v "$PWD:/src" shop poetry install', 'docker run --rm -v "$PWD:/src" shop uv sync --locked'],
    ['poetry poe lint --fix', 'uv run poe lint --fix'],
  ])('%s → %s', (line, uv) => expect(uvOf(line)).toBe(uv));

  it('never syncs in an image, and uses the active environment inside nox', () => {
    expect(uvOf('poetry run uvicorn app:app', {}, 'image')).toBe('uv run --no-sync uvicorn app:app');
    expect(uvOf('poetry run pytest {posargs}', {}, 'environment')).toBe('uv run --active pytest {posargs}');
  });

  it('calls the function of a script that an unpackaged project does not install', () => {
    const facts = { isPackage: false };
    expect(uvOf('poetry run serve --port 80', facts)).toBe("uv run python -c 'from bookshop.main import serve; raise SystemExit(serve())' --port 80");
    expect(uvOf('poetry run stock', facts)).toBe("uv run python -c 'from bookshop.cli import app; raise SystemExit(app.main())'");
    expect(uvOf('poetry run pytest', facts)).toBe('uv run pytest');
    expect(uvOf('poetry run serve', { ...facts, scripts: new Map([['serve', 'bin/serve']]) })).toMatch(/^unknown/);
  });

  it('stays in its folder with Poetry 1', () => {
    expect(uvOf('poetry -C shop run pytest', { poetryMajor: 1 })).toBe('uv --project shop run pytest');
    expect(uvOf('poetry -C shop run pytest')).toBe('uv --directory shop run pytest');
    expect(uvOf('poetry -C shop install', { poetryMajor: 1 })).toBe('uv --directory shop sync');
  });

  it.each(['poetry run', 'poetry run pip download shelf', 'poetry run pip install --weird x', 'poetry -C a run poetry install', 'poetry', 'poetry $CMD', 'poetryx install', 'my-poetry install', 'echo poetry install'])('leaves %s alone', (line) =>
    expect(uvOf(line)).toMatch(/^unknown/));
});

describe('what changes dependencies', () => {
  it.each([
    ['poetry add httpx', 'uv add httpx'],
    ['poetry add "django@^4.0.0"', "uv add 'django>=4.0.0,<5'"],
    ['poetry add httpx@latest uvicorn[standard]@^0.30', "uv add httpx 'uvicorn[standard]>=0.30,<0.31'"],
    ['poetry add httpx==0.27.0', 'uv add httpx==0.27.0'],
    ['poetry add "httpx>=0.27,<1"', 'uv add "httpx>=0.27,<1"'],
    ['poetry add "httpx[http2]==$VERSION"', 'uv add "httpx[http2]==$VERSION"'],
    ['poetry add "httpx==${{ matrix.httpx }}"', 'uv add "httpx==${{ matrix.httpx }}"'],
    ['poetry add httpx=0.27.0', 'uv add httpx==0.27.0'],
    ['poetry add httpx^0.27', "uv add 'httpx>=0.27,<0.28'"],
    ['poetry add -G test respx', 'uv add --group test respx'],
    ['poetry add --group=main respx', 'uv add respx'],
    ['poetry add -D respx', 'uv add --dev respx'],
    ['poetry add --optional=pg psycopg', 'uv add --optional pg psycopg'],
    ['poetry add -E standard uvicorn --lock', 'uv add --extra standard --no-sync uvicorn'],
    ['poetry add --editable ../shelf', 'uv add --editable ../shelf'],
    ['poetry add git+https://git.example/shelf.git#main', 'uv add git+https://git.example/shelf.git@main'],
    ['poetry add git+ssh://git@git.example/shelf.git@v1', 'uv add git+ssh://git@git.example/shelf.git@v1'],
    ['poetry add --allow-prereleases shelf', 'uv add --prerelease allow shelf'],
    ['poetry add --python ">=3.12" shelf', "uv add --marker \"python_version >= '3.12'\" shelf"],
    ['poetry add --platform win32 shelf', "uv add --marker \"sys_platform == 'win32'\" shelf"],
    ['poetry remove httpx', 'uv remove httpx'],
    ['poetry remove -G test respx', 'uv remove --group test respx'],
  ])('%s → %s', (line, uv) => expect(uvOf(line)).toBe(uv));

  it('names the address of an index', () => {
    expect(uvOf('poetry add --source shop shelf', { indexes: new Map([['shop', 'https://index.example/simple']]) })).toBe('uv add --index shop=https://index.example/simple shelf');
    expect(uvOf('poetry add --source shop shelf')).toMatch(/^unknown/);
  });

  it.each(['poetry add', 'poetry add $X', 'poetry add "httpx@$VERSION"', 'poetry add "httpx==$VERSION,<2"', 'poetry add --dry-run x', 'poetry add "httpx@<>1"', 'poetry add -G "$G" x', 'poetry add x -G a --optional=b', 'poetry remove'])('leaves %s alone', (line) =>
    expect(uvOf(line)).toMatch(/^unknown/));

  it('reads `--optional` as the Poetry in use does', () => {
    expect(uvOf('poetry add --optional pg psycopg')).toBe('uv add --optional pg psycopg');
    expect(uvOf('poetry add --optional psycopg redis', { poetryMajor: 1 })).toMatch(/^unknown/);
  });
});

describe('what locks, exports, builds and publishes', () => {
  it.each([
    ['poetry lock', 'uv lock'],
    ['poetry lock --no-update', 'uv lock'],
    ['poetry lock --regenerate', 'uv lock --upgrade'],
    ['poetry lock --check', 'uv lock --check'],
    ['poetry check --lock', 'uv lock --check'],
    ['poetry check --strict', 'uv lock --check'],
    ['poetry export -f requirements.txt --output requirements.txt --without-hashes', 'uv export --frozen --no-default-groups --no-emit-project -o requirements.txt --no-hashes'],
    ['poetry export --without dev', 'uv export --frozen --no-default-groups --no-emit-project'],
    ['poetry export --with docs -E pg > r.txt', 'unknown: `poetry export` takes no `>`.'],
    ['poetry export --with docs -E pg -o "$OUT"', 'uv export --frozen --no-default-groups --group docs --no-emit-project --extra pg -o "$OUT"'],
    ['poetry export --only docs', 'uv export --frozen --only-group docs --no-emit-project'],
    ['poetry export --dev', 'uv export --frozen --no-default-groups --group dev --no-emit-project'],
    ['poetry export --all-groups --all-extras', 'uv export --frozen --all-groups --no-emit-project --all-extras'],
    ['poetry export -f pylock.toml -o pylock.toml', 'uv export --frozen --format pylock.toml --no-default-groups --no-emit-project -o pylock.toml'],
    ['poetry build', 'uv build'],
    ['poetry build -f wheel -o out --clean', 'uv build --wheel -o out --clear'],
    ['poetry publish --build', 'uv build && uv publish'],
    ['poetry publish -u __token__ -p $TOKEN', 'uv publish -u __token__ -p $TOKEN'],
    ['poetry publish --password="$TOKEN" --username=__token__', 'uv publish -p "$TOKEN" -u __token__'],
    ['poetry publish -r shop --dry-run', 'uv publish --index shop --dry-run'],
    ['poetry publish -r shop --skip-existing', 'uv publish --index shop'],
    ['poetry publish --dist-dir out/', "uv publish 'out/*'"],
    ['poetry -C shop publish --build', 'uv --directory shop build && uv --directory shop publish'],
    ['poetry version', 'uv version'],
    ['poetry version -s', 'uv version --short'],
    ['poetry version minor', 'uv version --bump minor --frozen'],
    ['poetry version 1.2.3', 'uv version 1.2.3 --frozen'],
    ['poetry version ${{ steps.next.outputs.version }}', 'uv version ${{ steps.next.outputs.version }} --frozen'],
    ['poetry version ${{ github.ref_name }}', 'uv version ${{ github.ref_name }} --frozen'],
    ['poetry version prepatch', 'uv version --bump patch --bump alpha --frozen'],
  ])('%s → %s', (line, uv) => expect(uvOf(line)).toBe(uv));

  it.each([
    ['1.2.0', false, '--bump patch --bump alpha'],
    ['1.2.0a1', false, '--bump alpha'],
    ['1.2.0a1', true, '--bump beta'],
    ['1.2.0b3', true, '--bump rc'],
    ['1.2.0rc1', true, '--bump stable'],
  ])('goes from %s to the next pre-release (next phase: %s)', (version, next, bump) =>
    expect(uvOf(`poetry version prerelease${next ? ' --next-phase' : ''}`, { version })).toBe(`uv version ${bump} --frozen`));

  it('tells the two meanings of `lock` apart', () => {
    expect(uvOf('poetry lock', { poetryMajor: 1 })).toBe('uv lock --upgrade');
    expect(poetryToUv(wordsOf('poetry lock'), { ...BOOKSHOP, poetryMajor: undefined }, 'dev')).toMatchObject({ kind: 'commands', remarks: [expect.stringContaining('Poetry 1')] });
  });

  it('looks at the public index for files that are there already', () =>
    expect(uvOf('poetry publish --skip-existing')).toBe(`uv publish --check-url ${PUBLIC_INDEX_URL}/`));

  it.each(['poetry export --with-credentials', 'poetry export -f constraints.txt', 'poetry version $BUMP', 'poetry version prerelease', 'poetry version 1 2', 'poetry publish --cert c.pem', 'poetry build -l local', 'poetry build -f egg'])(
    'leaves %s alone', (line) => expect(uvOf(line)).toMatch(/^unknown/));
});

describe('everything else', () => {
  it.each([
    ['poetry show', 'uv pip list'],
    ['poetry show --tree', 'uv tree'],
    ['poetry show httpx', 'uv pip show httpx'],
    ['poetry show --outdated', 'uv tree --outdated --depth 1'],
    ['poetry show -T', 'uv tree --depth 1'],
    ['poetry show --why httpx', 'uv tree --invert --package httpx'],
    ['poetry config virtualenvs.create false --local', 'removed'],
    ['poetry config virtualenvs.in-project true', 'removed'],
    ['poetry config --list', 'removed'],
    ['poetry self add poetry-plugin-export', 'removed'],
    ['poetry env use 3.12', 'uv python pin 3.12'],
    ['poetry env use python3.12', 'uv python pin 3.12'],
    ['poetry env use ${{ matrix.python-version }}', 'uv python pin ${{ matrix.python-version }}'],
    ['poetry env info -p', 'echo .venv'],
    ['poetry env info --executable', 'uv python find'],
    ['poetry env remove --all', 'rm -rf .venv'],
    ['poetry cache clear pypi --all', 'uv cache clean'],
    ['poetry cache clear pypi:httpx:0.1', 'uv cache clean httpx'],
    ['poetry cache list', 'uv cache dir'],
    ['poetry init -n', 'uv init --bare'],
    ['poetry python install 3.12', 'uv python install 3.12'],
    ['poetry --version', 'uv --version'],
    ['poetry about', 'uv --version'],
    ['poetry completions zsh', 'uv generate-shell-completion zsh'],
  ])('%s → %s', (line, uv) => expect(uvOf(line)).toBe(uv));

  it('activates the environment for people, and says what the command prints', () => {
    expect(uvOf('poetry shell', {}, 'docs')).toBe('source .venv/bin/activate');
    expect(poetryToUv(wordsOf('poetry env activate'), BOOKSHOP, 'ci')).toMatchObject({ prints: 'source .venv/bin/activate' });
    expect(poetryToUv(wordsOf('poetry env info --path'), BOOKSHOP, 'ci')).toMatchObject({ prints: '.venv' });
  });

  it.each([
    'poetry completions', 'poetry shell', 'poetry env list', 'poetry env use $(which python)', 'poetry env use $PYTHON', 'poetry env list --full-path', 'poetry search httpx', 'poetry source add shop https://index.example', 'poetry up --latest',
    'poetry config pypi-token.pypi $TOKEN', 'poetry config http-basic.shop u p', 'poetry config virtualenvs.path', 'poetry -C x env info -p', 'poetry frobnicate', 'poetry debug resolve x',
    'poetry constructor', 'poetry toString', 'sudo poetry config virtualenvs.create false', 'sudo poetry publish --build',
  ])('leaves %s alone', (line) => expect(uvOf(line)).toMatch(/^unknown/));
});
