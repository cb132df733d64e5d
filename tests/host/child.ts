import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** A program of a few lines that uses `src/host`, built so that a node of its own can run it. */
export interface Program {
  readonly file: string;
  cleanup(): void;
}

/** Builds a program; its imports start at the top of the checkout, as in `./src/host/write.ts`. */
export function buildProgram(source: string): Program {
  const folder = mkdtempSync(join(tmpdir(), 'pystd-program-'));
  // A user without rights must be able to run it.
  chmodSync(folder, 0o755);
  const file = join(folder, 'program.mjs');
  buildSync({
    stdin: { contents: source, loader: 'ts', resolveDir: new URL('../..', import.meta.url).pathname },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: file,
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  });
  chmodSync(file, 0o644);
  return { file, cleanup: () => rmSync(folder, { recursive: true, force: true }) };
}

/** How a program ended, and what it printed. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Whom a program runs as: root is allowed everything, so rights are tested as nobody. */
export const NOBODY: { readonly uid?: number; readonly gid?: number } = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Starts a program. */
export function start(program: Program, args: readonly string[], as: { readonly uid?: number; readonly gid?: number }): ChildProcess {
  return spawn(process.execPath, [program.file, ...args], { ...as, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits for the end of a program. */
export function ending(child: ChildProcess): Promise<Ending> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => void out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => void err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') }),
    );
  });
}
