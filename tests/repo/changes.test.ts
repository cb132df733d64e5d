import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges, type ChangeSet, type FileChange } from '../../src/repo/changes.ts';
import { Claims } from '../../src/repo/overlap.ts';
import { repoPath, type RepoPath } from '../../src/repo/path.ts';
import { snapshotOf, type Snapshot } from '../../src/repo/snapshot.ts';
import { originOf } from '../../src/repo/source-file.ts';
import { OverlapError } from '../../src/text/apply.ts';
import { deletion, insertion, replacement, type Edit } from '../../src/text/edit.ts';

const p = repoPath;

function repository(files: Readonly<Record<string, string>>): Snapshot {
  return snapshotOf(Object.entries(files).map(([path, text]) => ({ path: p(path), text, executable: false, tracked: true })));
}

function textsOf(snapshot: Snapshot): Record<string, string> {
  return Object.fromEntries([...snapshot.files].map(([path, { text }]) => [path, text]));
}

/** `undefined` when the changes cannot be made. */
function attempt(before: Snapshot, changes: ChangeSet): Snapshot | undefined {
  try {
    return applyChanges(before, changes);
  } catch (error) {
    if (error instanceof OverlapError) return undefined;
    throw error;
  }
}

const SHOP = repository({ a: 'abcdefgh', b: 'ijklmnop', 'c/x': 'qrstuvwx', 'c/y': '01234567' });
const path = fc.constantFrom<RepoPath>(...['a', 'b', 'c', 'c/x', 'c/y', 'd', 'a/z', 'd/e'].map(p));
const edit: fc.Arbitrary<Edit> = fc
  .tuple(fc.nat(8), fc.nat(3), fc.constantFrom('', 'X', 'YZ'))
  .map(([start, length, text]) => replacement({ start, end: Math.min(8, start + length) }, text));
const change: fc.Arbitrary<FileChange> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('edit' as const), path, edits: fc.array(edit, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('create' as const), path, text: fc.constantFrom('', 'new') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), from: path, path, edits: fc.array(edit, { maxLength: 1 }) }) },
);
/** Change sets as codemods make them: each can be made on its own. */
const sound = fc.array(change, { minLength: 1, maxLength: 3 }).filter((changes) => attempt(SHOP, changes) !== undefined);

/** What a change says, an edit at a time. */
function statements(one: FileChange): string[] {
  return one.kind === 'edit' ? one.edits.map((inner) => JSON.stringify([one.path, inner])) : [JSON.stringify(one)];
}

describe('Claims', () => {
  test('what is accepted can be made together, in any order of the sets, and no two sets say the same', () => {
    fc.assert(
      fc.property(fc.array(sound, { minLength: 2, maxLength: 6 }), (sets) => {
        const claims = new Claims();
        const accepted = sets.map((changes) => claims.accept(changes) ?? []);
        expect(accepted[0]).toEqual(sets[0]);
        const after = textsOf(applyChanges(SHOP, accepted.flat()));
        expect(textsOf(applyChanges(SHOP, [...accepted].reverse().flat()))).toEqual(after);
        const said = accepted.map((changes) => [...new Set(changes.flatMap(statements))]).flat();
        expect(new Set(said).size).toBe(said.length);
      }),
      { seed: 20240501, numRuns: 2000 },
    );
  });

  test('a set that touches nothing claimed is always accepted', () => {
    const own = (at: string) => fc.array(edit, { minLength: 1, maxLength: 3 }).map((list): ChangeSet => [edits(at, ...list)]);
    fc.assert(
      fc.property(own('a'), own('b'), own('c/x'), (...sets) => {
        const claims = new Claims();
        for (const changes of sets) expect(claims.accept(changes)).toEqual(changes);
      }),
      { seed: 20240502, numRuns: 200 },
    );
  });

  test('identical edits are one, also when more is said beside them', () => {
    const claims = new Claims();
    const imports: FileChange = { kind: 'edit', path: p('a'), edits: [insertion(0, 'import os\n')] };
    const call: FileChange = { kind: 'edit', path: p('b'), edits: [replacement({ start: 2, end: 4 }, 'os')] };
    expect(claims.accept([imports])).toEqual([imports]);
    expect(claims.accept([imports, call])).toEqual([call]);
    expect(claims.accept([imports, call])).toEqual([]);
    const create: FileChange = { kind: 'create', path: p('new/settings'), text: 'x' };
    expect(claims.accept([create])).toEqual([create]);
    expect(claims.accept([create])).toEqual([]);
  });

  test.each<[string, ChangeSet, ChangeSet]>([
    ['a shared character', [edits('a', replacement({ start: 0, end: 3 }, 'x'))], [edits('a', deletion({ start: 2, end: 5 }))]],
    ['a shared border', [edits('a', replacement({ start: 0, end: 3 }, 'x'))], [edits('a', insertion(3, 'y'))]],
    ['two insertions at one place', [edits('a', insertion(3, 'x'))], [edits('a', insertion(3, 'y'))]],
    ['an edit of a file that goes', [{ kind: 'delete', path: p('a') }], [edits('a', insertion(3, 'y'))]],
    ['a file that goes with an edit', [edits('a', insertion(3, 'y'))], [{ kind: 'delete', path: p('a') }]],
    ['two new files at one path', [{ kind: 'create', path: p('d'), text: '1' }], [{ kind: 'create', path: p('d'), text: '2' }]],
    ['a new file where another moves', [{ kind: 'move', from: p('a'), path: p('d'), edits: [] }], [{ kind: 'create', path: p('d'), text: '' }]],
    ['a file and a folder of one name', [{ kind: 'create', path: p('d'), text: '' }], [{ kind: 'create', path: p('d/e'), text: '' }]],
    ['a folder and a file of one name', [{ kind: 'create', path: p('d/e'), text: '' }], [{ kind: 'create', path: p('d'), text: '' }]],
  ])('refuses %s, all or nothing', (_, first, second) => {
    const claims = new Claims();
    const aside = edits('b', insertion(0, 'z'));
    expect(claims.accept(first)).toEqual(first);
    expect(claims.accept([aside, ...second])).toBeUndefined();
    expect(claims.accept([aside])).toEqual([aside]);
  });
});

function edits(at: string, ...list: Edit[]): FileChange {
  return { kind: 'edit', path: p(at), edits: list };
}

describe('applyChanges', () => {
  test('leaves every file it does not name the same object, and the repository before as it was', () => {
    const before = textsOf(SHOP);
    fc.assert(
      fc.property(sound, (changes) => {
        const after = applyChanges(SHOP, changes);
        const named = new Set(changes.flatMap((one) => (one.kind === 'move' ? [one.from, one.path] : [one.path])));
        for (const [at, file] of SHOP.files) if (!named.has(at)) expect(after.files.get(at)).toBe(file);
        for (const at of after.files.keys()) expect(SHOP.files.has(at) || named.has(at)).toBe(true);
        expect([...after.files.keys()]).toEqual([...after.files.keys()].sort());
        for (const at of after.files.keys()) for (const other of after.files.keys()) expect(other.startsWith(`${at}/`)).toBe(false);
        expect(textsOf(SHOP)).toEqual(before);
      }),
      { seed: 20240503, numRuns: 1000 },
    );
  });

  test('an edit that changes nothing leaves the file the same object', () => {
    expect(applyChanges(SHOP, [edits('a', replacement({ start: 0, end: 3 }, 'abc'))]).files.get(p('a'))).toBe(SHOP.files.get(p('a')));
  });

  test('edits, new files, deletions and moves happen together', () => {
    const after = applyChanges(SHOP, [
      edits('a', insertion(0, '1')),
      { kind: 'move', from: p('a'), path: p('b'), edits: [insertion(8, '2')] },
      { kind: 'move', from: p('b'), path: p('a'), edits: [] },
      { kind: 'delete', path: p('c/x') },
      { kind: 'create', path: p('c/x'), text: 'anew', executable: true },
      edits('c/y', deletion({ start: 0, end: 8 })),
    ]);
    expect(textsOf(after)).toEqual({ a: 'ijklmnop', b: '1abcdefgh2', 'c/x': 'anew', 'c/y': '' });
    expect(after.files.get(p('c/x'))?.executable).toBe(true);
  });

  test.each<[string, ChangeSet]>([
    ['overlapping edits', [edits('a', deletion({ start: 0, end: 3 })), edits('a', deletion({ start: 2, end: 4 }))]],
    ['an edit of no file', [edits('none', insertion(0, 'x'))]],
    ['the removal of no file', [{ kind: 'delete', path: p('none') }]],
    ['a move of no file', [{ kind: 'move', from: p('none'), path: p('d'), edits: [] }]],
    ['an edit and a removal', [edits('a', insertion(0, 'x')), { kind: 'delete', path: p('a') }]],
    ['two removals', [{ kind: 'delete', path: p('a') }, { kind: 'move', from: p('a'), path: p('d'), edits: [] }]],
    ['a new file on an old one', [{ kind: 'create', path: p('a'), text: '' }]],
    ['two new files at one path', [{ kind: 'create', path: p('d'), text: '' }, { kind: 'create', path: p('d'), text: '' }]],
    ['a move onto an old file', [{ kind: 'move', from: p('a'), path: p('b'), edits: [] }]],
    ['a file in a file', [{ kind: 'create', path: p('a/deep/z'), text: '' }]],
    ['a file where a folder is', [{ kind: 'create', path: p('c'), text: '' }]],
  ])('throws for %s', (_, changes) => {
    expect(() => applyChanges(SHOP, changes)).toThrow(OverlapError);
  });

  test('throws for a new file where one is that was not read', () => {
    const before = snapshotOf([], [{ path: p('logo.png'), because: 'binary', tracked: true }]);
    expect(() => applyChanges(before, [{ kind: 'create', path: p('logo.png'), text: '' }])).toThrow(OverlapError);
    expect(() => applyChanges(before, [{ kind: 'create', path: p('logo.png/x'), text: '' }])).toThrow(OverlapError);
  });
});

describe('originOf', () => {
  test('follows untouched characters back through rounds of edits and moves', () => {
    const rounds = fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rounds, fc.boolean(), (list, move) => {
        let snapshot = SHOP;
        let at = p('a');
        list.forEach((round, index) => {
          const length = snapshot.files.get(at)!.text.length;
          // Capitals were put in; only the small letters of the start are followed.
          const fitting = round.filter(({ span }) => span.end <= length);
          snapshot = attempt(snapshot, [{ kind: 'edit', path: at, edits: fitting }]) ?? snapshot;
          if (move) {
            const next = p(`moved/${index}`);
            snapshot = applyChanges(snapshot, [{ kind: 'move', from: at, path: next, edits: [] }]);
            at = next;
          }
        });
        const file = snapshot.files.get(at)!;
        [...file.text].forEach((letter, offset) => {
          if (letter < 'a') return;
          const origin = originOf(file, { start: offset, end: offset + 1 });
          expect(origin.file).toBe(SHOP.files.get(p('a')));
          expect(origin.file.text.slice(origin.span.start, origin.span.start + 1)).toBe(letter);
        });
      }),
      { seed: 20240504, numRuns: 1000 },
    );
  });
});
