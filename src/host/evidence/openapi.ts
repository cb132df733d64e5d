import { dummiesOf, dummyFor, DUMMY_VARIANTS } from '../../evidence/boot/dummies.ts';
import { entriesOf, type Entry } from '../../evidence/boot/entry.ts';
import type { Candidate, Examiner, RepositoryView } from '../../evidence/candidate.ts';
import { judgeBoots, type Boot } from '../../evidence/openapi/judge.ts';
import { unavailable, type Evidence } from '../../patch/evidence.ts';
import { booterOf, type Booter } from './boot.ts';
import { interpreterOf } from './interpreter.ts';
import { sandboxHere } from './sandbox.ts';
import type { Workshop } from './workshop.ts';

/** Applications that miss variables of the environment are tried again with values for these, so many times. */
const TRIES = 6;

/** Makes the repository's applications before and after in their own interpreter, and compares what they answer. Runs code of the repository. */
export function openapiExaminer(workshop: Workshop): Examiner {
  const boot = booterOf(workshop);
  // What took all its time once would do so before and after every patch.
  const late = new Map<string, Evidence>();
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
        else results.push(late.get(entry.project) ?? (await compare({ entry, now, was, is }, boot, workshop, patch.declared, (found) => void late.set(entry.project, found))));
      }
      return worstOf(results);
    },
    async end() {
      // The scratch copy is everybody's.
    },
  };
}

/** One application, before and after. */
interface Pair {
  readonly entry: Entry;
  readonly now: Entry;
  readonly was: RepositoryView;
  readonly is: RepositoryView;
}

async function compare(pair: Pair, boot: Booter, { root, python }: Workshop, declared: Candidate['patch']['declared'], isLate: (found: Evidence) => void): Promise<Evidence> {
  const { entry, now } = pair;
  const ran = `${now.module}:${now.name}, made in an interpreter of its own (${sandboxHere().means})`;
  const interpreter = interpreterOf(root, entry.project, python);
  if ('problem' in interpreter) return unavailable('openapi', ran, interpreter.problem);
  const { before, after, environment } = await bootBoth(pair, boot);
  if (before.kind === 'failed') {
    const found = unavailable('openapi', ran, before.because);
    if (before.isLate) isLate(found);
    return found;
  }
  const judged = judgeBoots(before, after, declared);
  if (judged.verdict === 'equal' || after.kind === 'failed') return { kind: 'openapi', ran, tool: before.tool, ...judged };
  // What differs from one start to the next, a time of day or a random id, says nothing of the patch.
  const again = await boot(pair.was.repo, entry, environment, true);
  return { kind: 'openapi', ran, tool: before.tool, ...judgeBoots(before, after, declared, again) };
}

/** Makes both applications, with values of other forms for what leads to databases where the first ones are not taken. */
async function bootBoth(pair: Pair, boot: Booter): Promise<{ readonly before: Boot; readonly after: Boot; readonly environment: Environment }> {
  const environments = [...new Set(Array.from({ length: DUMMY_VARIANTS }, (_, variant) => JSON.stringify({ ...dummiesOf(pair.was, pair.entry.project, variant), ...dummiesOf(pair.is, pair.entry.project, variant) })))];
  const first = await withMissing(pair, JSON.parse(environments[0] ?? '{}') as Environment, 0, boot);
  if (first.before.kind === 'made' || first.before.isLate) return first;
  for (const [variant, environment] of environments.entries()) {
    if (variant === 0) continue;
    const other = await withMissing(pair, JSON.parse(environment) as Environment, variant, boot);
    if (other.before.kind === 'made') return other;
  }
  return first;
}

type Environment = Readonly<Record<string, string>>;

/** Both sides are given the same environment: whatever either of them asks for. */
async function withMissing({ entry, now, was, is }: Pair, given: Environment, variant: number, boot: Booter): Promise<{ readonly before: Boot; readonly after: Boot; readonly environment: Environment }> {
  let environment = given;
  for (let attempt = 1; ; attempt++) {
    const before = await boot(was.repo, entry, environment);
    // Where it cannot be made before, nobody asks how it is afterwards.
    const after = before.kind === 'failed' ? before : await boot(is.repo, now, environment);
    const missing = [before, after].flatMap((one) => (one.kind === 'failed' ? one.missing : [])).flatMap((name) => [name, name.toUpperCase()]).filter((name) => !(name in environment));
    if (missing.length === 0 || attempt === TRIES) return { before, after, environment };
    environment = { ...environment, ...Object.fromEntries(missing.map((name) => [name, dummyFor(is, entry.project, name, variant)])) };
  }
}

/** Several applications make one record: the one that says the most against the patch, else the first that could be had. */
function worstOf(results: readonly Evidence[]): Evidence | undefined {
  const rank = ({ verdict, declared }: Evidence): number => (verdict === 'worse' ? 4 : verdict === 'changed' && !declared ? 3 : verdict === 'changed' ? 2 : verdict === 'unavailable' ? 0 : 1);
  return [...results].sort((a, b) => rank(b) - rank(a))[0];
}
