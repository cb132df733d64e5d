import type { Complaint } from '../../evidence/complaints.ts';
import type { TypedSubject } from '../../evidence/types/subject.ts';
import type { Snapshot } from '../../repo/snapshot.ts';

/** What a checker said of one state; a full sentence where it broke down. */
export type Said = { readonly complaints: readonly Complaint[]; readonly tool: string } | { readonly problem: string };

/** A type checker that is there. */
export interface TypeChecker {
  /** What is done, in words. */
  readonly ran: string;
  check(snapshot: Snapshot, subject: TypedSubject): Promise<Said>;
}
