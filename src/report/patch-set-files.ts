import type { Run } from '../engine/outcome.ts';
import { mailboxPatch, UNDATED } from '../patch/mailbox.ts';
import type { Patch } from '../patch/patch-set.ts';
import { commitBody, PATCH_AUTHOR } from './commit.ts';
import { fixJson } from './json.ts';
import { reviewMarkdown } from './markdown.ts';

/** A file of a patch set folder. */
export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The files of an `--output` folder: `NNNN-<codemod>.patch` for `git am`, `patch-set.json`, `REVIEW.md`; and in `rejected/` the patches that were measured
 * and not kept, for inspection.
 */
export function patchSetFiles(run: Run, prefix: string): ReportFile[] {
  const { patches } = run.patchSet;
  const patchFiles = patches.map((patch, index) => ({ name: `${String(index + 1).padStart(4, '0')}-${patch.codemod}.patch`, text: mail(patch, { number: index + 1, total: patches.length }) }));
  const rejected = run.outcomes.flatMap((outcome) => (outcome.kind === 'rejected' && outcome.patch ? [{ name: `rejected/${outcome.codemod}.patch`, text: mail(outcome.patch, { number: 1, total: 1 }) }] : []));
  const names = patchFiles.map(({ name }) => name);
  return [...patchFiles, { name: 'patch-set.json', text: fixJson(run, []) }, { name: 'REVIEW.md', text: reviewMarkdown(run, names, prefix.replace(/\/$/, '')) }, ...rejected];
}

function mail(patch: Patch, position: { readonly number: number; readonly total: number }): string {
  return mailboxPatch({ subject: patch.title, body: commitBody(patch), author: PATCH_AUTHOR, date: UNDATED }, position, patch.deltas);
}
