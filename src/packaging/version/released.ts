import { compareCuts, unite, type Cut, type Interval, type VersionSet } from './set.ts';
import { compareReleases, isPrerelease, type Version } from './version.ts';

/**
 * The set as it looks to someone who sees pre-releases only of the releases that are `named`: `<2` and “less than 2.0, its betas included” become
 * one. Post-releases of a release that is left out by itself (`<3.9 || >3.9`) come back, as `!=3.9` lets them in.
 */
export function asReleased(set: VersionSet, named: readonly Version[]): VersionSet {
  const snap = (cut: Cut | undefined): Cut | undefined => cut && (isEdgeOf(cut.at) && !isNamed(cut.at, named) ? { at: { epoch: cut.at.epoch, release: cut.at.release } } : cut);
  const snapped = set.map(({ from, to }) => ({ from: snap(from), to: snap(to) })).filter(({ from, to }) => !from || !to || compareCuts(from, to) < 0);
  return unite(snapped.map((one, index) => ({ from: withPosts(snapped[index - 1], one.from), to: one.to })));
}

/** The first development release stands for “all of this release”. */
function isEdgeOf({ pre, post, dev }: Version): boolean {
  return pre === undefined && post === undefined && dev === 0;
}

function isNamed(version: Version, named: readonly Version[]): boolean {
  return named.some((one) => isPrerelease(one) && one.epoch === version.epoch && compareReleases(one.release, version.release) === 0);
}

/** `from` stands behind the posts of a release: when what comes before ends at that release, just behind the release itself. */
function withPosts(before: Interval | undefined, from: Cut | undefined): Cut | undefined {
  if (from?.at.post !== Infinity || !before?.to) return from;
  const { at } = before.to;
  const isSame = at.epoch === from.at.epoch && compareReleases(at.release, from.at.release) === 0 && at.pre?.join() === from.at.pre?.join();
  return isSame ? { at: { ...from.at, post: 0, dev: 0 } } : from;
}
