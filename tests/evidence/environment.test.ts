import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { settingsPython } from '../support/settings-values.ts';
import { temporaryFolder } from '../host/folder.ts';
import { BOOKSHOP, candidate, examined } from './bookshop.ts';

type Files = Readonly<Record<string, string>>;

const manifest = (...distributions: readonly string[]): string => (BOOKSHOP['pyproject.toml'] ?? '').replace('["fastapi"]', JSON.stringify(['fastapi', ...distributions]));
const importing = (module: string): string => `import ${module}\n${BOOKSHOP['app/store.py'] ?? ''}SHELVES = ${module}.SHELVES\n`;
/** The bookshop, which asks for these distributions and imports a module that nobody has. */
const needing = (module: string | undefined, ...distributions: readonly string[]): Files => ({ ...BOOKSHOP, 'pyproject.toml': manifest(...distributions), ...(module === undefined ? {} : { 'app/store.py': importing(module) }) });

const ADDED = candidate(BOOKSHOP, needing('book_case', 'book-case'));
const ASKED_FOR = candidate(needing(undefined, 'book-case'), needing('book_case', 'book-case'));
const UNDECLARED = candidate(BOOKSHOP, needing('book_case'));
const OF_ANOTHER_NAME = candidate(BOOKSHOP, needing('book_case', 'py-book-case-tools'));
const WITHIN = candidate(BOOKSHOP, needing('fastapi.shelves', 'fastapi-shelves'));

describe.each(['openapi', 'tests'] as const)('%s, and a module that is not found', async (kind) => {
  const [added, askedFor, undeclared, other, within] = await examined(kind, [ADDED, ASKED_FOR, UNDECLARED, OF_ANOTHER_NAME, WITHIN]);
  test('of a distribution that the patch adds', () => expect(added).toMatchObject({ verdict: 'unavailable', difference: 'The environment lacks `book-case`, which the patch adds.' }));
  test('of a distribution that was asked for before', () => expect(askedFor).toMatchObject({ verdict: 'unavailable', difference: 'The environment lacks `book-case`, which the project asks for.' }));
  test('of no distribution', () => expect(undeclared).toMatchObject({ verdict: 'worse', difference: expect.stringContaining("No module named 'book_case'") }));
  test('of a distribution with a longer name', () => expect(other).toMatchObject({ verdict: 'unavailable' }));
  test('in a package that is there', () => expect(within).toMatchObject({ verdict: 'worse' }));
});

test('tests that all fail before for want of a package say so', async () => {
  const lacking = needing('book_case', 'book-case');
  expect(await examined('tests', [candidate(lacking, { ...lacking, 'app/new.py': 'A = 1\n' })])).toMatchObject([{ verdict: 'unavailable', difference: 'The environment lacks `book-case`, which the project asks for.' }]);
});

/** A virtual environment with what tests need, and a line for a shell more. */
const environmentOf = (more: string): string => {
  const site = execFileSync(settingsPython(), ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], { encoding: 'utf8' }).trim();
  return `test -e .venv || { ${settingsPython()} -m venv --without-pip .venv && echo ${site} > "$(echo .venv/lib/python3*/site-packages)/settings.pth"; }; ${more}`;
};
const CASE = 'grep -q book-case pyproject.toml && echo "SHELVES = 3" > "$(echo .venv/lib/python3*/site-packages)/book_case.py"; true';

describe('an environment by a command', () => {
  test.each(['openapi', 'tests'] as const)('%s has it made again for what a patch adds', async (kind) => {
    const [found, next] = await examined(kind, [ADDED, candidate(needing('book_case', 'book-case'), { ...needing('book_case', 'book-case'), 'app/new.py': 'A = 1\n' })], { python: undefined, environmentCommand: environmentOf(CASE) });
    expect([found, next]).toMatchObject([{ verdict: 'equal' }, { verdict: 'equal' }]);
  });

  test.each(['types', 'openapi', 'tests'] as const)('%s says that it cannot be made', async (kind) => {
    const found = await examined(kind, [UNDECLARED], { python: undefined, environmentCommand: 'exit 3' });
    expect(found).toMatchObject([{ verdict: 'unavailable', difference: '`exit 3` makes no environment (exit code 3).' }]);
  });

  test('has programs for a command of tests', async () => {
    const found = await examined('tests', [candidate(BOOKSHOP, { ...BOOKSHOP, 'app/store.py': 'oops\n' })], { python: undefined, environmentCommand: environmentOf('true'), command: 'python -m pytest -q -k counts' });
    expect(found).toMatchObject([{ verdict: 'worse', difference: expect.stringContaining("NameError: name 'oops' is not defined") }]);
  });
});

describe('a project that is installed from the user\'s tree', () => {
  const moved = Object.fromEntries(Object.entries(BOOKSHOP).map(([path, text]) => [path.startsWith('app/') ? `src/${path}` : path, text.replace('pythonpath = ["."]', 'addopts = "--import-mode=importlib"')]));
  const user = temporaryFolder(moved);
  afterAll(user.cleanup);

  test('is not what tests look at', async () => {
    const linked = `echo ${user.at('src')} > "$(echo .venv/lib/python3*/site-packages)/bookshop.pth"`;
    execFileSync('sh', ['-c', `cd ${user.path} && ${environmentOf(linked)}`]);
    const found = await examined('tests', [candidate(moved, { ...moved, 'src/app/routes.py': (moved['src/app/routes.py'] ?? '').replace('404', '410') })], { root: user.path, python: undefined });
    expect(found).toMatchObject([{ verdict: 'worse', difference: expect.stringContaining('test_has_no_other_book') }]);
  });
});
