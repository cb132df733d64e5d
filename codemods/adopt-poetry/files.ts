import { isHistory, nameOf, projectLookup, rewriteByKinds, type RepositoryView, type SourceFile, type Task } from '#pystd';
import { commandLines } from './commands.ts';
import { containers, staysWithUv } from './containers.ts';
import { hooks } from './hooks.ts';
import { lockNames } from './lock-names.ts';
import { flagMentions } from './mentions.ts';
import { projectsOf, speaksOfUv } from './projects.ts';
import { likeness, type FileKind, type Surroundings } from './surroundings.ts';
import { updates } from './updates.ts';
import { workflows } from './workflows.ts';

/**
 * The kinds of files that follow, in the order they look at a file: first those that know its structure, then the commands in it, then whatever
 * is left of uv's name.
 */
const KINDS: readonly FileKind[] = [
  containers,
  workflows,
  updates,
  hooks,
  commandLines,
  lockNames,
  { concerns: ({ text }) => speaksOfUv(text) || /dependency[-_]groups|pep621/.test(text), rewrite: flagMentions },
];

/** Rewrites everything outside the manifests that has to follow. */
export function rewriteFiles(task: Task<object>): void {
  const { adopted } = projectsOf(task);
  if (adopted.every(({ state }) => state === 'kept')) return;
  const files = [...task.repo.files.values()].filter((file) => mayFollow(file, task));
  const known: Surroundings = { task, projects: adopted, keptImages: [], ...projectLookup(task.repo, adopted, likeness) };
  const surroundings: Surroundings = { ...known, keptImages: files.filter((file) => containers.concerns(file) && staysWithUv(file, known)) };
  for (const file of files) rewriteByKinds(file, KINDS, surroundings);
}

/** Whether a file is one of the repository's own that may speak of uv today: no manifest, no lock file and no history. */
function mayFollow({ path, text }: SourceFile, view: RepositoryView): boolean {
  const isManifest = nameOf(path) === 'pyproject.toml' && !/^\s*\[tool\.(poe|taskipy|pdm|tox|hatch)\b/m.test(text);
  if (isManifest || /\.lock$|^(poetry|uv)\.toml$/.test(nameOf(path)) || isHistory(path) || /\.(py|pyi|ipynb)$/.test(path)) return false;
  return view.ownershipOf(path) === 'own';
}
