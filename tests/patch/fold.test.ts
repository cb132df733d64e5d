import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldDeltas } from '../../src/patch/fold.ts';
import { deltasBetween, type FileDelta } from '../../src/patch/patch-set.ts';
import { comparePaths, type RepoPath } from '../../src/repo/path.ts';
import { snapshotOf, type Snapshot } from '../../src/repo/snapshot.ts';
import type { SourceFile } from '../../src/repo/source-file.ts';

const file = (path: string, text: string, executable = false): SourceFile => ({ path: path as RepoPath, text, executable, tracked: true });
const repo = (files: Readonly<Record<string, string>>): Snapshot => snapshotOf(Object.entries(files).map(([path, text]) => file(path, text)));
const at = (path: string): RepoPath => path as RepoPath;

/** The patches between consecutive snapshots; `moves` of each step as `from: to`. */
function patches(...steps: readonly { readonly files: Readonly<Record<string, string>>; readonly moves?: Readonly<Record<string, string>> }[]): { deltas: FileDelta[] }[] {
  return steps.slice(1).map((step, index) => {
    const moves = new Map(Object.entries(step.moves ?? {}).map(([from, to]) => [at(from), at(to)]));
    return { deltas: deltasBetween(repo(steps[index]?.files ?? {}), repo(step.files), moves) };
  });
}

const said = (deltas: readonly FileDelta[]): string[] =>
  deltas.map((delta) => {
    const before = 'before' in delta ? delta.before.text : '';
    const after = 'after' in delta ? delta.after.text : '';
    return `${delta.kind} ${delta.kind === 'move' ? `${delta.from} > ` : ''}${delta.path}: ${before} > ${after}`;
  });

describe('several patches are one difference', () => {
  test('edits of edits', () =>
    expect(said(foldDeltas(patches({ files: { a: '1' } }, { files: { a: '2' } }, { files: { a: '3' } })))).toEqual(['edit a: 1 > 3']));
  test('back to the start is nothing', () => expect(foldDeltas(patches({ files: { a: '1' } }, { files: { a: '2' } }, { files: { a: '1' } }))).toEqual([]));
  test('made and edited', () => expect(said(foldDeltas(patches({ files: {} }, { files: { a: '1' } }, { files: { a: '2' } })))).toEqual(['create a:  > 2']));
  test('made and deleted', () => expect(foldDeltas(patches({ files: {} }, { files: { a: '1' } }, { files: {} }))).toEqual([]));
  test('deleted and made anew', () => expect(said(foldDeltas(patches({ files: { a: '1' } }, { files: {} }, { files: { a: '2' } })))).toEqual(['edit a: 1 > 2']));
  test('edited and deleted', () => expect(said(foldDeltas(patches({ files: { a: '1' } }, { files: { a: '2' } }, { files: {} })))).toEqual(['delete a: 1 > ']));
  test('moved twice and edited', () =>
    expect(
      said(foldDeltas(patches({ files: { a: '1' } }, { files: { b: '1' }, moves: { a: 'b' } }, { files: { b: '2' } }, { files: { c: '2' }, moves: { b: 'c' } }))),
    ).toEqual(['move a > c: 1 > 2']));
  test('moved there and back', () =>
    expect(foldDeltas(patches({ files: { a: '1' } }, { files: { b: '1' }, moves: { a: 'b' } }, { files: { a: '1' }, moves: { b: 'a' } }))).toEqual([]));
  test('made and moved', () =>
    expect(said(foldDeltas(patches({ files: {} }, { files: { a: '1' } }, { files: { b: '1' }, moves: { a: 'b' } })))).toEqual(['create b:  > 1']));
  test('moved away, and another made in its place', () =>
    expect(said(foldDeltas(patches({ files: { a: '1' } }, { files: { b: '1' }, moves: { a: 'b' } }, { files: { a: 'new', b: '1' } })))).toEqual([
      'edit a: 1 > new',
      'create b:  > 1',
    ]));
  test('deleted, and another moved into its place', () =>
    expect(said(foldDeltas(patches({ files: { a: '1', b: '2' } }, { files: { a: '1' } }, { files: { b: '1' }, moves: { a: 'b' } })))).toEqual([
      'delete a: 1 > ',
      'edit b: 2 > 1',
    ]));
  test('moved and deleted', () =>
    expect(said(foldDeltas(patches({ files: { a: '1' } }, { files: { b: '1' }, moves: { a: 'b' } }, { files: {} })))).toEqual(['delete a: 1 > ']));
  test('only the executable bit', () => {
    const before = file('a', '1');
    const after = file('a', '1', true);
    expect(foldDeltas([{ deltas: [{ kind: 'edit', path: at('a'), before, after }] }])).toEqual([{ kind: 'edit', path: 'a', before, after }]);
  });
});

/** No two files move to one place: `applyChanges` lets that happen to nobody. */
const oneToOne = (moves: Readonly<Record<string, string>>): boolean => new Set(Object.values(moves)).size === Object.keys(moves).length;

test('the fold leads from the first snapshot to the last, each path at most once', () => {
  const names = fc.constantFrom('a', 'b', 'c', 'd');
  const step = fc.record({ files: fc.dictionary(names, fc.constantFrom('1', '2', '3')), moves: fc.dictionary(names, names).filter(oneToOne) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 5 }), (steps) => {
      const deltas = foldDeltas(patches(...steps));
      const result: Record<string, string> = { ...steps[0]?.files };
      const touched: string[] = [];
      for (const delta of deltas) {
        const from = delta.kind === 'move' ? delta.from : delta.path;
        if ('before' in delta) expect(steps[0]?.files[from]).toBe(delta.before.text);
        else expect(steps[0]?.files[delta.path]).toBeUndefined();
        if (delta.kind === 'move') expect(steps[0]?.files[delta.path]).toBeUndefined();
        delete result[from];
        touched.push(delta.path, ...(delta.kind === 'move' ? [from] : []));
      }
      for (const delta of deltas) if ('after' in delta) result[delta.path] = delta.after.text;
      expect(result).toEqual(steps.at(-1)?.files);
      expect(new Set(touched).size).toBe(touched.length);
      expect(deltas.map(({ path }) => path)).toEqual(deltas.map(({ path }) => path).sort(comparePaths));
    }),
    { seed: 5, numRuns: 3000 },
  );
});
