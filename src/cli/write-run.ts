import type { Run } from '../engine/outcome.ts';
import { commitPatch, dirtyPaths } from '../host/git.ts';
import { writeDeltas } from '../host/write.ts';
import { foldDeltas } from '../patch/fold.ts';
import type { FileDelta, Patch } from '../patch/patch-set.ts';
import type { RepoPath } from '../repo/path.ts';
import { commitMessage } from '../report/commit.ts';
import { UsageError } from './exit.ts';
import type { FixFlags } from './commands/fix.ts';
import type { Session } from './session.ts';

/** Writes all patches at once. @throws UsageError when files are dirty, changed meanwhile, or cannot be written; then nothing is written. */
export async function writeRun(session: Session, { patchSet }: Run, flags: FixFlags): Promise<void> {
  const deltas = foldDeltas(patchSet.patches);
  refuseDirty(session, deltas, flags);
  await writeAll(session, deltas);
}

/** Writes and commits the patches one by one. @throws UsageError as `writeRun`; commits made before stay. */
export async function commitRun(session: Session, { patchSet }: Run, flags: FixFlags): Promise<void> {
  refuseDirty(session, foldDeltas(patchSet.patches), flags);
  for (const patch of patchSet.patches) await commitOne(session, patch);
}

async function commitOne(session: Session, patch: Patch): Promise<void> {
  if (!session.git) return;
  await writeAll(session, patch.deltas);
  const result = commitPatch(session.git, { message: commitMessage(patch), paths: pathsOf(patch.deltas), author: undefined });
  if (result.kind === 'failed') throw new UsageError(`The changes of ${patch.codemod} are written but not committed: ${result.message}`);
}

/** Work that is not committed must not be mixed with ours: it could not be told apart afterwards. */
function refuseDirty(session: Session, deltas: readonly FileDelta[], { allowDirty }: FixFlags): void {
  if (allowDirty || !session.git || deltas.length === 0) return;
  const dirt = dirtyPaths(session.git, pathsOf(deltas));
  if (dirt.kind === 'unknown') throw new UsageError(`Whether files are dirty cannot be told: ${dirt.because} Use --allow-dirty to write all the same.`);
  if (dirt.paths.length > 0) throw new UsageError(`These files have changes that are not committed: ${dirt.paths.join(', ')}. Commit or stash them, or use --allow-dirty. Nothing was written.`);
}

async function writeAll({ root }: Session, deltas: readonly FileDelta[]): Promise<void> {
  const result = await writeDeltas(root, deltas);
  switch (result.kind) {
    case 'written':
      return;
    case 'stale':
      throw new UsageError(`These files changed while pystd was reading: ${result.paths.join(', ')}. Nothing was written; run it again.`);
    case 'failed':
      throw new UsageError(`${result.path} could not be written: ${result.message} Everything is as it was.`);
    case 'broken':
      throw new UsageError(`${result.path} could not be written: ${result.message} These files could not be restored: ${result.paths.join(', ')}.`);
  }
}

function pathsOf(deltas: readonly FileDelta[]): RepoPath[] {
  return deltas.flatMap((delta) => (delta.kind === 'move' ? [delta.from, delta.path] : [delta.path]));
}
