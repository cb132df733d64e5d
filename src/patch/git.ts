import type { SourceFile } from '../repo/source-file.ts';
import { blobId, NO_BLOB } from './digest.ts';
import { textDiff } from './hunks.ts';
import type { FileDelta } from './patch-set.ts';
import { quotePath } from './quote-path.ts';
import { similarity } from './similarity.ts';

/** What one delta does, as git would say it. */
export interface FileDiff {
  readonly delta: FileDelta;
  /** From `diff --git` to the last line of the last hunk; empty when nothing changes. */
  readonly text: string;
  readonly insertions: number;
  readonly deletions: number;
}

/** How much a patch changes: files, and lines that come and go. */
export interface DiffStat {
  readonly files: number;
  readonly insertions: number;
  readonly deletions: number;
}

/** The whole patch as `git diff --full-index` writes it, in the order of the deltas: `git apply` makes exactly the new files of the old. */
export function gitDiff(deltas: readonly FileDelta[]): string {
  return deltas.map((delta) => fileDiff(delta).text).join('');
}

/** How many files and lines a patch touches, counted on the same lines that `gitDiff` shows. */
export function diffStat(deltas: readonly FileDelta[]): DiffStat {
  return sumUp(deltas.map(fileDiff));
}

/** Adds up the differences of single files. */
export function sumUp(diffs: readonly FileDiff[]): DiffStat {
  let stat: DiffStat = { files: 0, insertions: 0, deletions: 0 };
  for (const { text, insertions, deletions } of diffs) {
    if (text === '') continue;
    stat = { files: stat.files + 1, insertions: stat.insertions + insertions, deletions: stat.deletions + deletions };
  }
  return stat;
}

/** One file's part of a patch. */
export function fileDiff(delta: FileDelta): FileDiff {
  const before = delta.kind === 'create' ? undefined : delta.before;
  const after = delta.kind === 'delete' ? undefined : delta.after;
  const from = delta.kind === 'move' ? delta.from : delta.path;
  const { hunks, insertions, deletions } = textDiff(before?.text ?? '', after?.text ?? '');
  const header = [...modeLines(before, after), ...renameLines(delta), ...indexLine(before, after)];
  if (header.length === 0) return { delta, text: '', insertions, deletions };
  const lines = [`diff --git ${quotePath(`a/${from}`)} ${quotePath(`b/${delta.path}`)}`, ...header];
  if (hunks !== '') lines.push(`--- ${label(before && `a/${from}`)}`, `+++ ${label(after && `b/${delta.path}`)}`);
  return { delta, text: `${lines.join('\n')}\n${hunks}`, insertions, deletions };
}

/** The mode git records for a file. */
export function fileMode(file: SourceFile): '100644' | '100755' {
  return file.executable ? '100755' : '100644';
}

function modeLines(before: SourceFile | undefined, after: SourceFile | undefined): string[] {
  if (before === undefined) return after ? [`new file mode ${fileMode(after)}`] : [];
  if (after === undefined) return [`deleted file mode ${fileMode(before)}`];
  return before.executable === after.executable ? [] : [`old mode ${fileMode(before)}`, `new mode ${fileMode(after)}`];
}

function renameLines(delta: FileDelta): string[] {
  if (delta.kind !== 'move') return [];
  const percent = similarity(delta.before.text, delta.after.text);
  return [`similarity index ${percent}%`, `rename from ${quotePath(delta.from)}`, `rename to ${quotePath(delta.path)}`];
}

function indexLine(before: SourceFile | undefined, after: SourceFile | undefined): string[] {
  if (before && before.text === after?.text) return [];
  const ids = `${before ? blobId(before.text) : NO_BLOB}..${after ? blobId(after.text) : NO_BLOB}`;
  return [`index ${ids}${before && after && before.executable === after.executable ? ` ${fileMode(after)}` : ''}`];
}

/** A name after `---` or `+++`. A tab ends a name with a space in it, so that no reader takes the rest of it for a date. */
function label(path: string | undefined): string {
  if (path === undefined) return '/dev/null';
  return quotePath(path) + (path.includes(' ') ? '\t' : '');
}
