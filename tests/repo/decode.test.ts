import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFile, encodingCookie } from '../../src/repo/decode.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const verdict = (path: string, content: Uint8Array): string => {
  const decoded = decodeFile(path, content);
  return decoded.kind === 'text' ? 'text' : decoded.because;
};

describe('a text is its bytes', () => {
  test('whatever is read as text encodes to the bytes it came from', () => {
    const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }).map(bytes));
    fc.assert(
      fc.property(anyBytes, (content) => {
        const decoded = decodeFile('a.md', content);
        if (decoded.kind === 'text') expect(bytes(decoded.text)).toEqual(content);
        else expect(['binary', 'not UTF-8']).toContain(decoded.because);
      }),
      { seed: 17, numRuns: 2000 },
    );
  });

  test('a NUL counts in the first 8 KiB', () => {
    expect(verdict('a.md', bytes(`${'a'.repeat(8191)}\0`))).toBe('binary');
    expect(verdict('a.md', bytes(`${'a'.repeat(8192)}\0`))).toBe('text');
  });
});

describe('encoding cookies (PEP 263)', () => {
  test.each([
    ['# coding: latin-1\n', 'latin-1'],
    ['# -*- coding: utf-8 -*-\n', 'utf-8'],
    ['#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n', 'cp1252'],
    ['\uFEFF# coding=utf8\n', 'utf8'],
    ['\r\n#coding:euc_jp\r\n', 'euc_jp'],
    ['  \t# This Python file uses the encoding: latin-1\n', 'latin-1'],
    ['x = 1\n# coding: latin-1\n', undefined],
    ['\n\n# coding: latin-1\n', undefined],
    ['# coding latin-1\n', undefined],
    ['x = "coding: latin-1"\n', undefined],
    ['"""\n# coding: latin-1\n"""\n', undefined],
    ['', undefined],
  ])('%j', (text, cookie) => expect(encodingCookie(text)).toBe(cookie));

  test.each(['utf-8', 'UTF8', 'utf_8', 'utf-8-sig', 'utf-8-unix', 'ascii', 'US-ASCII', 'u8'])('%s is as good as none', (name) =>
    expect(verdict('a.py', bytes(`# coding: ${name}\nx = 1\n`))).toBe('text'));

  test.each(['latin-1', 'iso-8859-15', 'cp1252', 'utf-16', 'utf-7', 'rot13', 'no-such-encoding'])('%s is another encoding', (name) =>
    expect(verdict('a.py', bytes(`# coding: ${name}\nx = 1\n`))).toBe('declares another encoding'));

  test('ASCII that is none', () => expect(verdict('a.py', bytes('# coding: ascii\nx = "é"\n'))).toBe('declares another encoding'));
  test('stubs count as Python, prose does not', () => {
    expect(verdict('a.pyi', bytes('# coding: latin-1\n'))).toBe('declares another encoding');
    expect(verdict('a.sh', bytes('# coding: latin-1\n'))).toBe('text');
  });
});

describe('long lines', () => {
  const limit = 200_000;
  test.each([
    ['at the limit', `${'a'.repeat(limit)}\n${'b'.repeat(limit)}`, 'text'],
    ['over it, first', `${'a'.repeat(limit + 1)}\n`, 'too large'],
    ['over it, in the middle', `x\n${'a'.repeat(limit + 1)}\nx\n`, 'too large'],
    ['over it, last and unended', `x\n${'a'.repeat(limit + 1)}`, 'too large'],
  ])('%s', (_, text, expected) => {
    expect(verdict('a.py', bytes(text))).toBe(expected);
    expect(verdict('a.md', bytes(text))).toBe('text');
  });
});
