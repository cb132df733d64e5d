import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { gitDiff } from '../../src/patch/git.ts';
import { mailboxPatch, UNDATED } from '../../src/patch/mailbox.ts';
import type { FileDelta } from '../../src/patch/patch-set.ts';
import { temporaryRepository, type TemporaryRepository } from '../support/git.ts';
import { changeOf, deltasOf, fileSet, place, type Change, type FileSet } from './file-sets.ts';

const repository = temporaryRepository({});
afterAll(() => repository.cleanup());

const one = fileSet.chain((before) => fc.tuple(fc.constant(before), changeOf(before)));

/** Up to three changes, each to what the one before it left. */
const several = fileSet.chain((before) =>
  changeOf(before).chain((first) =>
    changeOf(first.after).chain((second) => changeOf(second.after).map((third): [FileSet, Change[]] => [before, [first, second, third]])),
  ),
);

function expectCleanWorkTree({ git }: TemporaryRepository): void {
  expect(git('diff-files', '--name-status')).toBe('');
  expect(git('ls-files', '--others')).toBe('');
}

test('git apply makes exactly the files a diff is of, and takes them back', () => {
  fc.assert(
    fc.property(one, ([before, change]) => {
      const after = place(repository, change.after);
      const start = place(repository, before);
      const diff = gitDiff(deltasOf(before, change));
      fc.pre(diff !== '');
      repository.pipe(diff, 'apply', '--index', '--whitespace=nowarn', '-');
      expect(repository.git('write-tree').trim()).toBe(after);
      expectCleanWorkTree(repository);
      repository.pipe(diff, 'apply', '--index', '--whitespace=nowarn', '-R', '-');
      expect(repository.git('write-tree').trim()).toBe(start);
      expectCleanWorkTree(repository);
    }),
    { seed: 20240101, numRuns: 120 },
  );
});

const bodyLine = fc.constantFrom(
  '', 'The shop moves to one settings object.', '---', '--- ', '---\t', '--- a/shop.py', '----', '--', '-- ', 'diff --git a/x b/x', 'diff -u a b', 'Index: shop.py',
  'From ada Mon Sep 17 00:00:00 2001', 'From: Bob <bob@bookshop.example>', 'Subject: other', 'Date: never', '>From here', '[PATCH] other', '@@ -1 +1 @@', '+++ b/x',
  '# heading', '    indented code', 'Bücher 📚', 'x'.repeat(1200), 'é'.repeat(600), '* a list', 'Signed-off-by: Ada <ada@bookshop.example>', 'a = b =', '=20',
);
const message = fc.record({
  subject: fc.constantFrom('Read settings once', 'Bücher zählen', '[api] Name the routers', 'Read '.repeat(40).trim(), '本'.repeat(60), 'Why =?UTF-8?q?not?= this'),
  body: fc.array(bodyLine, { maxLength: 8 }).map((lines) => lines.join('\n')),
  author: fc.constantFrom(
    { name: 'Ada Reader', email: 'ada@bookshop.example' },
    { name: 'Ada B. "Books" Reader', email: 'ada@bookshop.example' },
    { name: 'Zoë Büch, 本', email: 'zoe@bookshop.example' },
  ),
  date: fc.constant(UNDATED),
});

/** Lines that git would not take for part of a message. */
const DANGEROUS = /^(diff -|Index: |---\s*$|--- |From |From: |Subject: |Date: |>From |\[PATCH\] )/;

test('git am makes the commits of a mailbox: the same files, the same words', () => {
  fc.assert(
    fc.property(several, fc.array(message, { minLength: 3, maxLength: 3 }), ([before, changes], messages) => {
      rmSync(join(repository.path, '.git/rebase-apply'), { recursive: true, force: true });
      const trees = changes.map(({ after }) => place(repository, after));
      place(repository, before);
      repository.git('commit', '--quiet', '--allow-empty', '--message=Base');
      const base = repository.git('rev-parse', 'HEAD').trim();
      const steps: { deltas: FileDelta[]; tree: string; words: (typeof messages)[number] }[] = [];
      changes.forEach((change, index) => {
        const deltas = deltasOf(index === 0 ? before : changes[index - 1]!.after, change);
        if (gitDiff(deltas) !== '') steps.push({ deltas, tree: trees[index]!, words: messages[index]! });
      });
      fc.pre(steps.length > 0);
      const mails = steps.map(({ deltas, words }, index) => mailboxPatch(words, { number: index + 1, total: steps.length }, deltas));
      repository.pipe(mails.join(''), 'am', '--quiet');
      expectCleanWorkTree(repository);
      const commits = repository.git('log', '--reverse', '-z', '--format=%T%n%an%n%ae%n%at%n%B', `${base}..HEAD`).split('\0').slice(0, -1);
      expect(commits).toHaveLength(steps.length);
      steps.forEach(({ tree, words }, index) => {
        const [actualTree, name, email, time, subject, ...rest] = commits[index]!.split('\n');
        expect(actualTree).toBe(tree);
        expect({ name, email, time }).toEqual({ ...words.author, time: '1704067200' });
        expect(subject).toBe(words.subject.replace('[api]', '(api)'));
        const wanted = repository.pipe(words.body, 'stripspace').toString().trimEnd().split('\n');
        const actual = rest.join('\n').trim() === '' ? [''] : rest.slice(1).join('\n').trimEnd().split('\n');
        expect(actual).toEqual(wanted.map((line, at) => (actual[at] === ` ${line}` && DANGEROUS.test(line) ? ` ${line}` : line)));
      });
    }),
    { seed: 20240102, numRuns: 40 },
  );
});
