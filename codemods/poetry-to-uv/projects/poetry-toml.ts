import { isTomlProblem, joinPath, parseToml, topOf, type RepoPath, type RepositoryView, type Task } from '#pystd';
import type { Conversion } from './facts.ts';
import { placeOf } from './pyproject.ts';
import { userOfSettings } from './users.ts';

/** Tells where each setting of `poetry.toml` goes that uv does not keep in `pyproject.toml`. */
export function flagSettings(task: Task<object>, { manifest, migration, isRefused }: Conversion): void {
  const path = joinPath(manifest.folder, 'poetry.toml');
  const text = task.repo.files.get(path)?.text;
  if (text === undefined || isRefused) return;
  const document = parseToml(text);
  if (isTomlProblem(document)) return task.flag(topOf(path), `\`poetry.toml\` is not TOML (line ${document.line}), so that nothing of it is taken over.`);
  for (const { at, message } of migration.settingsRemarks.filter(({ kind }) => kind === 'person')) task.flag(placeOf({ path, document }, at), message);
}

/** What the settings say that the reviewer is told, when the manifest changes. */
export function noteSettings(task: Task<object>, { manifest, migration }: Conversion): void {
  if (settingsAt(task, manifest.folder) === undefined) return;
  for (const { message } of migration.settingsRemarks.filter(({ kind }) => kind === 'note')) task.note(message);
}

/** Takes `poetry.toml` of a project that has moved away, unless something that stayed with Poetry still reads it. */
export function removeSettings(task: Task<object>, folder: string): void {
  const path = settingsAt(task, folder);
  if (path === undefined) return;
  const user = userOfSettings(task, folder);
  if (user) task.flag(user.at, `\`${path}\` stays, since ${user.what} still works with Poetry and reads it: move that to uv, and take the settings away with it.`);
  else task.change(topOf(path), 'The settings of Poetry mean nothing to uv.', (edit) => edit.delete(path));
}

function settingsAt({ repo }: RepositoryView, folder: string): RepoPath | undefined {
  const path = joinPath(folder, 'poetry.toml');
  const text = repo.files.get(path)?.text;
  return text === undefined || isTomlProblem(parseToml(text)) ? undefined : path;
}
