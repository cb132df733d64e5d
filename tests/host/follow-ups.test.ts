import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runFollowUps } from '../../src/host/run-follow-ups.ts';
import { withoutSecrets } from '../../src/host/run-program.ts';
import { isConflict, isSignIn, pinLines, pinsToDrop } from '../../src/host/uv-conflict.ts';
import type { FollowUpResult } from '../../src/patch/patch-set.ts';
import { onlyIndex, uvEnvironment, writeWheels } from '../support/uv.ts';
import { temporaryFolder, treeOf, type TemporaryFolder } from './folder.ts';

const surroundings = { ...process.env };
let folder: TemporaryFolder;
let shelf: TemporaryFolder;

beforeAll(() => {
  shelf = temporaryFolder({});
  writeWheels(shelf.path, [
    ['quire', '1.0', ['spine>=1']], ['quire', '2.0', ['spine>=2']], ['spine', '1.0', []], ['spine', '2.0', []], ['spine', '3.0', []], ['vellum', '1.0', []], ['vellum', '1.1', []],
  ]);
  Object.assign(process.env, uvEnvironment());
}, 300_000);
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in surroundings)) delete process.env[name];
  Object.assign(process.env, surroundings);
  shelf.cleanup();
});
beforeEach(() => void (folder = temporaryFolder({})));
afterEach(() => folder.cleanup());

function project(dependencies: readonly string[], more = ''): string {
  return `[project]\nname = "bookshop"\nversion = "1.0"\nrequires-python = ">=3.8"\ndependencies = [\n${dependencies.map((one) => `    "${one}",  # kept\n`).join('')}]\n\n[tool.uv]\npackage = false\n${more}\n${onlyIndex(shelf.path)}`;
}

function lock(constraints: string | undefined, inFolder?: string): FollowUpResult {
  const [result] = runFollowUps(folder.path, [{ run: ['uv', 'lock'], why: '', lock: { constraints }, ...(inFolder === undefined ? {} : { in: inFolder }) }], () => {});
  if (!result) throw new Error('There is no result.');
  return result;
}

/** What uv locked, `name version` each. */
function locked(path = 'uv.lock'): string[] {
  return [...readFileSync(folder.at(path), 'utf8').matchAll(/^name = "(.*)"\nversion = "(.*)"$/gm)].map(([, name, version]) => `${name} ${version}`);
}

describe('a lock by the real uv', () => {
  it('takes the newest versions without constraints', () => {
    folder.write({ 'pyproject.toml': project(['quire>=1']) });
    expect(lock(undefined)).toMatchObject({ kind: 'done', files: ['uv.lock'], notes: [] });
    expect(locked()).toEqual(['bookshop 1.0', 'quire 2.0', 'spine 3.0']);
  });

  it('takes over pins, and touches nothing else', () => {
    const files = { 'pyproject.toml': project(['quire>=1', 'vellum']).replaceAll('\n', '\r\n'), 'poetry-pins.txt': "# old\nquire==1.0\nspine==2.0 ; sys_platform == 'linux'\nspine==1.0 ; sys_platform != 'linux'\nvellum==1.0\nnobody==9\n", '.python-version': '' };
    folder.write(files);
    const before = treeOf(folder.path);
    expect(lock('poetry-pins.txt')).toMatchObject({ kind: 'done', files: ['uv.lock'], notes: [] });
    expect(locked()).toEqual(['bookshop 1.0', 'quire 1.0', 'spine 1.0', 'spine 2.0', 'vellum 1.0']);
    const { 'uv.lock': _, ...after } = treeOf(folder.path);
    expect(after).toEqual(before);
  });

  it('works in a folder below, and in a package of its own', () => {
    const manifest = project(['quire>=1']).replace('[tool.uv]\npackage = false\n', '[build-system]\nrequires = ["uv_build>=0.9"]\nbuild-backend = "uv_build"\n');
    folder.write({ 'shop/api/pyproject.toml': manifest, 'shop/api/src/bookshop/__init__.py': '', 'shop/api/poetry-pins.txt': 'quire==1.0\n' });
    expect(lock('poetry-pins.txt', 'shop/api')).toMatchObject({ kind: 'done', files: ['shop/api/uv.lock'] });
    expect(locked('shop/api/uv.lock')).toContain('quire 1.0');
    expect(existsSync(folder.at('uv.lock'))).toBe(false);
  });

  it('knows groups, extras and projects in folders', () => {
    const extra = '\n[tool.uv.sources]\nbinding = { path = "binding" }\n';
    const manifest = project(['binding'], extra).replace('\n[tool.uv]\n', '\n[project.optional-dependencies]\npdf = ["vellum"]\n\n[dependency-groups]\ndev = ["quire"]\n\n[tool.uv]\n');
    const binding = '[project]\nname = "binding"\nversion = "0.1"\ndependencies = ["spine"]\n\n[tool.uv]\npackage = false\n';
    folder.write({ 'pyproject.toml': manifest, 'binding/pyproject.toml': binding, 'poetry-pins.txt': 'quire==1.0\nspine==1.0\nvellum==1.0\n' });
    expect(lock('poetry-pins.txt')).toMatchObject({ kind: 'done', files: ['uv.lock'] });
    expect(locked()).toEqual(['binding 0.1', 'bookshop 1.0', 'quire 1.0', 'spine 1.0', 'vellum 1.0']);
  });

  it('is made by any Python that the project allows, if need be', () => {
    folder.write({ 'pyproject.toml': project(['vellum']), '.python-version': '3.99\n', 'poetry-pins.txt': 'vellum==1.0\n' });
    expect(lock('poetry-pins.txt')).toMatchObject({ kind: 'done', files: ['uv.lock'] });
    expect(locked()).toContain('vellum 1.0');
    folder.write({ 'pyproject.toml': project(['vellum']).replace('>=3.8', '>=9.1') });
    expect(lock('poetry-pins.txt')).toMatchObject({ kind: 'failed', because: expect.stringContaining('no Python that the project allows') });
  });

  it('gives up the fewest pins that stand in the way, and says which', () => {
    folder.write({ 'pyproject.toml': project(['quire>=2', 'vellum']), 'poetry-pins.txt': 'quire==2.0\nspine==1.0\nvellum==1.0\n' });
    expect(lock('poetry-pins.txt')).toMatchObject({ kind: 'done', notes: ['uv could not keep `spine==1.0` together with the rest of the project: it locked without this pin.'] });
    expect(locked()).toEqual(['bookshop 1.0', 'quire 2.0', 'spine 3.0', 'vellum 1.0']);
  });

  it('gives up a pin of a version that is gone', () => {
    folder.write({ 'pyproject.toml': project(['vellum', 'spine']), 'poetry-pins.txt': 'spine==1.0\nvellum==0.9\n' });
    expect(lock('poetry-pins.txt')).toMatchObject({ kind: 'done', notes: [expect.stringContaining('`vellum==0.9`')] });
    expect(locked()).toEqual(['bookshop 1.0', 'spine 1.0', 'vellum 1.1']);
  });

  it('leaves all files as they were when there is no solution at all', () => {
    folder.write({ 'pyproject.toml': project(['quire>=9']), 'poetry-pins.txt': 'quire==1.0\n' });
    const before = treeOf(folder.path);
    expect(lock('poetry-pins.txt')).toMatchObject({ kind: 'failed', because: 'uv found no versions that fit together.', output: expect.stringContaining('quire>=9') });
    expect(treeOf(folder.path)).toEqual(before);
  });

  it('keeps an older lock when it fails', () => {
    folder.write({ 'pyproject.toml': project(['vellum']) });
    lock(undefined);
    folder.write({ 'pyproject.toml': project(['vellum>=9']) });
    const before = treeOf(folder.path);
    expect(lock(undefined)).toMatchObject({ kind: 'failed' });
    expect(treeOf(folder.path)).toEqual(before);
  });

  it('names the way to sign in, and tells no secret', async () => {
    const server = createServer((_, response) => void response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="shelf"' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const url = `http://reader:sesame42@127.0.0.1:${port}/simple`;
    folder.write({ 'pyproject.toml': `[project]\nname = "bookshop"\nversion = "1.0"\nrequires-python = ">=3.8"\ndependencies = ["quire"]\n\n[tool.uv]\npackage = false\n\n[[tool.uv.index]]\nname = "own"\nurl = "${url}"\ndefault = true\n`, 'poetry-pins.txt': 'quire==1.0\n' });
    const before = treeOf(folder.path);
    // The server has to answer while uv runs, so uv runs in a process of its own.
    const offline = process.env['UV_OFFLINE'];
    delete process.env['UV_OFFLINE'];
    const answer = await new Promise<string>((resolve) => {
      const child = spawn('uv', ['--directory', folder.path, '--quiet', 'add', '--no-sync', '--constraints', 'poetry-pins.txt', '--requirements', '/dev/null'], { stdio: ['ignore', 'ignore', 'pipe'] });
      const parts: Buffer[] = [];
      child.stderr.on('data', (part: Buffer) => void parts.push(part));
      child.on('close', () => resolve(Buffer.concat(parts).toString('utf8')));
    });
    process.env['UV_OFFLINE'] = offline;
    server.close();
    expect(isSignIn(answer)).toBe(true);
    expect(isConflict(answer)).toBe(false);
    expect(withoutSecrets(answer, {})).not.toContain('sesame42');
    expect(treeOf(folder.path)).toEqual(before);
  });

  it('says so when there is no uv', () => {
    folder.write({ 'pyproject.toml': project([]) });
    const path = process.env['PATH'];
    process.env['PATH'] = folder.path;
    try {
      expect(lock(undefined)).toMatchObject({ kind: 'failed', because: expect.stringContaining('uv is not installed') });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('is not led astray by the environment', () => {
    folder.write({ 'pyproject.toml': project(['vellum']) });
    Object.assign(process.env, { UV_FROZEN: '1', UV_PROJECT: shelf.path, VIRTUAL_ENV: shelf.path });
    try {
      expect(lock(undefined)).toMatchObject({ kind: 'done', files: ['uv.lock'] });
    } finally {
      for (const name of ['UV_FROZEN', 'UV_PROJECT', 'VIRTUAL_ENV']) delete process.env[name];
    }
  });
});

describe('a follow-up', () => {
  it('that no machine should run is left', () => {
    const followUp = { run: ['git', 'rm', '--cached', '.env'], why: '' } as const;
    expect(runFollowUps(folder.path, [followUp], () => {})).toEqual([{ followUp, kind: 'left' }]);
  });
  it('never leaves the repository', () => expect(lock(undefined, '../elsewhere')).toMatchObject({ kind: 'failed', because: expect.stringContaining('no folder of the repository') }));
});

describe('pins to give up', () => {
  const pins = pinLines('quire==1.0\n# note\nspine-label==2.0 ; sys_platform == "linux"\nvellum==3.0.1\n').filter((pin) => pin !== undefined);
  it.each([
    ['what is asked for in vain', 'Because quire==1.0 depends on spine-label>=3 and your project depends on spine-label==2.0, it fails.', ['spine-label']],
    ['not what asks for it, however its versions are put together', 'Because quire>=1.0,<2 depends on spine-label>=3 and spine-label==2.0, quire>=1.0 cannot be used. And because you require quire==1.0, it fails.', ['spine-label']],
    ['what is not there', 'Because there is no version of vellum==3.0.1 and your project depends on vellum==3.0.1, it fails.', ['vellum']],
    ['what does not run on a Python', 'Because quire==1.0 depends on Python>=3.12 and your project requires Python>=3.8, it fails.', ['quire']],
    ['a name with extras and markers', "Because spine_label[gold]{python_full_version < '3.12'}==2.0 has no wheels, it fails.", ['spine-label']],
    ['both, when each asks for the other', 'Because quire==1.0 depends on vellum<3 and vellum==3.0.1 depends on quire>1, it fails.', ['quire', 'vellum']],
    ['nobody, when a longer version or name is meant', 'Because quire==1.0.1 and my-quire==1.0 and vellum==3.0.1.post1 do not fit, it fails.', []],
    ['what stands on two lines', 'Because quire==1.0 depends on\n      spine-label>=3 and you require spine-label==2.0.', ['spine-label']],
  ])('are %s', (_, explanation, expected) => expect(pinsToDrop(explanation, pins).map(({ name }) => name)).toEqual(expected));
});

describe('a secret', () => {
  it.each([
    ['of a URL', 'GET https://reader:sesame@wheels.example/simple/', 'GET https://***@wheels.example/simple/'],
    ['of a query', 'GET https://wheels.example/simple/?access_token=sesame&page=2', 'GET https://wheels.example/simple/?access_token=***&page=2'],
    ['of the environment', 'the password is opensesame!', 'the password is ***'],
  ])('%s is not repeated', (_, text, expected) => expect(withoutSecrets(text, { UV_INDEX_OWN_PASSWORD: 'opensesame!', HOME: 'the' })).toBe(expected));
});
