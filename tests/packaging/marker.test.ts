import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { and, areDisjoint, compare, evaluate, isNever, markersDiffer, or, parseMarker, printMarker, withoutExtras, type Marker } from '../../src/packaging/marker/index.ts';
import { platformMarker, pythonMarker } from '../../src/packaging/poetry/markers.ts';
import { isProblem } from '../../src/packaging/problem.ts';

function marker(text: string): Marker {
  const found = parseMarker(text);
  if (isProblem(found)) throw new Error(found.problem);
  return found;
}

const shown = (result: ReturnType<typeof pythonMarker>): string => (result === undefined ? 'always' : isProblem(result) ? result.problem : printMarker(result));
const python = (full: string): Record<string, string> => ({ python_version: full.split('.').slice(0, 2).join('.'), python_full_version: full });

describe('markers', () => {
  it.each([
    [`python_version<"3.9"`, `python_version < '3.9'`], [`(os_name == 'nt')`, `os_name == 'nt'`], [`"3" < python_version`, `'3' < python_version`], [`os.name == 'nt'`, `os_name == 'nt'`],
    [`python_version not  in '2.7, 3.4'`, `python_version not in '2.7, 3.4'`], [`platform_version == "Bob's"`, `platform_version == "Bob's"`],
    [`extra == 'a' or (extra == 'b' or extra == 'c') and os_name == 'nt'`, `extra == 'a' or (extra == 'b' or extra == 'c') and os_name == 'nt'`],
    [`(extra == 'a' and os_name == 'nt') or os_name == 'posix'`, `extra == 'a' and os_name == 'nt' or os_name == 'posix'`], [`extra == 'a' and (extra == 'b' and extra == 'c')`, `extra == 'a' and extra == 'b' and extra == 'c'`],
  ])('reads %s as %s', (text, expected) => expect(printMarker(marker(text))).toBe(expected));

  it.each(['', 'x', `python_version`, `python_version == `, `python_version == 3`, `'a' == 'b'`, `os_name == sys_platform`, `os_name == 'nt' or`, `(os_name == 'nt'`, `os_name == 'nt')`, `os_name = 'nt'`, `shop == 'a'`, `os_name == 'nt`, `toString == 'a'`, `os_name == 'nt' xor os_name == 'a'`])(
    'refuses %j', (text) => expect(parseMarker(text)).toHaveProperty('problem'),
  );

  it('joins with the right precedence', () => {
    const [a, b, c] = [compare('os_name', '==', 'nt'), compare('extra', '==', 'fast'), compare('sys_platform', '==', 'linux')];
    const joined = and(or(a, b), c);
    expect(joined && printMarker(joined)).toBe(`(os_name == 'nt' or extra == 'fast') and sys_platform == 'linux'`);
    expect([and(), and(undefined, a), or(a, undefined), and(a, a), or(a)]).toEqual([undefined, a, undefined, a, a]);
  });

  it.each([
    [`python_version > '3.8'`, '3.8.5', false], [`python_full_version > '3.8'`, '3.8.5', true], [`python_version >= '3.10'`, '3.9.1', false], [`python_version == '3.11'`, '3.11.4', true], [`python_version == '3.11.*'`, '3.11.4', true],
    [`python_full_version == '3.11'`, '3.11.4', false], [`python_version ~= '3.8'`, '3.12.0', true], [`python_version in '2.7, 3.8'`, '3.8.1', true], [`python_version < '4.0'`, '3.14.0', true], [`'3.8' <= python_version`, '3.9.0', true],
  ])('%s on Python %s: %s', (text, full, expected) => expect(evaluate(marker(text), python(full))).toBe(expected));

  it('compares extras by their normalised names', () => {
    expect(evaluate(marker(`extra == 'Fast_Search'`), { extra: 'fast-search' })).toBe(true);
  });

  it.each([
    [`python_version >= '3.8' and python_version < '3.9'`, `python_version == '3.8'`], [`python_version > '3.8'`, `python_version >= '3.9'`], [`python_full_version >= '3.8.0'`, `python_version >= '3.8'`],
    [`os_name == 'nt' or os_name != 'nt' and extra == 'a'`, `extra == 'a' or os_name == 'nt'`], [`python_version < '4'`, `python_version < '4.0'`], [`python_version <= '3.8'`, `python_full_version < '3.9'`],
  ])('finds %s and %s equal', (a, b) => expect(markersDiffer(marker(a), marker(b))).toBeUndefined());

  it.each([
    [`python_version > '3.8'`, `python_full_version > '3.8.0'`], [`python_version < '3.9'`, `python_version <= '3.9'`], [`sys_platform == 'linux'`, `sys_platform == 'linux2'`], [`sys_platform in 'linux'`, `sys_platform == 'linux'`],
    [`python_version == '3.8' and os_name == 'nt' or extra == 'a'`, `python_version == '3.8' and (os_name == 'nt' or extra == 'a')`], [`python_full_version < '3.8.1'`, `python_full_version <= '3.8.1'`],
  ])('tells %s from %s', (a, b) => {
    const environment = markersDiffer(marker(a), marker(b));
    expect(environment && evaluate(marker(a), environment)).toBe(!evaluate(marker(b), environment ?? {}));
  });

  it('knows what can never hold together', () => {
    expect(areDisjoint(marker(`sys_platform == 'win32'`), marker(`sys_platform != 'win32'`))).toBe(true);
    expect(areDisjoint(marker(`python_version < '3.9'`), marker(`python_full_version >= '3.9.0'`))).toBe(true);
    expect(areDisjoint(marker(`python_version <= '3.9'`), marker(`python_full_version >= '3.9.0'`))).toBe(false);
    expect(areDisjoint(undefined, marker(`python_version <= '3.9'`))).toBe(false);
    expect(isNever(marker(`extra == 'a' and extra != 'a'`))).toBe(true);
  });

  it('takes extras away, so that it holds wherever some extra made it hold', () => {
    const rest = (text: string): string => shown(withoutExtras(marker(text)));
    expect(rest(`python_version < '3.9' and extra == 'fast'`)).toBe(`python_version < '3.9'`);
    expect(rest(`python_version < '3.9' or extra == 'fast'`)).toBe('always');
    expect(rest(`(extra == 'fast' or extra == 'all') and os_name == 'nt'`)).toBe(`os_name == 'nt'`);
  });

  const atom = fc.oneof(
    fc.tuple(fc.constantFrom('==', '!=', '<', '<=', '>', '>='), fc.constantFrom('3.8', '3.9', '3.10')).map(([operator, value]) => `python_version ${operator} '${value}'`),
    fc.tuple(fc.constantFrom('==', '!='), fc.constantFrom('linux', 'win32')).map(([operator, value]) => `sys_platform ${operator} '${value}'`),
  );
  const tree = fc.letrec<{ node: string }>((tie) => ({ node: fc.oneof({ maxDepth: 3 }, atom, fc.tuple(tie('node'), fc.constantFrom('and', 'or'), tie('node')).map(([a, word, b]) => `(${a}) ${word} (${b})`)) })).node;

  it('prints what it read, and finds an environment exactly when one differs', () => {
    fc.assert(fc.property(tree, tree, fc.constantFrom('3.7.1', '3.8.0', '3.8.9', '3.9.0', '3.10.2'), fc.constantFrom('linux', 'win32', 'darwin'), (a, b, full, sys_platform) => {
      const [x, y] = [marker(a), marker(b)];
      const environment = { ...python(full), sys_platform };
      expect(evaluate(marker(printMarker(x)), environment)).toBe(evaluate(x, environment));
      expect(markersDiffer(x, marker(printMarker(x)))).toBeUndefined();
      const difference = markersDiffer(x, y);
      if (difference) expect(evaluate(x, difference)).not.toBe(evaluate(y, difference));
      else expect(evaluate(x, environment)).toBe(evaluate(y, environment));
      if (areDisjoint(x, y)) expect(evaluate(x, environment) && evaluate(y, environment)).toBe(false);
    }), { numRuns: 1500 });
  });
});

describe("Poetry's python and platform", () => {
  it.each([
    ['*', 'always'], ['^3.8', `python_version >= '3.8' and python_version < '4'`], ['^3.8.1', `python_full_version >= '3.8.1' and python_version < '4'`], ['~3.8', `python_version == '3.8'`], ['3.8', `python_version == '3.8'`],
    ['==3.8', `python_version == '3.8'`], ['3.8.*', `python_version == '3.8'`], ['3.8.1', `python_full_version == '3.8.1'`], ['>3.8', `python_full_version > '3.8.0'`], ['<=3.11', `python_full_version <= '3.11.0'`],
    ['!=3.9', `python_full_version != '3.9.0'`], ['!=3.9.*', `python_version != '3.9'`], ['<3.11', `python_version < '3.11'`], ['3.*', `python_version >= '3' and python_version < '4'`], ['~=3.8', `python_version >= '3.8' and python_version < '4'`],
    ['>=3.7,<3.8 || >=3.9', `python_version >= '3.7' and python_version < '3.8' or python_version >= '3.9'`], ['~2.7 || ^3.6', `python_version == '2.7' or python_version >= '3.6' and python_version < '4'`], ['3', `python_version == '3'`],
  ])('reads python = %s as %s', (constraint, expected) => expect(shown(pythonMarker(constraint))).toBe(expected));

  it.each(['latest', '>=3.9,<3.8', '^3.8.*'])('refuses python = %s', (constraint) => expect(pythonMarker(constraint)).toHaveProperty('problem'));

  it.each([
    ['darwin', `sys_platform == 'darwin'`], ['!=win32', `sys_platform != 'win32'`], ['darwin|linux', `sys_platform == 'darwin' or sys_platform == 'linux'`], ['linux || win32', `sys_platform == 'linux' or sys_platform == 'win32'`],
    ['!=win32,!=cygwin', `sys_platform != 'win32' and sys_platform != 'cygwin'`], ['==linux', `sys_platform == 'linux'`], ['*', 'always'],
  ])('reads platform = %s as %s', (text, expected) => expect(shown(platformMarker(text))).toBe(expected));

  it.each(['', 'linux darwin', '>=linux', 'linux|'])('refuses platform = %j', (text) => expect(platformMarker(text)).toHaveProperty('problem'));
});
