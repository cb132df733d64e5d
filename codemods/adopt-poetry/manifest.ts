import { isRefusal, joinPath, pathText, poetryObjections, restructure, topOf, type Place, type ProjectManifest, type Remark, type Task, type TomlPath } from '#pystd';
import type { Conversion } from './projects.ts';

/** What a person has to know of a manifest before it changes, or why it does not change. */
export function flagManifest(task: Task<object>, { manifest, adoption, isRefused }: Conversion): void {
  const wanted = adoption.remarks.filter(({ kind }) => kind === (isRefused ? 'refusal' : 'person'));
  for (const remark of wanted) task.flag(placeOf(manifest, remark.at), isRefused ? `The project stays as it is: ${remark.message}` : remark.message, { rule: ruleOf(remark) });
  if (isRefused && wanted.length === 0) task.flag(topOf(manifest.path), 'The project stays as it is: it is a member of a workspace of uv, and Poetry has no workspaces: each project has a lock and an environment of its own.');
}

/** Gives a manifest the tables of Poetry in place of those of uv. */
export function convertManifest(task: Task<object>, { manifest, adoption, isRefused }: Conversion): void {
  if (isRefused) return;
  const { document, path } = manifest;
  const at = manifestPlace(manifest);
  const outcome = restructure(document, adoption.target);
  const objection = isRefusal(outcome) ? `its manifest cannot be rewritten: ${outcome.refused}` : poetryObjections(outcome.intended).map((one) => `Poetry would not accept what it becomes: ${one}`)[0];
  if (isRefusal(outcome) || objection !== undefined) return task.flag(at, `The project stays as it is: ${objection ?? ''}`);
  for (const remark of adoption.remarks.filter(({ kind }) => kind === 'note')) task.note(`\`${path}\`, ${pathText(remark.at)}: ${remark.message}`);
  const settings = joinPath(manifest.folder, 'poetry.toml');
  const isNew = !task.repo.files.has(settings) && !task.repo.opaque.has(settings);
  task.change(at, 'The project is managed by Poetry 2.', (edit) => edit.edit(path, outcome.edits));
  if (isNew) task.change(topOf(settings), 'Poetry makes its environment where uv made it, in `.venv` beside the manifest.', (edit) => edit.create(settings, adoption.settings));
}

function manifestPlace(manifest: ProjectManifest): Place {
  return placeOf(manifest, manifest.document.get(['tool', 'uv']) ? ['tool', 'uv'] : manifest.document.get(['dependency-groups']) ? ['dependency-groups'] : ['project']);
}

function ruleOf({ at }: Remark): string {
  return at[0] === 'build-system' ? 'deps/build-backend' : 'deps/poetry-managed';
}

/** Where an entry stands, or the nearest thing above it that does. */
export function placeOf({ path, document }: ProjectManifest, at: TomlPath): Place {
  for (let length = at.length; length > 0; length--) {
    const node = document.get(at.slice(0, length));
    if (node) return { path, span: node.role === 'element' ? node.span : ('keySpan' in node && node.keySpan) || node.span };
  }
  return topOf(path);
}
