import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { deltasBetween, type FileDelta } from '../../src/patch/patch-set.ts';
import { repoPath, type RepoPath } from '../../src/repo/path.ts';
import { snapshotOf, type Snapshot } from '../../src/repo/snapshot.ts';
import type { TemporaryRepository } from '../support/git.ts';

/** What a test file holds; the key of a set is its path. */
export interface Contents {
  readonly text: string;
  readonly executable: boolean;
}
export type FileSet = Readonly<Record<string, Contents>>;

/** A repository before and after, and which files changed place. */
export interface Change {
  readonly after: FileSet;
  readonly moves: Readonly<Record<string, string>>;
}

export const ODD_PATHS: readonly string[] = [
  'shop/books.py', 'shop/orders.py', 'a', 'a/b', 'a/b/c.py', 'with space.py', ' leading', 'trailing ', 'two words/b/two words', 'x b/x', 'x b/y',
  'quo"te.py', "apos'trophe", 'back\\slash', 'tab\there', 'line\nbreak', 'bell\x07', 'del\x7f', 'bücher.py', '本/棚.py', '📚.md', 'e\u0301',
  'u\u2028sep', '-dash', '--- a', '+++ b', 'diff --git a/x b/x', 'From me', '$money', '#hash', 'semi;colon', 'a{b}', 'a => b', '*', '[x]', 'x\ry', '.dot',
];

const LINES: readonly string[] = [
  '', '', '    ', 'x = 1', 'x = 1 ', 'import os', 'def sell(book):', '    return book', '\tpass', 'class Shelf:', '-- ', '--', '---', '--- a/x', '++', '+++ b/x',
  '@@ -1 +1 @@', 'From ada Mon Sep 17 00:00:00 2001', 'From: ada', 'diff --git a/x b/x', 'Index: x', '\\ No newline at end of file', '\ufeffbom', '\ufeff',
  'lone\rreturn', '\r', 'form\ffeed', '\f', 'next\u0085line', 'line\u2028separator', 'para\u2029graph', 'vertical\vtab', 'Bücher', '📚📖', '=41=', 'end=', '\x1b[0m',
];

const line = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...LINES) }, { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).map((s) => s.replaceAll('\0', '')) });
const ending = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r\r\n');

/** Texts of any shape: mixed line endings, lone carriage returns, separators that are no line endings, with or without a last one. */
export const awkwardText: fc.Arbitrary<string> = fc
  .tuple(fc.array(fc.tuple(line, ending), { maxLength: 30 }), fc.boolean(), fc.constantFrom(undefined, '\n', '\r\n'))
  .map(([lines, last, only]) => {
    const text = lines.map(([words, end]) => words + (only ?? end)).join('');
    return last ? text : text.replace(/\r*\n$/, '');
  });

const contents: fc.Arbitrary<Contents> = fc.record({ text: awkwardText, executable: fc.boolean() });

export const fileSet: fc.Arbitrary<FileSet> = fc
  .dictionary(fc.constantFrom(...ODD_PATHS), contents, { maxKeys: 10, noNullPrototype: true })
  .map(withoutFoldersAsFiles);

const fate = fc.oneof(
  fc.constant({ kind: 'keep' } as const),
  fc.constant({ kind: 'delete' } as const),
  fc.constant({ kind: 'mode' } as const),
  fc.record({ kind: fc.constant('edit' as const), at: fc.nat(30), remove: fc.nat(6), insert: fc.array(fc.tuple(line, ending), { maxLength: 5 }) }),
  fc.record({ kind: fc.constant('move' as const), to: fc.constantFrom(...ODD_PATHS), insert: fc.option(line), mode: fc.boolean() }),
);

/** What may become of a set of files. */
export function changeOf(before: FileSet): fc.Arbitrary<Change> {
  return fc.record({ fates: fc.array(fate, { minLength: 10, maxLength: 10 }), created: fileSet }).map(({ fates, created }) => {
    const after: Record<string, Contents> = { ...created };
    const moves: Record<string, string> = {};
    Object.entries(before).forEach(([path, file], index) => {
      const next = fates[index % fates.length]!;
      if (next.kind === 'delete') return;
      if (next.kind === 'move' && !(next.to in before) && !(next.to in after)) {
        const text = next.insert === null ? file.text : `${next.insert}\n${file.text}`;
        after[next.to] = { text, executable: next.mode ? !file.executable : file.executable };
        moves[path] = next.to;
        delete after[path];
        return;
      }
      after[path] = next.kind === 'edit' ? { ...file, text: splice(file.text, next.at, next.remove, next.insert) } : file;
      if (next.kind === 'mode') after[path] = { ...file, executable: !file.executable };
    });
    const kept = withoutFoldersAsFiles(after);
    return { after: kept, moves: Object.fromEntries(Object.entries(moves).filter(([, to]) => to in kept)) };
  });
}

function splice(text: string, at: number, remove: number, insert: readonly (readonly [string, string])[]): string {
  const lines = text.split(/(?<=\n)/);
  lines.splice(at % (lines.length + 1), remove, ...insert.map(([words, end]) => words + end));
  return lines.join('');
}

/** A path cannot be a file and a folder at once; the deeper one stays. */
function withoutFoldersAsFiles(files: FileSet): FileSet {
  const paths = Object.keys(files);
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.some((other) => other.startsWith(`${path}/`))));
}

export function snapshotFrom(files: FileSet): Snapshot {
  return snapshotOf(Object.entries(files).map(([path, file]) => ({ path: repoPath(path), ...file, tracked: true })));
}

export function deltasOf(before: FileSet, change: Change): FileDelta[] {
  const moves = new Map(Object.entries(change.moves) as [RepoPath, RepoPath][]);
  return deltasBetween(snapshotFrom(before), snapshotFrom(change.after), moves);
}

/** Makes the work tree and the index hold exactly these files, and gives the id of their tree. */
export function place(repository: TemporaryRepository, files: FileSet): string {
  for (const name of readdirSync(repository.path)) if (name !== '.git') rmSync(join(repository.path, name), { recursive: true, force: true });
  repository.write(Object.fromEntries(Object.entries(files).map(([path, { text }]) => [path, text])));
  for (const [path, { executable }] of Object.entries(files)) chmodSync(join(repository.path, path), executable ? 0o755 : 0o644);
  repository.git('add', '--all', '--force');
  return repository.git('write-tree').trim();
}
