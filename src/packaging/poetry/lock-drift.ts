import { normaliseVersion } from '../version/version.ts';
import type { UvLockedPackage } from '../uv/lock.ts';
import type { LockedPackage } from './lock.ts';
import type { Pin } from '../pin.ts';
import type { Unpinned } from './lock-pins.ts';

/** A package that uv locked otherwise than Poetry. Versions, or commits of git sources. */
export interface Moved {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** A full sentence about why it may have moved. */
  readonly because: string;
}

/** What changed from one lock to the other. */
export interface Drift {
  readonly moved: readonly Moved[];
  /** Names that only uv locked, and that only Poetry locked. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What is known of the lock before: its packages, and what was pinned of it. */
export interface Before {
  readonly packages: readonly LockedPackage[];
  readonly pins: readonly Pin[];
  readonly unpinned: readonly Unpinned[];
}

/** Compares. A package that uv locks in fewer versions than Poetry has not moved: one of them serves everywhere. */
export function compareLocks(before: Before, after: readonly UvLockedPackage[]): Drift {
  const old = grouped(before.packages);
  const own = new Set(after.filter(({ source }) => source === 'virtual' || source === 'editable' || source === 'directory').map(({ name }) => name));
  const now = grouped(after.filter(({ name }) => !own.has(name)));
  const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => !own.has(name)).sort();
  const moved = names.flatMap((name) => movedOne(name, old.get(name) ?? [], now.get(name) ?? [], before) ?? []);
  return { moved, added: names.filter((name) => !old.has(name)), removed: names.filter((name) => !now.has(name)) };
}

function movedOne(name: string, old: readonly LockedPackage[], now: readonly UvLockedPackage[], before: Before): Moved | undefined {
  if (old.length === 0 || now.length === 0) return undefined;
  const commits = old.flatMap(({ source }) => (source.kind === 'git' && source.commit !== undefined ? [source.commit] : []));
  const newCommits = now.flatMap(({ commit }) => commit ?? []);
  if (commits.length > 0 && newCommits.length > 0 && newCommits.some((commit) => !commits.includes(commit))) {
    return { name, from: commits, to: newCommits, because: 'It comes from git, and what was asked for is another commit today.' };
  }
  const from = spelled(old.map(({ version }) => version));
  const to = spelled(now.flatMap(({ version }) => version ?? []));
  if (to.every((version) => from.includes(version))) return undefined;
  return { name, from, to, because: reason(name, from, to, before) };
}

function reason(name: string, from: readonly string[], to: readonly string[], { pins, unpinned }: Before): string {
  const open = unpinned.find((one) => one.name === name);
  if (open) return `It was not pinned. ${open.because}`;
  const pinned = pins.filter((pin) => pin.name === name);
  if (pinned.length === 0) return 'It was not pinned.';
  if (from.some((version) => to.includes(version)) || pinned.every(({ marker }) => marker !== '')) return 'uv locks for every Python and platform that the project allows, also where the pin says nothing.';
  return 'The pin does not fit what the project asks for, the version is not to be had any more, or `uv.lock` was made without the pins.';
}

function spelled(versions: readonly string[]): string[] {
  return [...new Set(versions.map((version) => normaliseVersion(version) ?? version))];
}

function grouped<P extends { readonly name: string }>(packages: readonly P[]): Map<string, P[]> {
  const found = new Map<string, P[]>();
  for (const one of packages) found.set(one.name, [...(found.get(one.name) ?? []), one]);
  return found;
}
