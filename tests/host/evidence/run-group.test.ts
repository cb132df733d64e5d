import { expect, test } from 'vitest';
import { endingInWords } from '../../../src/host/evidence/run-group.ts';

const OUTPUTS: readonly (readonly [output: string, words: string])[] = [
  ['', 'exit code 2'],
  ['Resolving\nno such shelf', 'exit code 2: no such shelf'],
  ['error: No `pyproject.toml` found\n  hint: make one', 'exit code 2: No `pyproject.toml` found'],
  ['shop.py:3: error: wrong type\ndone', 'exit code 2: shop.py:3: error: wrong type'],
  ['ImportError while loading conftest\nE   RuntimeError: The shelf needs a case.\nE   You can install this with:\nE       $ make case', 'exit code 2: RuntimeError: The shelf needs a case.'],
  ['E   assert 1 == 2\nE    + where 1 = a\n1 failed', 'exit code 2: assert 1 == 2'],
];

test.each(OUTPUTS)('%s', (output, words) => expect(endingInWords({ code: 2, isLate: false, output })).toBe(words));

test('what was ended', () => {
  expect(endingInWords({ code: undefined, isLate: true, output: '' })).toBe('it was ended because of its time');
  expect(endingInWords({ code: undefined, isLate: false, output: 'shop' })).toBe('it was ended by a signal: shop');
});
