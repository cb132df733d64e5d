import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mailboxPatch, UNDATED } from '../../src/patch/mailbox.ts';
import { deltasBetween } from '../../src/patch/patch-set.ts';
import { applyFilePatches } from '../../src/patch/reading/apply.ts';
import { readGitDiff } from '../../src/patch/reading/git-diff.ts';
import { readMail } from '../../src/patch/reading/mail.ts';
import { unquotePath } from '../../src/patch/reading/unquote-path.ts';
import { quotePath } from '../../src/patch/quote-path.ts';
import type { RepoPath } from '../../src/repo/path.ts';
import { snapshotOf, type Snapshot } from '../../src/repo/snapshot.ts';
import { awkwardText, changeOf, fileSet, type FileSet } from './file-sets.ts';

const snapshot = (files: FileSet): Snapshot => snapshotOf(Object.entries(files).map(([path, { text, executable }]) => ({ path: path as RepoPath, text, executable, tracked: true })));
const contents = ({ files }: Snapshot): FileSet => Object.fromEntries([...files].map(([path, { text, executable }]) => [path, { text, executable }]));

function mailOf(before: FileSet, after: FileSet, moves: Readonly<Record<string, string>> = {}): string | undefined {
  const deltas = deltasBetween(snapshot(before), snapshot(after), new Map(Object.entries(moves) as [RepoPath, RepoPath][]));
  const message = { subject: 'Sell books', body: 'Because.\n\nPystd-Codemod: selling', author: { name: 'Ada', email: 'ada@bookshop.example' }, date: UNDATED };
  return deltas.length === 0 ? undefined : mailboxPatch(message, { number: 1, total: 1 }, deltas);
}

/** What a mail makes of files; its problem, where it does not fit. */
function applied(before: FileSet, mail: string): FileSet | string {
  const read = readMail(mail);
  if ('problem' in read) return read.problem;
  expect(read.message).toBe('Because.\n\nPystd-Codemod: selling');
  const diff = readGitDiff(read.diff);
  if ('problem' in diff) return diff.problem;
  const result = applyFilePatches(snapshot(before), diff);
  return 'problem' in result ? result.problem : contents(result.after);
}

test('whatever a mail says can be read again and makes the same files', () => {
  fc.assert(
    fc.property(fileSet.chain((before) => fc.tuple(fc.constant(before), changeOf(before))), ([before, { after, moves }]) => {
      const mail = mailOf(before, after, moves);
      if (mail !== undefined) expect(applied(before, mail)).toEqual(contents(snapshot(after)));
    }),
    { numRuns: 300 },
  );
});

test('paths are read as they were written', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1 }).filter((path) => !path.startsWith('"')), (path) => void expect(unquotePath(quotePath(path))).toBe(path)));
});

const file = (text: string): FileSet => ({ 'shop.py': { text, executable: false } });
const numbered = (count: number): string => Array.from({ length: count }, (_, index) => `line_${index} = ${index}\n`).join('');

test('lines may have come above, but what is changed must be there', () => {
  const before = numbered(20);
  const mail = mailOf(file(before), file(before.replace('= 9\n', '= 99\n'))) ?? '';
  expect(applied(file(`import os\n${before}`), mail)).toEqual(file(`import os\n${before.replace('= 9\n', '= 99\n')}`));
  expect(applied(file(before.replace('= 8\n', '= 88\n')), mail)).toBe('`shop.py` does not have the lines that it changes around line 7.');
  expect(applied({}, mail)).toBe('There is no file `shop.py`.');
  expect(applied(file(awkward(before)), mail)).toBe('`shop.py` does not have the lines that it changes around line 7.');
});

test('a patch that was applied already, or meets a file of somebody else, does not fit', () => {
  const mail = mailOf({}, file('a = 1\n')) ?? '';
  expect(applied(file('b = 1\n'), mail)).toBe('`shop.py` is there already.');
  const gone = mailOf(file('a = 1\n'), {}) ?? '';
  expect(applied(file('a = 1\nb = 1\n'), gone)).toBe('`shop.py` holds more than what it takes away.');
});

describe('what is no patch of pystd is refused', () => {
  const good = mailOf(file('a = 1\n'), file('a = 2\n')) ?? '';
  test.each([
    ['', 'It does not begin as a mail with a patch does.'],
    ['Hello\n\nWorld\n', 'It does not begin as a mail with a patch does.'],
    [good.replace('7bit', 'base64'), 'Its text is in the encoding base64, which pystd does not write.'],
    [good.slice(0, good.indexOf('diff --git')), 'It holds no difference of files.'],
    [good.replace('@@ -1 +1 @@', '@@ -1,2 +1 @@'), 'The lines below `@@ -1,2 +1 @@` are not as many as it says.'],
    [good.replaceAll('shop.py', '../shop.py'), '`diff --git a/../shop.py b/../shop.py` leads out of the repository.'],
    [good.replace('@@ -1 +1 @@', 'GIT binary patch'), "A file's difference does not begin with `diff --git` but with `GIT binary patch`."],
  ])('%#', (mail, problem) => expect(applied(file('a = 1\n'), mail)).toBe(problem));

  test('and nothing else than a sentence comes of any text', () => {
    fc.assert(fc.property(awkwardText, (text) => void expect(() => readGitDiff(text)).not.toThrow()));
  });
});

function awkward(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
