import {
  compareLocks, folderOf, hiddenBy, isProblem, joinPath, lockWithPins, nameOf, pinsOfPipfileLock, pinsOfRequirements, printPins, requirementsProjects, readPins, readRequirementsFile, readUvLock, topOf, UV_PINS_FILE,
  type About, type Pin, type RepoPath, type Task,
} from '#pystd';

const LOCK_RULE: About = { rule: 'deps/lock-in-sync' };

/**
 * The steps to `uv.lock`: the versions of compiled files are written down as constraints, uv locks under them, and then they go. What is to be
 * done is read off the files alone.
 */
export function lock(task: Task<object>): void {
  for (const { folder, state, locks } of requirementsProjects(task)) {
    const uvLock = joinPath(folder, 'uv.lock');
    if (state !== 'carried' || task.repo.files.has(uvLock) || task.repo.opaque.has(uvLock)) continue;
    const pins = joinPath(folder, UV_PINS_FILE);
    const found = task.repo.files.has(pins) ? undefined : pinsIn(task, locks);
    if (found && found.length > 0) {
      const names = locks.map((path) => `\`${path}\``).join(', ');
      task.change(topOf(pins), `uv has no lock yet: the ${found.length === 1 ? 'version' : `${found.length} versions`} of ${names} ${found.length === 1 ? 'is' : 'are'} written down as constraints for its first one.`, (edit) => edit.create(pins, printPins(found, { file: UV_PINS_FILE, from: locks.map((path) => nameOf(path)).join(' and ') })), LOCK_RULE);
    } else askForLock(task, folder, task.repo.files.has(pins) ? UV_PINS_FILE : undefined);
  }
  for (const path of task.repo.files.keys()) if (nameOf(path) === UV_PINS_FILE) settle(task, path);
}

function pinsIn(task: Task<object>, locks: readonly RepoPath[]): readonly Pin[] {
  const [first] = locks;
  if (first !== undefined && nameOf(first) === 'Pipfile.lock') {
    const pins = pinsOfPipfileLock(task.repo.files.get(first)?.text ?? '');
    if (!isProblem(pins)) return pins;
    task.flag(topOf(first), `The versions of \`${first}\` are not taken over. ${pins.problem}`, LOCK_RULE);
    return [];
  }
  return pinsOfRequirements(locks.map((path) => readRequirementsFile(task.repo.files.get(path)?.text ?? '')));
}

function askForLock(task: Task<object>, folder: string, constraints: string | undefined): void {
  const uvLock = joinPath(folder, 'uv.lock');
  const run: readonly [string, ...string[]] = constraints === undefined ? ['uv', 'lock'] : lockWithPins(constraints);
  task.flag(topOf(uvLock), `\`${uvLock}\` is missing: run \`${run.join(' ')}\`${folder === '' ? '' : ` in \`${folder}\``}, or \`pystd fix --run-follow-ups\`, and then pystd once more.`, LOCK_RULE);
  const hidden = hiddenBy(task.repo, uvLock);
  if (hidden) task.flag(topOf(uvLock), `git ignores \`${uvLock}\` (\`${hidden.line.text.trim()}\`): it has to be committed.`, LOCK_RULE);
  task.followUp({ run, ...(folder === '' ? {} : { in: folder }), why: constraints === undefined ? 'The project has no `uv.lock` yet.' : 'It makes `uv.lock` with the versions that were locked before. Afterwards pystd compares both, and the pins go.', lock: { constraints } });
}

/** uv has locked: says what moved, and takes the pins away. */
function settle(task: Task<object>, pins: RepoPath): void {
  const folder = folderOf(pins);
  const uvLock = joinPath(folder, 'uv.lock');
  const text = task.repo.files.get(uvLock)?.text;
  if (text === undefined) {
    if (!requirementsProjects(task).some((project) => project.folder === folder && project.state === 'carried')) askForLock(task, folder, UV_PINS_FILE);
    return;
  }
  const after = readUvLock(text);
  if (isProblem(after)) return task.flag(topOf(uvLock), `\`${pins}\` stays until it can be compared with \`${uvLock}\`. ${after.problem}`, LOCK_RULE);
  const known = readPins(task.repo.files.get(pins)?.text ?? '');
  const { moved, added, removed } = compareLocks({ packages: known.map((pin) => ({ ...pin, markers: [], source: { kind: 'index' } })), pins: known, unpinned: [] }, after);
  for (const { name, from, to, because } of moved) task.flag(topOf(uvLock), `\`${name}\` moved from ${from.join(', ')} to ${to.join(', ')}. ${because}`, LOCK_RULE);
  const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  const summary = [moved.length === 0 ? 'No version moved.' : `${moved.length === 1 ? 'One package' : `${moved.length} packages`} moved.`, ...(added.length > 0 ? [`New: ${listed(added)}.`] : []), ...(removed.length > 0 ? [`Not needed any more: ${listed(removed)}.`] : [])];
  task.change(topOf(uvLock), `\`${uvLock}\` has taken over: \`${pins}\` goes. ${summary.join(' ')}`, (edit) => edit.delete(pins), LOCK_RULE);
}
