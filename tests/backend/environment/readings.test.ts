import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading, Unset } from '../../../src/backend/environment/index.ts';
import { compositions } from './compositions.ts';
import { environmentIn, readingInWords } from './describe.ts';
import { HEAD, IDIOMS, PARTS, REFUSED } from './idioms.ts';

/** The reading of X in an expression; of several the one that is asked for before. */
function readingOf(expression: string): Reading {
  const found = environmentIn(`${HEAD}value = ${expression}\n`).readings.filter(({ access }) => access.variable === 'X').sort((a, b) => Number(b.asked !== undefined) - Number(a.asked !== undefined))[0];
  if (!found) throw new Error(`Nothing reads X in ${expression}.`);
  return found;
}

describe('a reading', () => {
  it.each(IDIOMS)('%s', (expression, expected) => expect(readingInWords(readingOf(expression))).toBe(`${expression} | ${expected}`));

  it.each(PARTS)('of a part: %s', (expression, expected) => expect(readingInWords(readingOf(expression))).toBe(expected));

  it.each(REFUSED)('refused: %s', (expression, because) => expect(readingOf(expression).conversion).toEqual({ steps: [], kind: 'unknown', because }));

  it('says what CPython says, for every text', () => expect(disagreements([...IDIOMS, ...PARTS].map(([expression]) => readingOf(expression)))).toEqual([]));

  it('says what CPython says of anything it is made of', () => {
    const readings = fc.sample(compositions, { seed: 11, numRuns: 500 }).flatMap((expression) => environmentIn(`${HEAD}value = ${expression}\n`).readings);
    const kinds = new Set(readings.map(({ conversion: { kind } }) => kind));
    expect([...kinds].sort()).toEqual(['flag', 'float', 'int', 'json', 'list', 'path', 'present', 'text', 'truth']);
    expect(disagreements(readings)).toEqual([]);
  }, 120_000);
});

/** Where what is said of a reading is not what CPython gives. */
function disagreements(readings: readonly Reading[]): readonly string[] {
  const shown = ({ kind, ...more }: Unset): object => ({ kind, ...('code' in more ? { code: more.code } : {}) });
  const cases = readings.map(({ node, access, conversion, unset, whenEmpty, plain, asked }) => {
    const said = { code: node.text, conversion, unset: shown(unset), ...(whenEmpty ? { whenEmpty: shown(whenEmpty) } : {}) };
    return { setup: HEAD, asked: asked !== undefined, reading: said, ...(plain ? { plain: { code: access.node.text, conversion: { steps: [], kind: 'text' }, unset: shown(plain.unset) } } : {}) };
  });
  const script = new URL('../../support/reading_values.py', import.meta.url).pathname;
  return JSON.parse(execFileSync('python3', [script], { input: JSON.stringify(cases), encoding: 'utf8', maxBuffer: 1 << 28 })) as readonly string[];
}
