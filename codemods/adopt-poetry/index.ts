import { defineCodemod, hasRequirements, nameOf, topOf, type RepositoryView, type Task } from '#pystd';
import { rewriteFiles } from './files.ts';
import { lock } from './lock.ts';
import { convertManifest, flagManifest } from './manifest.ts';
import { projectsOf } from './projects.ts';
import { flagRequirements, foundProjects } from './requirements.ts';

/** What a standard or a repository may set for this codemod. */
interface Options {
  /** Whether projects that live by requirements files or a Pipfile take up Poetry as well. */
  requirements: boolean;
}

export default defineCodemod<Options>({
  id: 'adopt-poetry',
  title: 'Manage projects with Poetry 2',
  why: `Poetry resolves, locks and packages in one tool. Its second version reads \`[project]\` (PEP 621), so that table keeps every byte, and the same
versions, markers, extras and indexes are asked for as before. Dependency groups move to \`[tool.poetry.group]\`: every Poetry 2 reads them there,
while \`[dependency-groups]\` means nothing to those before 2.2, which would silently leave the development tools out. The versions of \`uv.lock\` are
handed to Poetry, which keeps them where they fit; \`uv.lock\` goes once \`poetry.lock\` is there. Poetry holds dependencies to the Python they are
made for, also from above, which uv does not: so it locks for Python below 4. What has no equal in Poetry leaves the project as it is.
Requirements files and Pipfiles become such a project too; a file goes when all it says stands in the manifest and nothing uses it any more.`,
  links: ['https://python-poetry.org/docs/pyproject/', 'https://python-poetry.org/docs/managing-dependencies/', 'https://peps.python.org/pep-0621/'],
  rules: ['deps/poetry-managed', 'deps/build-backend'],
  safety: 'review',
  after: ['gitignore-hygiene'],
  against: ['poetry-to-uv', 'requirements-to-uv'],
  options: { requirements: true },

  applies: (view) => hasOtherManifest(view) || hasRequirements(view),

  run: [flag, convert, lock],
});

/** Whether any manifest may be of another manager, or still has a lock of one. */
function hasOtherManifest({ repo }: RepositoryView): boolean {
  return [...repo.files.values()].some(({ path, text }) => (nameOf(path) === 'pyproject.toml' && /^\s*\[(project|tool\.uv)\b/m.test(text) && !/^\s*\[tool\.poetry\b/m.test(text)) || nameOf(path) === 'uv.lock');
}

/** What a person has to know is said of the tables of uv, while they are there. */
function flag(task: Task<Options>): void {
  if (task.options.requirements) flagRequirements(task);
  const { conversions, left } = projectsOf(task);
  for (const { path, because } of left) task.flag(topOf(path), `This manifest names uv and is left alone, since ${because}.`);
  for (const conversion of conversions) flagManifest(task, conversion);
}

function convert(task: Task<Options>): void {
  if (task.options.requirements) foundProjects(task);
  for (const conversion of projectsOf(task).conversions) convertManifest(task, conversion);
  rewriteFiles(task);
}
