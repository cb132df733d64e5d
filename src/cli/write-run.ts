import type { Run } from '../engine/outcome.ts';
import { commitPatch, dirtyPaths } from '../host/git.ts';
import type { GitState } from '../host/work-tree.ts';
import { writeDeltas } from '../host/write.ts';
import { foldDeltas } from '../patch/fold.ts';
import type { FileDelta, Patch } from '../patch/patch-set.ts';
import type { RepoPath } from '../repo/path.ts';
import { commitMessage } from '../report/commit.ts';
import { UsageError } from './exit.ts';
import type { CommonFlags } from './flags.ts';
import type { Session } from './session.ts';
import { tell } from './terminal.ts';

/** What writing depends on. */
export interface WriteFlags extends CommonFlags {
  readonly allowDirty?: boolean;
}

/**
 * Writes all patches at once. `ours` are files that this very command wrote before: they are dirty, but nobody else's work.
 * @throws UsageError when files are dirty, changed meanwhile, or cannot be written; then nothing is written.
 */
export async function writeRun(session: Session, { patchSet }: Run, ours: ReadonlySet<RepoPath>, flags: WriteFlags): Promise<void> {
  const deltas = foldDeltas(patchSet.patches);
  if (session.git && !flags.allowDirty) refuseDirty(session.git, pathsOf(deltas).filter((path) => !ours.has(path)), 'Commit or stash them, or use --allow-dirty.');
  await writeAll(session, deltas, flags);
}

/**
 * Writes and commits the patches one by one.
 * @throws UsageError as `writeRun`, and when git makes no commit: then its patch is taken back; commits made before stay. Dirty files
 * are refused even with `--allow-dirty`: a commit takes whole files, and somebody's own work would go into ours.
 */
export async function commitRun(session: Session, { patchSet }: Run, flags: WriteFlags): Promise<void> {
  if (!session.git) throw new UsageError('--commit needs a git repository.');
  refuseDirty(session.git, pathsOf(foldDeltas(patchSet.patches)), 'Commit or stash them: --commit would make them part of its own commits.');
  let made = 0;
  for (const patch of patchSet.patches) {
    await commitOne(session, session.git, patch, made, flags);
    made++;
  }
}

/** Commits files as a command of a follow-up left them. Returns why not, a full sentence, where git makes no commit. */
export function commitFiles(git: GitState, paths: readonly RepoPath[], message: string): string | undefined {
  const result = commitPatch(git, { message, paths, author: undefined });
  return result.kind === 'failed' ? `${paths.join(', ')} could not be committed. ${result.message}` : undefined;
}

async function commitOne(session: Session, git: GitState, patch: Patch, made: number, flags: WriteFlags): Promise<void> {
  await writeAll(session, patch.deltas, flags);
  const result = commitPatch(git, { message: commitMessage(patch), paths: pathsOf(patch.deltas), author: undefined });
  if (result.kind !== 'failed') return;
  await writeAll(session, reversed(patch.deltas), flags);
  const before = made === 0 ? '' : ` The ${made === 1 ? 'commit' : `${made} commits`} before it stay${made === 1 ? 's' : ''}.`;
  throw new UsageError(`The changes of ${patch.codemod} could not be committed and were taken back. ${result.message}${before}`);
}

/** Work that is not committed must not be mixed with ours: it could not be told apart afterwards. */
function refuseDirty(git: GitState, paths: readonly RepoPath[], hint: string): void {
  if (paths.length === 0) return;
  const dirt = dirtyPaths(git, paths);
  if (dirt.kind === 'unknown') throw new UsageError(`Whether files have changes that are not committed cannot be told: ${dirt.because} No file was changed.`);
  if (dirt.paths.length > 0) throw new UsageError(`These files have changes that are not committed: ${dirt.paths.join(', ')}. ${hint} No file was changed.`);
}

async function writeAll({ root }: Session, deltas: readonly FileDelta[], flags: WriteFlags): Promise<void> {
  const result = await writeDeltas(root, deltas);
  switch (result.kind) {
    case 'written':
      for (const path of result.leftovers) tell(flags, `${path} holds an old content and could not be removed.`);
      return;
    case 'stale':
      throw new UsageError(`These files changed while pystd was reading: ${result.paths.join(', ')}. No file was changed; run it again.`);
    case 'failed':
      throw new UsageError(`The changes could not be written. ${result.message} Everything is as it was.`);
    case 'broken':
      throw new UsageError(`The changes could not be written. ${result.message} These files could not be restored: ${result.paths.join(', ')}.`);
  }
}

/** What takes deltas back. */
function reversed(deltas: readonly FileDelta[]): FileDelta[] {
  return deltas.map((delta): FileDelta => {
    switch (delta.kind) {
      case 'create':
        return { kind: 'delete', path: delta.path, before: delta.after };
      case 'delete':
        return { kind: 'create', path: delta.path, after: delta.before };
      case 'edit':
        return { ...delta, before: delta.after, after: delta.before };
      case 'move':
        return { kind: 'move', from: delta.path, path: delta.from, before: delta.after, after: delta.before };
    }
  });
}

/** Every path that deltas touch. */
export function pathsOf(deltas: readonly FileDelta[]): RepoPath[] {
  return deltas.flatMap((delta) => (delta.kind === 'move' ? [delta.from, delta.path] : [delta.path]));
}
