import { environmentWithout, runProgram, type ProgramAnswer } from './run-program.ts';

/** Variables that would have uv work elsewhere, on other input, or not at all. Indexes, credentials and caches stay the user's. */
const NOT_OURS: ReadonlySet<string> = new Set([
  'UV_PROJECT', 'UV_WORKING_DIR', 'UV_WORKING_DIRECTORY', 'UV_FROZEN', 'UV_LOCKED', 'UV_CONSTRAINT', 'UV_OVERRIDE', 'UV_EXCLUDE', 'UV_NO_SOURCES', 'UV_PYTHON',
  'UV_RESOLUTION', 'UV_PREVIEW', 'VIRTUAL_ENV',
]);

/**
 * Runs uv for the project in `folder`, without a shell, a terminal, progress bars or colours. It never downloads a Python unless the
 * user's own environment says so (`UV_PYTHON_DOWNLOADS`): installing programs is nobody's expectation of a lock.
 */
export function runUv(folder: string, args: readonly string[]): ProgramAnswer {
  return runProgram('uv', ['--directory', folder, '--quiet', ...args], { UV_PYTHON_DOWNLOADS: 'never', ...environmentWithout((name) => NOT_OURS.has(name)), UV_NO_PROGRESS: '1' });
}
