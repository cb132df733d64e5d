import { openSession, type Session } from '../../src/cli/session.ts';
import { check, run } from '../../src/engine/run.ts';
import type { Run } from '../../src/engine/outcome.ts';
import { suppressionsOf } from '../../src/engine/suppressions.ts';
import { loadPythonParser } from '../../src/host/grammar.ts';
import { factReader } from '../../src/python/facts.ts';

/** What the engine works with: a part of a command's session. */
export type Prepared = Pick<Session, 'snapshot' | 'plan' | 'surroundings'>;

/** Reads a repository and plans, as the commands do. `only` names codemods; without any all of the standard's run. */
export async function prepare(root: string, only: readonly string[]): Promise<Prepared> {
  return openSession(root, { color: false, quiet: true, ...(only.length > 0 ? { only } : {}) });
}

/** The same with a parser that also keeps what it is given to parse. */
export async function recording({ snapshot: read, plan, surroundings }: Prepared): Promise<Prepared & { readonly texts: readonly string[] }> {
  const parser = await loadPythonParser();
  const texts: string[] = [];
  const reader = factReader({
    parse(text) {
      texts.push(text);
      return parser.parse(text);
    },
  });
  // What is known of a snapshot hangs on the object: a new one is looked at afresh.
  const snapshot = { ...read };
  return { snapshot, plan, surroundings: { ...surroundings, reader, suppressions: suppressionsOf(snapshot, reader) }, texts };
}

/** What `pystd check` computes. */
export function checkPrepared({ snapshot, plan, surroundings }: Prepared): void {
  check(snapshot, plan, surroundings, () => {});
}

/** What `pystd fix` computes. */
export function fixPrepared({ snapshot, plan, surroundings }: Prepared): Run {
  return run(snapshot, '', plan, surroundings, () => {});
}
