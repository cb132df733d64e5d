import { run } from '../../engine/run.ts';
import type { Run } from '../../engine/outcome.ts';
import { foldDeltas } from '../../patch/fold.ts';
import { gitDiff } from '../../patch/git.ts';
import { fixJson } from '../../report/json.ts';
import { fixMarkdown } from '../../report/markdown.ts';
import { fixText } from '../../report/text.ts';
import { patchSetFiles } from '../../report/patch-set-files.ts';
import { writePatchSet } from '../../host/output.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import type { CommonFlags } from '../flags.ts';
import { choosePatches } from '../interactive.ts';
import { openSession, type Session } from '../session.ts';
import { paintFor, print, progressLine, tell } from '../terminal.ts';
import { commitRun, writeRun } from '../write-run.ts';

/** Flags of `fix`. */
export interface FixFlags extends CommonFlags {
  readonly format: 'text' | 'json' | 'patch' | 'markdown';
  readonly dryRun?: boolean;
  readonly output?: string;
  readonly allowDirty?: boolean;
  readonly commit?: boolean;
  readonly interactive?: boolean;
}

/** `pystd fix`: computes the patch set, and then writes it or, in a dry run, does not: that last call is the only difference. */
export async function fixCommand(path: string, flags: FixFlags): Promise<ExitCode> {
  const session = await openSession(path, flags);
  if (flags.verbose) for (const { id, because } of session.plan.leftOut) tell(flags, `${id} is left out. ${because}`);
  const line = progressLine(flags);
  const all = run(session.snapshot, session.base, session.plan, session.surroundings, line.progress);
  line.end();
  const chosen = flags.interactive ? await choosePatches(session, all, paintFor(flags)) : all;
  if (flags.output !== undefined) writePatchSet(flags.output, patchSetFiles(chosen, session.git?.prefix ?? ''));
  const written = flags.dryRun ? false : await perform(session, chosen, flags);
  await print(rendered(chosen, written, flags));
  return exitCode(chosen, written);
}

/** Puts the patch set into the working tree, as one change or as a commit for each codemod. */
async function perform(session: Session, chosen: Run, flags: FixFlags): Promise<boolean> {
  if (flags.commit && !session.git) throw new UsageError('--commit needs a git repository.');
  if (flags.commit) await commitRun(session, chosen, flags);
  else await writeRun(session, chosen, flags);
  return true;
}

function rendered(chosen: Run, written: boolean, flags: FixFlags): string {
  switch (flags.format) {
    case 'json':
      return fixJson(chosen);
    case 'patch':
      return gitDiff(foldDeltas(chosen.patchSet.patches));
    case 'markdown':
      return fixMarkdown(chosen);
    case 'text':
      return fixText(chosen, written, paintFor(flags));
  }
}

function exitCode({ outcomes, patchSet }: Run, written: boolean): ExitCode {
  if (outcomes.some(({ kind }) => kind === 'rejected' || kind === 'failed')) return EXIT.rejected;
  const pending = !written && patchSet.patches.length > 0;
  return pending || patchSet.findings.length > 0 ? EXIT.found : EXIT.done;
}
