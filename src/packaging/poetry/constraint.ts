import { isProblem, type Problem } from '../problem.ts';
import { printSet, type Spelling } from '../version/print-set.ts';
import { asReleased } from '../version/released.ts';
import { includes, intersect, interval, subtract, unite, ALL_VERSIONS, type Interval, type VersionSet } from '../version/set.ts';
import { parseSpecifiers, versionsOfAll } from '../version/specifier.ts';
import { isPrerelease, parseVersion, printVersion, type Version } from '../version/version.ts';
import { readTerm, type Term } from './constraint-term.ts';

/** A constraint as PEP 440 clauses; `''` lets every version in. */
export interface Specifiers {
  readonly specifiers: string;
}

/** One side of an “or”: all its terms at once. */
interface Group {
  readonly terms: readonly Term[];
  readonly set: VersionSet;
}

/** Python went from 2.7 to 3.0. */
const NO_PYTHON: VersionSet = interval({ at: { epoch: 0, release: [2, 8] } }, { at: { epoch: 0, release: [3], dev: 0 } });

/**
 * A Poetry constraint as PEP 440 version specifiers that let the same versions in. Where the author wrote PEP 440, his spelling stays.
 * PEP 440 has no “or”: alternatives become one range with exclusions, exact but for pre-releases nobody names, or a problem that names the
 * nearest range on either side.
 */
export function convertConstraint(constraint: string): Specifiers | Problem {
  return convert(constraint, []);
}

/** The same for versions of Python, where `~2.7 || ^3.6` can be written since nothing lies between 2.7 and 3.0. */
export function convertPythonConstraint(constraint: string): Specifiers | Problem {
  return convert(constraint, NO_PYTHON);
}

/** The proof: a version that one of them lets in and the other does not, pre-releases only where one is named. `undefined` when there is none. */
export function versionsDiffer(constraint: string, specifiers: string): string | undefined {
  return differ(constraint, specifiers, []);
}

/** The same for versions of Python. */
export function pythonVersionsDiffer(constraint: string, specifiers: string): string | undefined {
  return differ(constraint, specifiers, NO_PYTHON);
}

/** The versions a Poetry constraint lets in. */
export function poetryVersions(constraint: string): VersionSet | Problem {
  const groups = readGroups(constraint);
  return isProblem(groups) ? groups : unite(...groups.map(({ set }) => set));
}

/** The clauses of PEP 440 for each term of each alternative. */
export function constraintClauses(constraint: string): readonly (readonly (readonly string[])[])[] | Problem {
  const groups = readGroups(constraint);
  return isProblem(groups) ? groups : groups.map(({ terms }) => terms.map(({ clauses }) => clauses));
}

function convert(constraint: string, nowhere: VersionSet): Specifiers | Problem {
  const groups = readGroups(constraint);
  if (isProblem(groups)) return groups;
  const [only] = groups;
  const specifiers = groups.length === 1 && only ? groupText(only) : unionText(groups, nowhere);
  if (isProblem(specifiers)) return { problem: `“${constraint.trim()}” ${specifiers.problem}` };
  const difference = differ(constraint, specifiers, nowhere);
  return difference === undefined ? { specifiers } : { problem: `“${constraint.trim()}” cannot be written as PEP 440 specifiers: they would differ about ${difference}.` };
}

function readGroups(constraint: string): readonly Group[] | Problem {
  const groups: Group[] = [];
  for (const alternative of constraint.trim().split(/\s*\|\|?\s*/)) {
    const terms: Term[] = [];
    for (const text of splitTerms(alternative)) {
      const term = readTerm(text);
      if (isProblem(term)) return term;
      terms.push(term);
    }
    groups.push({ terms, set: terms.map(({ set }) => set).reduce(intersect, ALL_VERSIONS) });
  }
  return groups;
}

/** As Poetry splits: by a comma or a space that does not follow an operator. A trailing comma is legal, hyphens join. */
function splitTerms(alternative: string): readonly string[] {
  return alternative.replace(/[\s,]+$/, '').split(/(?<!^)(?<![\^~=>< ,]) *(?<!-)[, ](?!-) *(?!,|$)/);
}

/** The clauses in the author's order; bounds that `^` and `~` brought and another clause makes idle are left out. */
function groupText({ terms, set }: Group): string {
  const clauses = [...new Set(terms.flatMap((term) => term.clauses))];
  if (terms.every((term) => term.clauses.length < 2)) return clauses.join(',');
  const kept = clauses.reduceRight((rest, clause) => {
    const fewer = rest.filter((one) => one !== clause);
    return isSame(fewer.join(','), set) ? fewer : rest;
  }, clauses);
  const rank = (clause: string): number => (clause.startsWith('!=') ? 2 : clause.startsWith('<') ? 1 : 0);
  return kept.toSorted((a, b) => rank(a) - rank(b)).join(',');
}

function isSame(specifiers: string, set: VersionSet): boolean {
  const found = parseSpecifiers(specifiers);
  if (isProblem(found)) return false;
  const other = versionsOfAll(found);
  return subtract(set, other).length === 0 && subtract(other, set).length === 0;
}

function unionText(groups: readonly Group[], nowhere: VersionSet): string | Problem {
  const terms = groups.flatMap((group) => group.terms);
  const set = asReleased(bridged(unite(...groups.map((group) => group.set)), nowhere), namedIn(terms));
  const spelled = new Map(terms.flatMap(({ version, written }) => (version ? [[key(version), written] as const] : [])).reverse());
  const spell: Spelling = (version) => spelled.get(key(version)) ?? printVersion(version);
  const whole = printSet(set, spell);
  if (whole !== undefined) return whole;
  return { problem: set.length === 0 ? 'lets no version in.' : `has alternatives that PEP 440 cannot join in one specifier${nearest(set, spell)}.` };
}

/** The range around all alternatives, and one of them alone. */
function nearest(set: VersionSet, spell: Spelling): string {
  const wider = printSet([{ from: set[0]?.from, to: set.at(-1)?.to }], spell);
  const narrower = printSet(set.slice(-1), spell) ?? printSet(set.slice(0, 1), spell);
  const options = [...(wider === undefined ? [] : [`${wider === '' ? 'any version' : `“${wider}”`} (wider)`]), ...(narrower === undefined ? [] : [`“${narrower}” (narrower)`])];
  return options.length === 0 ? '' : `; nearest to it ${options.length > 1 ? 'are' : 'is'} ${options.join(' and ')}`;
}

/** With the versions that do not exist, when the set has some on either side of them. */
function bridged(set: VersionSet, nowhere: VersionSet): VersionSet {
  const [hole] = nowhere;
  const isAround = hole && subtract([{ from: set[0]?.from, to: set.at(-1)?.to }], nowhere).length > 1;
  return isAround ? unite(set, nowhere) : set;
}

function key(version: Version): string {
  return printVersion({ ...version, release: version.release.slice(0, Math.max(1, version.release.findLastIndex((part) => part !== 0) + 1)) });
}

function namedIn(terms: readonly Term[]): readonly Version[] {
  return terms.flatMap(({ version }) => (version && isPrerelease(version) ? [version] : []));
}

function differ(constraint: string, specifiers: string, nowhere: VersionSet): string | undefined {
  const groups = readGroups(constraint);
  const found = parseSpecifiers(specifiers);
  if (isProblem(groups)) return constraint;
  if (isProblem(found)) return specifiers;
  const named = [...namedIn(groups.flatMap(({ terms }) => terms)), ...found.map(({ version }) => version).filter(isPrerelease)];
  const [before, after] = [unite(...groups.map(({ set }) => set)), versionsOfAll(found)].map((set) => asReleased(subtract(set, nowhere), named));
  const [first] = before && after ? [...subtract(before, after), ...subtract(after, before)] : [];
  return first && sample(first);
}

/** A version of the interval, or its ends when no plain one is found. */
function sample(one: Interval): string {
  const near = [one.from?.at, parseVersion('0'), one.to?.at && { epoch: one.to.at.epoch, release: one.to.at.release }].filter((version) => version !== undefined);
  const finite = near.filter(({ post }) => post !== Infinity);
  const found = finite.find((version) => includes([one], version));
  return found ? printVersion(found) : `versions between ${one.from ? printVersion(one.from.at) : 'the first'} and ${one.to ? printVersion(one.to.at) : 'the last'}`;
}
