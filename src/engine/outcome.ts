import type { EvidenceKind } from '../patch/evidence.ts';
import type { Finding } from '../patch/finding.ts';
import type { DeclaredAnswers, FollowUp, Patch, PatchSet } from '../patch/patch-set.ts';
import type { Snapshot } from '../repo/snapshot.ts';

/** Why a gate, or what was measured, does not let a codemod's result through. */
export interface Objection {
  readonly gate: 'syntax' | 'blocks' | 'names' | 'formats' | 'context' | EvidenceKind;
  /** The file it is about; absent where it is about the whole. */
  readonly path?: string;
  /** A full sentence. */
  readonly message: string;
}

/** Every way a codemod can end. */
export type Outcome = { readonly codemod: string } & (
  | { readonly kind: 'changed'; readonly patch: Patch }
  /** Only things for a person. */
  | { readonly kind: 'found'; readonly findings: readonly Finding[] }
  | { readonly kind: 'clean' }
  /** A gate or the evidence said no; nothing was kept. The patch, for inspection, is there where it came as far as to be measured. */
  | { readonly kind: 'rejected'; readonly objections: readonly Objection[]; readonly patch?: Patch }
  /** Our own bug; nothing was kept. */
  | { readonly kind: 'failed'; readonly error: Error }
);

/** What came of a plan. */
export interface Run {
  readonly outcomes: readonly Outcome[];
  readonly patchSet: PatchSet;
  readonly after: Snapshot;
}

/** What one codemod produced, before the engine decides what becomes of it. */
export interface Product {
  readonly after: Snapshot;
  /** Findings whose change was made. */
  readonly fixed: readonly Finding[];
  /** Findings left for a person, or for a run that may do more. */
  readonly left: readonly Finding[];
  readonly notes: readonly string[];
  readonly declared: DeclaredAnswers;
  readonly followUps: readonly FollowUp[];
  readonly moves: ReadonlyMap<string, string>;
}

/** Why an outcome is what it is, in words; `undefined` where there is nothing to say. */
export function becauseOf(outcome: Outcome): string | undefined {
  if (outcome.kind === 'rejected') {
    return outcome.objections.map(({ gate, path, message }) => [gate, ...(path === undefined ? [] : [path]), message].join(': ')).join(' ');
  }
  return outcome.kind === 'failed' ? outcome.error.message : undefined;
}
