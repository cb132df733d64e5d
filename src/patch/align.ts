import { diffArrays } from 'diff';
import { findAnchors } from './anchors.ts';

/**
 * The most lines a stretch may differ in before it is split at anchors instead of being searched for the shortest difference. The search
 * costs the square of this, so the limit keeps large rewrites quick. It is a number of lines and not a time, because the same input must
 * give the same patch on every machine.
 */
const SEARCH_LIMIT = 400;

/** One side of a stretch that is being aligned: positions of lines, in ascending order. */
type Side = readonly number[];

/**
 * For each line of `before`, the position of its counterpart in `after`, or -1 when it goes away. Counterparts are equal lines, and their
 * positions ascend. The number of lines without counterpart is the smallest possible, unless a stretch differs in hundreds of lines.
 */
export function alignLines(before: readonly string[], after: readonly string[]): Int32Array {
  const ids = new Map<string, number>();
  const identify = (line: string): number => {
    const known = ids.get(line);
    if (known !== undefined) return known;
    ids.set(line, ids.size);
    return ids.size - 1;
  };
  const a = Int32Array.from(before, identify);
  const b = Int32Array.from(after, identify);
  const counterparts = new Int32Array(a.length).fill(-1);
  align(Array.from(a.keys()), Array.from(b.keys()));
  return counterparts;

  function align(left: Side, right: Side): void {
    let start = 0;
    let end = 0;
    const most = Math.min(left.length, right.length);
    while (start < most && a[left[start]!] === b[right[start]!]) pair(left[start]!, right[start++]!);
    while (end < most - start && a[left.at(-1 - end)!] === b[right.at(-1 - end)!]) pair(left.at(-1 - end)!, right.at(-1 - end++)!);
    // A line that the other side lacks can have no counterpart; leaving such lines out is what makes the usual difference cheap.
    const [restLeft, restRight] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
    const [inLeft, inRight] = [new Set(restLeft.map((at) => a[at]!)), new Set(restRight.map((at) => b[at]!))];
    const x = restLeft.filter((at) => inRight.has(a[at]!));
    const y = restRight.filter((at) => inLeft.has(b[at]!));
    if (x.length === 0) return;
    const found = diffArrays(x.map((at) => a[at]!), y.map((at) => b[at]!), { maxEditLength: SEARCH_LIMIT });
    if (found === undefined) return splitAtAnchors(x, y);
    let [i, j] = [0, 0];
    for (const { count, added, removed } of found) {
      if (!added && !removed) for (let step = 0; step < count; step++) pair(x[i + step]!, y[j + step]!);
      if (!added) i += count;
      if (!removed) j += count;
    }
  }

  /** Pairs places that read alike only once on each side, as many as stay in order, and aligns what lies between them. */
  function splitAtAnchors(left: Side, right: Side): void {
    let [i, j] = [0, 0];
    for (const [nextI, nextJ] of findAnchors(left.map((at) => a[at]!), right.map((at) => b[at]!))) {
      align(left.slice(i, nextI), right.slice(j, nextJ));
      pair(left[nextI]!, right[nextJ]!);
      [i, j] = [nextI + 1, nextJ + 1];
    }
    // Without any anchor the stretch stays one replacement.
    if (i > 0) align(left.slice(i), right.slice(j));
  }

  function pair(i: number, j: number): void {
    counterparts[i] = j;
  }
}
