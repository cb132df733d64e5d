import { isTomlProblem, joinPath, parseToml, topOf, type Task } from '#pystd';
import type { Conversion } from './facts.ts';
import { placeOf } from './pyproject.ts';

/** Tells where each setting of `poetry.toml` goes that uv does not keep in `pyproject.toml`. */
export function flagSettings(task: Task<object>, { manifest, migration, isRefused }: Conversion): void {
  const path = joinPath(manifest.folder, 'poetry.toml');
  const text = task.repo.files.get(path)?.text;
  if (text === undefined || isRefused) return;
  const document = parseToml(text);
  if (isTomlProblem(document)) return task.flag(topOf(path), `\`poetry.toml\` is not TOML (line ${document.line}), so that nothing of it is taken over.`);
  for (const { at, message } of migration.settingsRemarks.filter(({ kind }) => kind === 'person')) task.flag(placeOf({ path, document }, at), message);
}

/** Takes `poetry.toml` away once each of its settings is taken over or told. */
export function removeSettings(task: Task<object>, { manifest, migration }: Conversion): void {
  const path = joinPath(manifest.folder, 'poetry.toml');
  const text = task.repo.files.get(path)?.text;
  if (text === undefined || isTomlProblem(parseToml(text))) return;
  for (const { message } of migration.settingsRemarks.filter(({ kind }) => kind === 'note')) task.note(message);
  task.change(topOf(path), 'The settings of Poetry mean nothing to uv.', (edit) => edit.delete(path));
}
