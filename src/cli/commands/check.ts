import { check } from '../../engine/run.ts';
import { githubAnnotations } from '../../report/github.ts';
import { checkJson } from '../../report/json.ts';
import { checkText } from '../../report/text.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { CheckFlags } from '../flags.ts';
import { openSession, tellLeftOut } from '../session.ts';
import { paintFor, print, progressLine, tellStacks } from '../terminal.ts';

/** `pystd check`: what the standard finds in the repository as it is. */
export async function checkCommand(path: string, flags: CheckFlags): Promise<ExitCode> {
  const session = await openSession(path, flags);
  const { snapshot, plan, standard, surroundings, git } = session;
  tellLeftOut(session, flags);
  const line = progressLine(flags);
  const { findings, outcomes } = check(snapshot, plan, surroundings, line.progress);
  line.end();
  tellStacks(flags, outcomes);
  switch (flags.format) {
    case 'json':
      await print(checkJson(standard.id, findings, outcomes));
      break;
    case 'github':
      await print(githubAnnotations(findings, outcomes, git?.prefix ?? ''));
      break;
    case 'text':
      await print(checkText(standard.id, findings, outcomes, paintFor(flags, process.stdout)));
  }
  if (outcomes.some(({ kind }) => kind === 'failed')) return EXIT.rejected;
  return findings.length > 0 ? EXIT.found : EXIT.done;
}
