import { parse } from '@renovatebot/pep440';

/** A version by PEP 440, parsed and normalised. `release` keeps its trailing zeros. */
export interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre?: readonly [phase: string, number: number];
  readonly post?: number;
  readonly dev?: number;
  readonly local?: readonly (number | string)[];
}

/** A version in any spelling PEP 440 allows (`v1.2`, `1.2-beta.1`, ` 1.0+CPU `); `undefined` when it is none. */
export function parseVersion(text: string): Version | undefined {
  const found = parse(text.trim());
  if (!found) return undefined;
  const { epoch, release, pre, post, dev } = found;
  const suffix = [pre?.[1], post?.[1], dev?.[1]].filter((part) => part !== undefined).map(Number);
  // Beyond 2 ** 53 two different versions would be read as one.
  if (![epoch, ...release, ...suffix].every(Number.isSafeInteger)) return undefined;
  const local = localOf(text);
  return {
    epoch,
    release,
    ...(pre && { pre: [String(pre[0]), Number(pre[1])] as const }),
    ...(post && { post: Number(post[1]) }),
    ...(dev && { dev: Number(dev[1]) }),
    ...(local && { local }),
  };
}

/** The package reads `1e5` in a local label as a number, so the label is read here. */
function localOf(text: string): Version['local'] {
  const [, label] = text.trim().toLowerCase().split('+');
  return label?.split(/[-_.]/).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** The normalised spelling of a version: `1.2b1`, `2!1.0.post3.dev1+cpu.2`. */
export function printVersion({ epoch, release, pre, post, dev, local }: Version): string {
  const parts = [epoch === 0 ? '' : `${epoch}!`, release.join('.'), pre?.join('') ?? ''];
  if (post !== undefined) parts.push(`.post${post}`);
  if (dev !== undefined) parts.push(`.dev${dev}`);
  if (local) parts.push(`+${local.join('.')}`);
  return parts.join('');
}

/** The normalised spelling of a version, `undefined` when PEP 440 does not know it as one. */
export function normaliseVersion(text: string): string | undefined {
  const version = parseVersion(text);
  return version && printVersion(version);
}

/** Whether a version is a pre-release by PEP 440: alpha, beta, candidate or development release. */
export function isPrerelease({ pre, dev }: Version): boolean {
  return pre !== undefined || dev !== undefined;
}

/** The order of PEP 440: negative when `a` comes before `b`. `1.0` and `1.0.0` are equal. */
export function compareVersions(a: Version, b: Version): number {
  return a.epoch - b.epoch || compareReleases(a.release, b.release) || comparePhases(a, b) || comparePosts(a.post ?? -1, b.post ?? -1)
    || comparePosts(a.dev ?? Infinity, b.dev ?? Infinity) || compareLocals(a.local, b.local);
}

/** The order of release segments, `3.9` and `3.9.0` being equal. */
export function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers that may both be infinite. */
function comparePosts(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function comparePhases(a: Version, b: Version): number {
  return phase(a) - phase(b) || (a.pre?.[1] ?? 0) - (b.pre?.[1] ?? 0);
}

/** Development releases of a final release come first, then a, b, rc, then the final release with its posts. */
function phase({ pre, post, dev }: Version): number {
  if (pre) return ['a', 'b', 'rc'].indexOf(pre[0]);
  return dev !== undefined && post === undefined ? -1 : 3;
}

function compareLocals(a: Version['local'], b: Version['local']): number {
  if (!a || !b) return Number(Boolean(a)) - Number(Boolean(b));
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = compareLabels(a[at] ?? '', b[at] ?? '');
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Numbers stand above words. */
function compareLabels(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return 1;
  if (typeof b === 'number') return -1;
  return a === b ? 0 : a < b ? -1 : 1;
}
