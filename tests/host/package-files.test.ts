import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { loadPythonParser } from '../../src/host/grammar.ts';
import { packageRoot, packageVersion, readRuleFiles, readStandardFiles } from '../../src/host/package-files.ts';
import { buildProgram, ending, start } from './child.ts';
import { temporaryFolder } from './folder.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const checkout = join(import.meta.dirname, '../..');

describe('from source', () => {
  test('the package is the checkout', () => expect(packageRoot()).toBe(checkout));
  test('its version is a version', () => expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/));

  test('standards and rules are TOML files in path order', () => {
    for (const [files, folder] of [[readStandardFiles(), 'codemods/standards/'], [readRuleFiles(), 'codemods/standards/rules/']] as const) {
      expect(files.length).toBeGreaterThan(0);
      for (const { path, text } of files) {
        expect(path.startsWith(folder) && path.endsWith('.toml') && !path.slice(folder.length).includes('/')).toBe(true);
        expect(text).not.toBe('');
      }
      expect(files.map(({ path }) => path)).toEqual(files.map(({ path }) => path).sort());
    }
    expect(readStandardFiles().map(({ path }) => path)).toContain('codemods/standards/uv-layered.toml');
  });

  test('Python is parsed', async () => {
    const parser = await loadPythonParser();
    expect(parser.parse('x = 1\n').root.type).toBe('module');
    expect(parser.parse('x = 1\n').error).toBeUndefined();
    expect(parser.parse('def broken(:\n').error).toBeDefined();
  });
});

test('from a built program, somewhere else, without the packages it was built with', async () => {
  const program = buildProgram(`
    import { loadPythonParser } from './src/host/grammar.ts';
    import { packageRoot, readStandardFiles } from './src/host/package-files.ts';
    const parser = await loadPythonParser();
    console.log(JSON.stringify([packageRoot(), readStandardFiles(), parser.parse('x = 1').root.type]));
  `);
  cleanups.push(program.cleanup);
  const installed = temporaryFolder({ 'package.json': '{"name": "pystd"}', 'dist/package.json': 'no JSON', 'codemods/standards/shop.toml': 'id = "shop"\n', 'codemods/standards/README.md': '' });
  cleanups.push(installed.cleanup);
  const locate = createRequire(import.meta.url).resolve;
  mkdirSync(installed.at('dist/chunks'));
  for (const module of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm']) copyFileSync(locate(module), installed.at(`dist/${module.slice(module.indexOf('/') + 1)}`));
  copyFileSync(program.file, installed.at('dist/pystd.mjs'));
  const end = await ending(start({ ...program, file: installed.at('dist/pystd.mjs') }, [], {}));
  expect(end.stderr).toBe('');
  expect(JSON.parse(end.stdout)).toEqual([dirname(installed.at('package.json')), [{ path: 'codemods/standards/shop.toml', text: 'id = "shop"\n' }], 'module']);
});
