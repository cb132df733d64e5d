import type { Finding } from '../patch/finding.ts';
import { gitDiff } from '../patch/git.ts';
import type { FileDelta, FollowUpResult } from '../patch/patch-set.ts';
import { becauseOf, type Outcome, type Run } from '../engine/outcome.ts';
import type { Plan } from '../engine/plan.ts';
import { followUpsJson } from './follow-ups.ts';

/** Version of the JSON form of a check: the number changes when something goes away or changes its meaning. */
export const CHECK_SCHEMA = 'pystd/check/1';
/** Version of the JSON form of a run. */
export const FIX_SCHEMA = 'pystd/fix/1';

/** Version of the JSON form of a plan. */
export const PLAN_SCHEMA = 'pystd/plan/1';

/** The JSON form of a check. No clock, no absolute path: equal repositories give equal bytes. */
export function checkJson(standard: string, findings: readonly Finding[], outcomes: readonly Outcome[]): string {
  return render({ schema: CHECK_SCHEMA, standard, findings: findings.map(findingJson), outcomes: outcomes.map(outcomeJson) });
}

/** The JSON form of a run, dry or not, with what came of its follow-ups where they were run. */
export function fixJson({ patchSet, outcomes }: Run, results: readonly FollowUpResult[]): string {
  return render({
    schema: FIX_SCHEMA,
    base: patchSet.base,
    standard: patchSet.standard,
    patches: patchSet.patches.map(({ codemod, title, safety, rules, deltas, findings, notes, declared, evidence }) => ({
      codemod,
      title,
      safety,
      rules,
      files: deltas.map(fileJson),
      diff: gitDiff(deltas),
      findings: findings.map(findingJson),
      notes,
      declared,
      evidence,
    })),
    findings: patchSet.findings.map(findingJson),
    followUps: followUpsJson(patchSet.followUps, results),
    outcomes: outcomes.map(outcomeJson),
  });
}

/** The JSON form of a plan. */
export function planJson({ standard, order, leftOut }: Plan): string {
  return render({
    schema: PLAN_SCHEMA,
    standard,
    order: order.map(({ codemod, rules }) => ({ codemod: codemod.id, title: codemod.title, safety: codemod.safety, rules: [...rules] })),
    leftOut: leftOut.map(({ id, because }) => ({ codemod: id, because })),
  });
}

function findingJson({ rule, codemod, at, message, safety, fingerprint }: Finding): object {
  const { path, line, column, endLine, endColumn } = at;
  return { rule, codemod, path, line, column, endLine, endColumn, message, safety, fingerprint };
}

function fileJson(delta: FileDelta): object {
  return { path: delta.path, kind: delta.kind, ...(delta.kind === 'move' ? { from: delta.from } : {}) };
}

function outcomeJson(outcome: Outcome): object {
  const because = becauseOf(outcome);
  const evidence = outcome.kind === 'rejected' ? outcome.patch?.evidence : undefined;
  return { codemod: outcome.codemod, kind: outcome.kind, ...(because === undefined ? {} : { because }), ...(evidence ? { evidence } : {}) };
}

function render(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
