import { fatesOfRequirements, nameOf, platformReading, requirementsProjects, topOf, usesOfRequirements, type Place, type RepoPath, type RequirementsProject, type Task, type RequirementsUse } from '#pystd';
import { outputOf } from './outputs.ts';

/** A file whose contents stand in `pyproject.toml` or `uv.lock`, and what becomes of it. */
interface Fate {
  readonly path: RepoPath;
  readonly manifest: RepoPath;
  /** Why it may go, as a sentence. */
  readonly because: string;
  /** What still needs it; it goes when nothing does. */
  readonly uses: readonly RequirementsUse[];
  /** A file that tells of a host which reads it by itself. */
  readonly platform: string | undefined;
  /** It stays for a file that includes it and stays. */
  readonly isIncluded: boolean;
}

/** Tells of the files that stay why they do, and of texts for people that name what goes. A step of its own: afterwards nobody knows what they were. */
export function tellWhatStays(task: Task<object>): void {
  for (const fate of fatesOf(task)) if (isNeeded(fate)) keep(task, fate);
  for (const fate of fatesOf(task)) if (!isNeeded(fate)) tellProse(task, fate.path);
}

/** Takes away the files of uv's projects that say nothing of their own and that nothing uses. */
export function removeRest(task: Task<object>): void {
  for (const fate of fatesOf(task)) {
    if (!isNeeded(fate)) task.change(placeOf(task, fate.path, fate.manifest), `${fate.because}, and nothing uses it any more.`, (edit) => edit.delete(fate.path));
  }
}

/** More files than these are told of in one finding. */
const MOST_TOLD = 3;

/** Says of requirements beside a project what nobody can tell. */
export function flagOthers(task: Task<object>): void {
  for (const { state, roles, folder, manifest } of requirementsProjects(task)) {
    if (state !== 'beside') continue;
    const others = [...roles.keys()].flatMap((path) => {
      const output = outputOf(task, folder, path);
      return output && !output.isMade ? [{ path, because: output.because }] : [];
    });
    const [first] = others;
    if (first && others.length > MOST_TOLD) {
      const listed = others.map(({ path }) => `\`${path}\``).join(', ');
      task.flag(placeOf(task, first.path, manifest), `${others.length} files of requirements stand beside a project of its own, and what they are for is not known: ${listed}. Compare them with \`[project]\`, make what they add groups or extras of it, and remove them.`);
    } else for (const { path, because } of others) task.flag(placeOf(task, path, manifest), `\`${path}\` stands beside a project of its own, and what it is for is not known: ${because}. Compare it with \`[project]\`, and remove it if it says nothing new.`);
  }
}

function isNeeded({ uses, platform, isIncluded }: Fate): boolean {
  return uses.length > 0 || platform !== undefined || isIncluded;
}

function fatesOf(task: Task<object>): readonly Fate[] {
  return requirementsProjects(task).flatMap((project) => (project.state === 'carried' ? carried(task, project) : project.state === 'beside' ? outputs(task, project) : []));
}

function carried(task: Task<object>, project: RequirementsProject): readonly Fate[] {
  const { manifest } = project;
  return fatesOfRequirements(task, project).map((fate) => ({ ...fate, manifest, because: `All of \`${fate.path}\` stands in \`${manifest}\`${fate.isLock ? ' and in the pins for `uv.lock`' : ''}` }));
}

/** What the manager of a project made of it. */
function outputs(task: Task<object>, { roles, folder, manifest }: RequirementsProject): readonly Fate[] {
  return [...roles.keys()].flatMap((path): Fate[] => {
    const output = outputOf(task, folder, path);
    if (!output?.isMade) return [];
    const platform = nameOf(path) === 'requirements.txt' ? platformReading(task, folder) : undefined;
    return [{ path, manifest, platform, because: `\`${path}\` is the output of \`${output.because}\``, uses: usesOfRequirements(task, path).filter((use) => use.isNeeded), isIncluded: false }];
  });
}

function keep(task: Task<object>, { path, manifest, uses, platform }: Fate): void {
  const places = [...new Set(uses.map((use) => use.path))];
  const listed = places.slice(0, 3).map((place) => `\`${place}\``).join(', ');
  const reasons = [
    ...(places.length === 0 ? [] : [`${listed}${places.length > 3 ? ` and ${places.length - 3} more` : ''} ${places.length === 1 ? 'uses' : 'use'} it`]),
    ...(platform === undefined ? [] : [`\`${platform}\` tells of a host that may read it by itself`]),
  ];
  const advice = /\.txt$/.test(path) ? `It is an output from now on: \`uv export --no-hashes --output-file ${nameOf(path)}\` makes it of uv.lock.` : 'It says the same as `[project]` from now on, which is the one to change.';
  task.flag(placeOf(task, path, manifest), `\`${path}\` stays, since ${reasons.length === 0 ? 'a file that stays includes it' : reasons.join(', and ')}. ${advice}`);
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
  for (const use of usesOfRequirements(task, path)) {
    if (use.isNeeded || seen.has(use.path) || !/\.(?:md|mdx|rst|markdown)$/i.test(use.path) || task.ownershipOf(use.path) !== 'own') continue;
    seen.add(use.path);
    task.flag({ path: use.path, span: use.span }, `\`${use.path}\` still mentions \`${nameOf(path)}\`, which goes: prose is for a person to reword.`);
  }
}

/** Of a file that a tool wrote nobody wants to hear: then the manifest is the place. */
function placeOf(task: Task<object>, path: RepoPath, manifest: RepoPath): Place {
  return topOf(task.ownershipOf(path) === 'own' ? path : manifest);
}
