import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertConstraint, convertPythonConstraint, pythonVersionsDiffer, versionsDiffer } from '../../src/packaging/poetry/constraint.ts';
import { isProblem } from '../../src/packaging/problem.ts';
import { checkSpecifiers, includes, parseVersion } from '../../src/packaging/version/index.ts';
import { poetryVersions } from '../../src/packaging/poetry/constraint.ts';

/** The specifiers, or the problem. */
function converted(constraint: string, convert = convertConstraint): string {
  const result = convert(constraint);
  return isProblem(result) ? result.problem : result.specifiers;
}

describe('constraints of Poetry', () => {
  it.each([
    ['*', ''], ['x', ''], ['*.*', ''],
    ['^1.2', '>=1.2,<2'], ['^1', '>=1,<2'], ['^1.2.3.4', '>=1.2.3.4,<2'], ['^0.2.3', '>=0.2.3,<0.3'], ['^0.1.2.3', '>=0.1.2.3,<0.2'], ['^0.0.3', '>=0.0.3,<0.0.4'], ['^0', '>=0,<1'],
    ['^0.0', '>=0.0,<0.1'], ['^0.0.0', '>=0.0.0,<0.0.1'], ['^0.0.0.5', '>=0.0.0.5,<0.0.1'], ['^1!1.2', '>=1!1.2,<1!2'], ['^4.0.0', '>=4.0.0,<5'], ['^2023.07', '>=2023.07,<2024'],
    ['^1.2.3b1', '>=1.2.3b1,<2'], ['^0.45b0', '>=0.45b0,<0.46'], ['^1.2-beta.1', '>=1.2b1,<2'], ['^v1.2', '>=1.2,<2'], ['  ^ 3.2  ', '>=3.2,<4'], ['^2.1.0.post1', '>=2.1.0.post1,<3'],
    ['~1', '>=1,<2'], ['~0', '>=0,<1'], ['~1.2', '>=1.2,<1.3'], ['~1.2.3', '>=1.2.3,<1.3'], ['~1.2.3.4', '>=1.2.3.4,<1.3'], ['~=1.2.3', '~=1.2.3'], ['~=1', '>=1,<2'],
    ['1.*', '==1.*'], ['==1.2.*', '==1.2.*'], ['!=1.2.*', '!=1.2.*'], ['1.*.*', '==1.*'], ['=1.2', '==1.2'], ['1.2', '==1.2'], ['==2.3.1+cpu', '==2.3.1+cpu'], ['v1.2', '==1.2'], ['1.0-alpha', '==1.0a0'],
    ['>=3.8.*', '>=3.8'], ['>=1.0,', '>=1.0'], ['>= 1.0 , < 2.0', '>=1.0,<2.0'], ['>=1.0 <2.0.0', '>=1.0,<2.0.0'], ['>=1.0,<2,<1.5', '>=1.0,<2,<1.5'],
    ['^8.4 !=8.4.2', '>=8.4,<9,!=8.4.2'], ['^1.0,<1.3', '>=1.0,<1.3'], ['^1.0,>=1.2', '>=1.2,<2'], ['!=1.5,~1.4', '>=1.4,<1.5'],
  ])('writes %s as %s', (constraint, specifiers) => expect(converted(constraint)).toBe(specifiers));

  it.each([
    ['^7.0 || ^8.0 || ^9.0', '>=7.0,<10'], ['^1.0|^2.0', '>=1.0,<3'], ['^1.0 || ^4.0', '>=1.0,!=2.*,!=3.*,<5'], ['^4.0 || ^1.0', '>=1.0,!=2.*,!=3.*,<5'], ['>=3.8,<3.9 || >=3.10', '>=3.8,!=3.9.*'],
    ['==1.*||==2.*', '>=1,<3'], ['<2 || >=2', ''], ['1.2 || >1.2', '>=1.2'], ['<1.4.1 || >1.4.1', '!=1.4.1'], ['^1.0,!=1.1.0 || ^2.0', '>=1.0,!=1.1.0,<3'], ['<1.5 || >=1.6.2', '!=1.5.*,!=1.6.0.*,!=1.6.1.*'],
    ['>=1.0 || >=2.0', '>=1.0'], ['^1.0b1 || ^2.0', '>=1.0b1,<3'], ['1.2.3 || 1.2.3', '==1.2.3'], ['2.3.1+cpu || 2.3.1+cpu', '==2.3.1+cpu'],
  ])('joins the alternatives %s as %s', (constraint, specifiers) => expect(converted(constraint)).toBe(specifiers));

  it('names the nearest range on either side of what PEP 440 cannot say', () => {
    expect(converted('1.2.3 || 1.3.0')).toBe('“1.2.3 || 1.3.0” has alternatives that PEP 440 cannot join in one specifier; nearest to it are “>=1.2.3,<=1.3.0” (wider) and “==1.3.0” (narrower).');
    expect(converted('^1.0,<1.5 || ^2.1')).toContain('“>=1.0,<3” (wider) and “>=2.1,<3” (narrower)');
    expect(converted('<1.5 || >2.1')).toContain('any version (wider) and “>2.1” (narrower)');
    expect(converted('>2,<1 || >3,<2')).toContain('lets no version in');
  });

  it.each(['latest', '', '===1.2', '<>1.2', '^3.8.*', '1.x', '~1.*', '>=*', '1.0 - 2.0', '1 ||', '^1.2+cpu', '>=1.0+cpu', '1.2b1.*', 'dev', '>=1.0\t<2'])('refuses %j', (constraint) => {
    expect(convertConstraint(constraint)).toHaveProperty('problem');
  });

  it('knows that Python went from 2.7 to 3.0', () => {
    const convert = (constraint: string): string => converted(constraint, convertPythonConstraint);
    expect(convert('~2.7 || ^3.6')).toBe('>=2.7,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*,!=3.4.*,!=3.5.*,<4');
    expect(convert('>=3.7.1,<3.9 || >3.9,<4.0')).toBe('>=3.7.1,!=3.9,<4');
    expect(convert('^3.11')).toBe('>=3.11,<4');
    expect(converted('~2.7 || ^3.6')).toContain('cannot join');
    expect(pythonVersionsDiffer('~2.7 || ^3.6', convert('~2.7 || ^3.6'))).toBeUndefined();
    expect(pythonVersionsDiffer('~2.7 || ^3.6', '>=2.7,<4')).toBe('3');
  });
});

describe('the proof', () => {
  it.each([['^1.2', '>=1.2,<2.0'], ['~=1.2', '>=1.2,==1.*'], ['^1.0 || ^2.0', '>=1.0,<3'], ['==1.*', '>=1,<2'], ['*', '']])('accepts %s as %s', (constraint, specifiers) => {
    expect(versionsDiffer(constraint, specifiers)).toBeUndefined();
  });

  it.each([['^1.2', '>=1.2'], ['^1.2', '>=1.2,<3'], ['^1.2', '~=1.2.0'], ['~1.2.3.4', '~=1.2.3.4'], ['1.2 || 1.4', '==1.2'], ['*', '<1'], ['^1.2', '>=1.2,<2,!=1.5.7'], ['<2.0b1', '<2.0b2'], ['==1.0', '==1.0+cpu']])(
    'tells %s from %s', (constraint, specifiers) => expect(versionsDiffer(constraint, specifiers)).toBeTypeOf('string'),
  );

  const part = fc.constantFrom(0, 1, 2, 3, 10);
  const number = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
  const term = fc.tuple(fc.constantFrom('^', '~', '>=', '<', '<=', '>', '!=', '==', ''), number).map((parts) => parts.join(''));
  const group = fc.array(term, { minLength: 1, maxLength: 2 }).map((terms) => terms.join(','));
  const constraint = fc.array(group, { minLength: 1, maxLength: 3 }).map((groups) => groups.join(' || '));

  it('holds for whatever is converted, and the result stays what it is', () => {
    fc.assert(fc.property(constraint, number, (text, one) => {
      const result = convertConstraint(text);
      if (isProblem(result)) return;
      const [before, after] = [poetryVersions(text), poetryVersions(result.specifiers === '' ? '*' : result.specifiers)];
      const version = parseVersion(one);
      if (isProblem(before) || isProblem(after) || !version) throw new Error(text);
      expect(checkSpecifiers(result.specifiers)).toBeUndefined();
      expect(includes(after, version)).toBe(includes(before, version));
      expect(versionsDiffer(text, result.specifiers)).toBeUndefined();
      if (result.specifiers !== '') expect(convertConstraint(result.specifiers)).toEqual(result);
    }), { numRuns: 3000 });
  });
});
