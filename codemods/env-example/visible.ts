import { appendPatterns, hiddenBy, nameOf, repoPath, topOf, type RepoPath, type Task } from '#pystd';
import type { Options } from './index.ts';
import { targetsIn } from './targets.ts';
import { tierPath } from './tiers.ts';

/** Takes the examples that are still to be made out of what git ignores. Those that are there and hidden are another codemod's to show. */
export function keepVisible(task: Task<Options>): void {
  for (const { path, file } of targetsIn(task)) {
    const planned = [...(file ? [] : [path]), ...task.options.tiers.map((tier) => tierPath(path, tier)).filter((other) => !task.repo.files.has(other))];
    for (const one of planned) show(one, task);
  }
}

/** Whether an example may be made where git would see it. */
export function isVisible(path: RepoPath, task: Task<Options>): boolean {
  return hiddenBy(task.repo, path) === undefined;
}

function show(path: RepoPath, task: Task<Options>): void {
  const hidden = hiddenBy(task.repo, path);
  if (!hidden) return;
  const message = `There is no \`${path}\`, and the pattern \`${hidden.line.text.trim()}\` would keep it out of the repository.`;
  if (hidden.path === undefined) return task.flag(topOf(repoPath(path)), `${message} It stands in a \`.gitignore\` further up.`);
  const at = { path: hidden.path, span: hidden.line.span };
  // Nothing below a hidden folder can be taken out again.
  if (hidden.matched.endsWith('/')) return task.flag(at, `${message} It hides the whole folder \`${hidden.matched}\`.`);
  const { path: ignoreFile, file } = hidden;
  task.change(at, message, (edit) => edit.edit(ignoreFile, appendPatterns(file.text, [`!${nameOf(path)}`], '# Examples of private files')));
}
