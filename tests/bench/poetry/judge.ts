import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commentsKept, versionsKept, type VersionsKept } from './kept.ts';
import { readToml, tableAt, textAt, type Project } from './projects.ts';
import { PLACE, run } from './programs.ts';
import { isConverted } from './tools.ts';

/** `elsewhere`: not to be told on this machine, for want of a Python that the project asks for. */
export type Answer = 'yes' | 'no' | 'elsewhere';

/** What is found of one project after a tool. */
export interface Verdict {
  readonly folder: string;
  readonly converted: boolean;
  readonly problem: string | undefined;
  /** `uv lock` finds versions for what is asked for. */
  readonly locks: Answer;
  /** `uv sync --frozen --dry-run --all-groups`: the lock fits the project and this machine. */
  readonly syncs: Answer;
  /** The wheel built from it holds the same files as the one that Poetry's backend built before; undefined where that built none. */
  readonly wheel: 'same' | 'other' | 'none' | undefined;
  readonly versions: VersionsKept | undefined;
  readonly comments: { readonly all: number; readonly kept: number };
  /** What uv said where something went wrong. */
  readonly said: readonly string[];
}

const LOCK_LIMIT = 120;
const BUILD_LIMIT = 180;

/** Looks at a project that a tool has been at. `wheel`: the files of the wheel before. */
export async function judge(root: string, project: Project, problem: string | undefined, wheel: readonly string[] | undefined): Promise<Verdict> {
  const folder = join(root, project.folder);
  const comments = commentsKept(project.manifest, textAt(join(folder, 'pyproject.toml')) ?? '');
  const nothing = { folder: project.folder, problem, wheel: wheel && ('none' as const), versions: undefined };
  if (!isConverted(folder)) return { ...nothing, converted: false, locks: 'no', syncs: 'no', comments: { ...comments, kept: 0 }, said: [] };
  const lock = await run('uv', ['lock'], folder, LOCK_LIMIT);
  const sync = lock.ok ? await run('uv', ['sync', '--frozen', '--dry-run', '--all-groups'], folder, BUILD_LIMIT) : lock;
  const after = lock.ok ? textAt(join(folder, 'uv.lock')) : undefined;
  const built = wheel && isPackage(folder) ? await wheelFiles(folder) : { files: undefined, said: '' };
  return {
    ...nothing,
    converted: true,
    locks: answerOf(lock),
    syncs: answerOf(sync),
    wheel: wheel && (!isPackage(folder) ? undefined : !built.files ? 'none' : built.files.join() === wheel.join() ? 'same' : 'other'),
    versions: project.lock !== undefined && after !== undefined ? versionsKept(project.lock, after) : undefined,
    comments,
    said: [lock.ok ? '' : lock.stderr, lock.ok && !sync.ok ? sync.stderr : '', built.said].filter((text) => text !== '').map((text) => text.trim().slice(-600)),
  };
}

function answerOf({ ok, stderr }: { readonly ok: boolean; readonly stderr: string }): Answer {
  if (ok) return 'yes';
  return /No interpreter found|request was not satisfied|Python .* is not compatible/i.test(stderr) ? 'elsewhere' : 'no';
}

function isPackage(folder: string): boolean {
  const data = readToml(readFileSync(join(folder, 'pyproject.toml'), 'utf8'));
  return tableAt(data, 'build-system') !== undefined && tableAt(data, 'tool', 'uv')?.['package'] !== false;
}

/** The files in the wheel of a project, its metadata apart. */
export async function wheelFiles(folder: string): Promise<{ readonly files: readonly string[] | undefined; readonly said: string }> {
  const out = mkdtempSync(join(PLACE, 'wheel-'));
  try {
    const built = await run('uv', ['build', '--wheel', '--out-dir', out], folder, BUILD_LIMIT);
    const wheel = readdirSync(out).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) return { files: undefined, said: built.stderr };
    const listed = await run('python3', ['-c', 'import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep="\\n")', join(out, wheel)], out, BUILD_LIMIT);
    const files = listed.stdout.split('\n').filter((name) => name !== '' && !name.endsWith('/') && !/^[^/]+\.(dist-info|data)\//.test(name));
    return { files: files.sort(), said: '' };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
