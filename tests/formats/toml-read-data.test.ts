import { describe, expect, it } from 'vitest';
import { keyLine } from '../../src/formats/toml/key-line.ts';
import { readTomlData } from '../../src/formats/toml/read-data.ts';

describe('readTomlData', () => {
  it('gives plain data, dates as the text written', () => {
    const read = readTomlData('\uFEFFshop = "Rosewood"\nopened = 1987-05-04\nshelves = [1, 2]\n[owner]\nname = "Ada"\n');
    expect(read).toEqual({ data: { shop: 'Rosewood', opened: '1987-05-04', shelves: [1, 2], owner: { name: 'Ada' } } });
  });

  it('keeps a key named like the prototype a key', () => {
    const read = readTomlData('__proto__ = { isbn = 1 }\n');
    expect('data' in read && Object.entries(read.data)).toEqual([['__proto__', { isbn: 1 }]]);
    expect('data' in read && 'isbn' in read.data).toBe(false);
  });

  it('says where the first mistake is', () => {
    const read = readTomlData('title = "A"\nprice = = 2\n');
    expect(read).toEqual({ problem: { message: 'invalid value', line: 2, column: 9 } });
  });
});

describe('keyLine', () => {
  const text = ['[rules]', '"a/b" = { min = 1 }', 'c.d = 2', '', '[rules."e/f".deep]', 'x = [', '  { y = 1 },', '  { z = 2 },', ']', '[[waivers]]', 'rule = "a"', '[[waivers]]', 'rule = "b"'].join('\n');

  it.each([
    [['rules', 'a/b', 'min'], 2],
    [['rules', 'a/b', 'missing'], 2],
    [['rules', 'c', 'd'], 3],
    [['rules', 'e/f', 'deep', 'x', 1, 'z'], 8],
    [['rules', 'e/f', 'deep', 'x', 1, 'missing'], 8],
    [['waivers', 1], 12],
    [['waivers', 1, 'rule'], 13],
    [['nowhere'], 1],
    [[], 1],
  ])('finds %j on line %i', (path, line) => {
    expect(keyLine(text, path)).toBe(line);
  });
});
