import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CACHE, PROGRAM } from './places.ts';

/** What one run of a program took: wall time from start to end of the process, and its memory at the highest. */
export interface Measurement {
  readonly seconds: number;
  /** MiB; 0 where it was not looked at. */
  readonly memory: number;
}

/** A program run to its end. `allowed` are exit codes that are no crash. @throws Error for any other end. */
export function runProgram(command: string, args: readonly string[], allowed: readonly number[], env: NodeJS.ProcessEnv): Measurement {
  const start = process.hrtime.bigint();
  const { status, signal, stderr, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (error) throw error;
  if (status === null || !allowed.includes(status)) throw new Error(`${command} ${args.join(' ')} ended with ${status ?? signal}: ${stderr.toString('utf8').slice(-2000)}`);
  return { seconds, memory: 0 };
}

/** A Node program run to its end with nothing else loaded. */
export function runBare(args: readonly string[]): Measurement {
  return runProgram(process.execPath, args, [0], {});
}

/** A Node program run to its end. Looking at its memory costs it a few milliseconds more. */
export function runNode(args: readonly string[], allowed: readonly number[]): Measurement {
  const seen = join(CACHE, 'probe.txt');
  rmSync(seen, { force: true });
  const probe = pathToFileURL(join(PROGRAM, 'probe.js')).href;
  const { seconds } = runProgram(process.execPath, ['--import', probe, ...args], allowed, { PYSTD_BENCH_PROBE: seen });
  return { seconds, memory: existsSync(seen) ? Number(readFileSync(seen, 'utf8')) / 1024 : 0 };
}

/** One piece of `work.ts` in a process of its own, with what it says. */
export function runWork(kind: string, root: string, file: string): { readonly measured: Measurement; readonly said: unknown } {
  const result = join(CACHE, 'work.json');
  const measured = runNode([join(PROGRAM, 'work.js'), kind, root, file, result], [0]);
  return { measured, said: JSON.parse(readFileSync(result, 'utf8')) };
}
