import { sameData, type TomlData } from './data.ts';

/** How one array becomes another: old elements kept as they are, given another value, taken away; and what comes in before which old one. */
export interface ArrayAlignment {
  /** Old index and new index of elements that stay in place with another value. */
  readonly replaced: readonly { readonly old: number; readonly new: number }[];
  readonly removed: ReadonlySet<number>;
  /** New indexes, by the old index they come before. */
  readonly added: ReadonlyMap<number, readonly number[]>;
}

/**
 * Aligns two arrays so that as many elements as possible stay. Between two that stay, elements are replaced one for one before any is
 * taken away or put in: a changed version keeps its place and its comment.
 */
export function alignArrays(before: readonly TomlData[], after: readonly TomlData[]): ArrayAlignment {
  const common = commonElements(before, after);
  const replaced: { old: number; new: number }[] = [];
  const removed = new Set<number>();
  const added = new Map<number, number[]>();
  let old = 0;
  let fresh = 0;
  for (const stay of [...common, { old: before.length, new: after.length }]) {
    while (old < stay.old && fresh < stay.new) replaced.push({ old: old++, new: fresh++ });
    while (old < stay.old) removed.add(old++);
    while (fresh < stay.new) added.set(stay.old, [...(added.get(stay.old) ?? []), fresh++]);
    old++;
    fresh++;
  }
  return { replaced, removed, added };
}

/** The longest common subsequence, as pairs of indexes. */
function commonElements(before: readonly TomlData[], after: readonly TomlData[]): { readonly old: number; readonly new: number }[] {
  const lengths: number[][] = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = lengths[i] ?? [];
      row[j] = same(before[i], after[j]) ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const pairs: { old: number; new: number }[] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (same(before[i], after[j])) pairs.push({ old: i++, new: j++ });
    else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

function same(a: TomlData | undefined, b: TomlData | undefined): boolean {
  return a !== undefined && b !== undefined && sameData(a, b);
}
