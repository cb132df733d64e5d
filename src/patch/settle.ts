import type { LineChange } from './line-change.ts';

/** How far a run of lines is moved in search of a better place. */
const REACH = 100;

/**
 * Moves added and removed runs to where a person would say they are. A run whose first line equals the line after it can as well start one
 * line later; of all such places the one is taken that keeps blocks whole, so that an added function starts at its `def` and not at the
 * last line of the one before. Runs that can be made to meet become one change. The patch does the same either way.
 */
export function settle(changes: readonly LineChange[], before: readonly string[], after: readonly string[]): LineChange[] {
  const settled: LineChange[] = [];
  for (let index = 0; index < changes.length; index++) {
    let change = changes[index]!;
    for (;;) {
      const run = runOf(change, before, after);
      if (run === undefined) break;
      const { lines } = run;
      const previous = settled.at(-1);
      const following = changes[index + 1];
      let up = 0;
      const free = change.newStart - (previous?.newEnd ?? 0);
      const [roomUp, roomDown] = [Math.min(free, change.oldStart - (previous?.oldEnd ?? 0)), roomBelow(change, following, before, after)];
      while (up < roomUp && lines[run.start - up - 1] === lines[run.end - up - 1]) up++;
      if (previous && up === roomUp) {
        settled.pop();
        change = join(previous, moved(change, -up));
        continue;
      }
      let down = 0;
      while (down < roomDown && lines[run.start + down] === lines[run.end + down]) down++;
      if (following && down === roomDown) {
        index++;
        change = join(moved(change, down), following);
        continue;
      }
      change = moved(change, bestShift(lines, run, Math.max(-up, down - REACH), down));
      break;
    }
    settled.push(change);
  }
  return settled;
}

interface Run {
  readonly lines: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** The lines a change only adds or only removes; `undefined` when it does both. */
function runOf(change: LineChange, before: readonly string[], after: readonly string[]): Run | undefined {
  if (change.oldStart === change.oldEnd) return { lines: after, start: change.newStart, end: change.newEnd };
  if (change.newStart === change.newEnd) return { lines: before, start: change.oldStart, end: change.oldEnd };
  return undefined;
}

function roomBelow(change: LineChange, following: LineChange | undefined, before: readonly string[], after: readonly string[]): number {
  return Math.min((following?.oldStart ?? before.length) - change.oldEnd, (following?.newStart ?? after.length) - change.newEnd);
}

function moved(change: LineChange, by: number): LineChange {
  return { oldStart: change.oldStart + by, oldEnd: change.oldEnd + by, newStart: change.newStart + by, newEnd: change.newEnd + by };
}

function join(first: LineChange, second: LineChange): LineChange {
  return { oldStart: first.oldStart, oldEnd: second.oldEnd, newStart: first.newStart, newEnd: second.newEnd };
}

/** The shift in `from`..`to` whose two cuts, before and after the run, fall on the outermost level and beside blank lines; the last of equals. */
function bestShift(lines: readonly string[], run: Run, from: number, to: number): number {
  let best = to;
  let least = Infinity;
  for (let shift = from; shift <= to && from < to; shift++) {
    const cost = cutCost(lines, run.start + shift) + cutCost(lines, run.end + shift);
    if (cost <= least) [best, least] = [shift, cost];
  }
  return best;
}

/** What it costs to cut a file before line `at`: depth counts most, then how many blank lines are near, then that they come before the cut. */
function cutCost(lines: readonly string[], at: number): number {
  const above = blanks(lines, at - 1, -1);
  const below = blanks(lines, at, 1);
  const next = lines[at + below];
  const depth = next === undefined ? -1 : indentation(next);
  return depth * 1000 - (above + below) * 10 + below;
}

function blanks(lines: readonly string[], from: number, step: 1 | -1): number {
  let count = 0;
  while (count < 20 && lines[from + step * count]?.trim() === '') count++;
  return count;
}

/** Columns of white space a line starts with, a tab reaching to the next multiple of eight. */
function indentation(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === ' ') columns++;
    else if (character === '\t') columns += 8 - (columns % 8);
    else break;
  }
  return columns;
}
