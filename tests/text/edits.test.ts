import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, offsetBefore, OverlapError } from '../../src/text/apply.ts';
import { deletion, insertion, replacement, type Edit } from '../../src/text/edit.ts';

/** Text of letters that all differ, so that where each of them went can be told. */
const UNIQUE = Array.from({ length: 60 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('');

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(60).map((length) => UNIQUE.slice(0, length)));

/** Edits in document order that share no character: between any two cuts of a text there is at most one. */
function editsOf(source: string): fc.Arbitrary<Edit[]> {
  const cut = fc.record({ keep: fc.nat(5), take: fc.nat(5), say: fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r', '📚'), maxLength: 4 }) });
  return fc.array(cut, { maxLength: 12 }).map((cuts) => {
    const edits: Edit[] = [];
    let at = 0;
    for (const { keep, take, say } of cuts) {
      const start = Math.min(source.length, at + keep);
      const end = Math.min(source.length, start + take);
      // Two insertions at one place have an order of their own, which another test looks at.
      if (start === end && edits.at(-1)?.span.end === start) continue;
      edits.push(replacement({ start, end }, say));
      at = end;
    }
    return edits;
  });
}

const edited = text.chain((source) => fc.tuple(fc.constant(source), editsOf(source)));
const shuffled = edited.chain(([source, edits]) => fc.tuple(fc.constant(source), fc.constant(edits), fc.shuffledSubarray(edits, { minLength: edits.length })));

/** The edits made one by one from the end of the text, so that no offset moves. */
function naive(source: string, edits: readonly Edit[]): string {
  return [...edits].reverse().reduce((made, { span, text: say }) => made.slice(0, span.start) + say + made.slice(span.end), source);
}

describe('applyEdits', () => {
  test('is a splice for each edit, in whatever order they are given', () => {
    fc.assert(
      fc.property(shuffled, ([source, inOrder, given]) => {
        const before = structuredClone(given);
        expect(applyEdits(source, given)).toBe(naive(source, inOrder));
        expect(given).toEqual(before);
      }),
      { seed: 20240201, numRuns: 2000 },
    );
  });

  test('insertions at one place keep their order and stand before a replacement that starts there', () => {
    const edits = [replacement({ start: 1, end: 2 }, 'B'), insertion(1, '1'), insertion(2, '3'), insertion(1, '2'), deletion({ start: 2, end: 3 })];
    expect(applyEdits('abcd', edits)).toBe('a12B3d');
    expect(applyEdits('abcd', [insertion(4, 'y'), insertion(0, 'w'), insertion(4, 'z'), insertion(0, 'x')])).toBe('wxabcdyz');
  });

  test('throws when two edits share a character, and when an insertion falls inside a replaced span', () => {
    const first = fc.tuple(fc.nat(20), fc.integer({ min: 2, max: 10 })).map(([start, length]) => ({ start, end: start + length }));
    const second = first.chain((span) => {
      const inside = fc.integer({ min: span.start + 1, max: span.end - 1 });
      const insert = inside.map((at) => ({ start: at, end: at }));
      const across = fc.tuple(inside, fc.nat(25), fc.nat(10)).map(([at, before, beyond]) => ({ start: Math.max(0, at - before), end: at + 1 + beyond }));
      return fc.tuple(fc.constant(span), fc.oneof(insert, across));
    });
    fc.assert(
      fc.property(second, fc.boolean(), fc.string({ maxLength: 2 }), ([one, other], swap, say) => {
        const edits = [replacement(one, 'x'), replacement(other, say)];
        expect(() => applyEdits(UNIQUE, swap ? edits.reverse() : edits)).toThrow(OverlapError);
      }),
      { seed: 20240202, numRuns: 1000 },
    );
  });

  test.each([
    [{ start: 0, end: 4 }],
    [{ start: -1, end: 1 }],
    [{ start: 2, end: 1 }],
    [{ start: 4, end: 4 }],
  ])('throws for the span %j of a text of three characters', (span) => {
    expect(() => applyEdits('abc', [{ span, text: 'x' }])).toThrow(RangeError);
  });
});

describe('offsetBefore', () => {
  test('maps every untouched character back to itself, and new text to where it was put', () => {
    fc.assert(
      fc.property(shuffled, ([source, inOrder, given]) => {
        const after = applyEdits(source, given);
        let [reached, made] = [0, 0];
        for (const { span, text: say } of inOrder) {
          for (; reached < span.start; reached++) expect(offsetBefore(given, made++)).toBe(reached);
          for (let step = 0; step < say.length; step++) expect(offsetBefore(given, made++)).toBe(span.start);
          reached = span.end;
        }
        for (; reached < source.length; reached++) expect(offsetBefore(given, made++)).toBe(reached);
        expect(made).toBe(after.length);
        expect(offsetBefore(given, after.length)).toBe(source.length);
      }),
      { seed: 20240203, numRuns: 1000 },
    );
  });
});
