import type { Problem } from '../problem.ts';
import { complement, intersect, interval, ALL_VERSIONS, type Cut, type VersionSet } from './set.ts';
import { isPrerelease, parseVersion, type Version } from './version.ts';

/** One clause of PEP 440 version specifiers: `>=1.2`, `==3.*`. `===` compares spellings, so it is no set of versions and not read. */
export interface Specifier {
  readonly operator: '~=' | '==' | '!=' | '<=' | '>=' | '<' | '>';
  readonly version: Version;
  /** `==1.2.*`: every version that starts so. */
  readonly isPrefix: boolean;
  /** The version as it is written, with `.*`. */
  readonly written: string;
}

const CLAUSE = /^(~=|==|!=|<=|>=|<|>)\s*(\S+)$/;

/** One clause, or what is wrong with it. */
export function parseSpecifier(text: string): Specifier | Problem {
  const [, operator, written] = CLAUSE.exec(text.trim()) ?? [];
  if (!isOperator(operator) || written === undefined) return { problem: `“${text.trim()}” is not a version specifier of PEP 440.` };
  const isPrefix = written.endsWith('.*');
  const version = parseVersion(isPrefix ? written.slice(0, -2) : written);
  if (!version) return { problem: `“${written}” is not a version by PEP 440.` };
  const wrong = misuse(operator, version, isPrefix);
  return wrong ? { problem: `“${text.trim()}” is not a version specifier of PEP 440: ${wrong}.` } : { operator, version, isPrefix, written };
}

/** Comma-separated clauses; an empty text has none. */
export function parseSpecifiers(text: string): readonly Specifier[] | Problem {
  const found: Specifier[] = [];
  for (const clause of text.split(',').filter((one) => one.trim() !== '')) {
    const specifier = parseSpecifier(clause);
    if ('problem' in specifier) return specifier;
    found.push(specifier);
  }
  return found;
}

/** What keeps a text from being PEP 440 version specifiers, `===` aside. */
export function checkSpecifiers(text: string): Problem | undefined {
  const found = parseSpecifiers(text);
  return 'problem' in found ? found : undefined;
}

/** The versions one clause lets in. Pre-releases are versions like all others. */
export function versionsOf({ operator, version, isPrefix }: Specifier): VersionSet {
  if (isPrefix) return operator === '!=' ? complement(startingWith(version)) : startingWith(version);
  const first: Cut = { at: version };
  switch (operator) {
    case '==':
      return interval(first, behind(version));
    case '!=':
      return complement(interval(first, behind(version)));
    case '>=':
      return interval(first, undefined);
    case '<=':
      return interval(undefined, behind(version));
    case '<':
      return interval(undefined, beforePrereleases(version));
    case '>':
      return interval(behindPosts(version), undefined);
    case '~=':
      return intersect(interval(first, undefined), startingWith({ epoch: version.epoch, release: version.release.slice(0, -1) }));
  }
}

/** The versions all clauses let in. */
export function versionsOfAll(specifiers: readonly Specifier[]): VersionSet {
  return specifiers.map(versionsOf).reduce(intersect, ALL_VERSIONS);
}

/** Just before all of a release, its development releases included, when the version is no pre-release itself. */
function beforePrereleases(version: Version): Cut {
  return { at: isPrerelease(version) ? version : { ...version, dev: 0 } };
}

/** All versions that start so, their pre-releases included: what `==1.2.*` means. */
export function startingWith(version: Version): VersionSet {
  const { epoch, release, pre, post } = version;
  const first = { at: { ...version, dev: 0 } };
  if (post !== undefined) return interval(first, { at: { ...version, post: post + 1, dev: 0 } });
  if (pre) return interval(first, { at: { ...version, pre: [pre[0], pre[1] + 1], dev: 0 } });
  return interval(first, { at: { epoch, release: bumpLast(release), dev: 0 } });
}

/** The release after all that start with this one: `1.2` → `1.3`. */
export function bumpLast(release: readonly number[]): readonly number[] {
  return [...release.slice(0, -1), (release.at(-1) ?? 0) + 1];
}

/** Just behind a version; behind all its local labels when it has none itself. */
export function behind(version: Version): Cut {
  if (version.local) return { at: version, after: true };
  if (version.dev !== undefined) return { at: { ...version, dev: version.dev + 1 } };
  return { at: { ...version, post: version.post === undefined ? 0 : version.post + 1, dev: 0 } };
}

/** `>1.0` lets no post-release of 1.0 in, but `>1.0.post1` the next one. */
function behindPosts(version: Version): Cut {
  const { dev, post } = version;
  return dev === undefined && post === undefined ? { at: { ...version, post: Infinity } } : behind(version);
}

function isOperator(text: string | undefined): text is Specifier['operator'] {
  return text !== undefined && ['~=', '==', '!=', '<=', '>=', '<', '>'].includes(text);
}

function misuse(operator: Specifier['operator'], version: Version, isPrefix: boolean): string | undefined {
  const isEquality = operator === '==' || operator === '!=';
  if (isPrefix && !isEquality) return `“.*” may not follow “${operator}”`;
  if (isPrefix && (isPrerelease(version) || version.post !== undefined || version.local)) return '“.*” may only follow numbers';
  if (version.local && !isEquality) return `a local label may not follow “${operator}”`;
  return operator === '~=' && version.release.length < 2 ? '“~=” needs two numbers' : undefined;
}
