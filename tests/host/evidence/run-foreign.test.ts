import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { runForeign } from '../../../src/host/evidence/run-foreign.ts';
import type { Ending } from '../../../src/host/evidence/run-group.ts';
import { sandboxHere } from '../../../src/host/evidence/sandbox.ts';
import { makeScratch } from '../../../src/host/evidence/scratch.ts';

const root = mkdtempSync(join(tmpdir(), 'pystd-foreign-'));
const scratch = makeScratch(root);
afterAll(() => {
  scratch.end();
  rmSync(root, { recursive: true });
});

const SECRETS = { GITHUB_TOKEN: 'ghp-bookshop', AWS_SECRET_ACCESS_KEY: 'key-of-the-shop', DATABASE_URL: 'postgresql://ada:lovelace@db/shop' };
afterEach(() => {
  for (const name of Object.keys(SECRETS)) delete process.env[name];
});

const shell = (line: string, timeout = 20_000, environment: Readonly<Record<string, string>> = {}): Promise<Ending> => runForeign(scratch, ['sh', '-c', line], { folder: scratch.folder, environment, timeout });

describe('a program of a repository', () => {
  test('is given an environment of its own', async () => {
    Object.assign(process.env, SECRETS);
    const { code, output } = await shell('env; echo "home: $HOME"', 20_000, { SHOP: 'Bookshop' });
    expect(code).toBe(0);
    for (const [name, value] of Object.entries(SECRETS)) {
      expect(output).not.toContain(name);
      expect(output).not.toContain(value);
    }
    expect(output).toContain('SHOP=Bookshop');
    expect(output).toContain(`home: ${join(scratch.beside, 'home')}`);
  });

  test('does not tell what it got hold of all the same', async () => {
    Object.assign(process.env, SECRETS);
    const { output } = await shell('echo ghp-bookshop; echo redis://ada:lovelace@cache/0; echo "end"');
    expect(output).toBe('***\nredis://***@cache/0\nend');
  });

  test.each([['exit 3', 3], ['kill -9 $$', undefined], ['exit 0', 0]])('ends: %s', async (line, code) => {
    const ending = await shell(line);
    expect(ending.isLate).toBe(false);
    // A sandbox may say in a number of its own that a program was ended by a signal.
    if (code === undefined) expect(ending.code).not.toBe(0);
    else expect(ending.code).toBe(code);
  });

  test('that takes too long ends with all that it started', async () => {
    const beat = join(scratch.beside, 'beat');
    const { isLate, code } = await shell(`(setsid sh -c 'while true; do echo . >> ${beat}; sleep 0.1; done' &) ; sleep 60`, 1500);
    expect({ isLate, code }).toEqual({ isLate: true, code: undefined });
    await expectSilence(beat);
  });

  test('that ends leaves nothing running', async () => {
    const beat = join(scratch.beside, 'left');
    const { code } = await shell(`(while true; do echo . >> ${beat}; sleep 0.1; done) & sleep 0.5; exit 0`);
    expect(code).toBe(0);
    await expectSilence(beat);
  });

  test('may write into the copy and beside it', async () => {
    expect((await shell(`echo 1 > here.txt && echo 2 > "$HOME/there.txt" && echo 3 > "$TMPDIR/temporary"`)).code).toBe(0);
    expect(readFileSync(join(scratch.folder, 'here.txt'), 'utf8')).toBe('1\n');
  });

  test.skipIf(!['bubblewrap', 'unshare'].includes(sandboxHere().kind))('may write nowhere else', async () => {
    const target = join(root, 'written.txt');
    expect((await shell(`echo 1 > ${target}`)).code).not.toBe(0);
    expect(existsSync(target)).toBe(false);
  });

  test.skipIf(sandboxHere().kind === 'none')('reaches no network', async () => {
    const { createServer } = await import('node:net');
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { output } = await shell(`python3 -c "import socket; print(socket.create_connection(('127.0.0.1', ${port}), 2).recv(5))" 2>&1 | tail -1`);
    server.close();
    expect(output).not.toContain('hello');
    expect(output).toMatch(/refused|unreachable/);
  });
});

/** Nobody writes to a file any more. */
async function expectSilence(path: string): Promise<void> {
  const size = (): number => (existsSync(path) ? readFileSync(path).length : 0);
  // What was under way when it was killed may still arrive.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = size();
  expect(before).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(size()).toBe(before);
}
