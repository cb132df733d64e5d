import type { Codemod } from '../codemod/codemod.ts';
import type { PlainTable, PlainValue } from '../formats/toml/read-data.ts';
import { globMatcher } from '../formats/gitignore/glob.ts';
import type { RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { kindOf, type Params } from './params.ts';
import { codemodNames } from './named.ts';
import type { Standard } from './standard.ts';
import { beginReading, complain, didYouMean, expectKeys, optionalTextAt, tableAt, tablesIn, textsAt, wordAt, type Problem, type Reading } from './problem.ts';

/** What a repository says about itself in `pystd.toml`. */
export interface Profile {
  readonly standard: string | undefined;
  readonly level: string | undefined;
  readonly only: readonly string[] | undefined;
  readonly skip: readonly string[];
  /** Codemods that run only when they are named, and are to run. */
  readonly also: readonly string[];
  readonly safety: 'safe' | 'review' | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Files that are reported but never edited, as `.gitignore` patterns. */
  readonly protect: readonly string[];
  /** Options by codemod. */
  readonly codemods: ReadonlyMap<string, PlainTable>;
}

/** The file a repository is configured by. */
export const PROFILE_FILE = 'pystd.toml';

const KEYS = ['standard', 'level', 'only', 'also', 'skip', 'safety', 'include', 'exclude', 'protect', 'codemods'];

/** Reads `pystd.toml` from the snapshot; a repository without one has an empty profile. Problems carry line and hint. */
export function readProfile(snapshot: Snapshot, codemods: readonly Codemod<object>[]): { readonly profile: Profile; readonly problems: readonly Problem[] } {
  const text = snapshot.files.get(PROFILE_FILE as RepoPath)?.text;
  const reading = beginReading(PROFILE_FILE, text ?? '');
  const { data } = reading.file;
  expectKeys(reading, [], data, KEYS);
  const ids = codemods.map(({ id }) => id);
  const options = tablesIn(reading, ['codemods'], tableAt(reading, [], data, 'codemods'));
  for (const [id, table] of options) {
    const codemod = codemods.find((candidate) => candidate.id === id);
    if (codemod) checkOptions(reading, ['codemods', id], table, codemod.options);
    else complain(reading, ['codemods', id], `There is no codemod \`${id}\`.`, didYouMean(id, ids));
  }
  const names = codemodNames(codemods);
  for (const key of ['only', 'also', 'skip']) {
    for (const id of textsAt(reading, [], data, key)) {
      if (!names.includes(id)) complain(reading, [key], `There is no codemod \`${id}\`.`, didYouMean(id, names));
    }
  }
  const profile: Profile = {
    standard: optionalTextAt(reading, [], data, 'standard'),
    level: optionalTextAt(reading, [], data, 'level'),
    only: data['only'] === undefined ? undefined : textsAt(reading, [], data, 'only'),
    skip: textsAt(reading, [], data, 'skip'),
    also: textsAt(reading, [], data, 'also'),
    safety: data['safety'] === undefined ? undefined : wordAt<'safe' | 'review'>(reading, [], data, 'safety', ['safe', 'review']),
    include: textsAt(reading, [], data, 'include'),
    exclude: textsAt(reading, [], data, 'exclude'),
    protect: textsAt(reading, [], data, 'protect'),
    codemods: options,
  };
  return { profile, problems: dedupe(reading.problems) };
}

/** Each option exists and has the kind of value its default has. */
function checkOptions(reading: Reading, path: readonly string[], table: PlainTable, defaults: object): void {
  expectKeys(reading, path, table, Object.keys(defaults));
  for (const [key, wanted] of Object.entries(defaults as PlainTable) as [string, PlainValue][]) {
    const value = table[key];
    if (value !== undefined && kindOf(value) !== kindOf(wanted)) complain(reading, [...path, key], `\`${key}\` must be a ${kindOf(wanted)}.`, undefined);
  }
}

/** The options of a codemod: its defaults, over them the parameters of the standard's rules, the standard's options, those of the repository. */
export function optionsFor(codemod: Codemod<object>, standard: Pick<Standard, 'rules' | 'assumed' | 'codemods'>, profile: Profile): object {
  return { ...codemod.options, ...parametersFor(codemod, standard), ...standard.codemods.get(codemod.id), ...profile.codemods.get(codemod.id) };
}

/** What the rules of a standard, asked for or assumed, set for a codemod. A value of another kind than the option has is passed over. */
function parametersFor({ parameters = {}, options }: Codemod<object>, { rules, assumed }: Pick<Standard, 'rules' | 'assumed'>): Params {
  const entries = Object.entries(parameters as Readonly<Record<string, string>>).flatMap(([option, parameter]): [string, PlainValue][] => {
    const [rule, key] = parameterOf(parameter);
    const value = (rules.get(rule) ?? assumed.get(rule))?.params[key];
    return value !== undefined && kindOf(value) === kindOf((options as PlainTable)[option] ?? '') ? [[option, value]] : [];
  });
  return Object.fromEntries(entries);
}

/** The rule and the parameter that `structure/config-module.path` names. */
export function parameterOf(named: string): readonly [rule: string, key: string] {
  const dot = named.indexOf('.');
  return [named.slice(0, dot), named.slice(dot + 1)];
}

/** A test for the files the repository wants left alone. */
export function protection(profile: Profile): (path: RepoPath) => boolean {
  return profile.protect.length === 0 ? () => false : globMatcher(profile.protect);
}

function dedupe(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ line, message }) => !seen.has(`${line}\0${message}`) && seen.add(`${line}\0${message}`));
}
