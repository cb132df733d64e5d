import type { Run } from '../engine/outcome.ts';
import { run } from '../engine/run.ts';
import { ask } from '../host/ask.ts';
import { gitDiff } from '../patch/git.ts';
import type { Patch } from '../patch/patch-set.ts';
import { paintDiff, type Paint } from '../report/paint.ts';
import { UsageError } from './exit.ts';
import type { Session } from './session.ts';

/**
 * Asks for each patch whether it is wanted. After a no the codemods are run again without that one, because later patches may have
 * stood on it; a patch that comes out the same is not asked about twice.
 * @throws UsageError when nobody is there to answer.
 */
export async function choosePatches(session: Session, all: Run, paint: Paint): Promise<Run> {
  if (!process.stdin.isTTY) throw new UsageError('--interactive needs a terminal.');
  const agreed = new Set<string>();
  const declined = new Set<string>();
  for (let current = all; ; ) {
    const open = current.patchSet.patches.find((patch) => !agreed.has(identity(patch)));
    if (!open) return current;
    process.stderr.write(introduction(open, paint));
    const answer = (await ask('Take this patch? [y]es, [n]o, [q]uit: ')).trim().toLowerCase();
    if (answer.startsWith('q')) throw new UsageError('Stopped. Nothing was written.');
    if (answer.startsWith('y')) agreed.add(identity(open));
    else {
      declined.add(open.codemod);
      const plan = { ...session.plan, order: session.plan.order.filter(({ codemod }) => !declined.has(codemod.id)) };
      current = run(session.snapshot, session.base, plan, session.surroundings, () => {});
    }
  }
}

function introduction({ title, codemod, safety, findings, deltas }: Patch, paint: Paint): string {
  const reasons = findings.map(({ at, message }) => `  ${at.path}:${at.line} ${message}`);
  return [`${paint.bold(title)} (${codemod}, ${safety})`, ...reasons, '', paintDiff(gitDiff(deltas), paint), ''].join('\n');
}

function identity(patch: Patch): string {
  return `${patch.codemod}\0${gitDiff(patch.deltas)}`;
}
