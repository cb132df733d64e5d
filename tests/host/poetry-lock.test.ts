import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runFollowUps } from '../../src/host/run-follow-ups.ts';
import type { FollowUpResult } from '../../src/patch/patch-set.ts';
import { temporaryFolder, treeOf, type TemporaryFolder } from './folder.ts';

const PATH = process.env['PATH'] ?? '';
const LOCK = (version: string): string => `[[package]]\nname = "quire"\nversion = "${version}"\n\n[metadata]\nlock-version = "2.1"\ncontent-hash = "abc"\n`;

let folder: TemporaryFolder;
let programs: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder({ 'pyproject.toml': '[project]\nname = "bookshop"\nversion = "1"\n', 'poetry.lock': LOCK('1.0').replace('abc', '') });
  programs = temporaryFolder({});
});
afterEach(() => {
  process.env['PATH'] = PATH;
  delete process.env['POETRY_VIRTUALENVS_CREATE'];
  folder.cleanup();
  programs.cleanup();
});

/** A Poetry that answers to `--version`, and does as it is told for all else. */
function poetry(version: string, script: string): void {
  const path = programs.at('bin/poetry');
  mkdirSync(programs.at('bin'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\ncase "$*" in *--version) echo "Poetry (version ${version})"; exit 0;; esac\ncd "$2" || exit 9\n${script}\n`);
  chmodSync(path, 0o755);
  process.env['PATH'] = [programs.at('bin'), PATH].join(delimiter);
}

function lock(inFolder?: string): FollowUpResult {
  const [result] = runFollowUps(folder.path, [{ run: ['poetry', 'lock'], why: '', lock: { by: 'poetry' }, ...(inFolder === undefined ? {} : { in: inFolder }) }], () => {});
  if (!result) throw new Error('There is no result.');
  return result;
}

const writes = (version: string): string => `cat > poetry.lock <<'END'\n${LOCK(version)}END`;

describe.skipIf(process.platform === 'win32')('a lock by Poetry', () => {
  it('is written, and says what could not be kept', () => {
    poetry('2.5.1', writes('2.0'));
    expect(lock()).toMatchObject({ kind: 'done', files: ['poetry.lock'], notes: ['Poetry could not keep every version that was locked before: `quire` from 1.0 to 2.0.'] });
    poetry('2.5.1', writes('2.0').replace('abc', 'def'));
    expect(lock()).toMatchObject({ kind: 'done', files: ['poetry.lock'], notes: [] });
  });

  it('works in a folder below', () => {
    folder.write({ 'shop/api/pyproject.toml': '[project]\nname = "api"\nversion = "1"\n' });
    poetry('2.5.1', writes('2.0'));
    expect(lock('shop/api')).toMatchObject({ kind: 'done', files: ['shop/api/poetry.lock'] });
  });

  it('makes its environment outside the repository, whatever the user has set', () => {
    process.env['POETRY_VIRTUALENVS_CREATE'] = 'false';
    poetry('2.5.1', `${writes('1.0')}\necho "$POETRY_VIRTUALENVS_IN_PROJECT $POETRY_VIRTUALENVS_CREATE" > "${programs.path}/said"\nmkdir -p "$POETRY_VIRTUALENVS_PATH/venv"`);
    expect(lock()).toMatchObject({ kind: 'done' });
    expect(treeOf(programs.path)['said']).toContain('false \n');
    expect(Object.keys(treeOf(folder.path)).sort()).toEqual(['poetry.lock', 'pyproject.toml']);
  });

  it.each([
    ['Because bookshop depends on quire (>=9) which doesn\'t match any versions, version solving failed.', 'Poetry found no versions that fit together.'],
    ['Poetry was unable to find a compatible version. If you have one, you can explicitly use it via the "env use" command.', 'Poetry found no Python that the project allows: install one and run it again.'],
    ['401 Client Error: Unauthorized for url: https://reader:sesame42@shelf.example/simple/', expect.stringContaining('did not let Poetry in')],
    ['Something else.', 'Poetry could not lock the project.'],
  ])('leaves all files as they were after %s', (words, because) => {
    poetry('2.5.1', `echo broken > poetry.lock; echo broken > pyproject.toml; cat >&2 <<'END'\n${words}\nEND\nexit 1`);
    const before = treeOf(folder.path);
    const result = lock();
    expect(result).toMatchObject({ kind: 'failed', because });
    expect(JSON.stringify(result)).not.toContain('sesame42');
    expect(treeOf(folder.path)).toEqual(before);
  });

  it('is not made by a Poetry that does not read `[project]`, nor without one', () => {
    poetry('1.8.4', writes('2.0'));
    expect(lock()).toMatchObject({ kind: 'failed', because: expect.stringContaining('version 1.8.4') });
    process.env['PATH'] = programs.at('nothing');
    expect(lock()).toMatchObject({ kind: 'failed', because: 'Poetry is not installed, or not on the PATH: install it and run the command, or pystd again.' });
  });
});
