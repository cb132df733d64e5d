import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commentsKept, versionsKept } from './kept.ts';
import { mentionsIn } from './mentions.ts';
import { filesBelow, projectsOf } from './projects.ts';

const root = mkdtempSync(join(tmpdir(), 'bench-poetry-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('comments', () => {
  it.each([
    ['# shelf\na = 1 # why\n', 'b = 2 # why\n', { all: 2, kept: 1 }],
    ['# twice\n# twice\n', '# twice\n', { all: 2, kept: 1 }],
    ['a = "# no comment"\n', 'a = 1\n', { all: 0, kept: 0 }],
    ['# moved\n[books]\n', '[shelves]\n#   moved\n', { all: 1, kept: 1 }],
    ['# lost with the file\n', '[not toml', { all: 1, kept: 0 }],
  ])('%j and then %j', (before, after, expected) => expect(commentsKept(before, after)).toEqual(expected));
});

describe('versions', () => {
  const lock = (...packages: readonly (readonly [name: string, version: string, source?: string])[]): string =>
    packages.map(([name, version, source]) => `[[package]]\nname = "${name}"\nversion = "${version}"\n${source ?? ''}\n`).join('\n');

  it('tells same, moved and lost apart, by normalised names', () => {
    const before = lock(['Book_Shelf', '1.0'], ['ink', '2.0'], ['paper', '3.0']);
    const after = lock(['book-shelf', '1.0'], ['ink', '2.1'], ['shop', '0.1.0']);
    expect(versionsKept(before, after)).toEqual({ same: 1, moved: ['ink 2.0 → 2.1'], lost: ['paper 3.0'] });
  });

  it('counts each of several versions, and nothing that comes from elsewhere', () => {
    const before = lock(['ink', '1.0'], ['ink', '2.0'], ['press', '0.1', '[package.source]\ntype = "git"']);
    expect(versionsKept(before, lock(['ink', '2.0']))).toEqual({ same: 1, moved: ['ink 1.0 → 2.0'], lost: [] });
  });

  it('gives up on what is no lock', () => expect(versionsKept('# none', lock(['ink', '1.0']))).toBeUndefined());
});

describe('mentions', () => {
  const linesOf = (path: string, text: string): readonly number[] => {
    write(path, text);
    return mentionsIn(root, [path]).map(({ line }) => line);
  };

  it.each([
    ['RUN poetry install --no-root'],
    ['CMD ["poetry", "run", "uvicorn", "shop:app"]'],
    ['  - run: $HOME/.poetry/bin/poetry -C shop run pytest'],
    ['\t@poetry run ruff check .'],
    ['cd shop && poetry --no-ansi build'],
    ["sh 'poetry install'"],
  ])('sees %j', (line) => expect(linesOf('Makefile', `first\n${line}\n`)).toEqual([2]));

  it.each([
    ['# poetry install'],
    ['pip install poetry'],
    ['name: poetry things'],
    ['COPY pyproject.toml poetry.lock ./'],
    ['pip install poetry-plugin-export'],
    ['mypoetry install'],
  ])('does not see %j', (line) => expect(linesOf('Makefile', `${line}\n`)).toEqual([]));

  it('leaves documents and sources alone, but not what runs', () => {
    for (const path of ['README.md', 'shop/app.py', 'web/main.ts']) expect(linesOf(path, 'poetry install\n')).toEqual([]);
    for (const path of ['noxfile.py', 'package.json', 'Dockerfile', 'scripts/test']) expect(linesOf(path, '"poetry", "install"\n')).toEqual([1]);
  });
});

describe('projects', () => {
  it('finds them in sub-folders, and not in tests, templates, environments or of other tools', () => {
    const poetry = '[tool.poetry.dependencies]\npython = "*"\n';
    write('shop/pyproject.toml', poetry);
    write('shop/poetry.lock', '');
    write('hybrid/pyproject.toml', '[project]\nname = "a"\n[tool.poetry]\n');
    for (const folder of ['tests/data', '.venv/lib', '{{ name }}']) write(`${folder}/pyproject.toml`, poetry);
    write('other/pyproject.toml', '[project]\nname = "b"\n');
    const found = projectsOf(root, filesBelow(root)).map(({ folder, lock }) => [folder, lock]);
    expect(found).toEqual([['hybrid', undefined], ['shop', '']]);
  });
});
