import { codemods } from '../../codemods/catalogue.generated.ts';
import { globMatcher } from '../formats/gitignore/glob.ts';
import { keyLine } from '../formats/toml/key-line.ts';
import type { RepoPath } from '../repo/path.ts';
import { ownershipOf } from '../repo/ownership.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import type { GitState } from '../host/work-tree.ts';
import { loadPythonParser } from '../host/grammar.ts';
import { ownFileExists } from '../host/own-file.ts';
import { readRepository } from '../host/read.ts';
import { factReader } from '../python/facts.ts';
import { nearest } from '../text/nearest.ts';
import { codemodNames, idsNamed } from '../engine/named.ts';
import { makePlan, type Plan } from '../engine/plan.ts';
import { optionsFor, PROFILE_FILE, protection, readProfile, type Profile } from '../engine/profile.ts';
import type { Surroundings } from '../engine/run-codemod.ts';
import type { Standard } from '../engine/standard.ts';
import { suppressionsOf } from '../engine/suppressions.ts';
import { UsageError } from './exit.ts';
import type { CommonFlags } from './flags.ts';
import { loadNamedStandard, problemText, standardFlag, type NamedStandard } from './standards.ts';
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
  // An unset variable in a script must not mean the current folder.
  if (path === '') throw new UsageError('The path is empty: name a folder, or leave it out for the current one.');
  for (const id of [...(flags.only ?? []), ...(flags.skip ?? [])]) expectCodemod(id);
  const reading = await readRepository(path, { include: flags.include ?? [], exclude: flags.exclude ?? [] });
  if (reading.kind === 'refused') throw new UsageError(reading.message);
  const { snapshot, root, git, base } = reading;
  for (const note of [...reading.notes, ...templateNotes(snapshot)]) tell(flags, note);
  if (!git) tell(flags, 'This is not a git repository: pystd works, but what it writes cannot be undone with git.');
  const profile = profileOf(root, snapshot);
  const standard = loadNamedStandard(flags.standard === undefined ? profileStandard(root, snapshot, profile, flags) : standardFlag(flags));
  const reader = factReader(await loadPythonParser());
  const plan = makePlan(
    snapshot,
    reader,
    {
      standard: standard.id,
      rules: new Set(standard.rules.keys()),
      only: only(flags, profile),
      skip: skipped(flags, profile),
      also: new Set(named(profile.also)),
      optionsOf: (codemod) => ({ ...optionsFor(codemod, standard, profile), ...(flags.handler && 'handlers' in codemod.options ? { handlers: flags.handler } : {}) }),
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

/** Says why a codemod that was asked for by name does not run; with `--verbose` why any does not. */
export function tellLeftOut({ plan }: Session, flags: CommonFlags): void {
  for (const { id, because } of plan.leftOut) {
    if (flags.verbose || named(flags.only)?.includes(id)) tell(flags, `${id} does not run. ${because}`);
  }
}

/** @throws UsageError with a suggestion when there is no codemod of this id. */
function expectCodemod(id: string): void {
  const ids = codemodNames(codemods);
  if (ids.includes(id)) return;
  const caretaker = codemods.find(({ rules }) => rules.includes(id));
  const suggestion = nearest(id, ids);
  const hint = caretaker ? `It is a rule; ${caretaker.id} looks after it.` : suggestion === undefined ? '`pystd list codemods` shows them.' : `Did you mean ${suggestion}?`;
  throw new UsageError(`There is no codemod ${id}. ${hint}`);
}

/**
 * What `pystd.toml` says.
 * @throws UsageError when it has mistakes, and when it is there but cannot be read: nobody wants it to be passed over in silence.
 */
function profileOf(root: string, snapshot: Snapshot): Profile {
  const path = PROFILE_FILE as RepoPath;
  const opaque = snapshot.opaque.get(path);
  if (opaque) throw new UsageError(`${PROFILE_FILE} cannot be read: ${opaque.because}.`);
  if (!snapshot.files.has(path) && ownFileExists(`${root}/${PROFILE_FILE}`)) throw new UsageError(`${PROFILE_FILE} is there, but git ignores it: take it out of the ignored files, or take it away.`);
  const { profile, problems } = readProfile(snapshot, codemods);
  if (problems.length > 0) throw new UsageError(problemText(problems));
  return profile;
}

/** The standard `pystd.toml` names; a file is looked for from where that one lies. */
function profileStandard(root: string, snapshot: Snapshot, profile: Profile, flags: CommonFlags): NamedStandard {
  const text = snapshot.files.get(PROFILE_FILE as RepoPath)?.text ?? '';
  const named = standardFlag({ ...(profile.standard === undefined ? {} : { standard: profile.standard }) });
  return {
    ...named,
    file: named.name.startsWith('/') ? named.name : `${root}/${named.name}`,
    level: flags.level ?? profile.level,
    saidAt: {
      name: `${PROFILE_FILE}:${keyLine(text, ['standard'])}: `,
      level: flags.level === undefined ? `${PROFILE_FILE}:${keyLine(text, ['level'])}: ` : '',
    },
  };
}

function only(flags: CommonFlags, profile: Profile): ReadonlySet<string> | undefined {
  const ids = named(flags.only ?? profile.only);
  return ids && new Set(ids);
}

/** What is named in `--only` is wanted, whatever `pystd.toml` skips. */
function skipped(flags: CommonFlags, profile: Profile): ReadonlySet<string> {
  const wanted = named(flags.only);
  return new Set([...(named(profile.skip) ?? []).filter((id) => !wanted?.includes(id)), ...(named(flags.skip) ?? [])]);
}

/** The ids of codemods that are named, some of them by the name of their group. */
function named(names: readonly string[] | undefined): readonly string[] | undefined {
  return names?.flatMap((name) => idsNamed(name, codemods));
}

function selection(isSubject: (path: RepoPath) => boolean, profile: Profile): (path: RepoPath) => boolean {
  const included = profile.include.length > 0 ? globMatcher(profile.include) : () => true;
  const excluded = profile.exclude.length > 0 ? globMatcher(profile.exclude) : () => false;
  return (path) => isSubject(path) && included(path) && !excluded(path);
}

/** Templates are not code yet: whoever expects findings in them should know that nobody looked. */
function templateNotes(snapshot: Snapshot): string[] {
  const templates = [...snapshot.files.keys()].filter((path) => path.endsWith('.py') && ownershipOf(snapshot, path) === 'template');
  const [first] = templates;
  return first === undefined ? [] : [`${templates.length} Python files are templates and are not looked at, ${first} among them.`];
}
