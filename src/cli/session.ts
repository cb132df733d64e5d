import { codemods } from '../../codemods/catalogue.generated.ts';
import { globMatcher } from '../formats/gitignore/glob.ts';
import type { RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import type { GitState } from '../host/work-tree.ts';
import { loadPythonParser } from '../host/grammar.ts';
import { readRepository } from '../host/read.ts';
import { factReader } from '../python/facts.ts';
import { nearest } from '../text/nearest.ts';
import { makePlan, type Plan } from '../engine/plan.ts';
import { optionsFor, protection, readProfile, type Profile } from '../engine/profile.ts';
import type { Surroundings } from '../engine/run-codemod.ts';
import type { Standard } from '../engine/standard.ts';
import { suppressionsOf } from '../engine/suppressions.ts';
import { UsageError } from './exit.ts';
import type { CommonFlags } from './flags.ts';
import { DEFAULT_STANDARD, loadStandard, problemText } from './standards.ts';
import { tell } from './terminal.ts';

/** Everything a command needs about one repository. */
export interface Session {
  readonly root: string;
  readonly git: GitState | undefined;
  readonly base: string;
  readonly snapshot: Snapshot;
  readonly standard: Standard;
  readonly profile: Profile;
  readonly plan: Plan;
  readonly surroundings: Surroundings;
}

/**
 * Reads a repository, its profile and its standard, and plans.
 * @throws UsageError when the path cannot be read, or when something named does not exist.
 */
export async function openSession(path: string, flags: CommonFlags): Promise<Session> {
  for (const id of [...(flags.only ?? []), ...(flags.skip ?? [])]) knownCodemod(id);
  const reading = await readRepository(path, { include: flags.include ?? [], exclude: flags.exclude ?? [] });
  if (reading.kind === 'refused') throw new UsageError(reading.message);
  const { snapshot, root, git, base } = reading;
  for (const note of reading.notes) tell(flags, note);
  if (!git) tell(flags, 'This is not a git repository: pystd works, but what it writes cannot be undone with git.');
  const { profile, problems } = readProfile(snapshot, codemods);
  if (problems.length > 0) throw new UsageError(problemText(problems));
  const standard = loadStandard(flags.standard ?? standardFile(root, profile) ?? DEFAULT_STANDARD, flags.level ?? profile.level);
  const reader = factReader(await loadPythonParser());
  const only = flags.only ?? profile.only;
  const plan = makePlan(
    snapshot,
    reader,
    {
      standard: standard.id,
      rules: new Set(standard.rules.keys()),
      only: only && new Set(only),
      skip: new Set([...profile.skip, ...(flags.skip ?? [])]),
      optionsOf: (codemod) => optionsFor(codemod, standard.codemods, profile),
    },
    codemods,
  );
  const policy = {
    safety: flags.safety ?? profile.safety ?? 'review',
    selected: selection(reading.isSubject, profile),
    isProtected: protection(profile),
  };
  return { root, git, base, snapshot, standard, profile, plan, surroundings: { reader, policy, suppressions: suppressionsOf(snapshot, reader) } };
}

/** A codemod's id, known to exist. @throws UsageError with a suggestion otherwise. */
export function knownCodemod(id: string): string {
  const ids = codemods.map((codemod) => codemod.id);
  if (ids.includes(id)) return id;
  const suggestion = nearest(id, ids);
  throw new UsageError(`There is no codemod ${id}.${suggestion === undefined ? ' `pystd list codemods` shows them.' : ` Did you mean ${suggestion}?`}`);
}

/** A file named in pystd.toml is looked for in the repository. */
function standardFile(root: string, { standard }: Profile): string | undefined {
  return standard?.endsWith('.toml') ? `${root}/${standard}` : standard;
}

function selection(isSubject: (path: RepoPath) => boolean, profile: Profile): (path: RepoPath) => boolean {
  const included = profile.include.length > 0 ? globMatcher(profile.include) : () => true;
  const excluded = profile.exclude.length > 0 ? globMatcher(profile.exclude) : () => false;
  return (path) => isSubject(path) && included(path) && !excluded(path);
}
