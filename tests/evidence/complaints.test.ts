import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareComplaints, type Complaint } from '../../src/evidence/complaints.ts';

const NOWHERE: ReadonlyMap<string, string> = new Map();
const complaint = (path: string, line: number, code: string, message = 'Something is wrong.'): Complaint => ({ path, line, code, message });

const complaints = fc.array(
  fc.record({ path: fc.constantFrom('shop.py', 'till.py'), line: fc.integer({ min: 1, max: 40 }), code: fc.constantFrom('F401', 'F821'), message: fc.constantFrom('`os` is not used', '`sys` is not used') }),
  { maxLength: 12 },
);

test('lines that move, in whatever order, are no news', () => {
  fc.assert(fc.property(complaints, fc.integer({ min: 0, max: 9 }), (before, shift) => {
    const after = before.toReversed().map((one) => ({ ...one, line: one.line + shift }));
    expect(compareComplaints(before, after, NOWHERE)).toMatchObject({ verdict: 'equal', difference: '' });
  }));
});

test('one more is worse, one less is better, and both are worse', () => {
  fc.assert(fc.property(complaints, (before) => {
    const fresh = complaint('new.py', 3, 'F811');
    expect(compareComplaints(before, [...before, fresh], NOWHERE).verdict).toBe('worse');
    expect(compareComplaints([...before, fresh], before, NOWHERE).verdict).toBe('improved');
    expect(compareComplaints([...before, fresh], [...before, complaint('new.py', 3, 'F822')], NOWHERE).verdict).toBe('worse');
  }));
});

test('digests tell equal complaints and no others', () => {
  const [one, other] = [complaint('shop.py', 1, 'F401'), complaint('shop.py', 2, 'F401')];
  const { before, after } = compareComplaints([one, other], [other, one], NOWHERE);
  expect(before).toBe(after);
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  expect(compareComplaints([one], [other], NOWHERE).after).not.toBe(compareComplaints([one], [other], NOWHERE).before);
});

test('a file that moved takes its complaints along', () => {
  const [before, after] = [[complaint('shop.py', 1, 'F401')], [complaint('till/shop.py', 2, 'F401')]];
  expect(compareComplaints(before, after, new Map([['till/shop.py', 'shop.py']]))).toMatchObject({ verdict: 'equal' });
  expect(compareComplaints(before, after, NOWHERE)).toMatchObject({ verdict: 'worse' });
  // Code that left for a new file takes along what is said of it, once.
  const created = new Set(['till/shop.py']);
  expect(compareComplaints(before, after, NOWHERE, created)).toMatchObject({ verdict: 'equal' });
  expect(compareComplaints(before, [...after, ...after], NOWHERE, created)).toMatchObject({ verdict: 'worse' });
  expect(compareComplaints([], after, NOWHERE, created)).toMatchObject({ verdict: 'worse' });
});

test('the first are named in the order of the files, the others counted', () => {
  const after = [7, 6, 5, 4, 3, 2, 1].map((line) => complaint('shop.py', line, 'F401', `Name ${line}.`));
  expect(compareComplaints([], after, NOWHERE).difference).toBe('New: shop.py:1 F401 Name 1; shop.py:2 F401 Name 2; shop.py:3 F401 Name 3; shop.py:4 F401 Name 4; shop.py:5 F401 Name 5; and 2 more.');
});
