import {
  compareLocks, folderOf, foldersAbove, hiddenBy, isProblem, joinPath, LOCK_WITH_PINS, nameOf, originOf, PINS_FILE, pinsOf, printPins, readPins, readPoetryLock, readUvLock, topOf, unservedBy,
  type About, type LockDrift, type LockPins, type Place, type PoetryLock, type RepoPath, type RepositoryView, type Task, type UvLockedPackage,
} from '#pystd';
import { projectsOf } from './facts.ts';
import { userOfLock } from './users.ts';

/** The rule about lock files. */
const LOCK_RULE: About = { rule: 'deps/lock-in-sync' };

/** The files that decide how far a project's lock is, by what they are today. */
interface LockFiles {
  readonly folder: string;
  readonly manifest: RepoPath;
  readonly poetryLock: RepoPath;
  readonly pins: RepoPath;
  readonly uvLock: RepoPath;
}

/** Looks after the lock of every project that is uv's by now: by its settings, its lock, or because it has just become so. */
export function lock(task: Task<object>): void {
  const { conversions, left } = projectsOf(task);
  // A build backend of Poetry's keeps a few of its tables; the dependencies are what uv locks.
  const isStillPoetry = /^\s*\[tool\.poetry\.(?:dependencies|dev-dependencies|group)\b/m;
  const waiting = conversions.filter(({ isRefused, manifest }) => isRefused || isStillPoetry.test(manifest.file.text) || !/^\s*\[project\]/m.test(manifest.file.text));
  const others = new Set<string>([...waiting.map(({ manifest }) => manifest.path), ...left.map(({ path }) => path)]);
  for (const [path, { text }] of task.repo.files) {
    if (nameOf(path) !== 'pyproject.toml' || others.has(path) || task.ownershipOf(path) !== 'own') continue;
    const files = lockFiles(task, folderOf(path));
    const isUvs = /^\s*\[+tool\.uv\b/m.test(text) || [files.uvLock, files.pins].some((one) => task.repo.files.has(one)) || isFreshlyConverted(task, files);
    if (isUvs) lockSteps(task, files.folder, LOCK_RULE);
  }
}

/** Whether any folder has a lock of Poetry's, or what is left of one, beside a manifest. */
export function hasPoetryLocks(view: RepositoryView): boolean {
  return [...view.repo.files.keys()].some((path) => nameOf(path) === 'pyproject.toml' && hasPoetryLock(view, folderOf(path)));
}

/** Whether a project has a lock of Poetry's, or what is left of one. */
export function hasPoetryLock({ repo }: Pick<RepositoryView, 'repo'>, folder: string): boolean {
  const { poetryLock, pins } = lockFiles({ repo }, folder);
  return [poetryLock, pins].some((path) => repo.files.has(path) || repo.opaque.has(path));
}

/**
 * The steps from `poetry.lock` to `uv.lock`, for a project whose manifest is uv's by now. What is to be done is read off the files alone, so
 * that it does not matter who runs uv in between: first the pins, then (uv's part) the lock, then what moved, and Poetry's files go.
 */
export function lockSteps(task: Task<object>, folder: string, about?: About): void {
  const files = lockFiles(task, folder);
  const there = (path: RepoPath): boolean => task.repo.files.has(path) || task.repo.opaque.has(path);
  if (there(files.uvLock) && hasPoetryLock(task, folder)) settle(task, files, about);
  else if (hasPoetryLock(task, folder)) prepare(task, files, about);
  else if (!there(files.uvLock) && isFreshlyConverted(task, files)) startAnew(task, files, about);
}

function lockFiles({ repo }: Pick<RepositoryView, 'repo'>, folder: string): LockFiles {
  const own = joinPath(folder, 'uv.lock');
  // The members of a workspace share the lock of its top.
  const isTop = (above: string): boolean => /^\s*\[tool\.uv\.workspace\]/m.test(repo.files.get(joinPath(above, 'pyproject.toml'))?.text ?? '');
  const top = repo.files.has(own) || folder === '' ? undefined : foldersAbove(folder).find(isTop);
  return {
    folder,
    manifest: joinPath(folder, 'pyproject.toml'),
    poetryLock: joinPath(folder, 'poetry.lock'),
    pins: joinPath(folder, PINS_FILE),
    uvLock: top === undefined ? own : joinPath(top, 'uv.lock'),
  };
}

/** Whether this very run made a Poetry manifest into what it is. */
function isFreshlyConverted({ repo }: RepositoryView, { manifest }: LockFiles): boolean {
  const file = repo.files.get(manifest);
  return file !== undefined && /^\s*\[tool\.poetry\b/m.test(originOf(file, { start: 0, end: 0 }).file.text);
}

/** No lock of Poetry's is in sight. */
function startAnew(task: Task<object>, files: LockFiles, about: About | undefined): void {
  const hidden = hiddenBy(task.repo, files.poetryLock);
  if (hidden) task.flag(topOf(files.uvLock), `git ignores \`${files.poetryLock}\` (\`${hidden.line.text.trim()}\`), so its versions, if it exists, are not taken over: uv will lock the newest ones.`, about);
  askForLock(task, files, undefined, about);
}

/** Writes the pins down, says what they cannot hold, and asks for uv. */
function prepare(task: Task<object>, files: LockFiles, about: About | undefined): void {
  const { repo } = task;
  const lock = poetryLockOf(task, files);
  if (lock && 'problem' in lock) task.flag(topOf(files.uvLock), `The versions of \`${files.poetryLock}\` are not taken over. ${lock.problem}`, about);
  const known = lock && !('problem' in lock) ? lock : undefined;
  const pins = known && fitting(task, files, known);
  if (known && pins) tellLimits(task, files, known, pins, about);
  if (repo.files.has(files.pins)) return askForLock(task, files, PINS_FILE, about);
  if (!pins || pins.pins.length === 0) return askForLock(task, files, undefined, about);
  const number = pins.pins.length;
  const message = `uv has no lock yet: ${number === 1 ? 'the version' : `the ${number} versions`} of \`${files.poetryLock}\` ${number === 1 ? 'is' : 'are'} written down as constraints for its first one.`;
  task.change(topOf(files.pins), message, (edit) => edit.create(files.pins, printPins(pins.pins)), about);
}

/** The lock as data, or why it is none; `undefined` when only the pins are left of it. */
function poetryLockOf({ repo }: RepositoryView, { poetryLock }: LockFiles): PoetryLock | { readonly problem: string } | undefined {
  const file = repo.files.get(poetryLock);
  if (file) return readPoetryLock(file.text);
  const opaque = repo.opaque.get(poetryLock);
  return opaque && { problem: `It cannot be read: ${opaque.because}.` };
}

/** The pins, without those that the manifest itself contradicts: with them nothing could be resolved. */
function fitting({ repo }: RepositoryView, { manifest }: LockFiles, lock: PoetryLock): LockPins {
  const { pins, unpinned } = pinsOf(lock);
  const unserved = new Map(unservedBy(repo.files.get(manifest)?.text ?? '', lock.packages).map((one) => [one.name, one]));
  const contradicted = [...unserved.values()].filter(({ versions }) => versions.length > 0);
  return {
    pins: pins.filter(({ name }) => !unserved.has(name)),
    unpinned: [
      ...unpinned.filter(({ name }) => !unserved.has(name)),
      ...contradicted.map(({ name, specifiers, versions }) => ({ name, versions, because: `The manifest asks for \`${specifiers}\`: the lock is older than the manifest.` })),
    ],
  };
}

function tellLimits(task: Task<object>, files: LockFiles, lock: PoetryLock, { unpinned }: LockPins, about: About | undefined): void {
  const at = topOf(files.uvLock);
  const missing = unservedBy(task.repo.files.get(files.manifest)?.text ?? '', lock.packages).filter(({ versions }) => versions.length === 0).map(({ name }) => `\`${name}\``);
  if (missing.length > 0) task.flag(at, `\`${files.poetryLock}\` is older than the manifest: it does not have ${missing.join(', ')}.`, about);
  for (const { name, versions, because } of unpinned) task.flag(at, `\`${name}\` (${versions.join(', ')} in \`${files.poetryLock}\`) is not pinned, so that uv may lock another version. ${because}`, about);
  const manifest = task.repo.files.get(files.manifest)?.text ?? '';
  for (const { name, source } of lock.packages) {
    if (source.kind !== 'git' || source.commit === undefined || source.commit === source.reference || manifest.includes(source.commit)) continue;
    task.flag(at, `\`${name}\` comes from git (\`${source.reference ?? 'HEAD'}\`), and uv will lock the commit of today. To keep the one of \`${files.poetryLock}\`, give its source \`rev = "${source.commit}"\`.`, about);
  }
}

function askForLock(task: Task<object>, files: LockFiles, constraints: string | undefined, about: About | undefined): void {
  const run: readonly [string, ...string[]] = constraints === undefined ? ['uv', 'lock'] : LOCK_WITH_PINS;
  const hidden = hiddenBy(task.repo, files.uvLock);
  const place = files.folder === '' ? '' : ` in \`${files.folder}\``;
  const wanted = task.repo.files.has(files.uvLock) ? 'has to follow the manifest' : 'is missing';
  task.flag(topOf(files.uvLock), `\`${files.uvLock}\` ${wanted}: run \`${run.join(' ')}\`${place}, or \`pystd fix --run-follow-ups\`, and then pystd once more.`, about);
  if (hidden) task.flag(topOf(files.uvLock), `git ignores \`${files.uvLock}\` (\`${hidden.line.text.trim()}\`): it has to be committed.`, about);
  const why = constraints === undefined ? 'The project has no `uv.lock` yet.' : 'It makes `uv.lock` with the versions of `poetry.lock`. Afterwards pystd compares both, and the files of Poetry go.';
  task.followUp({ run, ...(files.folder === '' ? {} : { in: files.folder }), why, lock: { constraints } });
}

/** Compares the two locks, says what moved, and takes Poetry's files away. */
function settle(task: Task<object>, files: LockFiles, about: About | undefined): void {
  const text = task.repo.files.get(files.uvLock)?.text;
  const after = text === undefined ? { problem: `It cannot be read: ${task.repo.opaque.get(files.uvLock)?.because ?? 'not there'}.` } : readUvLock(text);
  if (isProblem(after)) return task.flag(topOf(files.uvLock), `\`${files.poetryLock}\` stays until it can be compared with \`${files.uvLock}\`. ${after.problem}`, about);
  const unserved = unservedBy(task.repo.files.get(files.manifest)?.text ?? '', after).map(({ name }) => `\`${name}\``);
  if (unserved.length > 0) {
    task.flag(topOf(files.uvLock), `\`${files.uvLock}\` is older than the manifest: it has no version that fits of ${unserved.join(', ')}.`, about);
    return prepare(task, files, about);
  }
  const drift = driftOf(task, files, after);
  const user = task.repo.files.has(files.poetryLock) ? userOfLock(task, files.folder) : undefined;
  if (user) task.flag(user.at, `\`${files.poetryLock}\` stays beside \`${files.uvLock}\`, since ${user.what} still needs it: move that to uv, and take the lock away with it.`, about);
  const gone = [files.poetryLock, files.pins].filter((path) => task.repo.files.has(path) && (user === undefined || path !== files.poetryLock));
  const stuck = task.repo.opaque.get(files.poetryLock);
  if (stuck) task.flag(topOf(files.uvLock), `\`${files.poetryLock}\` is not needed any more, but pystd cannot read it (${stuck.because}) and leaves it: compare and remove it by hand.`, about);
  if (gone.length === 0) return;
  const change = (at: Place, message: string): void => task.change(at, message, (edit) => gone.forEach((path) => edit.delete(path)), about);
  for (const { name, from, to, because } of drift?.moved ?? []) change(placeOf(files.uvLock, text ?? '', name), `\`${name}\` ${movement(from, to)}. ${because}`);
  change(topOf(files.uvLock), `\`${files.uvLock}\` has taken over: ${gone.map((path) => `\`${path}\``).join(' and ')} ${gone.length === 1 ? 'goes' : 'go'}. ${summary(drift)}`);
}

function driftOf(task: Task<object>, files: LockFiles, after: readonly UvLockedPackage[]): LockDrift | undefined {
  const lock = poetryLockOf(task, files);
  const text = task.repo.files.get(files.pins)?.text;
  const pins = text === undefined ? undefined : readPins(text);
  if (lock && !('problem' in lock)) {
    const made = fitting(task, files, lock);
    return compareLocks({ packages: lock.packages, pins: pins ?? [], unpinned: made.unpinned }, after);
  }
  return pins && compareLocks({ packages: pins.map((pin) => ({ ...pin, markers: [], source: { kind: 'index' } })), pins, unpinned: [] }, after);
}

function movement(from: readonly string[], to: readonly string[]): string {
  const kept = to.filter((version) => from.includes(version));
  const fresh = to.filter((version) => !from.includes(version));
  return kept.length > 0 ? `is locked at ${fresh.join(', ')} besides ${kept.join(', ')}` : `moved from ${from.join(', ')} to ${to.join(', ')}`;
}

function summary(drift: LockDrift | undefined): string {
  if (!drift) return 'What was locked before could not be read, so nothing was compared.';
  const { moved, added, removed } = drift;
  const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  return [
    moved.length === 0 ? 'No version moved.' : `${moved.length === 1 ? 'One package' : `${moved.length} packages`} moved.`,
    ...(added.length > 0 ? [`New: ${listed(added)}.`] : []),
    ...(removed.length > 0 ? [`Not needed any more: ${listed(removed)}.`] : []),
  ].join(' ');
}

/** Where `uv.lock` says what it locked of a package. */
function placeOf(path: RepoPath, text: string, name: string): Place {
  const found = new RegExp(`^\\[\\[package\\]\\]\\r?\\n(name = "${name}")`, 'm').exec(text);
  if (!found?.[1]) return topOf(path);
  const end = found.index + found[0].length;
  return { path, span: { start: end - found[1].length, end } };
}
