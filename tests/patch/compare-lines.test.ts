import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineChanges } from '../../src/patch/compare-lines.ts';
import { textDiff } from '../../src/patch/hunks.ts';

/** `after`, put together from `before` and the changes alone. */
function replay(before: readonly string[], after: readonly string[]): string[] {
  const made: string[] = [];
  let reached = 0;
  for (const { oldStart, oldEnd, newStart, newEnd } of lineChanges(before, after)) {
    made.push(...before.slice(reached, oldStart));
    expect(made.length).toBe(newStart);
    made.push(...after.slice(newStart, newEnd));
    reached = oldEnd;
  }
  return [...made, ...before.slice(reached)];
}

/** The length of the longest common subsequence, the textbook way. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    b.forEach((other, index) => next.push(line === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!)));
    row = next;
  }
  return row[b.length]!;
}

const lines = fc.array(fc.constantFrom('\n', '\n', 'def sell():\n', '    return 1\n', '    pass\n', '\tpass\n', 'x = 1\n', 'y = 2\n', '# note\n'), { maxLength: 40 });

describe('lineChanges', () => {
  test('turns the old lines into the new ones with as few lines as possible, an unchanged line between any two changes', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(replay(before, after)).toEqual(after);
        const changes = lineChanges(before, after);
        const touched = changes.reduce((sum, { oldStart, oldEnd, newStart, newEnd }) => sum + oldEnd - oldStart + newEnd - newStart, 0);
        expect(touched).toBe(before.length + after.length - 2 * commonLength(before, after));
        changes.forEach((change, index) => {
          expect(change.oldEnd - change.oldStart + change.newEnd - change.newStart).toBeGreaterThan(0);
          if (index > 0) expect(change.oldStart).toBeGreaterThan(changes[index - 1]!.oldEnd);
        });
      }),
      { seed: 20240104, numRuns: 500 },
    );
  });

  test('an added function starts at its own first line', () => {
    const before = ['def a():\n', '    pass\n', '\n', '\n', 'def c():\n', '    pass\n'];
    const after = [...before.slice(0, 4), 'def b():\n', '    pass\n', '\n', '\n', ...before.slice(4)];
    expect(lineChanges(before, after)).toEqual([{ oldStart: 4, oldEnd: 4, newStart: 4, newEnd: 8 }]);
  });
});

describe('large texts', () => {
  // A small multiplicative generator; the point is only that the places are scattered.
  const scattered = (count: number, below: number): number[] => {
    let state = 1;
    return Array.from({ length: count }, () => (state = (state * 48271) % 2147483647) % below);
  };
  const distinct = Array.from({ length: 50_000 }, (_, index) => `book_${index} = ${index}\n`);
  const kinds = scattered(50_000, 300).map((kind) => `    kind_${kind}\n`);

  test.each([
    ['distinct lines', distinct],
    ['lines of 300 kinds', kinds],
  ])('5,000 scattered edits in 50,000 %s give about 5,000 changed lines', (_, before) => {
    const places = scattered(5_000, before.length);
    const after = [...before];
    for (const [index, place] of places.entries()) after[place] = before[places[(index * 7) % places.length]!]!;
    const { insertions, deletions } = textDiff(before.join(''), after.join(''));
    expect(deletions).toBeGreaterThan(3_000);
    expect(deletions).toBeLessThanOrEqual(5_200);
    expect(insertions).toBe(deletions);
    expect(replay(before, after)).toEqual(after);
  });

  test('every line changed, every tenth removed, all shuffled: still exact', () => {
    const crlf = distinct.map((line) => line.replace('\n', '\r\n'));
    const thinned = kinds.filter((_, index) => index % 10 !== 0);
    const shuffled = scattered(20_000, kinds.length).map((place) => kinds[place]!);
    for (const [before, after] of [[distinct, crlf], [kinds, thinned], [kinds, shuffled]] as const) expect(replay(before, after)).toEqual(after);
    expect(textDiff(kinds.join(''), thinned.join(''))).toMatchObject({ insertions: 0, deletions: 5_000 });
  });
});
