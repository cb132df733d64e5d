import { isRefusal, pathText, projectObjections, restructure, type Place, type Remark, type Task, type TomlDocument, type TomlPath } from '#pystd';
import { withoutRepetition } from './alike.ts';
import type { Conversion } from './facts.ts';

/** What a person has to know of a manifest before it changes, or why it does not change. */
export function flagManifest(task: Task<object>, { manifest, migration, isRefused }: Conversion): void {
  const kind = isRefused ? 'refusal' : 'person';
  for (const remark of withoutRepetition(migration.remarks.filter((one) => one.kind === kind))) task.flag(placeOf(manifest, remark.at), remark.message, { rule: ruleOf(remark.at) });
}

/** Turns the Poetry tables of a manifest into `[project]`, `[dependency-groups]` and `[tool.uv]`. Tells whether it is uv's then. */
export function convertManifest(task: Task<object>, { manifest, migration, isRefused }: Conversion): boolean {
  if (isRefused) return false;
  const { document, path } = manifest;
  const outcome = restructure(document, migration.target);
  const at = placeOf(manifest, ['tool', 'poetry']);
  const objection = isRefusal(outcome) ? `its manifest cannot be rewritten: ${outcome.refused}` : projectObjections(outcome.intended).map((one) => `uv would not accept what it becomes: ${one}`)[0];
  if (isRefusal(outcome) || objection !== undefined) {
    task.flag(at, `The project stays with Poetry: ${objection ?? ''}`);
    return false;
  }
  if (outcome.edits.length === 0) return true;
  for (const remark of withoutRepetition(migration.remarks.filter(({ kind }) => kind === 'note'))) task.note(`${whereIn(manifest, remark)}: ${remark.message}`);
  task.change(at, 'The project is managed by Poetry.', (edit) => edit.edit(path, outcome.edits));
  return true;
}

/** The rule an entry falls under, by the table it is in. */
function ruleOf(at: TomlPath): string {
  const [, , table, , inner] = at;
  if (table === 'dev-dependencies' || (table === 'group' && inner !== undefined)) return 'deps/dev-group';
  if (table === 'dependencies' || table === 'extras') return 'deps/runtime-deps-declared';
  return at[0] === 'tool' && at[1] === 'poetry' && table !== undefined ? 'deps/project-table' : 'deps/uv-only';
}

function whereIn({ path }: { readonly path: string }, { at }: Remark): string {
  return `\`${path}\`, ${pathText(at)}`;
}

/** Where an entry stands, or the nearest thing above it that does. */
export function placeOf({ path, document }: { readonly path: Place['path']; readonly document: TomlDocument }, at: TomlPath): Place {
  for (let length = at.length; length > 0; length--) {
    const node = document.get(at.slice(0, length));
    if (node) return { path, span: node.role === 'element' ? node.span : ('keySpan' in node && node.keySpan) || node.span };
  }
  return { path, span: { start: 0, end: 0 } };
}
