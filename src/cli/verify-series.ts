import type { Outcome, Run } from '../engine/outcome.ts';
import { verify } from '../engine/verify/verify.ts';
import type { Examiner } from '../evidence/candidate.ts';
import { deltasBetween, type Patch } from '../patch/patch-set.ts';
import { applyFilePatches } from '../patch/reading/apply.ts';
import type { Manifest } from '../patch/reading/manifest.ts';
import type { WrittenPatch } from '../patch/reading/patch-series.ts';
import type { FactReader } from '../python/facts.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { assess } from './run-plan.ts';

/** Applies patches one after the other in memory, and looks at each as `fix` does. One that does not stand is left out; the others go on without it. */
export async function verifySeries(snapshot: Snapshot, manifest: Manifest, series: readonly WrittenPatch[], examiners: readonly Examiner[], reader: FactReader): Promise<Run> {
  const outcomes: Outcome[] = [];
  const patches: Patch[] = [];
  let current = snapshot;
  const absent = manifest.patches.map(({ codemod }) => codemod).filter((codemod) => !series.some(({ facts }) => facts.codemod === codemod));
  for (const { facts, why, files } of series) {
    const { codemod } = facts;
    const applied = applyFilePatches(current, files);
    if ('problem' in applied) {
      const missing = [...absent, ...outcomes.flatMap((one) => (one.kind === 'rejected' ? [one.codemod] : []))];
      const hint = missing.length > 0 ? ` It may need what is missing: ${missing.join(', ')}.` : ' The repository is not as it was when the patch was made.';
      outcomes.push({ codemod, kind: 'rejected', objections: [{ gate: 'context', message: `The patch does not apply: ${applied.problem}${hint}` }] });
      continue;
    }
    const patch: Patch = { ...facts, why, deltas: deltasBetween(current, applied.after, applied.moves), evidence: [] };
    const broken = verify(current, applied.after, reader);
    const { evidence, objections } = broken.length > 0 ? { evidence: [], objections: broken } : await assess({ patch, before: current, after: applied.after }, examiners);
    const examined = { ...patch, evidence };
    if (objections.length > 0) outcomes.push({ codemod, kind: 'rejected', objections, patch: examined });
    else {
      outcomes.push({ codemod, kind: 'changed', patch: examined });
      patches.push(examined);
      current = applied.after;
    }
  }
  const { base, standard, findings, followUps } = manifest;
  return { outcomes, patchSet: { base, standard, patches, findings, followUps }, after: current };
}
