import type { Run } from '../engine/outcome.ts';
import type { Examiner } from '../evidence/candidate.ts';
import { beginConversation, type Conversation } from '../host/ask.ts';
import { gitDiff } from '../patch/git.ts';
import type { Patch } from '../patch/patch-set.ts';
import { paintDiff, type Paint } from '../report/paint.ts';
import { UsageError } from './exit.ts';
import { runPlan } from './run-plan.ts';
import type { Session } from './session.ts';

/** What a person wants of a run. */
export type Choice =
  /** `declined` are the codemods that were not wanted. */
  | { readonly kind: 'chosen'; readonly run: Run; readonly declined: readonly string[] }
  | { readonly kind: 'stopped' };

/**
 * Asks for each patch whether it is wanted. After a no the codemods are run again without that one, because later patches may have
 * stood on it; a patch that comes out the same is not asked about twice.
 * @throws UsageError when nobody is there to answer.
 */
export async function choosePatches(session: Session, all: Run, examiners: readonly Examiner[], paint: Paint): Promise<Choice> {
  if (!process.stdin.isTTY) throw new UsageError('--interactive needs a terminal.');
  const conversation = beginConversation();
  const agreed = new Set<string>();
  const declined = new Set<string>();
  try {
    for (let current = all; ; ) {
      const open = current.patchSet.patches.find((patch) => !agreed.has(identity(patch)));
      if (!open) return { kind: 'chosen', run: current, declined: [...declined] };
      process.stderr.write(introduction(open, paint));
      switch (await answer(conversation)) {
        case 'quit':
          return { kind: 'stopped' };
        case 'yes':
          agreed.add(identity(open));
          break;
        case 'no':
          declined.add(open.codemod);
          current = await runPlan({ ...session, plan: without(session, declined) }, examiners, () => {});
      }
    }
  } finally {
    conversation.end();
  }
}

/** Asks until it gets an answer; the end of the input is a quit. */
async function answer(conversation: Conversation): Promise<'yes' | 'no' | 'quit'> {
  for (;;) {
    const line = await conversation.ask('Take this patch? [y]es, [n]o, [q]uit: ');
    if (line === undefined) return 'quit';
    const word = line.trim().toLowerCase();
    const meant = (['yes', 'no', 'quit'] as const).find((each) => word !== '' && each.startsWith(word));
    if (meant) return meant;
  }
}

function without({ plan }: Session, declined: ReadonlySet<string>): Session['plan'] {
  return { ...plan, order: plan.order.filter(({ codemod }) => !declined.has(codemod.id)) };
}

function introduction({ title, codemod, safety, findings, notes, deltas }: Patch, paint: Paint): string {
  const reasons = findings.map(({ at, message }) => `  ${at.path}:${at.line} ${message}`);
  const looks = notes.map((note) => `  ${paint.yellow('look:')} ${note}`);
  return [`${paint.bold(title)} (${codemod}, ${safety})`, ...reasons, ...looks, '', paintDiff(gitDiff(deltas), paint), ''].join('\n');
}

function identity(patch: Patch): string {
  return `${patch.codemod}\0${gitDiff(patch.deltas)}`;
}
