import { parseTOML } from 'toml-eslint-parser';
import { readToml } from './projects.ts';

/** What became of the versions of poetry.lock in uv.lock. */
export interface VersionsKept {
  readonly same: number;
  /** `name before → after`. */
  readonly moved: readonly string[];
  readonly lost: readonly string[];
}

/** Compares two locks by the versions of packages that come from an index. */
export function versionsKept(before: string, after: string): VersionsKept | undefined {
  const [locked, now] = [versionsIn(before), versionsIn(after)];
  if (!locked || !now) return undefined;
  const every = [...locked].flatMap(([name, versions]) => [...versions].map((version) => ({ name, version, found: now.get(name) })));
  return {
    same: every.filter(({ version, found }) => found?.has(version)).length,
    moved: every.flatMap(({ name, version, found }) => (found && !found.has(version) ? [`${name} ${version} → ${[...found].join(', ')}`] : [])),
    lost: every.flatMap(({ name, version, found }) => (found ? [] : [`${name} ${version}`])),
  };
}

const ELSEWHERE: ReadonlySet<string> = new Set(['git', 'directory', 'file', 'url']);

/** Versions by normalised name. Both tools write `[[package]]`; what comes from git, a path or a URL is no choice of a resolver. */
function versionsIn(lock: string): Map<string, Set<string>> | undefined {
  const packages = readToml(lock)?.['package'];
  if (!Array.isArray(packages)) return undefined;
  const versions = new Map<string, Set<string>>();
  for (const entry of packages as readonly Readonly<Record<string, unknown>>[]) {
    const { name, version, source } = entry;
    if (typeof name !== 'string' || typeof version !== 'string') continue;
    if (ELSEWHERE.has(String((source as { readonly type?: unknown } | undefined)?.type))) continue;
    const key = name.toLowerCase().replace(/[-_.]+/g, '-');
    versions.set(key, (versions.get(key) ?? new Set()).add(version));
  }
  return versions;
}

/** How many comments of a TOML text are in another one, each counted once. */
export function commentsKept(before: string, after: string): { readonly all: number; readonly kept: number } {
  const left = commentsOf(after);
  const all = commentsOf(before);
  const kept = all.filter((comment) => {
    const index = left.indexOf(comment);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
  return { all: all.length, kept: kept.length };
}

function commentsOf(text: string): string[] {
  try {
    return parseTOML(text).comments.map(({ value }) => value.trim()).filter((value) => value !== '');
  } catch {
    return [];
  }
}
