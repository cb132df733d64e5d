import { demandedBy, dummiesOf, dummyFor, DUMMY_VARIANTS } from '../../evidence/boot/dummies.ts';
import type { Pair } from '../../evidence/boot/entry.ts';
import type { RepositoryView } from '../../evidence/candidate.ts';
import type { Boot } from '../../evidence/openapi/judge.ts';
import type { Booter, Variables } from './boot.ts';

/** Applications that miss variables of the environment are tried again with values for these, so many times. */
const TRIES = 6;

/** An application before and after, and the variables that both were given. */
export interface Boots {
  readonly before: Boot;
  readonly after: Boot;
  readonly variables: Variables;
}

/** An application, and the repository around it before and after. */
interface Looked extends Pair {
  readonly was: RepositoryView;
  readonly is: RepositoryView;
}

/** Makes both applications, with values of other forms for what leads to databases where the first ones are not taken. */
export async function bootBoth(looked: Looked, boot: Booter): Promise<Boots> {
  const { project } = looked.entry;
  const forms = [...new Set(Array.from({ length: DUMMY_VARIANTS }, (_, variant) => JSON.stringify({ ...dummiesOf(looked.was, project, variant), ...dummiesOf(looked.is, project, variant) })))];
  const first = await withMissing(looked, JSON.parse(forms[0] ?? '{}') as Variables, 0, boot);
  if (first.before.kind === 'made' || first.before.isLate) return first;
  for (const [variant, variables] of forms.entries()) {
    if (variant === 0) continue;
    const other = await withMissing(looked, JSON.parse(variables) as Variables, variant, boot);
    if (other.before.kind === 'made') return other;
  }
  return first;
}

/** Both sides are given the same environment: whatever either of them asks for. */
async function withMissing({ entry, now, was, is }: Looked, given: Variables, variant: number, boot: Booter): Promise<Boots> {
  let variables = given;
  for (let attempt = 1; ; attempt++) {
    const before = await boot(was.repo, entry, variables);
    // What took all its time would do so once more.
    const after = before.kind === 'failed' && before.isLate ? before : await boot(is.repo, now, variables);
    const missing = [before, after].flatMap((one) => (one.kind === 'failed' ? one.missing : [])).flatMap((name) => [name, name.toUpperCase()]).filter((name) => !(name in variables));
    if (missing.length === 0 || attempt === TRIES) return { before, after, variables };
    variables = { ...variables, ...Object.fromEntries(missing.map((name) => [name, dummyFor(is, entry.project, name, variant)])) };
  }
}

/** Variables that were made up and without which the application is made before, but not after. */
export async function onlyAskedForAfter({ entry, now, was, is }: Looked, variables: Variables, boot: Booter): Promise<readonly string[]> {
  const before = demandedBy(was);
  const suspects = [...demandedBy(is)].filter((name) => name in variables && !before.has(name)).sort();
  if (suspects.length === 0) return [];
  const without = Object.fromEntries(Object.entries(variables).filter(([name]) => !suspects.includes(name)));
  const after = await boot(is.repo, now, without);
  if (after.kind === 'made' || (await boot(was.repo, entry, without)).kind === 'failed') return [];
  // A field may be named without the prefix of its class.
  const named = suspects.filter((name) => after.missing.some((one) => name.toLowerCase().endsWith(one.toLowerCase())));
  return named.length > 0 ? named : suspects;
}
