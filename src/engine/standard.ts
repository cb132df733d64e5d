import { comparePaths } from '../repo/path.ts';
import { knownParams, overlay, type KnownParams, type Params } from './params.ts';
import { complain, didYouMean, type Problem } from './problem.ts';
import { readRules, type Rule } from './rule.ts';
import { checkStandardFile, paramsGiven, readStandardFile, type RuleParams, type StandardFile } from './standard-file.ts';

/** A rule that a standard asks for, with the parameters that hold there. */
export interface AskedRule {
  readonly rule: Rule;
  readonly params: Params;
}

/** What a repository is held to: which rules, with which parameters. */
export interface Standard {
  readonly id: string;
  readonly title: string;
  /** Markdown, one paragraph. */
  readonly description: string;
  /** The standards it extends, nearest first. */
  readonly extends: readonly string[];
  /** The level in force; `undefined` for a standard without levels. */
  readonly level: string | undefined;
  readonly levels: readonly string[];
  /** The rules asked for, by id, in order of ids. */
  readonly rules: ReadonlyMap<string, AskedRule>;
  /** Parameters of rules that are not asked for: they feed codemods and never raise a finding. */
  readonly assumed: ReadonlyMap<string, AskedRule>;
  /** Options by codemod. */
  readonly codemods: ReadonlyMap<string, Params>;
  /** Every rule there is, asked for or not. */
  readonly catalogue: ReadonlyMap<string, Rule>;
  /** The parameters that rules can be given. */
  readonly known: KnownParams;
}

/** A standard, or everything that is wrong with its files. */
export type StandardReading = { readonly standard: Standard } | { readonly problems: readonly [Problem, ...Problem[]] };

/** The ids of the standards among the files, sorted. */
export function standardIds(files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()].flatMap((name) => /^([^/]+)\.toml$/.exec(name)?.[1] ?? []).sort(comparePaths);
}

/**
 * Reads a standard from the texts of `<standard>.toml` and `rules/<area>.toml`, by name. What a nearer file says wins: a rule's own
 * parameters, then those of the extended standard and of its level, then those of the standard itself and of its level. Tables are
 * overlaid key by key. `level` is the one the repository names, if any.
 */
export function readStandard(id: string, files: ReadonlyMap<string, string>, level: string | undefined): StandardReading {
  const { rules, problems: mistakes } = readRules(files);
  const { chain, problems } = readChain(id, files);
  const known = learnParams(rules, files, chain);
  const shape = [...mistakes, ...problems, ...chain.flatMap(({ reading }) => reading.problems)];
  if (isFilled(shape)) return { problems: shape };
  const content = chain.flatMap((file) => [...checkStandardFile(file, rules, known)]);
  if (isFilled(content)) return { problems: content };
  const [last] = chain;
  if (!last) return { problems: [unknownStandard(id, files)] };
  const levels = [...new Set(chain.flatMap((file) => [...file.levels.keys()]))];
  const inForce = level ?? chain.find((file) => file.level !== undefined)?.level;
  const wrong = levelProblem(chain, levels, inForce, level);
  if (wrong) return { problems: [wrong] };
  const merged = chain.reduceRight((below, file) => merge(below, file, rules, inForce), EMPTY);
  const off = idleOff(chain, rules, inForce);
  if (isFilled(off)) return { problems: off };
  return {
    standard: {
      id,
      title: last.title,
      description: last.description,
      extends: chain.slice(1).map((file) => file.id),
      level: inForce,
      levels,
      rules: asked(merged.rules, rules),
      assumed: asked(merged.assumed, rules),
      codemods: merged.codemods,
      catalogue: rules,
      known,
    },
  };
}

/** What some files of a chain come to together. */
interface Merged {
  readonly rules: RuleParams;
  readonly assumed: RuleParams;
  readonly codemods: RuleParams;
}

const EMPTY: Merged = { rules: new Map(), assumed: new Map(), codemods: new Map() };

function merge(below: Merged, file: StandardFile, rules: ReadonlyMap<string, Rule>, level: string | undefined): Merged {
  const wanted = new Map([...below.rules].filter(([rule]) => !file.off.includes(rule)));
  const assumed = new Map(below.assumed);
  for (const [rule, params] of file.assumed) {
    if (!wanted.has(rule)) assumed.set(rule, overlay(assumed.get(rule) ?? rules.get(rule)?.params ?? {}, params));
  }
  for (const [rule, params] of [...file.rules, ...(level === undefined ? [] : (file.levels.get(level) ?? []))]) {
    wanted.set(rule, overlay(wanted.get(rule) ?? assumed.get(rule) ?? rules.get(rule)?.params ?? {}, params));
    assumed.delete(rule);
  }
  const codemods = new Map(below.codemods);
  for (const [codemod, options] of file.codemods) codemods.set(codemod, overlay(codemods.get(codemod) ?? {}, options));
  return { rules: wanted, assumed, codemods };
}

function asked(params: RuleParams, rules: ReadonlyMap<string, Rule>): ReadonlyMap<string, AskedRule> {
  const entries = [...params].flatMap(([id, own]): [string, AskedRule][] => {
    const rule = rules.get(id);
    return rule ? [[id, { rule, params: own }]] : [];
  });
  return new Map(entries.sort(([a], [b]) => comparePaths(a, b)));
}

/** The file of a standard and of those it extends, nearest first. */
function readChain(id: string, files: ReadonlyMap<string, string>): { readonly chain: readonly StandardFile[]; readonly problems: readonly Problem[] } {
  const chain: StandardFile[] = [];
  for (let next: string | undefined = id; next !== undefined; next = chain.at(-1)?.extends) {
    const name: string = `${next}.toml`;
    const text = files.get(name);
    const above = chain.at(-1);
    if (text === undefined) {
      if (!above) return { chain, problems: [unknownStandard(id, files)] };
      complain(above.reading, ['extends'], `There is no standard \`${next}\`.`, didYouMean(next, standardIds(files)));
      break;
    }
    if (above && chain.some((file) => file.id === next)) {
      complain(above.reading, ['extends'], `The standards ${chain.map((file) => `\`${file.id}\``).join(', ')} extend each other.`, undefined);
      break;
    }
    chain.push(readStandardFile(next, name, text));
  }
  return { chain, problems: [] };
}

/** The parameters that the rules and the standards that stand on their own give: whoever extends one can set these. */
function learnParams(rules: ReadonlyMap<string, Rule>, files: ReadonlyMap<string, string>, read: readonly StandardFile[]): KnownParams {
  const roots = standardIds(files)
    .map((id) => read.find((file) => file.id === id) ?? readStandardFile(id, `${id}.toml`, files.get(`${id}.toml`) ?? ''))
    .filter((file) => file.extends === undefined);
  return knownParams([...[...rules.values()].map((rule) => [rule.id, rule.params] as const), ...roots.flatMap(paramsGiven)]);
}

function levelProblem(chain: readonly StandardFile[], levels: readonly string[], inForce: string | undefined, named: string | undefined): Problem | undefined {
  const [file] = chain;
  if (!file || inForce === undefined || levels.includes(inForce)) return undefined;
  const says = named === undefined ? (chain.find(({ level }) => level !== undefined) ?? file) : file;
  const reading = { file: says.reading.file, problems: [] as Problem[] };
  const hint = didYouMean(inForce, levels) ?? (levels.length === 0 ? 'It has no levels.' : `It has ${levels.map((level) => `\`${level}\``).join(', ')}.`);
  complain(reading, [named === undefined ? 'level' : 'levels'], `The standard \`${file.id}\` has no level \`${inForce}\`.`, hint);
  return reading.problems[0];
}

/** Complains about rules that are taken out although the extended standard does not ask for them. */
function idleOff(chain: readonly StandardFile[], rules: ReadonlyMap<string, Rule>, level: string | undefined): Problem[] {
  return chain.flatMap((file, index) => {
    const below = chain.slice(index + 1).reduceRight((merged, each) => merge(merged, each, rules, level), EMPTY);
    const reading = { file: file.reading.file, problems: [] as Problem[] };
    file.off.forEach((rule, at) => {
      if (!below.rules.has(rule)) complain(reading, ['off', at], `The rule \`${rule}\` is not asked for anyway.`, didYouMean(rule, below.rules.keys()));
    });
    return reading.problems;
  });
}

function unknownStandard(id: string, files: ReadonlyMap<string, string>): Problem {
  return { file: `${id}.toml`, line: 1, message: `There is no standard \`${id}\`.`, hint: didYouMean(id, standardIds(files)) };
}

function isFilled(problems: readonly Problem[]): problems is readonly [Problem, ...Problem[]] {
  return problems.length > 0;
}
