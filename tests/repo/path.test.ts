import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePaths, foldersAbove, isInside, joinPath, repoPath } from '../../src/repo/path.ts';

const parts = fc.array(fc.constantFrom('a', 'b c', '.', '..', '', '...', '.a', 'ü', '~', 'C:'), { maxLength: 7 });

describe('repoPath', () => {
  test('gives a relative path without detours, or refuses one that leads out', () => {
    fc.assert(
      fc.property(parts, (list) => {
        const given = list.join('/');
        let depth = 0;
        let out = given.startsWith('/');
        for (const part of list) {
          if (part === '..') depth--;
          else if (part !== '' && part !== '.') depth++;
          out ||= depth < 0;
        }
        if (out || depth === 0) {
          expect(() => repoPath(given)).toThrow(RangeError);
          return;
        }
        const path = repoPath(given);
        expect(path).toBe(posix.join('/', given).replace(/^\/|\/$/g, ''));
        expect(path.split('/')).not.toContain('..');
        expect(repoPath(path)).toBe(path);
      }),
      { seed: 20240401, numRuns: 2000 },
    );
  });

  test.each(['', '/', '.', '..', '/etc/passwd', '../x', 'a/../../x', 'a/..', './..', 'a/../../a/x', 'a\0b'])('refuses %j', (path) => {
    expect(() => repoPath(path)).toThrow(RangeError);
  });

  test('a folder and a name make a path that cannot lead out either', () => {
    expect(joinPath('', 'x.py')).toBe('x.py');
    expect(joinPath('shop/books', '../x.py')).toBe('shop/x.py');
    expect(() => joinPath('shop', '../../x.py')).toThrow(RangeError);
  });
});

test('folders above a path hold it, nearest first', () => {
  expect(foldersAbove('a/b/c.py')).toEqual(['a/b', 'a', '']);
  expect(foldersAbove('c.py')).toEqual(['']);
  expect(foldersAbove('a/b/c.py').every((folder) => isInside('a/b/c.py', folder))).toBe(true);
  expect(isInside('ab/c.py', 'a')).toBe(false);
});

test('paths are ordered by code units, whatever the locale', () => {
  expect(['b', 'a/b', 'a.b', 'Z', 'ä', 'a'].sort(comparePaths)).toEqual(['Z', 'a', 'a.b', 'a/b', 'b', 'ä']);
});
