import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withoutSecrets } from '../run-program.ts';
import { atEnd } from './at-end.ts';
import { sandboxHere } from './sandbox.ts';
import type { Scratch } from './scratch.ts';

/** How a program of a repository ended. */
export interface ForeignEnding {
  /** `undefined` where it was ended, or never began. */
  readonly code: number | undefined;
  readonly isLate: boolean;
  /** The end of what it printed, both streams as they came, without anything secret. */
  readonly output: string;
}

/** Characters of output that are kept. */
const KEPT = 20_000;

/**
 * Runs a program of the repository: in the sandbox of this machine, in a process group of its own that is killed when it is over or late, and with an
 * environment that holds nothing of ours but where programs are.
 *
 * @param timeout in milliseconds
 */
export async function runForeign(scratch: Scratch, command: readonly string[], { folder, environment, timeout }: { readonly folder: string; readonly environment: Readonly<Record<string, string>>; readonly timeout: number }): Promise<ForeignEnding> {
  const home = join(scratch.beside, 'home');
  const temporary = join(scratch.beside, 'tmp');
  for (const each of [home, temporary]) mkdirSync(each, { recursive: true });
  const [program = '', ...args] = sandboxHere().wrap(command, [scratch.folder, scratch.beside]);
  const own = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: temporary, LANG: 'C.UTF-8', NO_COLOR: '1', TZ: 'UTC', PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0' };
  const child = spawn(program, args, { cwd: folder, env: { ...own, ...environment }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString('utf8')).slice(-KEPT));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const stop = atEnd(() => killGroup(child.pid));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    killGroup(child.pid);
  }, timeout);
  const code = await new Promise<number | undefined>((resolve) => {
    child.once('error', () => resolve(undefined));
    // What it started may go on in the background and hold the streams open: the exit counts, not their end.
    child.once('exit', (status) => setTimeout(() => resolve(status ?? undefined), 50));
  });
  clearTimeout(timer);
  stop();
  killGroup(child.pid);
  child.stdout.destroy();
  child.stderr.destroy();
  return { code: isLate ? undefined : code, isLate, output: withoutSecrets(output, process.env).trim() };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
    return;
  }
}
