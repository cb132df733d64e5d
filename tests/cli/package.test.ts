import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { GIT_ENVIRONMENT } from '../support/git.ts';
import { BOOKSHOP, PATIENCE, pystd, repository, ROOT, temporaryPath, THREE, treeName, type Ending } from './pystd.ts';

/** npm with the settings of whoever runs the tests, apart from what would make it noisy. */
function npm(folder: string, ...args: string[]): string {
  return execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('the package', () => {
  const repo = repository(BOOKSHOP);
  let home: string;
  let packed: readonly string[];

  beforeAll(() => {
    home = temporaryPath();
    const [tarball] = JSON.parse(npm(ROOT, 'pack', '--ignore-scripts', '--json', '--pack-destination', home)) as { filename: string; files: { path: string }[] }[];
    packed = (tarball?.files ?? []).map(({ path }) => path).sort();
    npm(home, 'install', '--prefix', home, '--ignore-scripts', join(home, tarball?.filename ?? ''));
  }, PATIENCE);

  /** Runs the installed program as npx does. */
  function npx(...args: string[]): Ending {
    const { HOME: _, ...git } = GIT_ENVIRONMENT;
    const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'pystd', ...args], { cwd: home, encoding: 'utf8', env: { ...process.env, ...git, npm_config_loglevel: 'silent' } });
    return { code: status, out: stdout, err: stderr };
  }

  test('holds the program, the standards, the schemas, and no sources or tests', () => {
    const { length } = packed;
    expect(length).toBeGreaterThan(20);
    for (const path of ['dist/pystd.js', 'dist/tree-sitter-python.wasm', 'codemods/standards/uv-layered.toml', 'codemods/pystd.schema.json', 'README.md', 'LICENSE', 'package.json']) expect(packed).toContain(path);
    for (const name of ['check', 'fix', 'plan']) expect(packed).toContain(`src/report/${name}.schema.json`);
    expect(packed.filter((path) => /\.ts$|\.test\.|^(tests|fixtures)\//.test(path))).toEqual([]);
  });

  test('does what the checkout does', () => {
    expect(npx('fix', '--dry-run', ...THREE, repo.path)).toEqual(pystd(['fix', '--dry-run', ...THREE, repo.path]));
    expect(npx('check', '--format', 'json', repo.path)).toEqual(pystd(['check', '--format', 'json', repo.path]));
    expect(npx('--version')).toEqual(pystd(['--version']));
  });

  test('fixes', () => {
    const [one, other] = [repository(BOOKSHOP), repository(BOOKSHOP)];
    expect(npx('fix', ...THREE, one.path).code).toBe(1);
    pystd(['fix', ...THREE, other.path]);
    expect(treeName(one)).toBe(treeName(other));
  });

  test('needs no development packages', () => {
    const installed = readdirSync(join(home, 'node_modules'));
    expect(installed).toContain('web-tree-sitter');
    for (const name of ['ts-morph', 'tree-sitter-python', 'vitest', 'esbuild', 'typescript']) expect(existsSync(join(home, 'node_modules', name)), name).toBe(false);
  });

  test('is no place to write codemods', () => {
    expect(npx('codemod', 'new', 'shelf-labels')).toEqual({ code: 2, out: '', err: 'Codemods are written in a checkout of pystd, not in an installed package.\n' });
  });
});
