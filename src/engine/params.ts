import { isPlainTable, type PlainTable, type PlainValue } from '../formats/toml/read-data.ts';
import { didYouMean } from './problem.ts';

/** The parameters of a rule: numbers, names, paths, lists. What they mean is the rule's business. */
export type Params = PlainTable;

/** What kind of value a parameter has. */
export type ParamKind = 'text' | 'number' | 'boolean' | 'list' | 'table';

/** The parameters each rule is known to have, with the kinds of value they were given. */
export type KnownParams = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<ParamKind>>>;

/** `base` with what `over` says otherwise. Tables are overlaid key by key; everything else, lists too, is replaced. */
export function overlay(base: Params, over: Params): Params {
  const entries = Object.entries(over).map(([key, value]): [string, PlainValue] => {
    const old = base[key];
    return [key, isPlainTable(old) && isPlainTable(value) ? overlay(old, value) : value];
  });
  return { ...base, ...Object.fromEntries(entries) };
}

/** The kind of a value. */
export function kindOf(value: PlainValue): ParamKind {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return isPlainTable(value) ? 'table' : 'list';
}

/** What is wrong with one parameter that somebody gives a rule. */
export interface ParamMistake {
  readonly key: string;
  /** A full sentence. */
  readonly message: string;
  readonly hint: string | undefined;
}

/** What is wrong with the parameters somebody gives a rule: names the rule does not have, values of another kind. */
export function paramMistakes(known: KnownParams, rule: string, params: Params): ParamMistake[] {
  const names = known.get(rule) ?? new Map<string, ReadonlySet<ParamKind>>();
  return Object.entries(params).flatMap(([key, value]): ParamMistake[] => {
    const kinds = names.get(key);
    if (kinds === undefined) return [{ key, message: `The rule \`${rule}\` has no parameter \`${key}\`.`, hint: didYouMean(key, names.keys()) ?? having(names) }];
    if (kinds.has(kindOf(value))) return [];
    return [{ key, message: `The parameter \`${key}\` of \`${rule}\` must be a ${[...kinds].join(' or ')}.`, hint: undefined }];
  });
}

function having(names: ReadonlyMap<string, unknown>): string {
  return names.size === 0 ? 'It has no parameters.' : `It has ${[...names.keys()].map((name) => `\`${name}\``).join(', ')}.`;
}

/** Collects the parameters that rules are given, from any number of places. */
export function knownParams(given: Iterable<readonly [rule: string, params: Params]>): KnownParams {
  const known = new Map<string, Map<string, Set<ParamKind>>>();
  for (const [rule, params] of given) {
    const names = known.get(rule) ?? new Map<string, Set<ParamKind>>();
    known.set(rule, names);
    for (const [name, value] of Object.entries(params)) names.set(name, (names.get(name) ?? new Set()).add(kindOf(value)));
  }
  return known;
}
