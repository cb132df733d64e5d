import { fold, run, type Assessment, type Progress } from '../engine/run.ts';
import type { Run } from '../engine/outcome.ts';
import { examineAll } from '../evidence/assess.ts';
import type { Candidate, Examiner } from '../evidence/candidate.ts';
import { speaksAgainst } from '../patch/evidence.ts';
import type { Session } from './session.ts';

/** Runs the plan of a session; the examiners look at each patch before it is taken. */
export async function runPlan({ snapshot, base, plan, surroundings }: Session, examiners: readonly Examiner[], progress: Progress): Promise<Run> {
  if (examiners.length === 0) return run(snapshot, base, plan, surroundings, progress);
  const candidates = fold(snapshot, base, plan, surroundings, progress);
  for (let next = candidates.next(); ; ) {
    if (next.done) return next.value;
    next = candidates.next(await assess(next.value, examiners));
  }
}

/** Lets the examiners look; what they hold against a patch are objections. */
export async function assess(candidate: Candidate, examiners: readonly Examiner[]): Promise<Assessment> {
  const evidence = await examineAll(candidate, examiners);
  return { evidence, objections: evidence.filter(speaksAgainst).map(({ kind, difference }) => ({ gate: kind, message: difference })) };
}
