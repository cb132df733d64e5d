import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleSources } from '../support/sample-codemods.ts';

const root = mkdtempSync(join(tmpdir(), 'pystd-generate-'));
const script = join(root, 'dist/generate.js');

beforeAll(async () => {
  for (const [path, text] of sampleSources()) write(path, text);
  symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  await build({ entryPoints: ['src/catalogue/generate.ts'], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile: script, logLevel: 'silent' });
});

afterAll(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function generate(...args: string[]): { readonly status: number | null; readonly says: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' });
  return { status, says: `${stdout}${stderr}`.split('\n').filter((line) => line !== '') };
}

describe('npm run generate', () => {
  const README = 'codemods/shelf-labels/README.md';

  it('writes what is missing, then nothing, then what somebody edited, and --check only says so', () => {
    expect(generate('--check')).toMatchObject({ status: 1 });
    expect(() => statSync(join(root, README))).toThrow();

    const first = generate();
    expect(first.status).toBe(0);
    expect(first.says).toContain(`${README} is written.`);
    expect(generate()).toEqual({ status: 0, says: [] });

    const text = readFileSync(join(root, README), 'utf8');
    write(README, `${text}Edited.\n`);
    expect(generate('--check')).toEqual({ status: 1, says: [`${README} is stale: run \`npm run generate\`.`] });
    expect(readFileSync(join(root, README), 'utf8')).toBe(`${text}Edited.\n`);
    expect(generate()).toEqual({ status: 0, says: [`${README} is written.`] });
    expect(readFileSync(join(root, README), 'utf8')).toBe(text);
  });

  it('writes nothing while a codemod has a problem', () => {
    const path = 'codemods/shelf-labels/index.ts';
    const source = readFileSync(join(root, path), 'utf8');
    write(path, source.replace('Label every shelf', 'Label every shelf.'));
    expect(generate()).toEqual({ status: 1, says: [`${path}:9 The title becomes a commit subject and ends without punctuation: \`Label every shelf.\`.`] });
    write(path, source);
    expect(generate('--check')).toEqual({ status: 0, says: [] });
  });
});
