import { gitDiff } from '../patch/git.ts';
import { deltasBetween } from '../patch/patch-set.ts';
import { repoPath, type RepoPath } from '../repo/path.ts';
import { snapshotOf, type Snapshot } from '../repo/snapshot.ts';

/** The `example` fixture of a codemod, as its README shows it. */
export interface Example {
  /** What changes, as a unified diff; `''` when nothing may change. */
  readonly diff: string;
  /** One line a finding: `path:line safety message`. */
  readonly findings: string;
}

/** Reads `fixtures/<id>/example/{before,after,findings.txt}` from the texts by path; `undefined` when there is no such fixture. */
export function exampleOf(id: string, sources: ReadonlyMap<string, string>): Example | undefined {
  const folder = `fixtures/${id}/example/`;
  const before = snapshotIn(sources, `${folder}before/`);
  const after = snapshotIn(sources, `${folder}after/`);
  const findings = sources.get(`${folder}findings.txt`);
  if (before.files.size === 0 && after.files.size === 0 && findings === undefined) return undefined;
  const diff = after.files.size === 0 ? '' : gitDiff(deltasBetween(before, after, movesBetween(before, after)));
  return { diff: withoutBlobIds(diff), findings: findings ?? '' };
}

function snapshotIn(sources: ReadonlyMap<string, string>, folder: string): Snapshot {
  const inside = [...sources].filter(([path]) => path.startsWith(folder));
  return snapshotOf(inside.map(([path, text]) => ({ path: repoPath(path.slice(folder.length).replace(/\.fixture$/, '')), text, executable: false, tracked: true })));
}

/** Files that went away and came back elsewhere word for word. */
function movesBetween(before: Snapshot, after: Snapshot): ReadonlyMap<RepoPath, RepoPath> {
  const moves = new Map<RepoPath, RepoPath>();
  const arrived = [...after.files.values()].filter(({ path, text }) => text !== '' && !before.files.has(path));
  for (const { path, text } of before.files.values()) {
    const target = after.files.has(path) ? undefined : arrived.find((file) => file.text === text && ![...moves.values()].includes(file.path));
    if (target) moves.set(path, target.path);
  }
  return moves;
}

/** The ids of blobs tell a reader nothing. No line of content begins with a letter. */
function withoutBlobIds(diff: string): string {
  return diff.replace(/^index [0-9a-f]+\.\.[0-9a-f]+.*\n/gm, '');
}
