import { joinPath, nameOf, topOf, type RepoPath, type Task } from '#pystd';
import { outputOf } from './outputs.ts';
import { projectsOf, type RequirementsProject } from './projects.ts';
import { usesOf, type Use } from './users.ts';

/** Takes away the requirements of uv's projects that say nothing of their own and that nothing uses; tells of the others why they stay. */
export function tidy(task: Task<object>): void {
  for (const project of projectsOf(task)) {
    if (project.state === 'carried') removeCarried(task, project);
    else if (project.state === 'beside') judgeOthers(task, project);
  }
}

function removeCarried(task: Task<object>, { roles, locks, isPipenv, folder, manifest }: RequirementsProject): void {
  const pipenv = isPipenv ? ['Pipfile', 'Pipfile.lock'].map((name) => joinPath(folder, name)) : [];
  const going = new Set<RepoPath>([...[...roles].filter(([, role]) => role !== undefined).map(([path]) => path), ...locks, ...pipenv].filter((path) => task.repo.files.has(path)));
  const needed = new Map([...going].map((path) => [path, usesOf(task, path).filter((use) => use.isNeeded && !going.has(use.path))] as const));
  // A file that stays needs the files it includes.
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const path of going) {
      const uses = usesOf(task, path).filter((use) => use.isNeeded && !going.has(use.path));
      if (uses.length === 0) continue;
      going.delete(path);
      needed.set(path, uses);
      isSettled = false;
    }
  }
  for (const path of going) task.change(topOf(path), `All of \`${path}\` stands in \`${manifest}\`${locks.includes(path) ? ' and in the pins for `uv.lock`' : ''}, and nothing uses it any more.`, (edit) => edit.delete(path));
  for (const [path, uses] of needed) if (!going.has(path)) keep(task, path, uses);
}

/** What is beside a project that is not made of it: outputs of its manager go, others are told. */
function judgeOthers(task: Task<object>, { roles, folder }: RequirementsProject): void {
  for (const path of roles.keys()) {
    const output = outputOf(task, folder, path);
    if (!output) continue;
    const uses = usesOf(task, path).filter(({ isNeeded }) => isNeeded);
    if (!output.isMade) task.flag(topOf(path), `\`${path}\` stands beside a project of its own, and what it is for is not known: ${output.because}. Compare it with \`[project]\`, and remove it if it says nothing new.`);
    else if (uses.length === 0) task.change(topOf(path), `\`${path}\` is the output of \`${output.because}\`, and nothing uses it.`, (edit) => edit.delete(path));
    else keep(task, path, uses);
  }
}

function keep(task: Task<object>, path: RepoPath, uses: readonly Use[]): void {
  const places = [...new Set(uses.map((use) => use.path))];
  const listed = places.slice(0, 3).map((place) => `\`${place}\``).join(', ');
  task.flag(topOf(path), `\`${nameOf(path)}\` stays, since ${listed}${places.length > 3 ? ` and ${places.length - 3} more` : ''} ${places.length === 1 ? 'uses' : 'use'} it. Until that changes, it can be made of uv.lock: \`uv export --no-hashes --output-file ${nameOf(path)}\`.`);
  for (const { path: place, span } of uses) task.flag({ path: place, span }, `This uses \`${path}\` in a way that is not put into uv's words, so that the file stays.`);
}
