import { callsPoetry, commandSitesIn, rewriteFile, type RepositoryView, type SourceFile, type Task } from '#pystd';
import { mayFollow } from '../files.ts';
import { isLabel, kindOf } from '../mentions/words.ts';
import { flagMentions } from '../mentions/mentions.ts';
import { namesPoetry, type Surroundings } from '../surroundings.ts';

/** A command where nobody looks for one, as in an input of somebody's action. */
const COMMAND = /(?<![\w./-])poetry\s+(?:install|run|add|lock|update|export|build|publish|config|version|sync|check)(?![\w-])/;

/** An action that is called after it: nobody here knows what it does, but it surely sets Poetry up. */
const ACTION = /^\s*(?:-\s+)?uses:\s*["']?[\w./-]*poetry/i;

/** Whether something is left that calls Poetry in a repository of uv's: a migration stays in sight until it is complete. */
export function hasLeftovers(view: RepositoryView): boolean {
  return managesByUv(view) && [...view.repo.files.values()].some((file) => isLeftover(file, view));
}

/** Names what calls Poetry long after its tables and locks are gone. Nothing is edited, since what the commands meant is not known any more. */
export function flagLeftovers(task: Task<object>, surroundings: Surroundings): void {
  for (const file of task.repo.files.values()) if (isLeftover(file, task)) rewriteFile(task, file, [(one) => flagMentions(one, surroundings)]);
}

function managesByUv({ repo }: RepositoryView): boolean {
  return [...repo.files].some(([path, { text }]) => /(^|\/)uv\.lock$/.test(path) || (/(^|\/)pyproject\.toml$/.test(path) && /^\s*\[+tool\.uv\b/m.test(text)));
}

function isLeftover(file: SourceFile, view: RepositoryView): boolean {
  return namesPoetry(file.text) && kindOf(file.path) === 'program' && mayFollow(file, view) && (commandSitesIn(file).some(({ words }) => callsPoetry(words)) || file.text.split('\n').some((line) => ACTION.test(line) || (COMMAND.test(line) && !isLabel(line))));
}
