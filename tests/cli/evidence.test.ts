import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { treeOf } from '../host/folder.ts';
import { BOOKSHOP, folderWith, pystd, repository, ROOT, temporaryPath, THREE, type Ending } from './pystd.ts';

const shop = repository(BOOKSHOP);
const fix = (...flags: readonly string[]): Ending => pystd(['fix', '--dry-run', ...THREE, ...flags], { cwd: shop.path });

interface Told {
  readonly patches: readonly { readonly codemod: string; readonly evidence: readonly { readonly kind: string; readonly verdict: string; readonly difference: string; readonly tool: string }[] }[];
  readonly outcomes: readonly { readonly codemod: string; readonly kind: string; readonly because?: string; readonly evidence?: readonly { readonly verdict: string }[] }[];
}
const told = ({ out }: Ending): Told => JSON.parse(out) as Told;

function mistakes(name: string, text: string): unknown {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(JSON.parse(readFileSync(join(ROOT, `src/report/${name}.schema.json`), 'utf8')) as object);
  return validate(JSON.parse(text)) ? [] : validate.errors;
}

/** A PATH with some programs and no others. */
function pathWith(...programs: readonly string[]): { readonly PATH: string } {
  const folder = temporaryPath();
  for (const program of programs) symlinkSync(execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim(), join(folder, program));
  return { PATH: folder };
}

describe('fix --evidence', () => {
  test.each([
    [['--evidence', 'lind'], 'Allowed choices are none, lint'],
    [['--evidence', 'none,lint'], '`none` stands alone.'],
    [['--evidence', ','], 'Name at least one.'],
    [['--evidence-timeout', '0'], 'Give whole seconds.'],
    [['--python', 'python3', '--environment-command', 'uv sync'], "cannot be used with option '--python <command>'"],
  ])('%s is wrong use', (flags, words) => {
    const { code, out, err } = fix(...flags);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });

  test('looks by linting and compiling unless told otherwise, at what such a look can judge', () => {
    const ending = fix('--format', 'json');
    expect(mistakes('fix', ending.out)).toEqual([]);
    const kinds = told(ending).patches.map(({ codemod, evidence }) => [codemod, ...evidence.map(({ kind, verdict }) => `${kind}=${verdict}`)]);
    expect(kinds).toEqual([['gitignore-hygiene'], ['package-inits', 'lint=equal', 'python=equal'], ['docs-gating', 'lint=equal', 'python=equal']]);
    expect(told(ending).patches[2]?.evidence.map(({ tool }) => tool)).toEqual([expect.stringMatching(/^ruff \d/), expect.stringMatching(/^Python 3\./)]);
    expect(fix('--evidence', 'none').out).not.toContain('evidence:');
  });

  test('is told in each form', () => {
    expect(fix('--evidence', 'lint').out).toContain('  evidence: lint equal\n');
    expect(fix('--evidence', 'lint', '--format', 'markdown').out).toContain('Evidence:\n\n- lint: **equal**\n');
    const folder = join(temporaryPath(), 'patches');
    fix('--evidence', 'lint', '--output', folder);
    expect(readFileSync(join(folder, '0003-docs-gating.patch'), 'utf8')).toContain('Pystd-Rule: framework/docs-url-gated\nPystd-Evidence: lint=equal\n---\n');
  });

  test('passes over a tool that is missing, unless it was asked for', () => {
    const env = pathWith('git');
    const silent = pystd(['fix', '--dry-run', '--format', 'json', ...THREE], { cwd: shop.path, env });
    expect(told(silent).patches[2]?.evidence.map(({ kind }) => kind)).toEqual(['lint']);
    const asked = pystd(['fix', '--dry-run', '--format', 'json', '--evidence', 'python', ...THREE], { cwd: shop.path, env });
    expect(told(asked).patches[2]?.evidence).toMatchObject([{ kind: 'python', verdict: 'unavailable', difference: 'There is no interpreter `python3` that starts.' }]);
    expect(asked.code).toBe(1);
  });

  test.each(['openapi', 'tests'])('says why there is no %s', (kind) => {
    const { patches } = told(fix('--format', 'json', '--evidence', kind));
    for (const { evidence } of patches) expect(evidence).toMatchObject([{ kind, verdict: 'unavailable', difference: expect.stringMatching(/virtual environment|no tests/) }]);
  });
});

describe('a patch that its evidence speaks against', () => {
  const folder = join(temporaryPath(), 'patches');
  const ending = fix('--evidence', 'tests', '--test-command', 'test ! -e bookshop/api/__init__.py', '--format', 'json', '--output', folder);

  test('is not in the patch set, and the others go ahead', () => {
    expect(ending.code).toBe(3);
    expect(told(ending).patches.map(({ codemod }) => codemod)).toEqual(['gitignore-hygiene', 'docs-gating']);
    expect(readdirSync(folder)).toEqual(['0001-gitignore-hygiene.patch', '0002-docs-gating.patch', 'REVIEW.md', 'patch-set.json', 'rejected']);
  });

  test('says what refused it', () => {
    expect(told(ending).outcomes.find(({ codemod }) => codemod === 'package-inits')).toMatchObject({ kind: 'rejected', because: 'tests: It fails now (exit code 1).', evidence: [{ verdict: 'worse' }] });
    expect(mistakes('fix', ending.out)).toEqual([]);
    expect(mistakes('fix', readFileSync(join(folder, 'patch-set.json'), 'utf8'))).toEqual([]);
  });

  test('lies aside as a patch like others', () => {
    const copy = repository(BOOKSHOP);
    execFileSync('git', ['am', '--quiet', join(folder, 'rejected/package-inits.patch')], { cwd: copy.path, env: { ...process.env, GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@bookshop.example' } });
    expect(existsSync(join(copy.path, 'bookshop/api/__init__.py'))).toBe(true);
    expect(copy.git('log', '-1', '--format=%(trailers:key=Pystd-Evidence)')).toContain('Pystd-Evidence: tests=worse');
  });

  test('a command that fails before says nothing', () => {
    const { patches } = told(fix('--evidence', 'tests', '--test-command', 'echo "no shop"; exit 4', '--format', 'json'));
    expect(patches).toHaveLength(3);
    expect(patches[0]?.evidence).toMatchObject([{ verdict: 'unavailable', difference: 'It fails before the patch already (exit code 4: no shop).' }]);
  });
});

describe('verify', () => {
  const folder = join(temporaryPath(), 'patches');
  fix('--output', folder);
  const verify = (cwd: string, ...flags: readonly string[]): Ending => pystd(['verify', folder, ...flags], { cwd });

  test('looks at each patch as fix does, and writes nothing', () => {
    const before = treeOf(shop.path);
    const { code, out, err } = verify(shop.path);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('stands Serve the API docs only where the settings allow it (docs-gating)\n  evidence: lint equal\n  evidence: python equal\n');
    expect(out).toContain('3 patches stand.');
    expect(treeOf(shop.path)).toEqual(before);
    const json = verify(shop.path, '--format', 'json').out;
    expect(mistakes('fix', json)).toEqual([]);
    expect(JSON.parse(json)).toEqual(JSON.parse(readFileSync(join(folder, 'patch-set.json'), 'utf8')));
  });

  test('goes without some', () => {
    const ending = verify(shop.path, '--without', '2', '--format', 'json');
    expect(ending.code).toBe(0);
    expect(told(ending).patches.map(({ codemod }) => codemod)).toEqual(['gitignore-hygiene', 'docs-gating']);
    expect(verify(shop.path, '--without', '9')).toMatchObject({ code: 2, err: expect.stringContaining('There is no patch 9 in') });
    expect(verify(shop.path, '--without', 'two').code).toBe(2);
  });

  test('says which patches do not fit any more', () => {
    const changed = repository({ ...BOOKSHOP, 'bookshop/main.py': 'print("closed")\n' });
    const { code, out, err } = verify(changed.path);
    expect(code).toBe(3);
    expect(err).toContain('The patches were made for commit');
    expect(out).toContain('rejected context: The patch does not apply: `bookshop/main.py` does not have the lines that it changes around line');
    expect(out).toContain('2 of 3 patches stand.');
  });

  test('refuses what the evidence speaks against', () => {
    const { code, out } = verify(shop.path, '--evidence', 'tests', '--test-command', 'test ! -e bookshop/api/__init__.py');
    expect(code).toBe(3);
    expect(out).toContain('rejected tests: It fails now (exit code 1). (package-inits)');
  });

  test('refuses what is no patch set', () => {
    const empty = temporaryPath();
    expect(pystd(['verify', empty], { cwd: shop.path })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is no patch set of pystd') });
    const broken = join(temporaryPath(), 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'patch-set.json'), '{"schema": "pystd/fix/9"}');
    expect(pystd(['verify', broken], { cwd: shop.path }).err).toContain('It was written by another version of pystd (pystd/fix/9).');
  });
});

describe('doctor', () => {
  const APP = { 'main.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n', '.venv/bin/python': '' };

  test('tells what is there, in text and in JSON', () => {
    const folder = folderWith(APP);
    const { code, out } = pystd(['doctor', folder]);
    expect(code).toBe(0);
    expect(out).toMatch(/^yes git: \d/m);
    expect(out).toMatch(/^yes ruff: \d.*WebAssembly/m);
    expect(out).toContain(`yes interpreter: ${folder}/.venv/bin/python`);
    expect(out).toContain('yes application: main:app');
    const json = pystd(['doctor', '--format', 'json', folder]).out;
    expect(mistakes('doctor', json)).toEqual([]);
    expect(JSON.parse(json)).toMatchObject({ applications: [{ project: '', app: 'main:app' }] });
  });

  test('names what would make an environment', () => {
    const { out } = pystd(['doctor', folderWith({ 'main.py': APP['main.py'], 'requirements.txt': 'fastapi\n' })]);
    expect(out).toContain('or what makes an environment with `--environment-command`. Here that may be `python3 -m venv .venv && .venv/bin/pip install -r requirements.txt`.');
  });

  test('is no failure where something is missing', () => {
    const { code, out } = pystd(['doctor', folderWith({ 'shop.py': '' })], { env: pathWith('git') });
    expect(code).toBe(0);
    expect(out).toContain('no  Python: There is no `python3` on the PATH.');
    expect(out).toContain('no  interpreter: The repository has no virtual environment');
    expect(out).toContain('There is no FastAPI application to make.');
  });
});
