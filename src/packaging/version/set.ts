import { compareVersions, type Version } from './version.ts';

/**
 * A place between versions: just before `at`, or with `after` just behind it. `post: Infinity` stands behind all posts of a release.
 * PEP 440's order is discrete but for local labels, so only those need `after`.
 */
export interface Cut {
  readonly at: Version;
  readonly after?: true;
}

/** All versions between two cuts; without a cut there is no end on that side. */
export interface Interval {
  readonly from?: Cut | undefined;
  readonly to?: Cut | undefined;
}

/** A set of versions: intervals in order that neither overlap nor touch. */
export type VersionSet = readonly Interval[];

/** Every version. */
export const ALL_VERSIONS: VersionSet = [{}];

/** The order of cuts. */
export function compareCuts(a: Cut, b: Cut): number {
  return compareVersions(a.at, b.at) || Number(a.after ?? false) - Number(b.after ?? false);
}

/** The versions between two cuts, none when they are the wrong way round. */
export function interval(from: Cut | undefined, to: Cut | undefined): VersionSet {
  return from && to && compareCuts(from, to) >= 0 ? [] : [{ from, to }];
}

/** The versions that are in both sets. */
export function intersect(a: VersionSet, b: VersionSet): VersionSet {
  const found: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i], b[j]];
    if (!x || !y) break;
    found.push(...interval(later(x.from, y.from), earlier(x.to, y.to)));
    if (!x.to) j++;
    else if (!y.to || compareCuts(x.to, y.to) < 0) i++;
    else j++;
  }
  return found;
}

/** The versions that are in one of the sets. */
export function unite(...sets: readonly VersionSet[]): VersionSet {
  const all = sets.flat().sort((a, b) => (a.from && b.from ? compareCuts(a.from, b.from) : Number(Boolean(a.from)) - Number(Boolean(b.from))));
  const found: Interval[] = [];
  for (const next of all) {
    const last = found.at(-1);
    const isApart = last?.to && next.from && compareCuts(last.to, next.from) < 0;
    if (!last || isApart) found.push(next);
    else if (last.to && (!next.to || compareCuts(last.to, next.to) < 0)) found[found.length - 1] = { from: last.from, to: next.to };
  }
  return found;
}

/** The versions that are not in the set. */
export function complement(set: VersionSet): VersionSet {
  const gaps = set.flatMap((one, index) => (index === 0 ? [] : [{ from: set[index - 1]?.to, to: one.from }]));
  const [first, last] = [set[0], set.at(-1)];
  if (!first || !last) return ALL_VERSIONS;
  return [...(first.from ? [{ to: first.from }] : []), ...gaps, ...(last.to ? [{ from: last.to }] : [])];
}

/** The versions of `a` that are not in `b`. */
export function subtract(a: VersionSet, b: VersionSet): VersionSet {
  return intersect(a, complement(b));
}

/** Whether a version is in the set. */
export function includes(set: VersionSet, version: Version): boolean {
  return set.some(({ from, to }) => (!from || isBehind(version, from)) && (!to || !isBehind(version, to)));
}

function isBehind(version: Version, cut: Cut): boolean {
  const order = compareVersions(version, cut.at);
  return cut.after ? order > 0 : order >= 0;
}

function later(a: Cut | undefined, b: Cut | undefined): Cut | undefined {
  return a && b ? (compareCuts(a, b) >= 0 ? a : b) : (a ?? b);
}

function earlier(a: Cut | undefined, b: Cut | undefined): Cut | undefined {
  return a && b ? (compareCuts(a, b) <= 0 ? a : b) : (a ?? b);
}
