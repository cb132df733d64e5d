import type { Threshold } from './model.ts';

/** A threshold that lets everything through. */
export const ALL: Threshold = { kind: 'known', level: 0 };
/** One that cannot be told. */
export const UNKNOWN: Threshold = { kind: 'unknown' };
/** What says nothing of levels. */
export const UNSET: Threshold = { kind: 'unset' };

/** What passes both, one after the other; one that is unset lets pass what the other does. */
export function both(a: Threshold, b: Threshold): Threshold {
  if (a.kind === 'unset') return b;
  if (b.kind === 'unset') return a;
  if (a.kind === 'unknown' || b.kind === 'unknown') return UNKNOWN;
  return { kind: a.kind === 'assumed' || b.kind === 'assumed' ? 'assumed' : 'known', level: Math.max(a.level, b.level) };
}

/** What passes one of them: one that is known not to be stricter is enough. */
export function either(all: readonly Threshold[]): Threshold {
  const told = all.filter((one): one is Extract<Threshold, { level: number }> => one.kind === 'known' || one.kind === 'assumed');
  const [first, ...rest] = told;
  if (!first) return all.some(({ kind }) => kind === 'unknown') ? UNKNOWN : UNSET;
  return rest.reduce((least, one) => (one.level < least.level ? one : least), first);
}

/** Whether records of a level pass for sure, as far as defaults of settings say. */
export function passes(threshold: Threshold, level: number): boolean {
  return (threshold.kind === 'known' || threshold.kind === 'assumed') && threshold.level <= level;
}

/** A threshold that goes by a default rather than by what is written. */
export function assumed(threshold: Threshold): Threshold {
  return threshold.kind === 'known' ? { kind: 'assumed', level: threshold.level } : threshold;
}
