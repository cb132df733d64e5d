import { compareCuts, type Cut, type VersionSet } from './set.ts';
import { behind, bumpLast } from './specifier.ts';
import { compareReleases, printVersion, type Version } from './version.ts';

/** More clauses than this nobody reads. */
const MANY_BLOCKS = 30;

/** How a version is spelled. */
export type Spelling = (version: Version) => string;

/**
 * The set as PEP 440 clauses: the lower bound, what is left out, the upper bound. `undefined` when they cannot say it: PEP 440 has no “or”, so a
 * gap must be one release or whole blocks of releases. The caller proves that the clauses say the same.
 */
export function printSet(set: VersionSet, spell: Spelling): string | undefined {
  const [first, last] = [set[0], set.at(-1)];
  if (!first || !last) return undefined;
  const gaps = set.slice(1).map(({ from }, index) => gapText(set[index]?.to, from, spell));
  const clauses = [first.from && lowerText(first.from, spell), ...gaps, last.to && upperText(last.to, spell)];
  const isPoint = set.length === 1 && first.from && first.to && isBehind(first.from.at, first.to);
  if (isPoint && first.from) return `==${spell(first.from.at)}`;
  if (gaps.includes(undefined) || (first.from && clauses[0] === undefined) || (last.to && clauses.at(-1) === undefined)) return undefined;
  return clauses.filter((clause) => clause !== undefined).join(',');
}

function lowerText({ at, after }: Cut, spell: Spelling): string | undefined {
  if (after || at.local) return undefined;
  if (at.post === Infinity) return `>${spell(withoutPost(at))}`;
  if (at.dev === 0 && at.post !== undefined) return at.post === 0 ? undefined : `>${spell(lastPost(at))}`;
  return `>=${spell(at)}`;
}

function upperText({ at, after }: Cut, spell: Spelling): string | undefined {
  if (after || at.local || at.post === Infinity) return undefined;
  if (at.dev === 0 && at.post !== undefined) return `<=${spell(lastPost(at))}`;
  return at.dev === 0 && !at.pre ? `<${short({ epoch: at.epoch, release: at.release })}` : `<${short(at)}`;
}

/** Whole blocks from the one end to the other, then one release when the gap ends just behind it. */
function gapText(from: Cut | undefined, to: Cut | undefined, spell: Spelling): string | undefined {
  if (!from || !to || from.after || to.after || from.at.epoch !== to.at.epoch) return undefined;
  const release = { epoch: to.at.epoch, release: to.at.release };
  const isRelease = isBehind(release, to);
  if (isBehind(from.at, to)) return `!=${spell(from.at)}`;
  if (![from.at, to.at].every(isWhole) && !(isWhole(from.at) && isRelease)) return undefined;
  const blocks = blocksBetween(from.at.release, to.at.release);
  const prefix = to.at.epoch === 0 ? '' : `${to.at.epoch}!`;
  return blocks && [...blocks.map((block) => `!=${prefix}${block.join('.')}.*`), ...(isRelease ? [`!=${spell(release)}`] : [])].join(',');
}

/** The largest blocks that fill `[from, to)`: 2.8 up to 4 would be 2.8, 2.9, … without an end, so `undefined`. */
function blocksBetween(from: readonly number[], to: readonly number[]): readonly (readonly number[])[] | undefined {
  const blocks: (readonly number[])[] = [];
  for (let at = trimmed(from); compareReleases(at, to) < 0; ) {
    let depth = at.length;
    while (depth <= to.length && compareReleases(bumpLast(padded(at, depth)), to) > 0) depth++;
    const block = padded(at, depth);
    const isReachable = compareReleases(block.slice(0, -1), padded(to, depth).slice(0, -1)) === 0;
    if (depth > to.length + 1 || !isReachable || blocks.length === MANY_BLOCKS) return undefined;
    blocks.push(block);
    at = trimmed(bumpLast(block));
  }
  return blocks;
}

/** Whether the cut stands just behind the version and all its local labels (a version with a label of its own: just behind it). */
function isBehind(version: Version, cut: Cut): boolean {
  return compareCuts(cut, behind(version)) === 0;
}

/** A final release, or the edge in front of all its pre-releases. */
function isWhole({ pre, post, dev, local }: Version): boolean {
  return !pre && post === undefined && (dev === undefined || dev === 0) && !local;
}

function withoutPost({ epoch, release, pre }: Version): Version {
  return { epoch, release, ...(pre && { pre }) };
}

/** The post-release (or the release itself) before the first development release of the next one. */
function lastPost(at: Version): Version {
  return at.post ? { ...withoutPost(at), post: at.post - 1 } : withoutPost(at);
}

function short(version: Version): string {
  return printVersion({ ...version, release: trimmed(version.release) });
}

function padded(release: readonly number[], length: number): readonly number[] {
  return Array.from({ length }, (_, at) => release[at] ?? 0);
}

/** Without trailing zeros: `4.0` → `4`. */
function trimmed(release: readonly number[]): readonly number[] {
  return release.slice(0, Math.max(1, release.findLastIndex((part) => part !== 0) + 1));
}
