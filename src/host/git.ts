import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparePaths, type RepoPath } from '../repo/path.ts';
import { filteredFile, findForeignPrograms } from './foreign-programs.ts';
import { entriesOf, runGit, type GitAnswer } from './run-git.ts';
import type { GitState } from './work-tree.ts';

/** Which files have changes that git could not give back, or why that cannot be told. */
export type Dirt =
  | { readonly kind: 'known'; readonly paths: readonly RepoPath[] }
  | { readonly kind: 'unknown'; readonly because: string };

/** How a commit ended. */
export type CommitResult =
  | { readonly kind: 'committed'; readonly commit: string }
  /** The files are as in the commit that is checked out. */
  | { readonly kind: 'nothing to commit' }
  /** No commit was made, and the index is as before. */
  | { readonly kind: 'failed'; readonly message: string };

/** Somebody a commit is said to be by. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** What goes into one commit. */
export interface CommitRequest {
  readonly message: string;
  /** Files that were changed, made, moved (both paths) or deleted. */
  readonly paths: readonly RepoPath[];
  /** `undefined`: the user, as for the committer. */
  readonly author: Author | undefined;
}

/** The bytes of paths that are given to one git command: the limit of a command line is above this everywhere. */
const BATCH_BYTES = 24_000;

/**
 * The files among `paths` that differ from the commit that is checked out, in the work tree or in the index, or that git does not
 * track though they exist. Never writes to the index. A file that passes through a filter which the repository's own configuration
 * defines counts as unknown, since comparing it would run that filter.
 */
export function dirtyPaths(git: GitState, paths: readonly RepoPath[]): Dirt {
  const programs = findForeignPrograms(git.folder);
  if (programs.kind === 'unknown') return programs;
  const filtered = filteredFile(git.folder, paths, programs.filters);
  if (filtered) return { kind: 'unknown', because: inWords(filtered) };
  const wanted = new Set<string>(paths);
  const dirty = new Set<RepoPath>();
  for (const batch of batches(paths)) {
    const args = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--ignored=traditional', '--ignore-submodules=all', '--no-renames', '--', ...batch];
    const answer = runGit({ folder: git.folder, args, input: '', settings: programs.settings });
    if (answer.kind !== 'done') return { kind: 'unknown', because: refusal(answer) };
    for (const entry of entriesOf(answer.output)) {
      const path = entry?.slice(3).slice(git.prefix.length);
      if (path !== undefined && wanted.has(path)) dirty.add(path as RepoPath);
    }
  }
  return { kind: 'known', paths: [...dirty].sort(comparePaths) };
}

/**
 * Makes one commit of exactly these files as they are on disk, whatever else is in the index: that stays there for the user's next
 * commit. No hook runs, nothing is signed, and filters of the repository's own configuration refuse the commit rather than run.
 */
export function commitPatch(git: GitState, request: CommitRequest): CommitResult {
  const { folder } = git;
  const dirt = dirtyPaths(git, request.paths);
  if (dirt.kind === 'unknown') return { kind: 'failed', message: dirt.because };
  if (dirt.paths.length === 0) return { kind: 'nothing to commit' };
  const programs = findForeignPrograms(folder);
  if (programs.kind === 'unknown') return { kind: 'failed', message: programs.because };
  const settings = [...programs.settings, 'user.useConfigOnly=true'];
  const run = (args: readonly string[], input: string): GitAnswer => runGit({ folder, args, input, settings });

  const who = run(['var', 'GIT_COMMITTER_IDENT'], '');
  if (who.kind !== 'done') {
    return { kind: 'failed', message: 'git does not know whose commit it would be. Set user.name and user.email: git config --global user.name "…"' };
  }
  const tracked = trackedPaths(folder, dirt.paths);
  if (tracked.kind === 'unknown') return { kind: 'failed', message: tracked.because };
  const fresh = dirt.paths.filter((path) => !tracked.paths.has(path));
  const withdraw = (): void => void run(['update-index', '--force-remove', '-z', '--stdin'], lines(fresh));
  // A partial commit takes only files that the index knows, so new ones are announced first, without content. An ignored file is
  // taken too: it is among the paths because the reviewed patch holds it.
  const announced = fresh.length === 0 ? undefined : run(['add', '--intent-to-add', '--force', '--pathspec-from-file=-', '--pathspec-file-nul'], lines(fresh));
  if (announced && announced.kind !== 'done') {
    withdraw();
    return { kind: 'failed', message: refusal(announced) };
  }
  const author = request.author ? [`--author=${request.author.name} <${request.author.email}>`] : [];
  const args = ['commit', '--quiet', '--only', '--no-verify', '--no-gpg-sign', '--no-status', '--cleanup=whitespace', ...author];
  const committed = withTextFile(request.message, (file) => run([...args, `--file=${file}`, '--pathspec-from-file=-', '--pathspec-file-nul'], lines(dirt.paths)));
  if (committed.kind !== 'done') {
    withdraw();
    return { kind: 'failed', message: refusal(committed) };
  }
  const head = run(['rev-parse', '--verify', 'HEAD'], '');
  return head.kind === 'done' ? { kind: 'committed', commit: head.output.toString('latin1').trim() } : { kind: 'failed', message: refusal(head) };
}

/** The files among `paths` that the index knows. */
function trackedPaths(folder: string, paths: readonly RepoPath[]): { readonly kind: 'known'; readonly paths: ReadonlySet<string> } | Extract<Dirt, { kind: 'unknown' }> {
  const tracked = new Set<string>();
  for (const batch of batches(paths)) {
    const answer = runGit({ folder, args: ['ls-files', '-z', '--cached', '--', ...batch], input: '', settings: [] });
    if (answer.kind !== 'done') return { kind: 'unknown', because: refusal(answer) };
    for (const path of entriesOf(answer.output)) if (path !== undefined) tracked.add(path);
  }
  return { kind: 'known', paths: tracked };
}

/** Paths in groups that fit on a command line. */
function* batches(paths: readonly RepoPath[]): Generator<readonly RepoPath[]> {
  let batch: RepoPath[] = [];
  let bytes = 0;
  for (const path of paths) {
    bytes += Buffer.byteLength(path) + 1;
    if (bytes > BATCH_BYTES && batch.length > 0) {
      yield batch;
      batch = [];
      bytes = Buffer.byteLength(path) + 1;
    }
    batch.push(path);
  }
  if (batch.length > 0) yield batch;
}

/** Paths as git reads them from standard input. */
function lines(paths: readonly RepoPath[]): string {
  return paths.map((path) => `${path}\0`).join('');
}

/** A message may be longer than a command line, and standard input is taken by the paths. */
function withTextFile<T>(text: string, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pystd-'));
  try {
    const file = join(folder, 'message');
    writeFileSync(file, text);
    return use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refusal(answer: Exclude<GitAnswer, { readonly kind: 'done' }>): string {
  return answer.kind === 'missing' ? 'git is not installed.' : `git says: ${answer.message}`;
}

function inWords({ path, filter }: { readonly path: string; readonly filter: string }): string {
  return `${path} passes through the filter "${filter}", which this repository's own git configuration defines; pystd does not run it.`;
}
