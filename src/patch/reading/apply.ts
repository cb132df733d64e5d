import { snapshotOf, type Snapshot } from '../../repo/snapshot.ts';
import type { RepoPath } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { splitLines } from '../lines.ts';
import type { FilePatch, Hunk } from './git-diff.ts';

/** A repository after a patch, with the files that changed place; a full sentence where the patch does not fit. */
export type Applied = { readonly after: Snapshot; readonly moves: ReadonlyMap<RepoPath, RepoPath> } | { readonly problem: string };

/** Applies a difference, all of it or nothing. Lines above may have come or gone since it was made, but what it changes and what stands around must be the same. */
export function applyFilePatches(before: Snapshot, patches: readonly FilePatch[]): Applied {
  const files = new Map(before.files);
  const moves = new Map<RepoPath, RepoPath>();
  // One patch happens at once: what it takes away is gone before anything arrives.
  for (const { from, to } of patches) if (from !== undefined && from !== to) files.delete(from);
  for (const patch of patches) {
    const made = fileAfter(before, patch);
    if ('problem' in made) return made;
    if (patch.to === undefined) continue;
    if (patch.from !== patch.to && (files.has(patch.to) || before.opaque.has(patch.to))) return { problem: `\`${patch.to}\` is there already.` };
    files.set(patch.to, made);
    if (patch.from !== undefined && patch.from !== patch.to) moves.set(patch.from, patch.to);
  }
  return { after: snapshotOf(files.values(), before.opaque.values(), before.git, before.outer), moves };
}

function fileAfter(before: Snapshot, { from, to, executable, hunks }: FilePatch): SourceFile | { readonly problem: string } {
  const file = from === undefined ? undefined : before.files.get(from);
  if (from !== undefined && !file) return { problem: before.opaque.has(from) ? `\`${from}\` is not a text that pystd reads.` : `There is no file \`${from}\`.` };
  const text = applyHunks(file?.text ?? '', hunks);
  if (typeof text !== 'string') return { problem: `\`${from ?? to ?? ''}\` does not have the lines that it changes around line ${text.line}.` };
  if (to === undefined && text !== '') return { problem: `\`${from ?? ''}\` holds more than what it takes away.` };
  return { path: (to ?? from) as RepoPath, text, executable: executable ?? file?.executable ?? false, tracked: file?.tracked ?? true };
}

function applyHunks(text: string, hunks: readonly Hunk[]): string | { readonly line: number } {
  const lines = splitLines(text);
  const out: string[] = [];
  let reached = 0;
  let shift = 0;
  for (const { start, old, now } of hunks) {
    const at = placeOf(lines, old, start + shift, reached);
    if (at === undefined) return { line: start + 1 };
    out.push(...lines.slice(reached, at), ...now);
    reached = at + old.length;
    shift = at - start;
  }
  return [...out, ...lines.slice(reached)].join('');
}

/** The place nearest to where the lines are expected at which they stand; where they stand twice as near, nobody can tell. */
function placeOf(lines: readonly string[], old: readonly string[], expected: number, least: number): number | undefined {
  const stands = (at: number): boolean => at >= least && at + old.length <= lines.length && old.every((line, index) => lines[at + index] === line);
  if (stands(expected)) return expected;
  if (old.length === 0) return undefined;
  for (let distance = 1; distance <= lines.length; distance++) {
    const [above, below] = [stands(expected - distance), stands(expected + distance)];
    if (above && below) return undefined;
    if (above || below) return above ? expected - distance : expected + distance;
  }
  return undefined;
}
