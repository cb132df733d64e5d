import { dummiesOf, dummyFor, DUMMY_VARIANTS } from '../../evidence/boot/dummies.ts';
import type { Pair } from '../../evidence/boot/entry.ts';
import type { RepositoryView } from '../../evidence/candidate.ts';
import { lackingFor, type Lacking } from '../../evidence/lacking.ts';
import { scriptFor, type Script } from '../../evidence/replay/exchanges.ts';
import { operationsOf, readOffer } from '../../evidence/replay/offer.ts';
import type { Variables } from './boot.ts';
import type { Asker, Run } from './replay-run.ts';
import type { Workshop } from './workshop.ts';

/** Applications that miss variables of the environment are tried again with values for these, so many times. */
const TRIES = 6;

/** An application, and the repository around it before and after. */
export interface Looked extends Pair {
  readonly was: RepositoryView;
  readonly is: RepositoryView;
}

/** What came of asking an application before and after. */
export interface Asked {
  readonly before: Run;
  readonly after: Run;
  readonly variables: Variables;
  /** What both were asked; `undefined` where the first one could not be made. */
  readonly script: Script | undefined;
}

/** Asks both; where one cannot be made for want of a distribution, the environment is made again if it can be. */
export async function askWithAll(looked: Looked, ask: Asker, { environments }: Workshop): Promise<Asked & { readonly lacking: Lacking | undefined }> {
  for (;;) {
    const asked = await askBoth(looked, ask);
    const failed = [asked.before, asked.after].find((one) => one.kind === 'failed');
    const lacking = failed?.kind === 'failed' && failed.absent !== undefined ? lackingFor(failed.absent, looked.entry.project, looked.was, looked.is) : undefined;
    if (!lacking || !(await environments.renew(lacking.distribution, looked.entry.project, looked.is.repo))) return { ...asked, lacking };
  }
}

/** Asks both applications, with values of other forms for what leads to databases where the first ones are not taken. */
async function askBoth(looked: Looked, ask: Asker): Promise<Asked> {
  const { project } = looked.entry;
  const forms = [...new Set(Array.from({ length: DUMMY_VARIANTS }, (_, variant) => JSON.stringify({ ...dummiesOf(looked.was, project, variant), ...dummiesOf(looked.is, project, variant) })))];
  const first = await withMissing(looked, JSON.parse(forms[0] ?? '{}') as Variables, 0, ask);
  if (first.before.kind === 'done' || first.before.isLate) return first;
  for (const [variant, variables] of forms.entries()) {
    if (variant === 0) continue;
    const other = await withMissing(looked, JSON.parse(variables) as Variables, variant, ask);
    if (other.before.kind === 'done') return other;
  }
  return first;
}

/** Both sides are given the same environment: whatever either of them asks for. What is asked is told by what was offered before. */
async function withMissing({ entry, now, was, is }: Looked, given: Variables, variant: number, ask: Asker): Promise<Asked> {
  let variables = given;
  for (let attempt = 1; ; attempt++) {
    const offered = await ask(was.repo, entry, variables);
    const script = offered.kind === 'done' ? scriptOf(offered) : undefined;
    const before = script ? await ask(was.repo, entry, variables, script) : offered;
    // Where it cannot be made before, nobody asks how it is afterwards.
    const after = before.kind === 'failed' || !script ? before : await ask(is.repo, now, variables, script);
    const missing = [before, after].flatMap((one) => (one.kind === 'failed' ? one.missing : [])).flatMap((name) => [name, name.toUpperCase()]).filter((name) => !(name in variables));
    if (missing.length === 0 || attempt === TRIES) return { before, after, variables, script };
    variables = { ...variables, ...Object.fromEntries(missing.map((name) => [name, dummyFor(is, entry.project, name, variant)])) };
  }
}

function scriptOf({ said }: Run & { readonly kind: 'done' }): Script {
  const offer = readOffer(said);
  return scriptFor(offer, operationsOf(offer.openapi));
}
