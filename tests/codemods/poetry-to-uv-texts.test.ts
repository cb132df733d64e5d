import { describe, expect, it } from 'vitest';
import { isLabel, kindOf, namesProgram, namesTool, speaksOfTool } from '../../codemods/poetry-to-uv/mentions/words.ts';
import { inWordsOfUv } from '../../codemods/poetry-to-uv/mentions/messages.ts';
import type { MigratedProject } from '../../codemods/poetry-to-uv/projects/facts.ts';
import { isInline, paragraphAt, purposeOf } from '../../codemods/poetry-to-uv/commands/texts.ts';
import type { Surroundings } from '../../codemods/poetry-to-uv/surroundings.ts';
import { commandSitesIn } from '../../src/backend/command-sites/index.ts';
import { repoPath } from '../../src/repo/path.ts';
import { snapshotFrom } from '../support/case.ts';

describe('verse and the tool', () => {
  it.each([
    'poetry install --only main',
    'Run `poetry shell` first.',
    '"poetry", "run", "pytest"',
    'python -m poetry lock',
    '$HOME/shelf/bin/poetry config --list',
    '${SHELF}/poetry add till',
    'data["tool"]["poetry"]["name"]',
    'requires = ["poetry-core>=1.0"]',
    'COPY poetry.lock ./',
    'export POETRY_HOME=/opt/poetry',
    'pip install "poetry==1.8.3"',
    'uses: snok/install-poetry@v1',
    'See https://python-poetry.org for more.',
    'import nox_poetry',
  ])('the tool: %s', (line) => expect(namesTool(line)).toBe(true));

  it.each([
    'We sell poetry and prose.',
    'SECTION = "poetry"',
    'from bookshop.poetry import verses',
    'shelves/poetry/sonnets.md',
    'POETRY_OF_THE_YEAR = 1921',
    'poetry_titles = []',
    'https://bookshop.example/poetry/run',
  ])('verse: %s', (line) => expect(namesTool(line)).toBe(false));

  it('a word of its own is the program where settings are made, and a word like any other in a sentence', () => {
    expect(namesProgram('  - poetry')).toBe(true);
    expect(namesProgram('  - poetry-readings')).toBe(false);
    expect(speaksOfTool('Poetry manages the dependencies.')).toBe(true);
    expect(speaksOfTool('Poetry is read aloud on Fridays.')).toBe(false);
    for (const line of ['- Poetry 1.5.1', '* **Poetry**', '- [Poetry](https://tools.example)', '1. `poetry`: what we use', 'Установить и активировать poetry.', 'poetry で入れる']) expect(speaksOfTool(line), line).toBe(true);
    for (const line of ['- Poetry by the window', 'Poetry 1 and 2 are on the top shelf', 'Poésie, or poetry, is on the third shelf']) expect(speaksOfTool(line), line).toBe(false);
  });

  it.each([
    ['README.md', 'prose'], ['CONTRIBUTING', 'prose'], ['till.py', 'code'], ['package.json', 'program'], ['titles.json', 'code'], ['run.sh', 'program'], ['run.bat', 'program'], ['Dockerfile', 'program'],
  ])('%s is read as %s', (path, kind) => expect(kindOf(path)).toBe(kind));

  it.each(['# poetry', '  // poetry', 'REM poetry', '- name: Install Poetry', 'description: poetry'])('%s only tells people something', (line) => expect(isLabel(line)).toBe(true));
  it.each(['poetry install # now', 'run: poetry install'])('%s does something', (line) => expect(isLabel(line)).toBe(false));
});

const BOOKSHOP: MigratedProject = {
  folder: '', manifest: repoPath('pyproject.toml'), state: 'poetry', name: 'bookshop', groups: ['dev'], defaultGroups: ['dev'], extras: [], isPackage: true, scripts: new Map(),
  poetryMajor: 2, requiresPython: undefined, versionedBy: undefined, indexes: new Map(), renamedIndexes: new Map(), version: '1.0',
};

describe('messages in words of uv', () => {
  it.each([
    ['Poetry is missing.', 'uv is missing.'],
    ['Run poetry install first', 'Run uv sync first'],
    ['poetry.lock is out of date', 'uv.lock is out of date'],
    ['Get it: pip install poetry', 'Get it: pip install uv'],
    ['See https://python-poetry.org/docs/#installation.', 'See https://docs.astral.sh/uv/getting-started/installation/.'],
    ['curl -sSL https://install.python-poetry.org | python3 -', 'curl -LsSf https://astral.sh/uv/install.sh | sh'],
  ])('%s', (old, now) => expect(inWordsOfUv(old, BOOKSHOP)).toBe(now));

  it.each(['Poetry 1.8 is needed', 'Poetry version: $V', 'set POETRY_HOME', 'the poetry-plugin-export is missing', 'poetry >= 2'])('says something of Poetry alone: %s', (text) =>
    expect(inWordsOfUv(text, BOOKSHOP)).toBeUndefined(),
  );

  it('names no command for a project that is not known', () => {
    expect(inWordsOfUv('Run poetry install', undefined)).toBeUndefined();
    expect(inWordsOfUv('Poetry is missing.', undefined)).toBe('uv is missing.');
  });
});

describe('what commands in texts are there for', () => {
  const purposes = (text: string, manifest = '[tool.poetry]\nname = "bookshop"\n'): readonly string[] => {
    const repo = snapshotFrom(new Map([['README.md', text], ['pyproject.toml', manifest]]));
    const file = repo.files.get(repoPath('README.md'));
    const surroundings = { task: { repo }, projects: [BOOKSHOP] } as unknown as Surroundings;
    return file ? commandSitesIn(file).filter(({ words }) => words[0]?.value === 'poetry').map((site) => purposeOf(site, surroundings)) : [];
  };

  it.each([
    ['work on the project', 'Run `poetry install` and `poetry run pytest`.', ['ours', 'ours']],
    ['a package of this repository', 'Get it with `poetry add bookshop`.', ['users']],
    ['a package that other tools install as well', '`pip install till` or `poetry add "till@^2"`', ['users']],
    ['both tools', 'uv: `uv run shop`\n\nPoetry: `poetry run shop`', ['left']],
    ['uv as an installer of tools is no other way', '`uv tool install nox`, then `poetry install`', ['ours']],
    ['one way of several', '## With pip\n\n`pip install .`\n\n## With Poetry\n\n`poetry install`', ['left']],
    ['tabs', '=== "pip"\n\n    pip install .\n\n=== "Poetry"\n\n    poetry install\n', ['left']],
    ['steps are no ways', '## Install Python\n\n## Install Poetry\n\n`poetry install`', ['ours']],
    ['headings of any length are read', `## ${'1. - 2 = '.repeat(40)}!\n\n## With pip\n\n\`poetry install\``, ['ours']],
    ['the only way', '## With Poetry\n\n`poetry install`', ['ours']],
    ['a project that the reader makes', '`poetry new shelf`, then `poetry install`', ['left', 'left']],
    ['versions of Poetry', 'Since Poetry v2.0 there is no `poetry shell`.', ['left']],
    ['a placeholder', 'Take a newer one with `poetry update <title>`.', ['left']],
    ['a placeholder that is carried along', 'Take one more with `poetry add <title>`.', ['ours']],
  ])('%s', (_, text, expected) => expect(purposes(text)).toEqual(expected));

  it('plugins of Poetry are used with it', () => {
    expect(purposes('`poetry install`', '[tool.poetry.plugins."poetry.application.plugin"]\nshop = "bookshop:Plugin"\n')).toEqual(['users']);
  });

  it('a paragraph ends where an item, a row or a block begins', () => {
    const text = 'One\nline.\n\n- a\n  b\n- c\n```sh\nd\n```\n';
    const at = (word: string): string => {
      const { start, end } = paragraphAt(text, text.indexOf(word));
      return text.slice(start, end);
    };
    expect(['One', 'line', 'a', '  b', '- c'].map(at)).toEqual(['One\nline.', 'One\nline.', '- a\n  b', '- a\n  b', '- c']);
  });

  it('tells inline code from blocks', () => {
    const repo = snapshotFrom(new Map([['README.md', 'Run `poetry install`.\n\n```sh\npoetry lock\n```\n']]));
    const file = repo.files.get(repoPath('README.md'));
    expect(file && commandSitesIn(file).map((site) => isInline(site, file.text))).toEqual([true, false]);
  });
});
