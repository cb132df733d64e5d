/** A pair of indexes: a place on the left and the same place on the right. */
export type Anchor = readonly [left: number, right: number];

/** The longest run of lines that is tried as one thing to recognise. */
const LONGEST_RUN = 64;

/**
 * Places that two lists of line ids surely share: single lines that occur once on each side, or where there are none, runs of two, four
 * and more lines that do. Both members ascend from anchor to anchor. The result is empty when nothing stands out.
 */
export function findAnchors(left: readonly number[], right: readonly number[]): Anchor[] {
  let [a, b] = [left, right];
  for (let width = 1; width <= LONGEST_RUN; width *= 2) {
    const there = single(b);
    const shared = [...single(a)].flatMap(([id, i]): Anchor[] => (there.has(id) ? [[i, there.get(id)!]] : []));
    if (shared.length > 0) return longestAscending(shared);
    const ids = new Map<string, number>();
    [a, b] = [widen(a, width, ids), widen(b, width, ids)];
  }
  return [];
}

/** The ids that occur once, with their index, in order of the index. */
function single(ids: readonly number[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return new Map(ids.flatMap((id, index): (readonly [number, number])[] => (times.get(id) === 1 ? [[id, index]] : [])));
}

/** Ids for runs twice as long: of what stands at each index together with what stands `width` further on. */
function widen(ids: readonly number[], width: number, known: Map<string, number>): number[] {
  return ids.slice(0, Math.max(0, ids.length - width)).map((id, index) => {
    const key = `${id},${ids[index + width]}`;
    const found = known.get(key) ?? known.size;
    known.set(key, found);
    return found;
  });
}

/** The longest selection of anchors, given in order of their left members, in which the right members ascend too. */
function longestAscending(anchors: readonly Anchor[]): Anchor[] {
  const tails: number[] = [];
  const previous: number[] = [];
  anchors.forEach(([, value], index) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (anchors[tails[middle]!]![1] < value) low = middle + 1;
      else high = middle;
    }
    previous.push(low > 0 ? tails[low - 1]! : -1);
    tails[low] = index;
  });
  const chosen: Anchor[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at]!) chosen.push(anchors[at]!);
  return chosen.reverse();
}
