import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/backend/environment/index.ts';
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

  it('says what CPython says, for every text', () => {
    const cases = [...IDIOMS, ...PARTS].map(([expression]) => {
      const { node, access, conversion, unset, whenEmpty, plain, asked } = readingOf(expression);
      const shown = ({ kind, ...more }: Reading['unset']): object => ({ kind, ...('code' in more ? { code: more.code } : {}) });
      const said = { code: node.text, conversion, unset: shown(unset), ...(whenEmpty ? { whenEmpty: shown(whenEmpty) } : {}) };
      return { setup: HEAD, asked: asked !== undefined, reading: said, ...(plain ? { plain: { code: access.node.text, conversion: { steps: [], kind: 'text' }, unset: shown(plain.unset) } } : {}) };
    });
    const script = new URL('../../support/reading_values.py', import.meta.url).pathname;
    expect(JSON.parse(execFileSync('python3', [script], { input: JSON.stringify(cases), encoding: 'utf8' }))).toEqual([]);
  });
});
