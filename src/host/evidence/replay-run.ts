import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../evidence/boot/entry.ts';
import type { Json } from '../../evidence/openapi/compare.ts';
import type { Script } from '../../evidence/replay/exchanges.ts';
import { at, textsOf } from '../../evidence/replay/json.ts';
import { PASSWORD } from '../../evidence/replay/values.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { rememberedFor } from '../../text/remember.ts';
import type { Variables } from './boot.ts';
import { REPLAY_SCRIPT } from './replay-script.ts';
import { runForeign } from './run-foreign.ts';
import { writeFresh } from './scratch.ts';
import type { Workshop } from './workshop.ts';

/** What a program said; a full sentence where it did not get so far, with the variables of the environment that it misses. */
export type Run = { readonly kind: 'done'; readonly said: Json } | { readonly kind: 'failed'; readonly because: string; readonly missing: readonly string[]; readonly absent?: string | undefined; readonly isLate?: true };

/** Asks an application what it offers (`script` is absent), or what comes of a script. `time` tells repetitions of the same apart: each is done once. */
export type Asker = (snapshot: Snapshot, entry: Entry, variables: Variables, script?: Script, time?: number) => Promise<Run>;

/** Of its time, what is left for getting ready and writing down. */
const ASKING = 0.75;
/** Bytes that answers may have. */
const LARGEST = 200_000_000;

/** An asker that remembers. */
export function askerOf(workshop: Workshop): Asker {
  const known = rememberedFor<Snapshot, string, Promise<Run>>();
  return (snapshot, entry, variables, script, time = 0) =>
    known(snapshot, JSON.stringify([entry, variables, script ?? null, time, workshop.environments.generation()]), () => ask(snapshot, entry, variables, script, workshop));
}

async function ask(snapshot: Snapshot, entry: Entry, variables: Variables, asked: Script | undefined, { timeout, environments, scratch: scratchOf }: Workshop): Promise<Run> {
  const interpreter = await environments.of(entry.project, snapshot);
  if ('problem' in interpreter) return { kind: 'failed', because: interpreter.problem, missing: [] };
  const scratch = scratchOf();
  scratch.layOut(snapshot);
  const [script, task, out, database] = ['replay.py', 'replay-task.json', 'replay-answers.json', 'replay.sqlite'].map((name) => join(scratch.beside, name)) as [string, string, string, string];
  const questions = asked ? { rows: asked.rows, plan: asked.plan, probes: asked.probes, exchanges: asked.exchanges.map(({ steps }) => steps) } : { rows: [], plan: { signUp: [], signIn: [], names: [] }, probes: [], exchanges: null };
  for (const left of [out, database, `${database}.template`]) rmSync(left, { recursive: true, force: true });
  writeFresh(script, REPLAY_SCRIPT);
  writeFresh(task, JSON.stringify({ roots: entry.roots.map((one) => join(scratch.folder, one)), module: entry.module, name: entry.name, out, database, password: PASSWORD, seconds: timeout * ASKING, ...questions }));
  const { isLate, code, output } = await runForeign(scratch, [...interpreter.command, '-B', script, task], { folder: join(scratch.folder, entry.project), environment: { ...variables, ...interpreter.variables }, timeout: timeout * 1000 });
  if (isLate) return { kind: 'failed', because: `The application is not done after ${timeout} seconds.`, missing: [], isLate: true };
  const said = readSaid(out);
  if (said === undefined) return { kind: 'failed', because: `The interpreter ends with ${code === undefined ? 'a signal' : `code ${code}`} before it says anything: ${(output.split('\n').at(-1) ?? '').slice(0, 300) || 'nothing was printed.'}`, missing: [] };
  const [error, absent] = [at(said, 'error'), at(said, 'absent')];
  return typeof error === 'string' ? { kind: 'failed', because: error.replace(/\.?$/, '.'), missing: textsOf(at(said, 'missing')), absent: typeof absent === 'string' ? absent : undefined } : { kind: 'done', said };
}

function readSaid(out: string): Json | undefined {
  try {
    return statSync(out).size > LARGEST ? undefined : (JSON.parse(readFileSync(out, 'utf8')) as Json);
  } catch {
    return undefined;
  }
}
