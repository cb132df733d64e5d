import { alignLines } from './align.ts';
import type { LineChange } from './line-change.ts';
import { settle } from './settle.ts';

/** What changes between two lists of lines, in order; an unchanged line lies between any two changes. */
export function lineChanges(before: readonly string[], after: readonly string[]): LineChange[] {
  const counterparts = alignLines(before, after);
  const changes: LineChange[] = [];
  let [oldStart, newStart] = [0, 0];
  const close = (oldEnd: number, newEnd: number): void => {
    if (oldEnd > oldStart || newEnd > newStart) changes.push({ oldStart, oldEnd, newStart, newEnd });
    [oldStart, newStart] = [oldEnd + 1, newEnd + 1];
  };
  counterparts.forEach((there, here) => {
    if (there >= 0) close(here, there);
  });
  close(before.length, after.length);
  return settle(changes, before, after);
}
