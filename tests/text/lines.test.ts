import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indentationAt, startsLine } from '../../src/text/indent.ts';
import { lineAt, lineEnd, lineEnding, lineStart, positionAt, wholeLines, withLineEnding } from '../../src/text/lines.ts';

const text = fc.string({ unit: fc.constantFrom('\n', '\n', '\r', '\r\n', ' ', '\t', '\f', 'a', 'b', '\u2028', '\u0085', '📚'), maxLength: 40 });
const place = text.chain((source) => fc.tuple(fc.constant(source), fc.nat(source.length)));
const RUNS = { seed: 20240301, numRuns: 1000 };

describe('lines', () => {
  test('a line runs from just after one line feed to just after the next', () => {
    fc.assert(
      fc.property(place, ([source, offset]) => {
        const start = lineStart(source, offset);
        const end = lineEnd(source, offset);
        expect(start).toBeLessThanOrEqual(offset);
        expect(end).toBeGreaterThanOrEqual(offset);
        expect(source.slice(start, offset)).not.toContain('\n');
        expect(source.slice(offset, end).indexOf('\n')).toBe(end > offset && source[end - 1] === '\n' ? end - offset - 1 : -1);
        if (start > 0) expect(source[start - 1]).toBe('\n');
        if (end < source.length) expect(source[end - 1]).toBe('\n');
        expect(lineAt(source, offset)).toBe(source.slice(start, end).replace(/\r?\n$/, ''));
      }),
      RUNS,
    );
  });

  test('the first line starts at 0 also when it is empty', () => {
    expect(lineStart('\nx', 0)).toBe(0);
    expect(wholeLines('\n\nx', { start: 0, end: 0 })).toEqual({ start: 0, end: 1 });
  });

  test('whole lines cover a span and nothing more', () => {
    const spans = place.chain(([source, start]) => fc.tuple(fc.constant(source), fc.constant(start), fc.integer({ min: start, max: source.length })));
    fc.assert(
      fc.property(spans, ([source, start, end]) => {
        const lines = wholeLines(source, { start, end });
        expect(lines.start).toBe(lineStart(source, start));
        expect(lines.end).toBeGreaterThanOrEqual(end);
        expect(lines.end === source.length || source[lines.end - 1] === '\n').toBe(true);
        const beyond = source.slice(Math.max(start, end - 1), lines.end - 1);
        expect(beyond).not.toContain('\n');
      }),
      RUNS,
    );
  });

  test('positions agree with counting', () => {
    fc.assert(
      fc.property(place, ([source, offset]) => {
        const lines = source.slice(0, offset).split('\n');
        expect(positionAt(source, offset)).toEqual({ line: lines.length, column: lines.at(-1)!.length + 1 });
      }),
      RUNS,
    );
  });

  test('the line ending is that of most lines, and a fragment can take it on', () => {
    expect(['', 'a', 'a\n', 'a\r\n', 'a\r\nb\n', 'a\r\nb\r\nc\n', '\n', '\r\n', 'a\rb'].map(lineEnding)).toEqual(['\n', '\n', '\n', '\r\n', '\n', '\r\n', '\n', '\r\n', '\n']);
    expect(withLineEnding('a\nb\r\n\n', '\r\n')).toBe('a\r\nb\r\n\r\n');
    expect(withLineEnding('a\nb\n', '\n')).toBe('a\nb\n');
  });
});

describe('indentation', () => {
  test('is the white space a line begins with, however long', () => {
    fc.assert(
      fc.property(place, ([source, offset]) => {
        const line = source.slice(lineStart(source, offset), lineEnd(source, offset));
        expect(indentationAt(source, offset)).toBe(/^[ \t\f]*/.exec(line)![0]);
      }),
      RUNS,
    );
    const deep = ' '.repeat(1000);
    expect(indentationAt(`a\n${deep}b`, 1002)).toBe(deep);
  });

  test('startsLine is about what stands before', () => {
    expect(['a', '  a', '\ta', 'x\n  a', 'x a', 'x\n-a'].map((source) => startsLine(source, source.indexOf('a')))).toEqual([true, true, true, true, false, false]);
  });
});
