import type { Candidate } from '../evidence/candidate.ts';
import type { Evidence } from '../patch/evidence.ts';
import { deltasBetween, followUpKey, patchSafety, type FollowUp, type Patch } from '../patch/patch-set.ts';
import type { Finding } from '../patch/finding.ts';
import { comparePaths, type RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { standingFindings } from './standing.ts';
import type { Chosen } from './collect.ts';
import type { Objection, Outcome, Product, Run } from './outcome.ts';
import type { Plan } from './plan.ts';
import { lookWith, runCodemod, type Surroundings } from './run-codemod.ts';
import { verify } from './verify/verify.ts';

/** Told before each codemod, for a progress line. */
export type Progress = (codemod: string, done: number, total: number) => void;

/** What was found out about a candidate. Objections keep it out of the patch set, as those of a gate do. */
export interface Assessment {
  readonly evidence: readonly Evidence[];
  readonly objections: readonly Objection[];
}

const TAKEN: Assessment = { evidence: [], objections: [] };

/** Folds the plan's codemods over the repository. Each sees what the earlier ones left; a rejected or failed one leaves nothing. */
export function run(before: Snapshot, base: string, plan: Plan, surroundings: Surroundings, progress: Progress): Run {
  const candidates = fold(before, base, plan, surroundings, progress);
  for (let next = candidates.next(); ; next = candidates.next(TAKEN)) if (next.done) return next.value;
}

/** The same, one candidate at a time: whoever drives it says of each what it is worth, and may take its time. */
export function* fold(before: Snapshot, base: string, plan: Plan, surroundings: Surroundings, progress: Progress): Generator<Candidate, Run, Assessment> {
  const outcomes: Outcome[] = [];
  const patches: Patch[] = [];
  const left: Finding[] = [];
  const followUps = new Map<string, FollowUp>();
  let current = before;
  for (const [index, chosen] of plan.order.entries()) {
    const codemod = chosen.codemod.id;
    progress(codemod, index, plan.order.length);
    const attempt = attemptCodemod(chosen, current, surroundings);
    if (attempt.kind !== 'done') {
      outcomes.push({ codemod, ...attempt });
      left.push(...asManual(chosen, current, surroundings, attempt.kind));
      continue;
    }
    const { product } = attempt;
    const candidate = patchOf(chosen, current, product);
    const { evidence, objections } = candidate ? yield { patch: candidate, before: current, after: product.after } : TAKEN;
    const patch = candidate && { ...candidate, evidence };
    if (patch && objections.length > 0) {
      outcomes.push({ codemod, kind: 'rejected', objections, patch });
      left.push(...asManual(chosen, current, surroundings, 'rejected'));
      continue;
    }
    left.push(...product.left);
    for (const followUp of product.followUps) followUps.set(followUpKey(followUp), followUp);
    if (patch) {
      patches.push(patch);
      outcomes.push({ codemod, kind: 'changed', patch });
      current = product.after;
    } else outcomes.push(product.left.length > 0 ? { codemod, kind: 'found', findings: product.left } : { codemod, kind: 'clean' });
  }
  const findings = inReadingOrder([...left, ...standingFindings(before, plan, surroundings)]);
  return {
    outcomes,
    patchSet: { base, standard: plan.standard, patches, findings, followUps: [...followUps.values()] },
    after: current,
  };
}

/** What the plan's codemods find in the repository as it is: nothing is changed, no codemod sees another's result. */
export function check(snapshot: Snapshot, plan: Plan, surroundings: Surroundings, progress: Progress): { findings: readonly Finding[]; outcomes: readonly Outcome[] } {
  const findings: Finding[] = [];
  const outcomes: Outcome[] = [];
  plan.order.forEach((chosen, index) => {
    const codemod = chosen.codemod.id;
    progress(codemod, index, plan.order.length);
    try {
      const found = lookWith(chosen, snapshot, surroundings);
      findings.push(...found);
      outcomes.push(found.length > 0 ? { codemod, kind: 'found', findings: found } : { codemod, kind: 'clean' });
    } catch (error) {
      outcomes.push({ codemod, kind: 'failed', error: asError(error) });
    }
  });
  return { findings: inReadingOrder([...findings, ...standingFindings(snapshot, plan, surroundings)]), outcomes };
}

/** How a codemod can end without a product. */
type Ended = { readonly kind: 'rejected'; readonly objections: readonly Objection[] } | { readonly kind: 'failed'; readonly error: Error };

function attemptCodemod(chosen: Chosen, before: Snapshot, surroundings: Surroundings): Ended | { readonly kind: 'done'; readonly product: Product } {
  try {
    const product = runCodemod(chosen, before, surroundings);
    const objections = verify(before, product.after, surroundings.reader, product.moves);
    return objections.length > 0 ? { kind: 'rejected', objections } : { kind: 'done', product };
  } catch (error) {
    return { kind: 'failed', error: asError(error) };
  }
}

function patchOf({ codemod }: Chosen, before: Snapshot, { after, fixed, notes, declared, moves }: Product): Patch | undefined {
  const deltas = deltasBetween(before, after, moves as ReadonlyMap<RepoPath, RepoPath>);
  if (deltas.length === 0) return undefined;
  return {
    codemod: codemod.id,
    title: codemod.title,
    why: codemod.why,
    safety: patchSafety(fixed),
    rules: [...new Set(fixed.map(({ rule }) => rule))].sort(comparePaths),
    deltas,
    findings: inReadingOrder(fixed),
    notes,
    declared,
    evidence: [],
  };
}

/** After a rejection the findings still hold; a person has to see to them. A codemod that failed while looking has none to give. */
function asManual(chosen: Chosen, snapshot: Snapshot, surroundings: Surroundings, ended: Ended['kind']): Finding[] {
  if (ended === 'failed') return [];
  return lookWith(chosen, snapshot, surroundings).map(({ fix: _, ...finding }) => ({ ...finding, safety: 'manual' }));
}

function inReadingOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      comparePaths(a.at.path, b.at.path) || a.at.line - b.at.line || a.at.column - b.at.column || comparePaths(a.rule, b.rule) || comparePaths(a.message, b.message),
  );
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
