import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FollowUp, FollowUpResult } from '../patch/patch-set.ts';
import { foldersAbove, joinPath, type RepoPath } from '../repo/path.ts';
import { staysInside } from './inside.ts';
import { lockName, lockProject } from './lock-project.ts';

/**
 * Runs the follow-ups that pystd may run: those that make a lock file. Everything else changes what only a person can weigh, such as
 * what git tracks, and is left. `before` is told of each; one that fails does not stop the others.
 */
export function runFollowUps(root: string, followUps: readonly FollowUp[], before: (followUp: FollowUp) => void): FollowUpResult[] {
  return followUps.map((followUp): FollowUpResult => {
    const { lock } = followUp;
    if (!lock) return { followUp, kind: 'left' };
    const folder = followUp.in ?? '';
    if (folder !== '' && !staysInside(folder)) return { followUp, kind: 'failed', because: `${folder} is no folder of the repository.`, output: '' };
    before(followUp);
    const locks = [folder, ...(folder === '' ? [] : foldersAbove(folder))].map((one) => joinPath(one, lockName(lock)));
    const old = locks.map((path) => contentOf(root, path));
    const locking = lockProject(join(root, folder), lock);
    if (locking.kind === 'failed') return { followUp, ...locking };
    // In a workspace the lock lies beside the manifest further up.
    return { followUp, kind: 'done', files: locks.filter((path, index) => contentOf(root, path) !== old[index]), notes: locking.notes };
  });
}

function contentOf(root: string, path: RepoPath): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'latin1') : undefined;
}
