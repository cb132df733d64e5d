import { nameOf, pairsOf, type Pair } from '../../evidence/boot/entry.ts';
import type { Candidate, Examiner, RepositoryView } from '../../evidence/candidate.ts';
import { lackingFor, lackingInWords, type Lacking } from '../../evidence/lacking.ts';
import { judgeBoots, judgeMended } from '../../evidence/openapi/judge.ts';
import { inOneRecord, type Part } from '../../evidence/several.ts';
import { unavailable, type Evidence } from '../../patch/evidence.ts';
import { bootBoth, onlyAskedForAfter, type Boots } from './boot-both.ts';
import { booterOf, type Booter } from './boot.ts';
import { sandboxHere } from './sandbox.ts';
import type { Workshop } from './workshop.ts';

/** Makes the repository's applications before and after in their own interpreter, and compares what they answer. Runs code of the repository. */
export function openapiExaminer(workshop: Workshop): Examiner {
  const boot = booterOf(workshop);
  // What took all its time once would do so before and after every patch.
  const late = new Map<string, Evidence>();
  return {
    kind: 'openapi',
    async examine({ patch, before, after }: Candidate) {
      const [was, is] = [workshop.viewOf(before), workshop.viewOf(after)];
      const parts: Part[] = [];
      for (const pair of pairsOf(was, is)) {
        if ('problem' in pair) {
          parts.push({ name: pair.project === '' ? 'the top' : pair.project, evidence: unavailable('openapi', '', pair.problem) });
          continue;
        }
        const name = nameOf(pair.entry);
        const evidence = late.get(name) ?? (await compare({ ...pair, was, is }, boot, workshop, patch.declared, (found) => void late.set(name, found)));
        parts.push({ name, evidence });
      }
      return inOneRecord(parts);
    },
  };
}

/** An application, and the repository around it before and after. */
interface Looked extends Pair {
  readonly was: RepositoryView;
  readonly is: RepositoryView;
}

async function compare(looked: Looked, boot: Booter, workshop: Workshop, declared: Candidate['patch']['declared'], isLate: (found: Evidence) => void): Promise<Evidence> {
  const { entry, now, was } = looked;
  const ran = `${now.module}:${now.name}, made in an interpreter of its own (${sandboxHere().means})`;
  const interpreter = await workshop.environments.of(entry.project, was.repo);
  if ('problem' in interpreter) return unavailable('openapi', ran, interpreter.problem);
  const { boots, lacking } = await bootWithAll(looked, boot, workshop);
  const { before, after, variables } = boots;
  if (lacking) return unavailable('openapi', ran, lackingInWords(lacking), before.kind === 'made' ? before.tool : '');
  if (before.kind === 'failed') {
    if (after.kind === 'made') return { kind: 'openapi', ran, tool: after.tool, ...judgeMended(before, after) };
    const found = unavailable('openapi', ran, before.because);
    if (before.isLate) isLate(found);
    return found;
  }
  const judged = judgeBoots(before, after, declared);
  if (after.kind === 'failed') return { kind: 'openapi', ran, tool: before.tool, ...judged };
  // What differs from one start to the next, a time of day or a random id, says nothing of the patch.
  const steady = judged.verdict === 'equal' ? judged : judgeBoots(before, after, declared, await boot(was.repo, entry, variables, true));
  const asked = await onlyAskedForAfter(looked, variables, boot);
  const remark = asked.length > 0 ? `Asks for ${asked.map((one) => `\`${one}\``).join(', ')} only afterwards.` : '';
  return { kind: 'openapi', ran, tool: before.tool, ...steady, difference: [steady.difference, remark].filter((one) => one !== '').join(' ') };
}

/** Makes both; where one cannot be made for want of a distribution, the environment is made again if it can be. */
async function bootWithAll(looked: Looked, boot: Booter, { environments }: Workshop): Promise<{ readonly boots: Boots; readonly lacking: Lacking | undefined }> {
  for (;;) {
    const boots = await bootBoth(looked, boot);
    const lacking = lackingOf(boots, looked);
    if (!lacking || !(await environments.renew(lacking.distribution, looked.entry.project, looked.is.repo))) return { boots, lacking };
  }
}

function lackingOf({ before, after }: Boots, { entry, was, is }: Looked): Lacking | undefined {
  const failed = before.kind === 'failed' ? before : after.kind === 'failed' ? after : undefined;
  return failed?.absent === undefined ? undefined : lackingFor(failed.absent, entry.project, was, is);
}
