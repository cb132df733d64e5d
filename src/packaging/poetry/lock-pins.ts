import type { Pin } from '../pin.ts';
import { areDisjoint, or, parseMarker, printMarker, withoutExtras, type Marker } from '../marker/index.ts';
import { isProblem, type Problem } from '../problem.ts';
import type { LockedPackage, PoetryLock } from './lock.ts';

/** A package of an index that cannot be pinned; `because` is a full sentence. */
export interface Unpinned {
  readonly name: string;
  readonly versions: readonly string[];
  readonly because: string;
}

/** What a lock file holds uv to. */
export interface Pins {
  readonly pins: readonly Pin[];
  readonly unpinned: readonly Unpinned[];
}

/**
 * The versions of a `poetry.lock` as constraints. Packages from git, files and URLs are not among them: their place pins them. Constraints
 * know nothing of extras, so `extra == …` goes from the markers. Versions of one package that would hold at the same time are left out.
 */
export function pinsOf({ packages }: PoetryLock): Pins {
  const pins: Pin[] = [];
  const unpinned: Unpinned[] = [];
  for (const [name, versions] of byName(packages)) {
    const made = pinsOfName(versions);
    if (isProblem(made)) unpinned.push({ name, versions: [...new Set(versions.map(({ version }) => version))], because: made.problem });
    else pins.push(...made);
  }
  return { pins, unpinned };
}

function byName(packages: readonly LockedPackage[]): [string, LockedPackage[]][] {
  const found = new Map<string, LockedPackage[]>();
  for (const one of packages) if (one.source.kind === 'index') found.set(one.name, [...(found.get(one.name) ?? []), one]);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** `undefined` is a package that is wanted everywhere. */
function pinsOfName(packages: readonly LockedPackage[]): readonly Pin[] | Problem {
  const conditions = new Map<string, Marker | undefined>();
  for (const { version, markers } of packages) {
    const marker = conditionOf(markers);
    if (isProblem(marker)) return marker;
    const other = conditions.get(version);
    conditions.set(version, !conditions.has(version) ? marker : marker && other && or(other, marker));
  }
  const found = [...conditions];
  // Builds of one release without a word on where each belongs: the release lets all of them in.
  const [release, ...others] = new Set(found.map(([version]) => releaseOf(version)));
  if (release !== undefined && others.length === 0 && found.some(([, marker]) => !marker)) return [pinOf(packages[0]?.name ?? '', release, undefined)];
  for (const [index, [version, marker]] of found.entries()) {
    for (const [earlier, other] of found.slice(0, index)) {
      if (marker && other && areDisjoint(marker, other)) continue;
      const because = marker && other ? 'their markers can hold at the same time' : '`poetry.lock` does not say where each of them holds';
      return { problem: `It is locked at ${earlier} and ${version}, and ${because}.` };
    }
  }
  return found.map(([version, marker]) => pinOf(packages[0]?.name ?? '', version, marker));
}

/** A build of its own (`2.3.1+cpu`) may not exist for other platforms: where no marker says which, its release is pinned. */
function pinOf(name: string, version: string, marker: Marker | undefined): Pin {
  return { name, version: marker ? version : releaseOf(version), marker: marker ? printMarker(marker) : '' };
}

function releaseOf(version: string): string {
  return version.replace(/\+.*$/, '');
}

function conditionOf(markers: readonly string[]): Marker | undefined | Problem {
  const conditions: Marker[] = [];
  for (const text of markers) {
    const marker = parseMarker(text);
    if (isProblem(marker)) return { problem: `Its marker is not understood. ${marker.problem}` };
    const condition = withoutExtras(marker);
    if (!condition) return undefined;
    conditions.push(condition);
  }
  return conditions.length === 0 ? undefined : or(...conditions);
}
