import { delimiter, dirname } from 'node:path';
import { dummiesOf } from '../../evidence/boot/dummies.ts';
import type { Candidate } from '../../evidence/candidate.ts';
import { lackingFor, lackingInWords, moduleNotFound } from '../../evidence/lacking.ts';
import { unavailable, type Evidence } from '../../patch/evidence.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { rememberedFor } from '../../text/remember.ts';
import type { Variables } from './boot.ts';
import { runForeign } from './run-foreign.ts';
import { endingInWords, type Ending } from './run-group.ts';
import { sandboxHere } from './sandbox.ts';
import type { Workshop } from './workshop.ts';

/** Runs the user's own command for tests at the top of the copy, before and after; programs of the environment come first on its PATH. */
export function commandComparison(command: string, workshop: Workshop): (candidate: Candidate) => Promise<Evidence> {
  const { timeout, environments, scratch: scratchOf } = workshop;
  const ran = `${command} (${sandboxHere().means})`;
  const known = rememberedFor<Snapshot, string, Promise<Ending>>();
  const look = (snapshot: Snapshot, variables: Variables): Promise<Ending> =>
    known(snapshot, JSON.stringify([variables, environments.generation()]), async () => {
      const interpreter = await environments.of('', snapshot);
      const own = 'problem' in interpreter ? {} : { ...interpreter.variables, ...pathWith(interpreter.command[0]) };
      const scratch = scratchOf();
      scratch.layOut(snapshot);
      return await runForeign(scratch, ['sh', '-c', command], { folder: scratch.folder, environment: { ...variables, ...own }, timeout: timeout * 1000 });
    });
  return async ({ before, after }) => {
    const [was, is] = [workshop.viewOf(before), workshop.viewOf(after)];
    const interpreter = await environments.of('', before);
    // Where nobody spoke of an environment, the command may bring its own.
    if ('problem' in interpreter && workshop.environmentCommand !== undefined) return unavailable('tests', ran, interpreter.problem);
    const variables = { ...dummiesOf(was, ''), ...dummiesOf(is, '') };
    for (;;) {
      const first = await look(before, variables);
      if (first.isLate) return unavailable('tests', ran, `It fails before the patch already (${endingInWords(first)}).`);
      const second = await look(after, variables);
      const absent = second.code === 0 ? undefined : moduleNotFound(second.output);
      const lacking = absent === undefined ? undefined : lackingFor(absent, '', was, is);
      if (!lacking) return judged(ran, first, second);
      if (!(await environments.renew(lacking.distribution, '', after))) return unavailable('tests', ran, lackingInWords(lacking));
    }
  };
}

function judged(ran: string, before: Ending, after: Ending): Evidence {
  const outcome = { kind: 'tests', ran, tool: '', exit: [before.code, after.code], before: '', after: '' } as const;
  if (before.code !== 0 && after.code !== 0) return unavailable('tests', ran, `It fails before the patch already (${endingInWords(before)}).`);
  if (before.code !== 0) return { ...outcome, verdict: 'improved', difference: `It succeeds now, and failed before (${endingInWords(before)}).` };
  return after.code === 0 ? { ...outcome, verdict: 'equal', difference: '' } : { ...outcome, verdict: 'worse', difference: `It fails now (${endingInWords(after)}).` };
}

function pathWith(interpreter: string): { readonly PATH?: string } {
  return interpreter.includes('/') ? { PATH: [dirname(interpreter), process.env['PATH'] ?? ''].join(delimiter) } : {};
}
