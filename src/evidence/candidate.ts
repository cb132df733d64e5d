import type { Evidence, EvidenceKind } from '../patch/evidence.ts';
import type { Patch } from '../patch/patch-set.ts';
import type { Snapshot } from '../repo/snapshot.ts';

/** A repository as codemods see it: what examiners need to know of it. */
export type { RepositoryView } from '../codemod/view.ts';

/** A patch that passed the gates and that nobody else has looked at yet, with the repository before and after it. */
export interface Candidate {
  readonly patch: Patch;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** Somebody who looks at candidates in one way. Nothing of the repository may be changed by it. */
export interface Examiner {
  readonly kind: EvidenceKind;
  /** Looks before and after. `undefined` where the patch touches nothing that it could tell anything about. */
  examine(candidate: Candidate): Promise<Evidence | undefined>;
  /** Ends the programs that it started and that wait for more; what lies about belongs to whoever lent it. */
  end?(): Promise<void>;
}
