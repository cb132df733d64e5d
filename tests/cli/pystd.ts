import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { temporaryFolder } from '../host/folder.ts';
import { filesIn } from '../support/case.ts';
import { GIT_ENVIRONMENT, temporaryRepository, type TemporaryRepository } from '../support/git.ts';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../..');

/** The built program. `npm test` builds it first. */
export const PROGRAM = join(ROOT, 'dist/pystd.js');
if (!existsSync(PROGRAM)) throw new Error('There is no dist/pystd.js: run `npm run build`.');

/** How long preparations may take on a slow machine, in milliseconds. */
export const PATIENCE = 5 * 60_000;

/** How a run of the program ended. */
export interface Ending {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What a run of the program may find otherwise than usual. */
export interface Around {
  /** The current folder; usually a folder with nothing in it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly program: string;
  /** Whom it runs as. */
  readonly as: { readonly uid?: number; readonly gid?: number };
}

const cleanups: (() => void)[] = [];
afterAll(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A folder that is gone after the tests of the file. */
export function temporaryPath(): string {
  const path = mkdtempSync(join(tmpdir(), 'pystd-cli-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A plain folder with files, gone after the tests of the file. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder(files);
  cleanups.push(folder.cleanup);
  return folder.path;
}

/** A git repository that is gone after the tests of the file. */
export function repository(files: Readonly<Record<string, string | Uint8Array>>): TemporaryRepository {
  const made = temporaryRepository(files);
  cleanups.push(made.cleanup);
  return made;
}

const nowhere = temporaryPath();

/** Runs the program as a user would, with git's settings fixed and no terminal. */
export function pystd(args: readonly string[], around: Partial<Around> = {}): Ending {
  const { status, stdout, stderr } = spawnSync(process.execPath, [around.program ?? PROGRAM, ...args], {
    cwd: around.cwd ?? nowhere,
    env: { ...GIT_ENVIRONMENT, ...around.env },
    ...around.as,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

/** Runs a line of POSIX shell in which `pystd` is the program. */
export function shell(line: string, around: Partial<Around> = {}): Ending {
  const definition = `pystd() { "${process.execPath}" "${around.program ?? PROGRAM}" "$@"; }`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `${definition}\n${line}`], {
    cwd: around.cwd ?? nowhere,
    env: { ...GIT_ENVIRONMENT, ...around.env },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

/** The codemods that the bookshop below has something for, whatever others there are. */
export const THREE = ['--only', 'docs-gating,gitignore-hygiene,package-inits'] as const;

/** A small service: one change for a reviewer, two safe ones, and one finding for a person. */
export const BOOKSHOP = {
  'bookshop/__init__.py': '',
  'bookshop/config.py': 'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    NAME: str = "Bookshop"\n\n\nsettings = Settings()\n',
  'bookshop/main.py': 'from fastapi import FastAPI\n\nfrom bookshop.api.books import router\nfrom bookshop.config import settings\n\napp = FastAPI(title=settings.NAME)\napp.include_router(router)\n',
  'bookshop/api/books.py': 'from fastapi import APIRouter\n\nrouter = APIRouter()\n',
  'bookshop/admin.py': 'from fastapi import FastAPI\n\nfrom shelves import options\nadmin = FastAPI(**options)\n',
} as const;

/** The bookshop without what a person has to look at. */
export function tidyBookshop(): Record<string, string> {
  const { 'bookshop/admin.py': _, ...files } = BOOKSHOP;
  return files;
}

/** The service that the README shows pystd on. */
export function legacyBookshop(): Record<string, string> {
  return Object.fromEntries(filesIn(join(ROOT, 'fixtures/_repos/legacy-bookshop')));
}

/** The same files with the line endings of Windows. */
export function withCrlf(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]));
}

/** Whom file permissions bind: root is allowed everything. */
export const NOBODY: { readonly uid?: number; readonly gid?: number } = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Gives everything below a folder to that user. */
export function giveToNobody(folder: string): void {
  if (NOBODY.uid !== undefined) execFileSync('chown', ['--recursive', '--no-dereference', `${NOBODY.uid}:${NOBODY.gid}`, folder]);
}

/** The files and modes of a repository's work tree as git would commit them: the name of their tree. */
export function treeName(repo: TemporaryRepository): string {
  repo.git('add', '--all', '--force');
  return repo.git('write-tree').trim();
}
