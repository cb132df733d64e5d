import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { blobId, fingerprint } from '../../src/patch/digest.ts';
import { diffStat, gitDiff } from '../../src/patch/git.ts';
import { quotePath } from '../../src/patch/quote-path.ts';
import { temporaryRepository } from '../support/git.ts';
import { awkwardText, deltasOf, ODD_PATHS, place, type Change, type FileSet } from './file-sets.ts';

const repository = temporaryRepository({});
afterAll(() => repository.cleanup());

const plain = (text: string): FileSet[string] => ({ text, executable: false });
const script = (text: string): FileSet[string] => ({ text, executable: true });
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `book_${index} = "${index}"\n`);

/** What real git says about the same change. Renames are found by git itself, in files that are alike enough. */
function fromGit(before: FileSet, after: FileSet, ...options: string[]): string {
  const [old, now] = [place(repository, before), place(repository, after)];
  return repository.git('diff', '--full-index', '--find-renames=30%', ...options, old, now);
}

const SHELF = `import os


class Shelf:
    def __init__(self, size):
        self.size = size

    def add(self, book):
        self.books.append(book)

    def sell(self, book):
        self.books.remove(book)
        return book


def open_shop():
    shelf = Shelf(3)
    shelf.add("Emma")
    return shelf
`;

const CASES: Readonly<Record<string, readonly [FileSet, Change]>> = {
  'an edited line': [{ 'shop.py': plain(SHELF) }, { after: { 'shop.py': plain(SHELF.replace('Shelf(3)', 'Shelf(30)')) }, moves: {} }],
  'an added method': [
    { 'shop.py': plain(SHELF) },
    { after: { 'shop.py': plain(SHELF.replace('    def sell', '    def lend(self, book):\n        self.books.remove(book)\n\n    def sell')) }, moves: {} },
  ],
  'an added function at the end': [{ 'shop.py': plain(SHELF) }, { after: { 'shop.py': plain(`${SHELF}\n\ndef close_shop():\n    return None\n`) }, moves: {} }],
  'a removed function': [{ 'shop.py': plain(SHELF) }, { after: { 'shop.py': plain(SHELF.slice(0, SHELF.indexOf('\n\ndef open'))) }, moves: {} }],
  'an import at the top and a line at the end': [
    { 'shop.py': plain(SHELF) },
    { after: { 'shop.py': plain(`import sys\n${SHELF.replace('return shelf', 'return shelf, sys')}`) }, moves: {} },
  ],
  'changes whose contexts meet, and changes one line further apart': [
    { 'a.py': plain(numbered(60).join('')) },
    { after: { 'a.py': plain(numbered(60).map((line, index) => ([10, 17, 25, 40].includes(index) ? line.toUpperCase() : line)).join('')) }, moves: {} },
  ],
  'one more of several equal lines': [{ 'a.py': plain('x = 1\npass\npass\ny = 2\n') }, { after: { 'a.py': plain('x = 1\npass\npass\npass\ny = 2\n') }, moves: {} }],
  'a new file, a new script and a new empty file': [{}, { after: { 'a.py': plain('x = 1\n'), 'b.sh': script('echo\n'), 'c/__init__.py': plain('') }, moves: {} }],
  'files that go': [{ 'a.py': plain('x = 1\n'), 'b.sh': script('echo'), 'c/__init__.py': plain('') }, { after: {}, moves: {} }],
  'a mode alone, and a mode with an edit': [
    { 'a.sh': plain('echo\n'), 'b.sh': script('echo\n') },
    { after: { 'a.sh': script('echo\n'), 'b.sh': plain('echo more\n') }, moves: {} },
  ],
  'a pure rename': [{ 'a.py': plain(SHELF) }, { after: { 'shop/b.py': plain(SHELF) }, moves: { 'a.py': 'shop/b.py' } }],
  'a rename with an edit and a mode': [
    { 'a name.py': plain(numbered(10).join('')) },
    { after: { 'other name.py': script(numbered(11).join('')) }, moves: { 'a name.py': 'other name.py' } },
  ],
  'the last line ending goes': [{ 'a.py': plain('x = 1\ny = 2\n') }, { after: { 'a.py': plain('x = 1\ny = 2') }, moves: {} }],
  'the last line ending comes': [{ 'a.py': plain('x = 1\ny = 2') }, { after: { 'a.py': plain('x = 1\ny = 2\n') }, moves: {} }],
  'no last line ending on either side, changed there': [{ 'a.py': plain('x = 1\ny = 2') }, { after: { 'a.py': plain('x = 1\ny = 3') }, moves: {} }],
  'no last line ending on either side, changed above': [{ 'a.py': plain('x = 1\ny = 2') }, { after: { 'a.py': plain('x = 2\ny = 2') }, moves: {} }],
  'no last line ending on either side, a line appended': [{ 'a.py': plain('x = 1\ny = 2') }, { after: { 'a.py': plain('x = 1\ny = 2\nz = 3') }, moves: {} }],
  'an emptied file and a filled one': [{ 'a.py': plain('x = 1\n'), 'b.py': plain('') }, { after: { 'a.py': plain(''), 'b.py': plain('x = 1') }, moves: {} }],
  'CRLF kept': [{ 'a.py': plain('x = 1\r\ny = 2\r\nz = 3\r\n') }, { after: { 'a.py': plain('x = 1\r\ny = 4\r\nz = 3\r\n') }, moves: {} }],
  'CRLF to LF': [{ 'a.py': plain('x = 1\r\ny = 2\r\n') }, { after: { 'a.py': plain('x = 1\ny = 2\n') }, moves: {} }],
  'a lone CR, a form feed, U+2028 and NEL inside lines': [
    { 'a.py': plain('a\rb\nc\fd\ne\u2028f\ng\u0085h\n') },
    { after: { 'a.py': plain('a\rb\nc\fd\ne\u2028F\ng\u0085h\n') }, moves: {} },
  ],
  'headings, long ones too': [
    { 'a.py': plain(`def ${'long_'.repeat(30)}():   \n${'    pass\n'.repeat(20)}`) },
    { after: { 'a.py': plain(`def ${'long_'.repeat(30)}():   \n${'    pass\n'.repeat(15)}    x = 1\n${'    pass\n'.repeat(5)}`) }, moves: {} },
  ],
};

describe('the same bytes as git diff --full-index', () => {
  test.each(Object.entries(CASES))('%s', (_, [before, change]) => {
    expect(gitDiff(deltasOf(before, change))).toBe(fromGit(before, change.after));
  });

  test('paths of every kind, created, edited and deleted', () => {
    const deep = ODD_PATHS.filter((path) => !ODD_PATHS.some((other) => other.startsWith(`${path}/`)));
    const before = Object.fromEntries(deep.map((path) => [path, plain('x = 1\n')]));
    const after = Object.fromEntries(deep.map((path) => [path, plain('x = 2\n')]));
    expect(gitDiff(deltasOf({}, { after: before, moves: {} }))).toBe(fromGit({}, before));
    expect(gitDiff(deltasOf(before, { after, moves: {} }))).toBe(fromGit(before, after));
    expect(gitDiff(deltasOf(before, { after: {}, moves: {} }))).toBe(fromGit(before, {}));
  });
});

test('paths are quoted as git does', () => {
  expect(quotePath('shop/with space.py')).toBe('shop/with space.py');
  expect(quotePath('a"\\\t\n\x01ü')).toBe('"a\\"\\\\\\t\\n\\001\\303\\274"');
});

test('blob ids are those of git hash-object', () => {
  fc.assert(
    fc.property(fc.array(awkwardText, { minLength: 8, maxLength: 8 }), (texts) => {
      repository.write(Object.fromEntries(texts.map((text, index) => [`${index}`, text])));
      const ids = repository.pipe(texts.map((_, index) => `${index}\n`).join(''), 'hash-object', '--stdin-paths', '--no-filters');
      expect(texts.map(blobId)).toEqual(ids.toString().trim().split('\n'));
    }),
    { seed: 20240103, numRuns: 30 },
  );
});

test('a fingerprint depends on every part and on where parts end', () => {
  expect(fingerprint(['a', 'b'])).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprint(['a', 'b'])).toBe(fingerprint(['a', 'b']));
  const others = [['ab'], ['a', 'b', ''], ['', 'a', 'b'], ['b', 'a'], ['a","b'], ['a,b'], []];
  expect(new Set([['a', 'b'], ...others].map(fingerprint)).size).toBe(others.length + 1);
});

test('diffStat counts what git diff --numstat counts', () => {
  for (const [before, change] of Object.values(CASES)) {
    const rows = fromGit(before, change.after, '--numstat').split('\n').slice(0, -1).map((row) => row.split('\t').map(Number));
    expect(diffStat(deltasOf(before, change))).toEqual({
      files: rows.length,
      insertions: rows.reduce((sum, [plus]) => sum + plus!, 0),
      deletions: rows.reduce((sum, [, minus]) => sum + minus!, 0),
    });
  }
});

test('only a rename without edits is fully similar', () => {
  const [old, now] = [plain('x = 1\ny = 2\n'), plain('y = 2\nx = 1\n')];
  const diff = (after: FileSet[string]) => gitDiff(deltasOf({ 'a.py': old }, { after: { 'b.py': after! }, moves: { 'a.py': 'b.py' } }));
  expect(diff(old)).toContain('\nsimilarity index 100%\n');
  expect(diff(now)).toContain('\nsimilarity index 99%\n');
});

test('a delta that changes nothing leaves no trace', () => {
  const [delta] = deltasOf({ 'a.py': plain('x = 1\n') }, { after: { 'a.py': plain('x = 2\n') }, moves: {} });
  if (delta?.kind !== 'edit') throw new Error('an edit was wanted');
  const idle = { ...delta, after: delta.before };
  expect(gitDiff([idle])).toBe('');
  expect(diffStat([idle])).toEqual({ files: 0, insertions: 0, deletions: 0 });
});
