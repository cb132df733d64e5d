import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProblem } from '../../src/packaging/problem.ts';
import { checkSpecifiers, compareVersions, complement, includes, intersect, normaliseVersion, parseSpecifiers, parseVersion, subtract, unite, versionsOfAll, type Version, type VersionSet } from '../../src/packaging/version/index.ts';

function version(text: string): Version {
  const found = parseVersion(text);
  if (!found) throw new Error(`${text} is no version`);
  return found;
}

function setOf(specifiers: string): VersionSet {
  const found = parseSpecifiers(specifiers);
  if (isProblem(found)) throw new Error(found.problem);
  return versionsOfAll(found);
}

const lets = (specifiers: string, text: string): boolean => includes(setOf(specifiers), version(text));

describe('versions', () => {
  it.each([
    ['v1.2', '1.2'], ['1.2-beta.1', '1.2b1'], ['1.0-alpha', '1.0a0'], [' 1.0 ', '1.0'], ['1.0-1', '1.0.post1'], ['1.0.REV3', '1.0.post3'], ['1.2.preview4', '1.2rc4'],
    ['01.002', '1.2'], ['1!2.0.dev', '1!2.0.dev0'], ['1.0+Ubuntu-1.a_b', '1.0+ubuntu.1.a.b'], ['1.0+1e5', '1.0+1e5'], ['1.0+0x10', '1.0+0x10'],
  ])('spells %s as %s', (text, expected) => expect(normaliseVersion(text)).toBe(expected));

  it.each(['', 'latest', '1.x', '1..0', '1.0+', '1.0+a..b', '1.0a1b2', '1.0 beta', `1.${'9'.repeat(20)}`])('does not take %j for a version', (text) => expect(normaliseVersion(text)).toBeUndefined());

  it('has the order of PEP 440', () => {
    const inOrder = ['1.0.dev0', '1.0.dev3', '1.0a1.dev1', '1.0a1', '1.0a1.post1', '1.0a2', '1.0b0', '1.0rc1', '1.0', '1.0+abc', '1.0+abc.5', '1.0+abd', '1.0+5', '1.0.post0.dev1', '1.0.post0', '1.0.post1', '1.0.0.1', '1.1', '1!0.1'];
    const shuffled = inOrder.map(version).toSorted((a, b) => compareVersions(b, a)).toSorted(compareVersions);
    expect(shuffled).toEqual(inOrder.map(version));
    expect(compareVersions(version('3.9'), version('3.9.0'))).toBe(0);
  });
});

describe('specifiers', () => {
  it.each([
    ['>=1.0', '1.0+cpu', true], ['<=1.0', '1.0+cpu', true], ['<=1.0', '1.0.post1', false], ['>1.0', '1.0.post1', false], ['>1.0', '1.0+cpu', false], ['>1.0.post1', '1.0.post2', true],
    ['<2', '2.0b1', false], ['<2', '2.dev0', false], ['<2.0b2', '2.0b1', true], ['==1.0', '1.0+cpu', true], ['==1.0+cpu', '1.0', false], ['!=1.0', '1.0.post1', true], ['!=1.0', '1.0+cpu', false],
    ['==1.2.*', '1.2.dev0', true], ['==1.2.*', '1.20', false], ['!=1.2.*', '1.2.9', false], ['~=1.2', '1.9', true], ['~=1.2', '2.0', false], ['~=1.2.3', '1.2.9', true], ['~=1.2.3', '1.3', false],
    ['>=1.0,<2,!=1.5', '1.5.0', false], ['>=1.0,<2,!=1.5', '1.5.1', true], ['==1.0', '1!1.0', false], ['', '0.dev0', true],
  ])('%s on %s: %s', (specifiers, text, expected) => expect(lets(specifiers, text)).toBe(expected));

  it.each(['1.0', '=1.0', '>=1.*', '~=1', '>=1.0+cpu', '==1.0a1.*', '>= ', '>=1 <2', '^1.0', '>=latest'])('refuses %s', (text) => expect(checkSpecifiers(text)?.problem).toContain('PEP 440'));

  const numbers = fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
  const text = fc.tuple(numbers, fc.constantFrom('', '', 'a1', 'rc2', '.post1', '.dev1', '.post1.dev2')).map((parts) => parts.join(''));
  const clause = fc.oneof(fc.tuple(fc.constantFrom('>=', '>', '<', '<=', '==', '!='), text).map((parts) => parts.join('')), fc.tuple(fc.constantFrom('==', '!='), numbers).map(([operator, block]) => `${operator}${block}.*`));

  it('makes sets that behave as sets', () => {
    fc.assert(fc.property(clause, clause, text, (a, b, one) => {
      const [x, y, v] = [setOf(a), setOf(b), version(one)];
      expect(includes(complement(x), v)).toBe(!includes(x, v));
      expect(includes(intersect(x, y), v)).toBe(includes(x, v) && includes(y, v));
      expect(includes(unite(x, y), v)).toBe(includes(x, v) || includes(y, v));
      expect(includes(subtract(x, y), v)).toBe(includes(x, v) && !includes(y, v));
      expect(complement(complement(x))).toEqual(x);
      expect(subtract(unite(x, y), unite(y, x))).toEqual([]);
    }), { numRuns: 2000 });
  });
});
