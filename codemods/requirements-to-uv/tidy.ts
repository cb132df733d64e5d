import { joinPath, nameOf, topOf, type Place, type RepoPath, type Task } from '#pystd';
import { outputOf } from './outputs.ts';
import { platformOf } from './platforms.ts';
import { projectsOf, type RequirementsProject } from './projects.ts';
import { usesOf, type Use } from './users.ts';

/** Takes away the requirements of uv's projects that say nothing of their own and that nothing uses; tells of the others why they stay. */
export function tidy(task: Task<object>): void {
  for (const project of projectsOf(task)) {
    if (project.state === 'carried') removeCarried(task, project);
    else if (project.state === 'beside') judgeOthers(task, project);
  }
}

function removeCarried(task: Task<object>, project: RequirementsProject): void {
  const { roles, locks, isPipenv, folder, manifest } = project;
  const pipenv = isPipenv ? ['Pipfile', 'Pipfile.lock'].map((name) => joinPath(folder, name)) : [];
  const all = [...new Set<RepoPath>([...[...roles].filter(([, role]) => role !== undefined).map(([path]) => path), ...locks, ...pipenv])].filter((path) => task.repo.files.has(path));
  const going = new Set(all);
  const platform = platformOf(task, folder);
  if (platform !== undefined) for (const path of all.filter((one) => [joinPath(folder, 'requirements.txt'), ...pipenv].includes(one))) going.delete(path);
  const needed = (path: RepoPath): readonly Use[] => usesOf(task, path).filter((use) => use.isNeeded && !going.has(use.path));
  // A file that stays needs the files it includes.
  for (let size = -1; size !== going.size; ) {
    size = going.size;
    for (const path of going) if (needed(path).length > 0) going.delete(path);
  }
  for (const path of going) {
    task.change(placeOf(task, path, manifest), `All of \`${path}\` stands in \`${manifest}\`${locks.includes(path) ? ' and in the pins for `uv.lock`' : ''}, and nothing uses it any more.`, (edit) => edit.delete(path));
    tellProse(task, path);
  }
  for (const path of all) if (!going.has(path)) keep(task, path, manifest, needed(path), platform);
}

/** What is beside a project that is not made of it: outputs of its manager go, others are told. */
function judgeOthers(task: Task<object>, { roles, folder, manifest }: RequirementsProject): void {
  for (const path of roles.keys()) {
    const output = outputOf(task, folder, path);
    if (!output) continue;
    const uses = usesOf(task, path).filter(({ isNeeded }) => isNeeded);
    const platform = nameOf(path) === 'requirements.txt' ? platformOf(task, folder) : undefined;
    if (!output.isMade) task.flag(placeOf(task, path, manifest), `\`${path}\` stands beside a project of its own, and what it is for is not known: ${output.because}. Compare it with \`[project]\`, and remove it if it says nothing new.`);
    else if (uses.length > 0 || platform !== undefined) keep(task, path, manifest, uses, platform);
    else {
      task.change(placeOf(task, path, manifest), `\`${path}\` is the output of \`${output.because}\`, and nothing uses it.`, (edit) => edit.delete(path));
      tellProse(task, path);
    }
  }
}

function keep(task: Task<object>, path: RepoPath, manifest: RepoPath, uses: readonly Use[], platform: string | undefined): void {
  const places = [...new Set(uses.map((use) => use.path))];
  const listed = places.slice(0, 3).map((place) => `\`${place}\``).join(', ');
  const users = places.length === 0 ? [] : [`${listed}${places.length > 3 ? ` and ${places.length - 3} more` : ''} ${places.length === 1 ? 'uses' : 'use'} it`];
  const hosts = platform === undefined ? [] : [`\`${platform}\` tells of a host that may read it by itself`];
  const advice = /\.txt$/.test(path) ? ` It is an output from now on: \`uv export --no-hashes --output-file ${nameOf(path)}\` makes it of uv.lock.` : ' It says the same as `[project]` from now on, which is the one to change.';
  task.flag(placeOf(task, path, manifest), `\`${path}\` stays, since ${[...users, ...hosts].join(', and ')}.${users.length + hosts.length === 0 ? ' Another file that stays includes it.' : advice}`);
  for (const place of places) {
    const own = uses.filter((use) => use.path === place);
    const text = task.repo.files.get(place)?.text ?? '';
    const lines = [...new Set(own.map(({ span }) => text.slice(0, span.start).split('\n').length))];
    const [first] = own;
    if (first) task.flag({ path: place, span: first.span }, `\`${path}\` is used here${lines.length > 1 ? ` (lines ${lines.join(', ')})` : ''} in a way that is not put into uv's words, so that the file stays.`);
  }
}

/** Texts for people that go on naming what is gone. */
function tellProse(task: Task<object>, path: RepoPath): void {
  const seen = new Set<string>();
  for (const use of usesOf(task, path)) {
    if (use.isNeeded || seen.has(use.path) || !/\.(?:md|mdx|rst|markdown)$/i.test(use.path) || task.ownershipOf(use.path) !== 'own') continue;
    seen.add(use.path);
    task.flag({ path: use.path, span: use.span }, `\`${use.path}\` still mentions \`${nameOf(path)}\`: prose is for a person to reword.`);
  }
}

/** Of a file that a tool wrote nobody wants to hear: then the manifest is the place. */
function placeOf(task: Task<object>, path: RepoPath, manifest: RepoPath): Place {
  return topOf(task.ownershipOf(path) === 'own' ? path : manifest);
}
