import { defineCodemod, nameOf, topOf, type RepositoryView, type Task } from '#pystd';
import { projectsOf, wasPoetrys } from './projects/facts.ts';
import { rewriteFiles } from './files.ts';
import { flagLeftovers, hasLeftovers } from './projects/leftovers.ts';
import { flagLocalFiles } from './projects/local-files.ts';
import { hasPoetryLocks, lock } from './projects/lock.ts';
import { isSpokenOf } from './projects/manifests.ts';
import { flagStrangers } from './pipelines/strangers.ts';
import { convertManifest, flagManifest } from './projects/pyproject.ts';
import { flagSettings, noteSettings, removeSettings } from './projects/poetry-toml.ts';
import { surroundingsOf } from './surroundings.ts';

export default defineCodemod({
  id: 'poetry-to-uv',
  title: 'Manage projects with uv instead of Poetry',
  why: `uv reads the standard tables \`[project]\` (PEP 621) and \`[dependency-groups]\` (PEP 735), which every tool knows, locks for all platforms
at once, and installs in a fraction of the time. The same versions, markers, groups, extras and indexes are asked for as before: each dependency is
compared with what Poetry took it for before anything is written, and a project with something that has no equal in uv stays as it is.`,
  links: ['https://docs.astral.sh/uv/', 'https://peps.python.org/pep-0621/', 'https://peps.python.org/pep-0735/'],
  rules: ['deps/uv-only', 'deps/project-table', 'deps/runtime-deps-declared', 'deps/dev-group', 'deps/lock-in-sync'],
  safety: 'review',
  against: ['adopt-poetry'],
  options: {},

  applies: (view) => hasPoetryProjects(view) || hasLeftovers(view),

  run: [flag, convert, lock],
});

/** What a person has to know is said of the Poetry tables, while they are there. */
function flag(task: Task<object>): void {
  const { conversions, left } = projectsOf(task);
  for (const { path, because } of left) task.flag(topOf(path), `This manifest names Poetry and is left alone, since ${because}.`);
  for (const conversion of conversions) {
    flagManifest(task, conversion);
    flagSettings(task, conversion);
    flagLocalFiles(task, conversion);
  }
  flagWorkspace(task);
  if (conversions.some(({ isRefused }) => !isRefused)) flagStrangers(task, surroundingsOf(task, projectsOf(task).migrated));
}

/** Poetry knows no workspaces, so that projects that belong together each have a lock of their own. */
function flagWorkspace(task: Task<object>): void {
  const { conversions, neighbourhood } = projectsOf(task);
  const moving = neighbourhood.dependents.filter((manifest) => conversions.some((one) => one.manifest === manifest && !one.isRefused));
  const [first, ...others] = moving;
  if (!first) return;
  const names = moving.map(({ folder }) => `\`${folder || '.'}\``).join(', ');
  task.flag(topOf(first.path), `${names} ${others.length > 0 ? 'depend' : 'depends'} on other projects of this repository by path, each with a lock of its own. A workspace of uv (\`[tool.uv.workspace]\`) would lock them together, if one set of versions is to serve all.`);
}

function convert(task: Task<object>): void {
  for (const conversion of projectsOf(task).conversions) {
    if (convertManifest(task, conversion)) noteSettings(task, conversion);
  }
  // What still reads the settings is known when all files have followed.
  for (const { folder, state } of projectsOf(task).migrated) if (state === 'uv') removeSettings(task, folder);
  const surroundings = surroundingsOf(task, projectsOf(task).migrated);
  if (hasPoetryProjects(task)) rewriteFiles(surroundings);
  else flagLeftovers(task, surroundings);
}

/** Whether anything says that projects are Poetry's, or were before this run: a manifest or a lock. */
function hasPoetryProjects(view: RepositoryView): boolean {
  return [...view.repo.files.values()].some((file) => nameOf(file.path) === 'pyproject.toml' && (isSpokenOf(file) || wasPoetrys(file))) || hasPoetryLocks(view);
}
