import { isHistory, nameOf, rewriteByKinds, type RepositoryView, type SourceFile, type Task } from '#pystd';
import { commandLines } from './commands/commands.ts';
import { composeMounts } from './images/compose-mounts.ts';
import { containers } from './images/containers.ts';
import { devcontainers } from './images/devcontainer.ts';
import { ignoreFiles } from './images/ignore-files.ts';
import { imageScripts } from './images/scripts.ts';
import { namesTool } from './mentions/words.ts';
import { messages } from './mentions/messages.ts';
import { flagMentions } from './mentions/mentions.ts';
import { hooks } from './hooks/hooks.ts';
import { installers } from './commands/installers.ts';
import { lockNames } from './references/lock-names.ts';
import { nox } from './commands/nox.ts';
import { ownManifests } from './commands/own-manifests.ts';
import { pipelines } from './pipelines/pipelines.ts';
import { pythonCode } from './references/python-code.ts';
import { pythonCommands } from './commands/python-commands.ts';
import { readTheDocs } from './pipelines/readthedocs.ts';
import { scripts } from './pipelines/scripts.ts';
import { references } from './references/references.ts';
import { namesPoetry, type FileKind, type Surroundings } from './surroundings.ts';
import { tox } from './commands/tox.ts';
import { dependabot } from './updates/dependabot.ts';
import { renovate } from './updates/renovate.ts';
import { commandVariables } from './variables/names.ts';
import { variables } from './variables/places.ts';
import { workflows } from './workflows/workflows.ts';

/**
 * The kinds of files that follow a migration, in the order they look at a file: first those that know its structure, then the commands in
 * it, then whatever is left of Poetry's name.
 */
const KINDS: readonly FileKind[] = [
  containers,
  composeMounts,
  devcontainers,
  ignoreFiles,
  imageScripts,
  workflows,
  pipelines,
  hooks,
  dependabot,
  renovate,
  readTheDocs,
  ownManifests,
  scripts,
  installers,
  tox,
  nox,
  pythonCode,
  pythonCommands,
  references,
  commandLines,
  lockNames,
  messages,
  variables,
  commandVariables,
  { concerns: ({ text }) => namesPoetry(text), rewrite: flagMentions },
];

/** Rewrites everything outside the Poetry tables that has to follow a migration. */
export function rewriteFiles(surroundings: Surroundings): void {
  const { task } = surroundings;
  if (surroundings.projects.some(({ state }) => state === 'poetry')) noteTemplates(task);
  for (const file of task.repo.files.values()) if (mayFollow(file, task)) rewriteByKinds(file, KINDS, surroundings);
}

/** Templates are not edited, since what they make is not seen: the reviewer hears of those that speak of the tool, of a tree of them once. */
function noteTemplates(task: Task<object>): void {
  const trees = new Set<string>();
  for (const { path, text } of task.repo.files.values()) {
    if (!namesPoetry(text) || task.ownershipOf(path) !== 'template' || !text.split('\n').some(namesTool)) continue;
    trees.add(/^(?:.*?\/)?[^/]*\{[{%][^/]*(?=\/)/.exec(path)?.[0] ?? path);
  }
  const shown = [...trees].sort().slice(0, 5).map((tree) => `\`${tree}\``);
  if (shown.length > 0) task.note(`Templates that name Poetry are not edited: ${shown.join(', ')}${trees.size > shown.length ? ` and ${trees.size - shown.length} more` : ''}.`);
}

/** Whether a file is one of the repository's own that may speak of Poetry today: no lock file and no history. */
export function mayFollow({ path }: SourceFile, view: RepositoryView): boolean {
  if (/\.lock$|^poetry\.toml$|^poetry-pins\.txt$/.test(nameOf(path)) || isHistory(path)) return false;
  return view.ownershipOf(path) === 'own';
}
