import { defineCodemod, hasRequirements, requirementsProjects, type Task } from '#pystd';
import { rewriteFiles } from './files.ts';
import { flagPip } from './images.ts';
import { lock } from './lock.ts';
import { flagProject, writeManifest } from './manifest.ts';
import { convertPackages, flagPackages } from './packages.ts';
import { flagOthers, removeRest, tellWhatStays } from './tidy.ts';

export default defineCodemod({
  id: 'requirements-to-uv',
  title: 'Manage projects with uv instead of pip or Pipenv',
  why: `A list of requirements says neither which Python a project is for nor what belongs to its tests, and nothing pins what is installed with it.
\`[project]\` (PEP 621) and \`[dependency-groups]\` (PEP 735) say both in one file that every tool reads, and \`uv.lock\` pins all of it. Versions are asked for
as before, pins included; a requirements file goes only when all it says stands in \`pyproject.toml\` and nothing uses it any more.`,
  links: ['https://docs.astral.sh/uv/guides/migration/pip-to-project/', 'https://peps.python.org/pep-0621/', 'https://peps.python.org/pep-0735/'],
  rules: ['deps/uv-only', 'deps/project-table', 'deps/runtime-deps-declared', 'deps/dev-group', 'deps/lock-in-sync'],
  safety: 'review',
  after: ['poetry-to-uv'],
  options: {},

  applies: (view) => hasRequirements(view),

  run: [flag, convert, lock, tellWhatStays, removeRest],
});

/** What a person has to know is said of the requirements, while they are there. */
function flag(task: Task<object>): void {
  for (const project of requirementsProjects(task)) flagProject(task, project);
  flagOthers(task);
  flagPip(task);
  flagPackages(task);
}

function convert(task: Task<object>): void {
  const projects = requirementsProjects(task);
  const moved = projects.filter((project) => project.state === 'carried' || writeManifest(task, project));
  if (moved.length > 0) rewriteFiles(task, moved);
  convertPackages(task);
}
