import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { environmentsOf, type Environments, type EnvironmentWishes, type Interpreter } from '../../../src/host/evidence/environments.ts';
import { isLauncher } from '../../../src/host/evidence/interpreter.ts';
import { makeScratch, type Scratch } from '../../../src/host/evidence/scratch.ts';
import type { Snapshot } from '../../../src/repo/snapshot.ts';
import { snapshotFrom } from '../../support/case.ts';
import { temporaryFolder, treeOf, type TemporaryFolder } from '../folder.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

interface Shop {
  readonly user: TemporaryFolder;
  readonly scratch: Scratch;
  readonly environments: Environments;
  readonly snapshot: Snapshot;
}

const FILES = { 'pyproject.toml': '[project]\nname = "bookshop"\n', 'api/main.py': 'app = 1\n' };

function shop(wishes: Partial<EnvironmentWishes>, files: Readonly<Record<string, string>> = FILES): Shop {
  const user = temporaryFolder(files);
  const scratch = makeScratch(user.path);
  ends.push(() => scratch.end(), user.cleanup);
  return { user, scratch, environments: environmentsOf(user.path, { python: undefined, ...wishes }, () => scratch), snapshot: snapshotFrom(new Map(Object.entries(files))) };
}

/** A line that leaves an interpreter which does nothing, and counts how often it was run. */
const makes = (counter: string, folder = '.'): string => `mkdir -p ${folder}/.venv/bin && touch ${folder}/.venv/bin/python && echo once >> ${counter}`;
const timesIn = (counter: string): number => (existsSync(counter) ? readFileSync(counter, 'utf8').trim().split('\n').length : 0);
const counterIn = (): string => {
  const folder = temporaryFolder({});
  ends.push(folder.cleanup);
  return folder.at('count');
};

/** For this test there is no uv on the PATH. */
function withoutUv<T>(make: () => T): T {
  const path = process.env['PATH'];
  process.env['PATH'] = (path ?? '').split(':').filter((folder) => !existsSync(join(folder, 'uv'))).join(':');
  ends.push(() => void (process.env['PATH'] = path));
  return make();
}

async function had(environments: Environments, project: string, snapshot: Snapshot): Promise<Interpreter> {
  const found = await environments.of(project, snapshot);
  if ('problem' in found) throw new Error(found.problem);
  return found;
}

describe('an environment by a command', () => {
  test('is made once, in the copy, and stays while the copy changes', async () => {
    const counter = counterIn();
    const { user, scratch, environments, snapshot } = shop({ environmentCommand: makes(counter) });
    const before = treeOf(user.path);
    expect(await had(environments, '', snapshot)).toEqual({ command: [join(scratch.folder, '.venv/bin/python')], variables: {} });
    const after = snapshotFrom(new Map([['api/main.py', 'app = 2\n']]));
    scratch.layOut(after);
    expect((await had(environments, 'api', after)).command).toEqual([join(scratch.folder, '.venv/bin/python')]);
    expect({ times: timesIn(counter), left: existsSync(join(scratch.folder, 'pyproject.toml')) }).toEqual({ times: 1, left: false });
    expect(treeOf(user.path)).toEqual(before);
  });

  test('may be that of a project', async () => {
    const { scratch, environments, snapshot } = shop({ environmentCommand: makes(counterIn(), 'api') });
    expect((await had(environments, 'api', snapshot)).command).toEqual([join(scratch.folder, 'api/.venv/bin/python')]);
    expect(await environments.of('', snapshot)).toMatchObject({ problem: expect.stringMatching(/leaves no virtual environment \(`\.venv`\) at the top of the repository\.$/) });
  });

  test('is given the user\'s variables, but none that lead to another environment', async () => {
    process.env['VIRTUAL_ENV'] = '/elsewhere';
    process.env['BOOKSHOP_INDEX'] = 'shelf';
    ends.push(() => {
      delete process.env['VIRTUAL_ENV'];
      delete process.env['BOOKSHOP_INDEX'];
    });
    const counter = counterIn();
    const { environments, snapshot } = shop({ environmentCommand: `echo "$VIRTUAL_ENV|$BOOKSHOP_INDEX|$POETRY_VIRTUALENVS_IN_PROJECT" > ${counter}; ${makes('/dev/null')}` });
    await had(environments, '', snapshot);
    expect(readFileSync(counter, 'utf8')).toBe('|shelf|true\n');
  });

  test.each([
    ['echo "error: no such package" >&2; exit 2', '` makes no environment (exit code 2: no such package).'],
    ['true', '`true` leaves no virtual environment (`.venv`) at the top of the repository.'],
  ])('%s', async (environmentCommand, words) => {
    const { environments, snapshot } = shop({ environmentCommand });
    expect(await environments.of('', snapshot)).toMatchObject({ problem: expect.stringContaining(words) });
  });

  test('is made again for what it lacks; else that is installed alone, and never tried a third time', async () => {
    const [counter, installer] = [counterIn(), counterIn()];
    const installs = `printf '#!/bin/sh\\necho "$@" >> ${installer}\\n' > .venv/bin/python && chmod +x .venv/bin/python`;
    const { environments, snapshot } = withoutUv(() => shop({ environmentCommand: `${makes(counter)} && ${installs}` }));
    await had(environments, '', snapshot);
    const renewed: boolean[] = [];
    for (const name of ['prometheus-client', 'prometheus-client', 'prometheus-client', 'structlog']) renewed.push(await environments.renew(name, '', snapshot));
    expect(renewed).toEqual([true, true, false, true]);
    expect([timesIn(counter), environments.generation(), readFileSync(installer, 'utf8')]).toEqual([3, 3, '-m pip install --quiet prometheus-client\n']);
  });

  test('is made again where there is none, since a command may refuse to make it twice', async () => {
    const { environments, snapshot } = shop({ environmentCommand: `test ! -e .venv && ${makes('/dev/null')}` });
    await had(environments, '', snapshot);
    expect(await environments.renew('structlog', '', snapshot)).toBe(true);
  });

  test('that cannot be made again is as it was', async () => {
    const counter = counterIn();
    const { scratch, environments, snapshot } = shop({ environmentCommand: `test ! -e ${counter} && ${makes(counter)}` });
    await had(environments, '', snapshot);
    expect(await environments.renew('structlog', '', snapshot)).toBe(false);
    expect((await had(environments, '', snapshot)).command).toEqual([join(scratch.folder, '.venv/bin/python')]);
  });

  test('leaves no compiled modules of the copy', async () => {
    const { scratch, environments, snapshot } = shop({ environmentCommand: `${makes('/dev/null')}; mkdir api/__pycache__; touch api/__pycache__/main.cpython-311.pyc` });
    await had(environments, '', snapshot);
    scratch.layOut(snapshot);
    expect(existsSync(join(scratch.folder, 'api/__pycache__'))).toBe(false);
  });
});

describe('a program that runs Python', () => {
  test.each([['uv run python', true], ['poetry run python', true], ['python3', false], ['/opt/python3.12 -X dev', false], ['uv', false]])('%s', (words, expected) => expect(isLauncher(words)).toBe(expected));

  test('is asked once in each project for the interpreter that it takes', async () => {
    const counter = counterIn();
    const launcher = `${counter}.sh`;
    writeFileSync(launcher, `#!/bin/sh\necho "Installed 3 packages" >&2\n${makes(counter)}\necho "$PWD/.venv/bin/python"\n`);
    chmodSync(launcher, 0o755);
    const { scratch, environments, snapshot } = shop({ python: `${launcher} run python` });
    for (const project of ['', 'api', '']) expect((await had(environments, project, snapshot)).command).toEqual([join(scratch.folder, project, '.venv/bin/python')]);
    scratch.layOut(snapshot);
    expect([timesIn(counter), existsSync(join(scratch.folder, 'api/.venv'))]).toEqual([2, true]);
  });

  test('says why it does not', async () => {
    const { environments, snapshot } = shop({ python: 'env false' });
    expect(await environments.of('', snapshot)).toEqual({ problem: '`env false` does not say which interpreter it takes (exit code 1).' });
  });
});

describe('projects that are installed from the user\'s tree', () => {
  const installed = async (prepare: (sitePackages: string, user: TemporaryFolder) => void): Promise<readonly (string | undefined)[]> => {
    const { user, scratch, environments, snapshot } = shop({}, { ...FILES, 'src/shop/__init__.py': '' });
    const site = user.at('.venv/lib/python3.12/site-packages');
    mkdirSync(site, { recursive: true });
    user.write({ '.venv/bin/python': '' });
    prepare(site, user);
    const { variables } = await had(environments, '', snapshot);
    return [variables.PYTHONPATH?.replaceAll(scratch.folder, '')];
  };
  const distInfo = (site: string, url: string): void => {
    mkdirSync(join(site, 'bookshop-1.dist-info'));
    writeFileSync(join(site, 'bookshop-1.dist-info/direct_url.json'), JSON.stringify({ url, dir_info: {} }));
  };

  test.each<readonly [string, (site: string, user: TemporaryFolder) => void, string | undefined]>([
    ['by a link', (site, user) => writeFileSync(join(site, '_bookshop.pth'), `${user.at('src')}\nimport bookcase\n`), '/src'],
    ['as a copy', (site, user) => distInfo(site, `file://${user.path}`), '/src'],
    ['from another folder', (site, user) => distInfo(site, `file://${user.at('api')}`), '/api'],
    ['from elsewhere', (site) => distInfo(site, 'https://bookshop.example/shop.whl'), undefined],
    ['outside', (site) => writeFileSync(join(site, 'more.pth'), '/usr\n'), undefined],
    ['from an index', () => {}, undefined],
  ])('%s', async (_, prepare, path) => expect(await installed(prepare)).toEqual([path]));
});
