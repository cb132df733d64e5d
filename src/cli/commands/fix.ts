import type { Run } from '../../engine/outcome.ts';
import type { Examiner } from '../../evidence/candidate.ts';
import { foldDeltas } from '../../patch/fold.ts';
import { gitDiff } from '../../patch/git.ts';
import { fixJson } from '../../report/json.ts';
import { fixMarkdown } from '../../report/markdown.ts';
import { fixText } from '../../report/text.ts';
import { patchSetFiles } from '../../report/patch-set-files.ts';
import { writePatchSet } from '../../host/output.ts';
import { withExaminers } from '../evidence.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import { followUp, NOT_RUN, type FollowedUp } from '../follow-ups.ts';
import type { EvidenceFlags } from '../flags.ts';
import { choosePatches } from '../interactive.ts';
import { runPlan } from '../run-plan.ts';
import { openSession, tellLeftOut, type Session } from '../session.ts';
import { paintFor, print, progressLine, tell, tellStacks } from '../terminal.ts';
import { commitRun, writeRun, type WriteFlags } from '../write-run.ts';

/** Flags of `fix`. */
export interface FixFlags extends WriteFlags, EvidenceFlags {
  readonly format: 'text' | 'json' | 'patch' | 'markdown';
  readonly dryRun?: boolean;
  readonly output?: string;
  readonly commit?: boolean;
  readonly interactive?: boolean;
  readonly runFollowUps?: boolean;
}

/** `pystd fix`: computes the patch set, and then writes it or, in a dry run, does not: that last call is the only difference. */
export async function fixCommand(path: string, flags: FixFlags): Promise<ExitCode> {
  if (flags.runFollowUps && flags.dryRun) throw new UsageError('--run-follow-ups runs commands on what was written, and --dry-run writes nothing: leave one of them out.');
  const session = await openSession(path, flags);
  tellLeftOut(session, flags);
  if (flags.commit && !session.git) throw new UsageError('--commit needs a git repository.');
  return await withExaminers(flags, { root: session.root, reader: session.surroundings.reader }, async (examiners) => await fixWith(examiners, path, session, flags));
}

async function fixWith(examiners: readonly Examiner[], path: string, session: Session, flags: FixFlags): Promise<ExitCode> {
  const line = progressLine(flags);
  const all = await runPlan(session, examiners, line.progress);
  line.end();
  tellStacks(flags, all.outcomes);
  const choice = flags.interactive ? await choosePatches(session, all, examiners, paintFor(flags, process.stderr)) : ({ kind: 'chosen', run: all, declined: [] } as const);
  if (choice.kind === 'stopped') {
    tell(flags, 'Stopped. Nothing was written.');
    return EXIT.found;
  }
  for (const id of choice.declined) tell(flags, `${id} was declined; what it found stays.`);
  const chosen = choice.run;
  if (flags.output !== undefined) outputPatchSet(flags.output, session, chosen, flags);
  const written = flags.dryRun ? false : await perform(session, chosen, flags);
  const followed = flags.runFollowUps ? await followUp(path, session, chosen, choice.declined, examiners, flags) : { run: chosen, results: NOT_RUN };
  if (flags.format === 'patch' && session.git && session.git.prefix !== '' && chosen.patchSet.patches.length > 0) {
    tell(flags, `The paths are those below ${session.git.prefix}: git apply --directory=${session.git.prefix.replace(/\/$/, '')}`);
  }
  await print(rendered(followed, written, flags));
  return exitCode(followed, written, choice.declined.length > 0);
}

/** Writes the patch set's own folder. That is asked for by name, so a dry run does it as well. */
function outputPatchSet(folder: string, { git }: Session, chosen: Run, flags: FixFlags): void {
  const result = writePatchSet(folder, patchSetFiles(chosen, git?.prefix ?? ''));
  if (result.kind === 'refused') throw new UsageError(`${result.because} No file of the repository was changed.`);
  tell(flags, `The patch set is in ${folder}: begin with REVIEW.md.`);
}

/** Puts the patch set into the working tree, as one change or as a commit for each codemod. */
async function perform(session: Session, chosen: Run, flags: FixFlags): Promise<boolean> {
  if (flags.commit) await commitRun(session, chosen, flags);
  else await writeRun(session, chosen, new Set(), flags);
  return true;
}

function rendered({ run: chosen, results }: FollowedUp, written: boolean, flags: FixFlags): string {
  switch (flags.format) {
    case 'json':
      return fixJson(chosen, results);
    case 'patch':
      return gitDiff(foldDeltas(chosen.patchSet.patches));
    case 'markdown':
      return fixMarkdown(chosen, results);
    case 'text':
      return fixText(chosen, written, results, paintFor(flags, process.stdout));
  }
}

function exitCode({ run: { outcomes, patchSet }, results }: FollowedUp, written: boolean, declined: boolean): ExitCode {
  if (outcomes.some(({ kind }) => kind === 'rejected' || kind === 'failed')) return EXIT.rejected;
  const pending = declined || (!written && patchSet.patches.length > 0) || results.some(({ kind }) => kind === 'failed');
  return pending || patchSet.findings.length > 0 ? EXIT.found : EXIT.done;
}
