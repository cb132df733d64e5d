import type { Outcome, Run } from '../engine/outcome.ts';
import type { Examiner } from '../evidence/candidate.ts';
import { runFollowUps } from '../host/run-follow-ups.ts';
import type { Finding } from '../patch/finding.ts';
import { foldDeltas } from '../patch/fold.ts';
import type { FollowUpResult } from '../patch/patch-set.ts';
import { followUpLine } from '../report/follow-ups.ts';
import type { RepoPath } from '../repo/path.ts';
import { runPlan } from './run-plan.ts';
import { openSession, type Session } from './session.ts';
import { tell } from './terminal.ts';
import { commitFiles, commitRun, pathsOf, writeRun, type WriteFlags } from './write-run.ts';

/** A run, and what came of its follow-ups. */
export interface FollowedUp {
  readonly run: Run;
  readonly results: readonly FollowUpResult[];
}

/** Of follow-ups nobody asked to run. */
export const NOT_RUN: readonly FollowUpResult[] = [];

/**
 * Runs the follow-ups of a run that is written, and then the same codemods once more, on what the commands made: they compare, report and
 * tidy up. What they change is written, or committed, as before; the commands' own files are a commit of their own.
 * @throws UsageError as writing does.
 */
export async function followUp(path: string, session: Session, first: Run, declined: readonly string[], examiners: readonly Examiner[], flags: WriteFlags & { readonly commit?: boolean }): Promise<FollowedUp> {
  const results = runFollowUps(session.root, first.patchSet.followUps, (one) => tell(flags, `Running ${followUpLine(one)}`));
  const files = results.flatMap((result) => (result.kind === 'done' ? result.files : []));
  if (!results.some(({ kind }) => kind === 'done')) return { run: first, results };
  if (flags.commit && session.git && files.length > 0) {
    const problem = commitFiles(session.git, files, commitText(results));
    if (problem !== undefined) tell(flags, problem);
  }
  // What there was to say about the repository was said the first time.
  const next = await openSession(path, { ...flags, quiet: true });
  const order = next.plan.order.filter(({ codemod }) => !declined.includes(codemod.id));
  const second = await runPlan({ ...next, plan: { ...next.plan, order } }, examiners, () => {});
  if (flags.commit) await commitRun(next, second, flags);
  else await writeRun(next, second, new Set<RepoPath>([...pathsOf(foldDeltas(first.patchSet.patches)), ...files]), flags);
  return { run: joined(first, second, new Set(files)), results };
}

function commitText(results: readonly FollowUpResult[]): string {
  const done = results.filter((result) => result.kind === 'done');
  const lines = done.flatMap(({ followUp: one, notes }) => [`    ${followUpLine(one)}`, ...notes.map((note) => `- ${note}`)]);
  return `Lock the dependencies\n\nMade by:\n\n${lines.join('\n')}\n`;
}

/** Two runs as one: all their patches, and what either leaves; of the files that the commands wrote, what the second one says counts. */
function joined(first: Run, second: Run, written: ReadonlySet<RepoPath>): Run {
  const key = ({ codemod, at, message }: Finding): string => JSON.stringify([codemod, at.path, message]);
  const said = new Set(second.patchSet.findings.map(key));
  // The tables a finding speaks of may be gone by now, and with them the reason to say it again.
  const earlier = first.patchSet.findings.filter((finding) => !written.has(finding.at.path) && !said.has(key(finding)));
  return {
    outcomes: first.outcomes.map((outcome) => worst(outcome, second.outcomes.find(({ codemod }) => codemod === outcome.codemod))),
    patchSet: {
      ...second.patchSet,
      base: first.patchSet.base,
      patches: [...first.patchSet.patches, ...second.patchSet.patches],
      findings: [...earlier, ...second.patchSet.findings],
    },
    after: second.after,
  };
}

/** Trouble is not forgotten, nor a change; otherwise what is so now. */
function worst(before: Outcome, now: Outcome | undefined): Outcome {
  const rank = ({ kind }: Outcome): number => (kind === 'rejected' || kind === 'failed' ? 2 : kind === 'changed' ? 1 : 0);
  return now === undefined || rank(before) > rank(now) ? before : now;
}
