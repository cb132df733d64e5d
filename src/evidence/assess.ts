import { speaksAgainst, type Evidence } from '../patch/evidence.ts';
import type { Candidate, Examiner } from './candidate.ts';

/** Lets each examiner look at a candidate, one after the other: they would disturb each other's programs. */
export async function examineAll(candidate: Candidate, examiners: readonly Examiner[]): Promise<readonly Evidence[]> {
  const evidence: Evidence[] = [];
  for (const examiner of examiners) {
    const found = await examiner.examine(candidate);
    if (found) evidence.push(found);
    // What is refused is not looked at any further: the dearest examiners come last.
    if (found && speaksAgainst(found)) break;
  }
  return evidence;
}
