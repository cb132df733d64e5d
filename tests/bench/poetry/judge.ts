import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../places.ts';
import { commentsKept, versionsKept, type VersionsKept } from './kept.ts';
import { textAt, type Project } from './projects.ts';
import { PLACE, run } from './programs.ts';
import { isConverted } from './tools.ts';

/** `elsewhere`: not to be told on this machine, for want of a Python or a host that the project asks for. */
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
  /** Whether it builds a wheel, and how that differs from the one of before; undefined where there was none before. */
  readonly wheel: { readonly builds: boolean; readonly files: readonly string[]; readonly facts: readonly string[] } | undefined;
  readonly versions: VersionsKept | undefined;
  readonly comments: { readonly all: number; readonly kept: number };
  /** What uv said where something went wrong. */
  readonly said: readonly string[];
}

const LOCK_LIMIT = 120;
const BUILD_LIMIT = 180;
const NO_WHEEL = { builds: false, files: [], facts: [] };

/** Looks at a project that a tool has been at. `wheel`: its wheel of before. */
export async function judge(root: string, project: Project, problem: string | undefined, before: Wheel | undefined): Promise<Verdict> {
  const folder = join(root, project.folder);
  const comments = commentsKept(project.manifest, textAt(join(folder, 'pyproject.toml')) ?? '');
  const nothing = { folder: project.folder, problem, wheel: before && NO_WHEEL, versions: undefined };
  if (!isConverted(folder)) return { ...nothing, converted: false, locks: 'no', syncs: 'no', comments: { ...comments, kept: 0 }, said: [] };
  const lock = await run('uv', ['lock'], folder, LOCK_LIMIT);
  const sync = lock.ok ? await run('uv', ['sync', '--frozen', '--dry-run', '--all-groups'], folder, BUILD_LIMIT) : lock;
  const after = lock.ok ? textAt(join(folder, 'uv.lock')) : undefined;
  const built = before ? await wheelOf(folder) : { wheel: undefined, said: '' };
  return {
    ...nothing,
    converted: true,
    locks: answerOf(lock),
    syncs: answerOf(sync),
    wheel: before && (built.wheel ? { builds: true, files: differences(before.files, built.wheel.files), facts: differences(before.facts, built.wheel.facts) } : NO_WHEEL),
    versions: project.lock !== undefined && after !== undefined ? versionsKept(project.lock, after) : undefined,
    comments,
    said: [lock.ok ? '' : lock.stderr, lock.ok && !sync.ok ? sync.stderr : '', built.said].filter((text) => text !== '').map((text) => text.trim().slice(-600)),
  };
}

function answerOf({ ok, stderr }: { readonly ok: boolean; readonly stderr: string }): Answer {
  if (ok) return 'yes';
  return /No interpreter found|request was not satisfied|incompatible with the project's Python requirement|Could not resolve host|dns error/i.test(stderr) ? 'elsewhere' : 'no';
}

/** What the wheel of a project holds, told so that equal meanings are equal. */
export interface Wheel {
  /** Its files, metadata apart. */
  readonly files: readonly string[];
  /** Requirements with where they count, Python versions, extras, entry points. */
  readonly facts: readonly string[];
}

/** Builds a project and looks into its wheel. */
export async function wheelOf(folder: string): Promise<{ readonly wheel: Wheel | undefined; readonly said: string }> {
  const out = mkdtempSync(join(PLACE, 'wheel-'));
  try {
    const built = await run('uv', ['build', '--wheel', '--out-dir', out], folder, BUILD_LIMIT);
    const name = readdirSync(out).find((file) => file.endsWith('.whl'));
    if (name === undefined) return { wheel: undefined, said: built.stderr };
    const told = await run('python', [join(ROOT, 'tests/bench/poetry/wheel.py'), join(out, name)], out, BUILD_LIMIT);
    if (!told.ok) throw new Error(`The wheel ${name} could not be read: ${told.stderr}`);
    return { wheel: JSON.parse(told.stdout) as Wheel, said: '' };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** What only one of two lists has: `- ` of the first, `+ ` of the second. */
function differences(before: readonly string[], after: readonly string[]): string[] {
  return [...before.filter((text) => !after.includes(text)).map((text) => `- ${text}`), ...after.filter((text) => !before.includes(text)).map((text) => `+ ${text}`)];
}
