import { spawn } from 'node:child_process';
import { withoutSecrets } from '../run-program.ts';
import { atEnd } from './at-end.ts';

/** How a program ended. */
export interface Ending {
  /** `undefined` where it was ended, or never began. */
  readonly code: number | undefined;
  readonly isLate: boolean;
  /** The end of what it printed, both streams as they came, without anything secret. */
  readonly output: string;
}

/** Characters of output that are kept. */
const KEPT = 20_000;

/**
 * Runs a program in a process group of its own that is killed when it is over or late, or when this process ends.
 *
 * @param timeout in milliseconds
 */
export async function runGroup([program = '', ...args]: readonly string[], { folder, environment, timeout }: { readonly folder: string; readonly environment: NodeJS.ProcessEnv; readonly timeout: number }): Promise<Ending> {
  const child = spawn(program, args, { cwd: folder, env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
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

/** How a program ended, in words: what it calls an error, or what it printed last. */
export function endingInWords({ code, isLate, output }: Ending): string {
  const lines = output.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  // What pytest shows of an exception begins with its name and may go on for lines.
  const shown = lines.filter((line) => /^E {3}/.test(line)).map((line) => line.slice(1).trim());
  const named = shown.findLast((line) => /^[\w.]+(?:Error|Exception|Warning|Exit|Interrupt)\b/.test(line)) ?? shown[0];
  const last = named ?? lines.findLast((line) => /^(?:error: |.*: error: )/i.test(line))?.replace(/^error: /i, '') ?? lines.at(-1) ?? '';
  return [isLate ? 'it was ended because of its time' : code === undefined ? 'it was ended by a signal' : `exit code ${code}`, ...(last === '' ? [] : [last.slice(0, 200)])].join(': ');
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
