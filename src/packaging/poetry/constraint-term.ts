import type { Problem } from '../problem.ts';
import { complement, interval, ALL_VERSIONS, type VersionSet } from '../version/set.ts';
import { bumpLast, parseSpecifier, startingWith, versionsOf } from '../version/specifier.ts';
import { parseVersion, printVersion, type Version } from '../version/version.ts';

/** One term of a Poetry constraint: the versions it lets in, and PEP 440 clauses that say so. */
export interface Term {
  readonly clauses: readonly string[];
  readonly set: VersionSet;
  readonly version: Version | undefined;
  /** How the author spelled the version, normalised where it is more than numbers. */
  readonly written: string;
}

const TERM = /^(\^|~=|~|<>|!=|>=|>|<=|<|===|==|=)?\s*(.*?)((?:\.\*)*)$/s;
const ANYTHING = /^v?[x*](\.[x*])*$/i;

/** Reads one term as Poetry 2 does: `^1.2`, `~1.2`, `1.2.*`, `=1.2`, `>=1.2.*`, … */
export function readTerm(text: string): Term | Problem {
  if (ANYTHING.test(text)) return { clauses: [], set: ALL_VERSIONS, version: undefined, written: '' };
  const [, operator = '', spelled = '', stars = ''] = TERM.exec(text) ?? [];
  const version = /\s/.test(spelled) ? undefined : parseVersion(spelled);
  const refusal = !version ? `“${text}” is not a version constraint of Poetry.` : misuse(text, operator, version, stars);
  if (!version || refusal) return { problem: refusal ?? '' };
  const written = /^\d+(\.\d+)*$/.test(spelled) ? spelled : printVersion(version);
  const about = { version, written };
  if (operator === '^') return { ...about, ...between(written, version, nextBreaking(version)) };
  if (operator === '~') return { ...about, ...between(written, version, nextMinor(version)) };
  if (operator === '~=' && version.release.length === 1) return { ...about, ...between(written, version, bumpLast(version.release)) };
  const isOrder = ['>', '>=', '<', '<='].includes(operator);
  if (stars !== '' && !isOrder) {
    const block = startingWith(version);
    return operator === '!=' ? { ...about, clauses: [`!=${written}.*`], set: complement(block) } : { ...about, clauses: [`==${written}.*`], set: block };
  }
  const clause = `${['', '='].includes(operator) ? '==' : operator}${written}`;
  const specifier = parseSpecifier(clause);
  return 'problem' in specifier ? specifier : { ...about, clauses: [clause], set: versionsOf(specifier) };
}

/** What Poetry would not take, or takes for something nobody means. */
function misuse(text: string, operator: string, version: Version, stars: string): string | undefined {
  if (operator === '<>') return `“${text}”: Poetry reads “<>” as “exactly”, which is hardly meant; write “!=” or “==”.`;
  if (operator === '===') return `“${text}”: Poetry does not know “===”.`;
  const isOrder = ['>', '>=', '<', '<='].includes(operator);
  const isPlain = !version.pre && version.post === undefined && version.dev === undefined && !version.local;
  if (stars !== '' && (['^', '~', '~='].includes(operator) || (isOrder && stars !== '.*'))) return `“${text}”: Poetry does not know “.*” there.`;
  if (stars !== '' && !isPlain) return `“${text}”: “.*” may only follow numbers.`;
  if (version.local && !['', '=', '==', '!='].includes(operator)) {
    return `“${text}”: PEP 440 knows no bound with the local label “+${version.local.join('.')}”; “==” with it, or the bound without it, can be written.`;
  }
  return undefined;
}

/** From a version, included, to a release, its pre-releases excluded. */
function between(written: string, version: Version, release: readonly number[]): Pick<Term, 'clauses' | 'set'> {
  const high = { epoch: version.epoch, release };
  return { clauses: [`>=${written}`, `<${printVersion(high)}`], set: interval({ at: version }, { at: { ...high, dev: 0 } }) };
}

/** The left-most number that is not 0 goes up; when all that are given are 0, the last of at most three. */
function nextBreaking({ release }: Version): readonly number[] {
  const first = release.slice(0, 3).findIndex((part) => part !== 0);
  return bumpLast(release.slice(0, first < 0 ? Math.min(3, release.length) : first + 1));
}

function nextMinor({ release }: Version): readonly number[] {
  return bumpLast(release.slice(0, 2));
}
