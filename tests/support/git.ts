import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real git repository in a temporary folder, with one commit and no outside configuration. */
export interface TemporaryRepository {
  readonly path: string;
  /** Runs git in the repository and gives its standard output as text. Throws with git's own words when it fails. */
  git(...args: string[]): string;
  /** As `git`, with something on standard input, and the output as bytes. */
  pipe(input: string | Uint8Array, ...args: string[]): Buffer;
  /** Writes files into the work tree; nothing is added to the index. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Removes the folder. */
  cleanup(): void;
}

const WHO = { name: 'Ada Reader', email: 'ada@bookshop.example', date: '2024-01-01T00:00:00Z' } as const;

/** The surroundings in which git behaves the same on every machine: no user or system configuration, a fixed author and clock. */
export const GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  HOME: tmpdir(),
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: WHO.name,
  GIT_AUTHOR_EMAIL: WHO.email,
  GIT_AUTHOR_DATE: WHO.date,
  GIT_COMMITTER_NAME: WHO.name,
  GIT_COMMITTER_EMAIL: WHO.email,
  GIT_COMMITTER_DATE: WHO.date,
};

/** Makes a repository whose first commit holds exactly `files` (path to contents; folders are made as needed). */
export function temporaryRepository(files: Readonly<Record<string, string | Uint8Array>>): TemporaryRepository {
  const path = mkdtempSync(join(tmpdir(), 'pystd-git-'));
  const pipe = (input: string | Uint8Array, ...args: string[]): Buffer =>
    execFileSync('git', args, { cwd: path, env: GIT_ENVIRONMENT, input, stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
  const git = (...args: string[]): string => pipe('', ...args).toString('utf8');
  const write = (more: Readonly<Record<string, string | Uint8Array>>): void => {
    for (const [name, contents] of Object.entries(more)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), contents);
    }
  };
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'core.autocrlf', 'false');
  git('config', 'gc.auto', '0');
  write(files);
  git('add', '--all', '--force');
  git('commit', '--quiet', '--allow-empty', '--message=Start');
  return { path, git, pipe, write, cleanup: () => rmSync(path, { recursive: true, force: true }) };
}
