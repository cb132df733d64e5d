import { pairsOf, type Entry } from '../../evidence/boot/entry.ts';
import type { Candidate, Examiner } from '../../evidence/candidate.ts';
import { lackingInWords } from '../../evidence/lacking.ts';
import { judgeReplays, nothingComesOf, type Repetitions } from '../../evidence/replay/judge.ts';
import { readTranscript, type Transcript } from '../../evidence/replay/transcript.ts';
import { inOneRecord, type Part } from '../../evidence/several.ts';
import { unavailable, type Evidence } from '../../patch/evidence.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { askWithAll, type Looked } from './replay-both.ts';
import { askerOf, type Asker, type Run } from './replay-run.ts';
import { sandboxHere } from './sandbox.ts';
import type { Workshop } from './workshop.ts';

/**
 * Sends the same requests to the repository's applications before and after, on the same data, and compares what they answer and what reaches the database.
 * Runs code of the repository.
 */
export function replayExaminer(workshop: Workshop): Examiner {
  const ask = askerOf(workshop);
  // What took all its time once would do so before and after every patch.
  const late = new Map<string, Evidence>();
  return {
    kind: 'replay',
    async examine({ patch, before, after }: Candidate) {
      const [was, is] = [workshop.viewOf(before), workshop.viewOf(after)];
      const parts: Part[] = [];
      for (const pair of pairsOf(was, is)) {
        if ('problem' in pair) {
          parts.push({ name: pair.project === '' ? 'the top' : pair.project, evidence: unavailable('replay', '', pair.problem) });
          continue;
        }
        const name = `${pair.entry.project === '' ? '' : `${pair.entry.project}: `}${pair.entry.module}:${pair.entry.name}`;
        const evidence = late.get(name) ?? (await compare({ ...pair, was, is }, patch.declared, ask, workshop, (found) => void late.set(name, found)));
        parts.push({ name, evidence });
      }
      return inOneRecord(parts);
    },
  };
}

async function compare(looked: Looked, declared: Candidate['patch']['declared'], ask: Asker, workshop: Workshop, isLate: (found: Evidence) => void): Promise<Evidence> {
  const { entry, now, was, is } = looked;
  const ran = `requests to ${now.module}:${now.name} on made-up data in SQLite (${sandboxHere().means})`;
  const interpreter = await workshop.environments.of(entry.project, was.repo);
  if ('problem' in interpreter) return unavailable('replay', ran, interpreter.problem);
  const { before, after, variables, script, lacking } = await askWithAll(looked, ask, workshop);
  if (lacking) return unavailable('replay', ran, lackingInWords(lacking));
  if (before.kind === 'failed') {
    const evidence = unavailable('replay', ran, before.because);
    if (before.isLate) isLate(evidence);
    return evidence;
  }
  const [first] = transcriptsOf(before);
  if (!first || !script) return unavailable('replay', ran, 'The application ends before it is asked anything.');
  const nothing = nothingComesOf(first);
  if (nothing !== undefined) return unavailable('replay', ran, nothing, first.tool);
  const [second] = transcriptsOf(after);
  if (after.kind === 'failed' && after.isLate) return unavailable('replay', ran, after.because, first.tool);
  if (!second) return { kind: 'replay', ran, tool: first.tool, before: '', after: '', verdict: 'worse', difference: `The application cannot be asked any more. ${after.kind === 'failed' ? after.because : ''}`.trim() };
  const judged = (more: Repetitions): Evidence => ({ kind: 'replay', ran, tool: first.tool, ...judgeReplays(first, second, script.exchanges, declared, more) });
  const repeated = async (snapshot: Snapshot, one: Entry, time: number): Promise<readonly Transcript[]> => transcriptsOf(await ask(snapshot, one, variables, script, time));
  const once = judged({ before: [], after: [] });
  if (once.verdict === 'equal') return once;
  // What differs from one run to the next, a time of day or a token, says nothing of the patch.
  const more = await repeated(was.repo, entry, 1);
  const twice = judged({ before: more, after: [] });
  if (twice.verdict === 'equal') return twice;
  return judged({ before: [...more, ...(await repeated(was.repo, entry, 2))], after: await repeated(is.repo, now, 1) });
}

function transcriptsOf(run: Run): readonly Transcript[] {
  const found = run.kind === 'done' ? readTranscript(run.said) : undefined;
  return found ? [found] : [];
}
