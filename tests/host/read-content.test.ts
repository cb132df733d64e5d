import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { readRepository } from '../../src/host/read.ts';
import { temporaryFolder, type TemporaryFolder } from './folder.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Each path with its text, or with why it has none. */
async function contents(folder: TemporaryFolder): Promise<Record<string, string>> {
  cleanups.push(folder.cleanup);
  const reading = await readRepository(folder.path, { include: [], exclude: [] });
  if (reading.kind === 'refused') throw new Error(reading.message);
  const { files, opaque } = reading.snapshot;
  return Object.fromEntries([...[...files.values()].map(({ path, text }) => [path, text]), ...[...opaque.values()].map(({ path, because }) => [path, `(${because})`])]);
}

test('byte-order marks, line endings and characters of every size come as they are', async () => {
  const texts = { 'bom.py': '\uFEFFx = 1\n', 'crlf.py': 'a\r\nb\r\n', 'mixed.py': 'a\r\nb\nc\rd', 'emoji.py': '# 📚 é ß 本\n', 'separators.py': 's = "\u2028\u0085\f"\n', 'empty.py': '' };
  expect(await contents(temporaryFolder(texts))).toEqual(texts);
});

test('what is no text, or not the text it seems, is not read', async () => {
  const latin = Buffer.from('name = "Jos\xe9"\n', 'latin1');
  expect(
    await contents(
      temporaryFolder({
        'binary.py': Buffer.from('a\0b'),
        'latin1.py': latin,
        'declared.py': Buffer.concat([Buffer.from('# -*- coding: latin-1 -*-\n'), latin]),
        'declared_ascii_bytes.py': '#!/usr/bin/env python\n# vim: set fileencoding=cp1252 :\nx = 1\n',
        'utf16.py': Buffer.from('\uFEFFx = 1\n', 'utf16le'),
        'surrogate.py': Buffer.from([0xed, 0xa0, 0x80]),
        'overlong.py': Buffer.from([0xc0, 0xaf]),
        'fine.py': '# coding: UTF_8\nx = 1\n',
        'prose.md': '# coding: latin-1 is spoken of here\n',
      }),
    ),
  ).toEqual({
    'binary.py': '(binary)',
    'latin1.py': '(not UTF-8)',
    'declared.py': '(declares another encoding)',
    'declared_ascii_bytes.py': '(declares another encoding)',
    'utf16.py': '(binary)',
    'surrogate.py': '(not UTF-8)',
    'overlong.py': '(not UTF-8)',
    'fine.py': '# coding: UTF_8\nx = 1\n',
    'prose.md': '# coding: latin-1 is spoken of here\n',
  });
});

test('fifty megabytes of Python are not read, and neither is a line of one', async () => {
  const folder = temporaryFolder({ 'line.py': `x = "${'a'.repeat(1_000_000)}"\n`, 'prose.txt': 'a'.repeat(1_000_000), 'data.json': `"${'a'.repeat(300_000)}"`, 'small.json': '{}' });
  const big = openSync(folder.at('big.py'), 'w');
  ftruncateSync(big, 50 * 1024 * 1024);
  writeSync(big, 'x = 1\n'.repeat(1000), 0);
  closeSync(big);
  expect(await contents(folder)).toEqual({
    'big.py': '(too large)', 'line.py': '(too large)', 'data.json': '(too large)', 'small.json': '{}', 'prose.txt': 'a'.repeat(1_000_000),
  });
});

test('the limit is two MiB of bytes, exactly', async () => {
  const line = `${'#'.repeat(1023)}\n`;
  const folder = temporaryFolder({ 'at.py': line.repeat(2048), 'over.py': `${line.repeat(2048)}\n` });
  const found = await contents(folder);
  expect([found['at.py']?.length, found['over.py']]).toEqual([2 * 1024 * 1024, '(too large)']);
});
