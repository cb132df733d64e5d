import { comparePaths, type RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import type { SourceFile } from '../repo/source-file.ts';
import type { Evidence } from './evidence.ts';
import { leastSafe, type Finding, type Safety } from './finding.ts';

/** What a patch does to one file. */
export type FileDelta =
  | { readonly kind: 'create'; readonly path: RepoPath; readonly after: SourceFile }
  | { readonly kind: 'delete'; readonly path: RepoPath; readonly before: SourceFile }
  | { readonly kind: 'edit'; readonly path: RepoPath; readonly before: SourceFile; readonly after: SourceFile }
  | { readonly kind: 'move'; readonly from: RepoPath; readonly path: RepoPath; readonly before: SourceFile; readonly after: SourceFile };

/** One codemod's reviewable change: what, why, and how far to trust it. */
export interface Patch {
  readonly codemod: string;
  /** Imperative, no full stop: the commit subject. */
  readonly title: string;
  /** Markdown: why the standard asks for it. */
  readonly why: string;
  readonly safety: Safety;
  readonly rules: readonly string[];
  readonly deltas: readonly FileDelta[];
  readonly findings: readonly Finding[];
  /** What the reviewer should look at, a full sentence each. */
  readonly notes: readonly string[];
  /** What the applications answer differently on purpose. */
  readonly declared: DeclaredAnswers;
  readonly evidence: readonly Evidence[];
}

/** Paths that applications answer afterwards and did not before, or the other way round. Whatever else changes in their answers was not meant to. */
export interface DeclaredAnswers {
  readonly adds: readonly string[];
  readonly removes: readonly string[];
  /** Errors that are answered with another status, or with the same one in another form. What reaches the database stays. */
  readonly answers?: readonly AnswerChange[];
}

/** From one HTTP status to another. `error` is any from 400 on, `same` the one it was: only body and headers change. */
export interface AnswerChange {
  readonly from: number | 'error';
  readonly to: number | 'error' | 'same';
}

/** A command somebody should run after applying, and why. */
export interface FollowUp {
  readonly run: readonly [string, ...string[]];
  /** The folder to run it in, below what was read; absent for the top. */
  readonly in?: string;
  readonly why: string;
  /** Present where the command makes a project's lock: that pystd does itself when asked to. All others are for a person. */
  readonly lock?: LockRequest;
}

/** How a project is to be locked. */
export type LockRequest =
  | {
      readonly by?: 'uv';
      /** Name of a constraints file (PEP 508 lines) beside the manifest whose versions to keep; `undefined` for the newest ones. */
      readonly constraints: string | undefined;
    }
  /** Poetry keeps the versions of the lock that is there. */
  | { readonly by: 'poetry' };

/** What came of a follow-up that pystd was asked to run. Sentences in `notes` and `because` are full ones. */
export type FollowUpResult = { readonly followUp: FollowUp } & (
  | { readonly kind: 'done'; readonly files: readonly RepoPath[]; readonly notes: readonly string[] }
  /** Nothing of it stayed. `output` are the program's own words, without anything secret; empty when it did not run. */
  | { readonly kind: 'failed'; readonly because: string; readonly output: string }
  /** Not for a machine. */
  | { readonly kind: 'left' }
);

/** Whether two follow-ups are the same: one command in one folder. */
export function followUpKey({ run, in: folder = '' }: FollowUp): string {
  return [folder, ...run].join('\0');
}

/** Everything one run proposes. */
export interface PatchSet {
  /** The commit the patches go onto, or `""` outside git. */
  readonly base: string;
  readonly standard: string;
  readonly patches: readonly Patch[];
  /** What is left for a person. */
  readonly findings: readonly Finding[];
  readonly followUps: readonly FollowUp[];
}

/** The differences between two snapshots, in path order. `moves` names the files that changed place. */
export function deltasBetween(before: Snapshot, after: Snapshot, moves: ReadonlyMap<RepoPath, RepoPath> = new Map()): FileDelta[] {
  if (before === after) return [];
  const deltas: FileDelta[] = [];
  const from = new Map([...moves].map(([old, now]) => [now, old]));
  for (const [path, file] of after.files) {
    const old = before.files.get(path);
    if (old === file) continue;
    const origin = from.get(path);
    const moved = origin === undefined ? undefined : before.files.get(origin);
    if (old) {
      if (old.text !== file.text || old.executable !== file.executable) deltas.push({ kind: 'edit', path, before: old, after: file });
    } else if (moved && origin !== undefined && !after.files.has(origin)) {
      deltas.push({ kind: 'move', from: origin, path, before: moved, after: file });
    } else deltas.push({ kind: 'create', path, after: file });
  }
  for (const [path, file] of before.files) {
    const target = moves.get(path);
    const moved = target !== undefined && after.files.has(target) && !before.files.has(target);
    if (!after.files.has(path) && !moved) deltas.push({ kind: 'delete', path, before: file });
  }
  return deltas.sort((a, b) => comparePaths(a.path, b.path));
}

/** The safety of a patch is that of its least safe finding. */
export function patchSafety(findings: readonly Finding[]): Safety {
  return leastSafe(findings.map((finding) => finding.safety));
}
