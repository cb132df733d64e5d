import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CACHE } from '../places.ts';

/** How a program ended. */
export interface Ended {
  readonly ok: boolean;
  /** Its exit code; undefined when the time limit ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where everything of this bench lies. */
export const PLACE = join(CACHE, 'poetry');
const BIN = join(PLACE, 'venv', 'bin');

/**
 * Puts uv and migrate-to-uv into a virtual environment the first time. Gives what they call themselves; a program that could not be
 * installed is not in it.
 */
export function installPrograms(): Readonly<Record<'uv' | 'migrate-to-uv', string | undefined>> {
  if (!existsSync(join(BIN, 'migrate-to-uv'))) {
    mkdirSync(PLACE, { recursive: true });
    spawnSync('python3', ['-m', 'venv', '--clear', join(PLACE, 'venv')], { stdio: 'inherit' });
    spawnSync(join(BIN, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'uv', 'migrate-to-uv'], { stdio: 'inherit' });
  }
  return { uv: versionOf('uv'), 'migrate-to-uv': versionOf('migrate-to-uv') };
}

function versionOf(program: string): string | undefined {
  const { status, stdout } = spawnSync(join(BIN, program), ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.replace(/ \(.*/s, '').trim() : undefined;
}

/** Runs a program in a folder to its end, at most `limit` seconds. Its children end with it. */
export function run(command: string, args: readonly string[], cwd: string, limit: number): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), limit * 1000);
    const end = (status: number | undefined): void => {
      clearTimeout(timer);
      resolve({ ok: status === 0, status, ...said });
    };
    child.on('error', () => end(undefined));
    child.on('close', (status) => end(status ?? undefined));
  });
}

/** What the programs see: uv first on the path, and nothing of an environment that happens to be active. */
function environment(): NodeJS.ProcessEnv {
  const { VIRTUAL_ENV: _, ...rest } = process.env;
  return { ...rest, PATH: `${BIN}${delimiter}${rest['PATH'] ?? ''}`, UV_NO_PROGRESS: '1', NO_COLOR: '1', GIT_TERMINAL_PROMPT: '0' };
}
