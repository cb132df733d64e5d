import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../evidence/boot/entry.ts';
import type { Answers } from '../../evidence/openapi/compare.ts';
import type { Boot } from '../../evidence/openapi/judge.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { rememberedFor } from '../../text/remember.ts';
import { BOOT_SCRIPT } from './boot-script.ts';
import { runForeign } from './run-foreign.ts';
import { writeFresh } from './scratch.ts';
import type { Workshop } from './workshop.ts';

/** Variables of the environment. */
export type Variables = Readonly<Record<string, string>>;

/** Makes applications; an attempt that was made already is not repeated, unless it is asked for `again`, to see what differs from one start to the next. */
export type Booter = (snapshot: Snapshot, entry: Entry, variables: Variables, again?: boolean) => Promise<Boot>;

/** A booter that remembers. */
export function booterOf(workshop: Workshop): Booter {
  const known = rememberedFor<Snapshot, string, Promise<Boot>>();
  return (snapshot, entry, variables, again = false) => known(snapshot, JSON.stringify([entry, variables, again, workshop.environments.generation()]), () => make(snapshot, entry, variables, workshop));
}

async function make(snapshot: Snapshot, entry: Entry, variables: Variables, { timeout, environments, scratch: scratchOf }: Workshop): Promise<Boot> {
  const interpreter = await environments.of(entry.project, snapshot);
  if ('problem' in interpreter) return { kind: 'failed', because: interpreter.problem, missing: [] };
  const scratch = scratchOf();
  scratch.layOut(snapshot);
  const folder = join(scratch.folder, entry.project);
  const [script, task, out] = ['boot.py', 'task.json', 'answers.json'].map((name) => join(scratch.beside, name)) as [string, string, string];
  writeFresh(script, BOOT_SCRIPT);
  writeFresh(task, JSON.stringify({ roots: entry.roots.map((one) => join(scratch.folder, one)), module: entry.module, name: entry.name, out }));
  rmSync(out, { force: true });
  const { isLate, code, output } = await runForeign(scratch, [...interpreter.command, '-B', script, task], { folder, environment: { ...variables, ...interpreter.variables }, timeout: timeout * 1000 });
  if (isLate) return { kind: 'failed', because: `The application is not made after ${timeout} seconds.`, missing: [], isLate: true };
  const said = readAnswers(out);
  if (!said) return { kind: 'failed', because: `The interpreter ends with ${code === undefined ? 'a signal' : `code ${code}`} before it says anything: ${lastLine(output)}`, missing: [] };
  if ('error' in said) return { kind: 'failed', because: `${said.error.replace(/\.?$/, '.')}`, missing: said.missing ?? [], absent: said.absent ?? undefined };
  return { kind: 'made', answers: said, tool: [said.python, said.fastapi].join(', ') };
}

type Said = (Answers & { readonly python: string; readonly fastapi: string }) | { readonly error: string; readonly missing?: readonly string[]; readonly absent?: string | null };

function readAnswers(out: string): Said | undefined {
  try {
    return JSON.parse(readFileSync(out, 'utf8')) as Said;
  } catch {
    return undefined;
  }
}

function lastLine(output: string): string {
  return (output.split('\n').at(-1) ?? '').slice(0, 300) || 'nothing was printed.';
}
