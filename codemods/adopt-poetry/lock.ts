import {
  hiddenBy, isProblem, isSeedLock, joinPath, lockMovement, originOf, readPoetryLock, readUvLock, seedLock, topOf, unservedBy,
  type RepoPath, type RepositoryView, type Task, type UvLockedPackage,
} from '#pystd';
import { projectsOf } from './projects.ts';

/** The files that decide how far a project's lock is, by what they are today. */
export interface LockFiles {
  readonly folder: string;
  readonly manifest: RepoPath;
  readonly poetryLock: RepoPath;
  readonly uvLock: RepoPath;
}

const RUN = ['poetry', 'lock'] as const;
const STANDING = { seed: 'is not finished', none: 'is missing', old: 'is of another time' } as const;

/**
 * The steps from `uv.lock` to `poetry.lock`, for every project that is Poetry's by now. What is to be done is read off the files alone: first a
 * `poetry.lock` with the versions of uv, then (Poetry's part) the whole one, then what moved, and `uv.lock` goes.
 */
export function lock(task: Task<object>): void {
  for (const { folder, state } of projectsOf(task).adopted) {
    if (state !== 'poetry') continue;
    const files = lockFilesOf(folder);
    const hasUvLock = isThere(task, files.uvLock);
    const poetryLock = task.repo.files.get(files.poetryLock)?.text;
    if (poetryLock !== undefined && isSeedLock(poetryLock)) askForLock(task, files, 'seed');
    else if (isThere(task, files.poetryLock)) {
      // A lock of Poetry's from before the project was uv's.
      if (isFreshlyConverted(task, files)) askForLock(task, files, 'old');
      else if (hasUvLock) settle(task, files);
    }
    else if (hasUvLock) prepare(task, files);
    else if (isFreshlyConverted(task, files)) askForLock(task, files, 'none');
  }
}

/** The files of a project's folder. */
export function lockFilesOf(folder: string): LockFiles {
  return { folder, manifest: joinPath(folder, 'pyproject.toml'), poetryLock: joinPath(folder, 'poetry.lock'), uvLock: joinPath(folder, 'uv.lock') };
}

function isThere({ repo }: RepositoryView, path: RepoPath): boolean {
  return repo.files.has(path) || repo.opaque.has(path);
}

/** Whether this very run made the manifest Poetry's. */
function isFreshlyConverted({ repo }: RepositoryView, { manifest }: LockFiles): boolean {
  const file = repo.files.get(manifest);
  return file !== undefined && !/^\s*\[+tool\.poetry\b/m.test(originOf(file, { start: 0, end: 0 }).file.text);
}

/** Writes the versions down for Poetry to start from. */
function prepare(task: Task<object>, files: LockFiles): void {
  const before = uvPackages(task, files);
  if ('problem' in before) {
    task.flag(topOf(files.poetryLock), `The versions of \`${files.uvLock}\` are not taken over, so that Poetry will lock the newest ones. ${before.problem}`);
    return askForLock(task, files, 'none');
  }
  const number = before.filter(({ source }) => source === 'registry').length;
  const elsewhere = before.filter(({ source }) => source === 'git').map(({ name }) => `\`${name}\``);
  if (elsewhere.length > 0) task.flag(topOf(files.poetryLock), `${elsewhere.join(', ')} ${elsewhere.length === 1 ? 'comes' : 'come'} from git, and Poetry will lock the commit of today: give \`rev\` to keep the one of \`${files.uvLock}\`.`);
  const message = `Poetry has no lock yet: the ${number} versions of \`${files.uvLock}\` are written down for its first one, which keeps them where they fit.`;
  task.change(topOf(files.poetryLock), message, (edit) => edit.create(files.poetryLock, seedLock(before)));
}

function uvPackages({ repo }: RepositoryView, { uvLock }: LockFiles): readonly UvLockedPackage[] | { readonly problem: string } {
  const text = repo.files.get(uvLock)?.text;
  return text === undefined ? { problem: `It cannot be read: ${repo.opaque.get(uvLock)?.because ?? 'not there'}.` } : readUvLock(text);
}

/** Asks for `poetry lock`. */
export function askForLock(task: Task<object>, { folder, poetryLock, uvLock }: LockFiles, standing: 'seed' | 'none' | 'old'): void {
  const hidden = hiddenBy(task.repo, poetryLock);
  const place = folder === '' ? '' : ` in \`${folder}\``;
  task.flag(topOf(poetryLock), `\`${poetryLock}\` ${STANDING[standing]}: run \`${RUN.join(' ')}\`${place}, or \`pystd fix --run-follow-ups\`, and then pystd once more.`);
  if (hidden) task.flag(topOf(poetryLock), `git ignores \`${poetryLock}\` (\`${hidden.line.text.trim()}\`): it has to be committed.`);
  const why = standing === 'seed' && !isThere(task, uvLock) ? 'It makes `poetry.lock` with the versions that were locked before as far as they fit.' : standing === 'seed' ? 'It makes `poetry.lock` with the versions of `uv.lock` as far as they fit. Afterwards pystd compares both, and `uv.lock` goes.' : standing === 'old' ? '`poetry.lock` has to follow the manifest.' : 'The project has no `poetry.lock` yet.';
  task.followUp({ run: RUN, ...(folder === '' ? {} : { in: folder }), why, lock: { by: 'poetry' } });
}

/** Files that build or run something and name the lock of uv, outside of comments. */
function needingUvLock(task: Task<object>): readonly RepoPath[] {
  const files = [...task.repo.files.values()].filter(({ path }) => /(?:^|[._/-])(?:Dockerfile|Containerfile|Makefile|justfile)(?:[._-][^/]*)?$|\.(?:ya?ml|sh|dockerfile|mk)$/i.test(path) && task.ownershipOf(path) === 'own');
  return files.filter(({ text }) => /^(?!\s*#).*(?<![\w-])uv\.lock\b/m.test(text)).map(({ path }) => path);
}

/** Compares the two locks, says what moved, and takes that of uv away. */
function settle(task: Task<object>, files: LockFiles): void {
  // Poetry marks its lock as generated, where nothing is said of it.
  const at = topOf(files.uvLock);
  const text = task.repo.files.get(files.poetryLock)?.text;
  const after = text === undefined ? { problem: `It cannot be read: ${task.repo.opaque.get(files.poetryLock)?.because ?? 'not there'}.` } : readPoetryLock(text);
  if (isProblem(after)) return task.flag(at, `\`${files.uvLock}\` stays until it can be compared with \`${files.poetryLock}\`. ${after.problem}`);
  const unserved = unservedBy(task.repo.files.get(files.manifest)?.text ?? '', after.packages).map(({ name }) => `\`${name}\``);
  if (unserved.length > 0) {
    task.flag(at, `\`${files.poetryLock}\` is older than the manifest: it has no version that fits of ${unserved.join(', ')}.`);
    task.followUp({ run: RUN, ...(files.folder === '' ? {} : { in: files.folder }), why: '`poetry.lock` has to follow the manifest.', lock: { by: 'poetry' } });
    return;
  }
  const needing = needingUvLock(task);
  if (needing.length > 0) return task.flag(at, `\`${files.uvLock}\` stays as long as ${needing.slice(0, 3).map((path) => `\`${path}\``).join(', ')}${needing.length > 3 ? ` and ${needing.length - 3} more` : ''} ${needing.length > 1 ? 'name' : 'names'} \`uv.lock\`: what is built there would not build without it.`);
  const before = uvPackages(task, files);
  if (!task.repo.files.has(files.uvLock)) return task.flag(topOf(files.uvLock), `\`${files.uvLock}\` is not needed any more, but pystd cannot read it: compare and remove it by hand.`);
  const change = (message: string): void => task.change(at, message, (edit) => edit.delete(files.uvLock));
  if ('problem' in before) return change(`\`${files.poetryLock}\` has taken over: \`${files.uvLock}\` goes. What was locked before could not be read, so nothing was compared.`);
  const { moved, added, removed } = lockMovement(before, after);
  for (const { name, from, to } of moved) change(`\`${name}\` moved from ${from.join(', ')} to ${to.join(', ')}: Poetry found that the version does not fit everywhere the project allows, or it is not to be had any more.`);
  const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  const summary = [
    moved.length === 0 ? 'No version moved.' : `${moved.length === 1 ? 'One package' : `${moved.length} packages`} moved.`,
    ...(added.length > 0 ? [`New: ${listed(added)}.`] : []),
    ...(removed.length > 0 ? [`Not needed any more: ${listed(removed)}.`] : []),
  ];
  change(`\`${files.poetryLock}\` has taken over: \`${files.uvLock}\` goes. ${summary.join(' ')}`);
}
