import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { errorCode } from './read-file.ts';

/** How a uv command ended. */
export type UvAnswer =
  | { readonly kind: 'done' }
  /** uv said no, in its own words without anything secret. */
  | { readonly kind: 'failed'; readonly output: string }
  | { readonly kind: 'late' }
  /** There is no uv on this machine. */
  | { readonly kind: 'missing' };

/** Resolving may have to download and build; what takes longer waits for something that will not come. In milliseconds. */
const TIMEOUT = 15 * 60_000;

/** Variables that would have uv work elsewhere, on other input, or not at all. Indexes, credentials and caches stay the user's. */
const NOT_OURS: ReadonlySet<string> = new Set([
  'UV_PROJECT', 'UV_WORKING_DIR', 'UV_WORKING_DIRECTORY', 'UV_FROZEN', 'UV_LOCKED', 'UV_CONSTRAINT', 'UV_OVERRIDE', 'UV_EXCLUDE', 'UV_NO_SOURCES', 'UV_PYTHON',
  'UV_RESOLUTION', 'UV_PREVIEW', 'VIRTUAL_ENV',
]);

/**
 * Runs uv for the project in `folder`, without a shell, a terminal, progress bars or colours. It never downloads a Python unless the
 * user's own environment says so (`UV_PYTHON_DOWNLOADS`): installing programs is nobody's expectation of a lock.
 */
export function runUv(folder: string, args: readonly string[]): UvAnswer {
  const answer = spawnSync('uv', ['--directory', folder, '--quiet', ...args], {
    // Windows looks for programs in the current folder first, and that may be the repository.
    cwd: dirname(process.execPath),
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: Infinity,
    timeout: TIMEOUT,
    windowsHide: true,
  });
  if (answer.error) {
    const code = errorCode(answer.error);
    if (code === 'ETIMEDOUT') return { kind: 'late' };
    return code === 'ENOENT' ? { kind: 'missing' } : { kind: 'failed', output: `uv could not be run: ${code}.` };
  }
  return answer.status === 0 ? { kind: 'done' } : { kind: 'failed', output: withoutSecrets(answer.stderr.toString('utf8'), process.env).trim() };
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !NOT_OURS.has(name));
  return { UV_PYTHON_DOWNLOADS: 'never', ...Object.fromEntries(kept), UV_NO_PROGRESS: '1', NO_COLOR: '1', GIT_TERMINAL_PROMPT: '0' };
}

/** A program's words without what signs in: user and password of URLs, and the values of variables that hold such. */
export function withoutSecrets(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  const secrets = Object.entries(environment).flatMap(([name, value]) => (/PASSWORD|TOKEN|SECRET|CREDENTIAL|API_?KEY/i.test(name) && value !== undefined && value.length > 3 ? [value] : []));
  const masked = secrets.sort((a, b) => b.length - a.length).reduce((words, secret) => words.replaceAll(secret, '***'), text);
  return masked.replace(/:\/\/[^/\s@]+@/g, '://***@').replace(/([?&][\w-]*(?:token|key|sig|signature|password)[\w-]*=)[^&\s`'")]+/gi, '$1***');
}
