import { expect, test } from 'vitest';
import { inOneRecord } from '../../src/evidence/several.ts';
import { unavailable, type Evidence } from '../../src/patch/evidence.ts';

const found = (verdict: Evidence['verdict'], difference = '', more: Partial<Evidence> = {}): Evidence => ({ kind: 'openapi', ran: 'made', tool: 'Python', before: 'a', after: 'b', verdict, difference, ...more });
const missing = (because: string): Evidence => unavailable('openapi', '', because);

test('one is told as it is', () => {
  const one = found('equal');
  expect(inOneRecord([{ name: 'shop', evidence: one }])).toBe(one);
  expect(inOneRecord([])).toBeUndefined();
});

const TABLE: readonly (readonly [string, Readonly<Record<string, Evidence>>, Partial<Evidence>])[] = [
  ['all equal', { shop: found('equal'), till: found('equal') }, { verdict: 'equal', difference: '' }],
  ['one worse', { shop: found('equal'), till: found('worse', 'It is gone.') }, { verdict: 'worse', difference: 'till: It is gone.' }],
  ['two worse alike', { shop: found('worse', 'It is gone.'), till: found('worse', 'It is gone.') }, { verdict: 'worse', difference: 'shop, till: It is gone.' }],
  ['a change that was declared, and one that was not', { shop: found('changed', 'As declared: a.', { declared: true }), till: found('changed', 'Not declared: b.') }, { verdict: 'changed', difference: 'till: Not declared: b.' }],
  ['declared and equal', { shop: found('equal'), till: found('changed', 'As declared: a.', { declared: true }) }, { verdict: 'changed', declared: true, difference: 'till: As declared: a.' }],
  ['improved and equal', { shop: found('equal'), till: found('improved', 'It can be made.') }, { verdict: 'improved', difference: 'till: It can be made.' }],
  ['one that cannot be looked at', { shop: found('equal'), till: missing('Nothing shows how it is made.') }, { verdict: 'equal', difference: 'Not looked at: till (Nothing shows how it is made).' }],
  ['none that can', { shop: missing('No environment.'), till: missing('No environment.') }, { verdict: 'unavailable', difference: 'shop, till: No environment.', before: '' }],
];

test.each(TABLE)('%s', (_, parts, expected) => expect(inOneRecord(Object.entries(parts).map(([name, evidence]) => ({ name, evidence })))).toMatchObject(expected));
