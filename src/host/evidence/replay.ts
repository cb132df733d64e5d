import { pairsOf, type Entry } from '../../evidence/boot/entry.ts';
import type { Candidate, Examiner } from '../../evidence/candidate.ts';
import { lackingInWords } from '../../evidence/lacking.ts';
import { judgeReplays, nothingComesOf, type Repetition } from '../../evidence/replay/judge.ts';
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
  const repetitions = new Map<string, Repetition[]>();
  const seen = (key: string): Repetition[] => {
    const known = repetitions.get(key) ?? [];
    repetitions.set(key, known);
    return known;
  };
  return {
    kind: 'replay',
    async examine({ patch, before, after }: Candidate) {
      if (patch.deltas.every((delta) => isNoPart(delta.path))) return undefined;
      const [was, is] = [workshop.viewOf(before), workshop.viewOf(after)];
      const parts: Part[] = [];
      for (const pair of pairsOf(was, is)) {
        if ('problem' in pair) {
          parts.push({ name: pair.project === '' ? 'the top' : pair.project, evidence: unavailable('replay', '', pair.problem) });
          continue;
        }
        const name = `${pair.entry.project === '' ? '' : `${pair.entry.project}: `}${pair.entry.module}:${pair.entry.name}`;
        const evidence = late.get(name) ?? (await compare({ ...pair, was, is }, patch.declared, { ask, seen }, workshop, (found) => void late.set(name, found)));
        parts.push({ name, evidence });
      }
      return inOneRecord(parts);
    },
  };
}

/** Whether a file is none that a running application reads. */
function isNoPart(path: string): boolean {
  return /(?:^|\/)(?:\.(?:git|docker)ignore|\.env\.example|[^/]*\.md|Dockerfile[^/]*|(?:uv|poetry)\.lock)$|^\.github\//.test(path);
}

/** What was asked already, and the repetitions of it. */
interface Memory {
  readonly ask: Asker;
  seen(key: string): Repetition[];
}

async function compare(looked: Looked, declared: Candidate['patch']['declared'], { ask, seen }: Memory, workshop: Workshop, isLate: (found: Evidence) => void): Promise<Evidence> {
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
  const judged = (): Evidence => ({ kind: 'replay', ran, tool: first.tool, ...judgeReplays(first, second, script.exchanges, declared, repetitions) });
  // What differs from one run to the next, a time of day or a token, says nothing of this patch, or of any other that is asked the same.
  const repetitions = seen(JSON.stringify([variables, script]));
  const repeat = async (transcript: Transcript, snapshot: Snapshot, one: Entry, time: number): Promise<void> => {
    for (const again of transcriptsOf(await ask(snapshot, one, variables, script, time))) repetitions.push([transcript, again]);
  };
  if (judged().verdict === 'equal') return judged();
  await repeat(first, was.repo, entry, 1);
  if (judged().verdict === 'equal') return judged();
  await repeat(first, was.repo, entry, 2);
  await repeat(second, is.repo, now, 1);
  return judged();
}

function transcriptsOf(run: Run): readonly Transcript[] {
  const found = run.kind === 'done' ? readTranscript(run.said) : undefined;
  return found ? [found] : [];
}
