import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dummiesOf, dummyFor } from '../../evidence/boot/dummies.ts';
import { entriesOf, type Entry } from '../../evidence/boot/entry.ts';
import type { Candidate, Examiner, RepositoryView } from '../../evidence/candidate.ts';
import type { Answers } from '../../evidence/openapi/compare.ts';
import { judgeBoots, type Boot } from '../../evidence/openapi/judge.ts';
import { unavailable, type Evidence } from '../../patch/evidence.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { BOOT_SCRIPT } from './boot-script.ts';
import { interpreterOf } from './interpreter.ts';
import { runForeign } from './run-foreign.ts';
import { sandboxHere } from './sandbox.ts';
import type { Workshop } from './workshop.ts';

/** Applications that miss variables of the environment are tried again with values for these, so many times. */
const TRIES = 6;

/** Makes the repository's application before and after in its own interpreter, and compares what it answers. Runs code of the repository. */
export function openapiExaminer(workshop: Workshop): Examiner {
  const known = new WeakMap<Snapshot, Map<string, Promise<Boot>>>();
  const bootOf = (snapshot: Snapshot, entry: Entry, environment: Readonly<Record<string, string>>): Promise<Boot> => {
    const ofSnapshot = known.get(snapshot) ?? new Map<string, Promise<Boot>>();
    known.set(snapshot, ofSnapshot);
    const key = JSON.stringify([entry, environment]);
    const boot = ofSnapshot.get(key) ?? make(snapshot, entry, environment, workshop);
    ofSnapshot.set(key, boot);
    return boot;
  };
  return {
    kind: 'openapi',
    async examine({ patch, before, after }: Candidate) {
      const [was, is] = [workshop.viewOf(before), workshop.viewOf(after)];
      const results: Evidence[] = [];
      const entriesAfter = new Map(entriesOf(is).map((entry) => [entry.project, entry]));
      for (const entry of entriesOf(was)) {
        const now = entriesAfter.get(entry.project) ?? entry;
        const problem = 'problem' in entry ? entry.problem : 'problem' in now ? now.problem : undefined;
        if ('problem' in entry || 'problem' in now) results.push(unavailable('openapi', '', problem ?? ''));
        else results.push(await compare(entry, now, { ...dummiesOf(was, entry.project), ...dummiesOf(is, entry.project) }, was, is, bootOf, workshop, patch.declared));
      }
      return worstOf(results);
    },
    async end() {
      // The scratch copy is everybody's.
    },
  };
}

type BootOf = (snapshot: Snapshot, entry: Entry, environment: Readonly<Record<string, string>>) => Promise<Boot>;

async function compare(entry: Entry, now: Entry, dummies: Readonly<Record<string, string>>, was: RepositoryView, is: RepositoryView, bootOf: BootOf, { root, python }: Workshop, declared: Candidate['patch']['declared']): Promise<Evidence> {
  const ran = `${now.module}:${now.name}, made in an interpreter of its own (${sandboxHere().means})`;
  const interpreter = interpreterOf(root, entry.project, python);
  if ('problem' in interpreter) return unavailable('openapi', ran, interpreter.problem);
  // Both sides are given the same environment: whatever either of them asks for.
  let environment = dummies;
  for (let attempt = 1; ; attempt++) {
    const [before, after] = [await bootOf(was.repo, entry, environment), await bootOf(is.repo, now, environment)];
    const missing = [before, after].flatMap((boot) => (boot.kind === 'failed' ? boot.missing : [])).flatMap((name) => [name, name.toUpperCase()]).filter((name) => !(name in environment));
    if (missing.length === 0 || attempt === TRIES) {
      const judged = judgeBoots(before, after, declared);
      if (!judged) return unavailable('openapi', ran, before.kind === 'failed' ? before.because : '');
      return { kind: 'openapi', ran, tool: before.kind === 'made' ? before.tool : '', ...judged };
    }
    environment = { ...environment, ...Object.fromEntries(missing.map((name) => [name, dummyFor(is, entry.project, name)])) };
  }
}

async function make(snapshot: Snapshot, entry: Entry, environment: Readonly<Record<string, string>>, { root, python, timeout, scratch: scratchOf }: Workshop): Promise<Boot> {
  const interpreter = interpreterOf(root, entry.project, python);
  if ('problem' in interpreter) return { kind: 'failed', because: interpreter.problem, missing: [] };
  const scratch = scratchOf();
  scratch.layOut(snapshot);
  const folder = join(scratch.folder, entry.project);
  const [script, task, out] = ['boot.py', 'task.json', 'answers.json'].map((name) => join(scratch.beside, name)) as [string, string, string];
  writeFileSync(script, BOOT_SCRIPT);
  writeFileSync(task, JSON.stringify({ roots: entry.roots.map((one) => join(scratch.folder, one)), module: entry.module, name: entry.name, out }));
  rmSync(out, { force: true });
  const { isLate, code, output } = await runForeign(scratch, [...interpreter, '-B', script, task], { folder, environment, timeout: timeout * 1000 });
  if (isLate) return { kind: 'failed', because: `The application is not made after ${timeout} seconds.`, missing: [] };
  const said = readAnswers(out);
  if (!said) return { kind: 'failed', because: `The interpreter ends with ${code === undefined ? 'a signal' : `code ${code}`} before it says anything: ${lastLine(output)}`, missing: [] };
  if ('error' in said) return { kind: 'failed', because: `${said.error.replace(/\.?$/, '.')}`, missing: said.missing };
  return { kind: 'made', answers: said, tool: [said.python, said.fastapi].join(', ') };
}

type Said = (Answers & { readonly python: string; readonly fastapi: string }) | { readonly error: string; readonly missing: readonly string[] };

function readAnswers(out: string): Said | undefined {
  try {
    const said = JSON.parse(readFileSync(out, 'utf8')) as Said & { readonly missing?: readonly string[] };
    return 'error' in said ? { error: said.error, missing: said.missing ?? [] } : said;
  } catch {
    return undefined;
  }
}

function lastLine(output: string): string {
  return (output.split('\n').at(-1) ?? '').slice(0, 300) || 'nothing was printed.';
}

/** Several applications make one record: the one that says the most against the patch, else the first that could be had. */
function worstOf(results: readonly Evidence[]): Evidence | undefined {
  const rank = ({ verdict, declared }: Evidence): number => (verdict === 'worse' ? 4 : verdict === 'changed' && !declared ? 3 : verdict === 'changed' ? 2 : verdict === 'unavailable' ? 0 : 1);
  return [...results].sort((a, b) => rank(b) - rank(a))[0];
}
