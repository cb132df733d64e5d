import { and, compare, isNever, or, type Marker, type MarkerOperator } from '../marker/index.ts';
import { isProblem, type Problem } from '../problem.ts';
import { bumpLast, parseSpecifiers, type Specifier } from '../version/specifier.ts';
import { printVersion } from '../version/version.ts';
import { constraintClauses } from './constraint.ts';

/**
 * Poetry's `python = "…"` of a dependency as a marker, with Poetry's notion of precision: two numbers speak of `python_version` (`3.8` is all of
 * 3.8), three of `python_full_version`, and `>3.8`, `<=3.8` and `!=3.8` mean 3.8.0. No marker for every Python.
 */
export function pythonMarker(constraint: string): Marker | undefined | Problem {
  const alternatives = constraintClauses(constraint);
  if (isProblem(alternatives)) return alternatives;
  const groups: (Marker | undefined)[] = [];
  for (const terms of alternatives) {
    const markers: (Marker | undefined)[] = [];
    for (const clauses of terms) {
      const specifiers = parseSpecifiers(clauses.join(','));
      if (isProblem(specifiers)) return specifiers;
      markers.push(termMarker(specifiers));
    }
    groups.push(and(...markers));
  }
  const marker = or(...groups);
  return marker && isNever(marker) ? { problem: `No Python satisfies “${constraint.trim()}”.` } : marker;
}

/**
 * Poetry's `platform = "…"` as a marker on `sys_platform`: `linux`, `!=win32`, `linux|darwin`, `!=win32,!=cygwin`. No marker for `*`.
 */
export function platformMarker(text: string): Marker | undefined | Problem {
  if (text.trim() === '*') return undefined;
  const groups: (Marker | undefined)[] = [];
  for (const alternative of text.trim().split(/\s*\|\|?\s*/)) {
    const terms: Marker[] = [];
    for (const term of alternative.split(/\s*,\s*/)) {
      const [, operator = '==', value] = /^(!=|==?=?)?\s*([A-Za-z0-9_.-]+)$/.exec(term) ?? [];
      if (value === undefined) return { problem: `“${text}” is not a list of platforms such as “linux”, “!=win32” or “linux|darwin”.` };
      terms.push(compare('sys_platform', operator === '!=' ? '!=' : '==', value));
    }
    groups.push(and(...terms));
  }
  return or(...groups);
}

/** One term: one clause, or the two bounds of `^` and `~`. */
function termMarker(specifiers: readonly Specifier[]): Marker | undefined {
  const [low, high] = specifiers;
  const isMinor = low && high && low.written.split('.').length === 2 && high.written === bumpLast(low.version.release).join('.');
  if (isMinor && isFinal(low)) return compare('python_version', '==', low.written);
  return and(...specifiers.map(clauseMarker));
}

function clauseMarker(specifier: Specifier): Marker | undefined {
  const { operator, version, isPrefix } = specifier;
  const [major = 0, minor = 0] = version.release;
  if (isPrefix) return blockMarker(operator === '!=' ? '!=' : '==', version.release);
  if (operator === '~=') return and(clauseMarker({ ...specifier, operator: '>=' }), compatibleMarker(version.release.slice(0, -1)));
  const isOfThree = version.release.length > 2;
  const text = operator === '==' || operator === '!=' ? printVersion(version) : bound(specifier);
  if (isOfThree) return compare('python_full_version', operator, text);
  return ['>', '<=', '!='].includes(operator) ? compare('python_full_version', operator, `${major}.${minor}.0`) : compare('python_version', operator, text);
}

/** All Pythons that start with these numbers, or all others. */
function blockMarker(operator: '==' | '!=', release: readonly number[]): Marker | undefined {
  const text = release.join('.');
  if (release.length === 2) return compare('python_version', operator, text);
  if (release.length > 2) return compare('python_full_version', operator, `${text}.*`);
  const [low, high]: [MarkerOperator, MarkerOperator] = operator === '==' ? ['>=', '<'] : ['<', '>='];
  return (operator === '==' ? and : or)(compare('python_version', low, text), compare('python_version', high, bumpLast(release).join('.')));
}

/** The rest of `~=`: below the next block. Its lower bound is said already. */
function compatibleMarker(block: readonly number[]): Marker | undefined {
  return block.length === 1 ? compare('python_version', '<', bumpLast(block).join('.')) : blockMarker('==', block);
}

/** Poetry sees no pre-releases of Python in bounds. */
function bound({ version, written }: Specifier): string {
  return isFinal({ version }) ? written : printVersion({ epoch: version.epoch, release: version.release });
}

function isFinal({ version }: Pick<Specifier, 'version'>): boolean {
  return !version.pre && version.post === undefined && version.dev === undefined && !version.local;
}
