import { describe, expect, test } from 'vitest';
import { verifySeries } from '../../src/cli/verify-series.ts';
import type { Outcome, Run } from '../../src/engine/outcome.ts';
import type { Candidate, Examiner } from '../../src/evidence/candidate.ts';
import { deltasBetween, type Patch } from '../../src/patch/patch-set.ts';
import { readManifest, type Manifest } from '../../src/patch/reading/manifest.ts';
import { readSeries, type WrittenPatch } from '../../src/patch/reading/patch-series.ts';
import { factReader } from '../../src/python/facts.ts';
import type { RepoPath } from '../../src/repo/path.ts';
import { snapshotOf, type Snapshot } from '../../src/repo/snapshot.ts';
import { patchSetFiles } from '../../src/report/patch-set-files.ts';
import { pythonParser } from '../support/parser.ts';

const reader = factReader(await pythonParser());

/** Texts by path; a star after the path makes a file executable. */
type Files = Readonly<Record<string, string>>;
const snapshot = (files: Files): Snapshot => snapshotOf(Object.entries(files).map(([path, text]) => ({ path: path.replace('*', '') as RepoPath, text, executable: path.endsWith('*'), tracked: true })));
const told = ({ files }: Snapshot): Files => Object.fromEntries([...files].map(([path, { text, executable }]) => [`${path}${executable ? '*' : ''}`, text]));

const BOOKS = 'TITLES = ["Emma"]\n\n\ndef sell(title):\n    return title in TITLES\n';
const START = { 'books.py': BOOKS, 'run.sh': 'python -m till\n', 'till.py': 'from books import sell\n\nsell("Emma")\n', 'old.py': 'PRICE = 3\n' };

/** A folder with a move, a file whose mode changes, one that goes, and one that comes: each state, and what moved to get there. */
const STATES: readonly (readonly [codemod: string, files: Files, moves: Readonly<Record<string, string>>])[] = [
  ['move-books', { 'shop/books.py': BOOKS, 'run.sh': START['run.sh'], 'till.py': 'from shop.books import sell\n\nsell("Emma")\n', 'old.py': START['old.py'] }, { 'books.py': 'shop/books.py' }],
  ['allow-run', { 'shop/books.py': BOOKS, 'run.sh*': START['run.sh'], 'till.py': 'from shop.books import sell\n\nsell("Emma")\n', 'old.py': START['old.py'] }, {}],
  ['drop-old', { 'shop/books.py': BOOKS, 'run.sh*': START['run.sh'], 'till.py': 'from shop.books import sell\n\nsell("Emma")\n' }, {}],
  ['type-books', { 'shop/books.py': BOOKS.replace('sell(title)', 'sell(title: str) -> bool'), 'run.sh*': START['run.sh'], 'till.py': 'from shop.books import sell\n\nsell("Emma")\n' }, {}],
  ['add-prices', { 'shop/books.py': BOOKS.replace('sell(title)', 'sell(title: str) -> bool'), 'run.sh*': START['run.sh'], 'till.py': 'from shop.books import sell\n\nsell("Emma")\n', 'shop/prices.py': 'PRICE = 4\n' }, {}],
];

function written(): { readonly manifest: Manifest; readonly series: readonly WrittenPatch[] } {
  const patches = STATES.map(([codemod, files, moves], index): Patch => {
    const before = snapshot(STATES[index - 1]?.[1] ?? START);
    return { codemod, title: `Do ${codemod}`, why: `Because of ${codemod}.`, safety: 'review', rules: [], deltas: deltasBetween(before, snapshot(files), new Map(Object.entries(moves) as [RepoPath, RepoPath][])), findings: [], notes: [], declared: { adds: [`/${codemod}`], removes: [] }, evidence: [] };
  });
  const run: Run = { outcomes: patches.map((patch): Outcome => ({ codemod: patch.codemod, kind: 'changed', patch })), patchSet: { base: '', standard: 'uv-layered', patches, findings: [], followUps: [] }, after: snapshot(STATES.at(-1)?.[1] ?? {}) };
  const files = patchSetFiles(run, '');
  const manifest = readManifest(files.find(({ name }) => name === 'patch-set.json')?.text ?? '');
  if ('problem' in manifest) throw new Error(manifest.problem);
  const series = readSeries(manifest, files);
  if ('problem' in series) throw new Error(series.problem);
  return { manifest, series };
}

const { manifest, series } = written();
const verified = async (without: readonly number[], examiners: readonly Examiner[] = []): Promise<Run> => await verifySeries(snapshot(START), manifest, series.filter(({ number }) => !without.includes(number)), examiners, reader);
const standing = ({ patchSet }: Run): readonly string[] => patchSet.patches.map(({ codemod }) => codemod);
const refused = ({ outcomes }: Run): readonly string[] => outcomes.flatMap((one) => (one.kind === 'rejected' ? [one.objections[0]?.message ?? ''] : []));

describe('patches of every kind', () => {
  test('make what they were made from', async () => {
    const run = await verified([]);
    expect(told(run.after)).toEqual(STATES.at(-1)?.[1]);
    expect(run.patchSet.patches.map(({ why, declared, deltas }) => [why, declared.adds, deltas.map(({ kind, path }) => `${kind} ${path}`)])).toEqual([
      ['Because of move-books.', ['/move-books'], ['move shop/books.py', 'edit till.py']],
      ['Because of allow-run.', ['/allow-run'], ['edit run.sh']],
      ['Because of drop-old.', ['/drop-old'], ['delete old.py']],
      ['Because of type-books.', ['/type-books'], ['edit shop/books.py']],
      ['Because of add-prices.', ['/add-prices'], ['create shop/prices.py']],
    ]);
  });

  test.each<readonly [number, readonly string[], string, RegExp | undefined]>([
    [1, ['allow-run', 'drop-old', 'add-prices'], 'books.py', /There is no file `shop\/books\.py`\. It may need what is missing: move-books\.$/],
    [2, ['move-books', 'drop-old', 'type-books', 'add-prices'], 'run.sh', undefined],
    [3, ['move-books', 'allow-run', 'type-books', 'add-prices'], 'old.py', undefined],
    [4, ['move-books', 'allow-run', 'drop-old', 'add-prices'], 'shop/books.py', undefined],
    [5, ['move-books', 'allow-run', 'drop-old', 'type-books'], 'till.py', undefined],
  ])('stand without %i as far as they can', async (without, left, kept, problem) => {
    const run = await verified([without]);
    expect(standing(run)).toEqual(left);
    expect(refused(run)).toEqual(problem ? [expect.stringMatching(problem)] : []);
    expect(Object.keys(told(run.after))).toContain(kept);
  });

  test('are looked at with what is there when their turn comes', async () => {
    const seen: (readonly string[])[] = [];
    const examiner: Examiner = {
      kind: 'lint',
      async examine({ patch, before, after }: Candidate) {
        seen.push([patch.codemod, String(before.files.size), String(after.files.size)]);
        return { kind: 'lint', ran: '', tool: '', before: '', after: '', verdict: patch.codemod === 'drop-old' ? 'worse' : 'equal', difference: 'It is missed.' };
      },
    };
    const run = await verified([2], [examiner]);
    expect(seen).toEqual([['move-books', '4', '4'], ['drop-old', '4', '3'], ['type-books', '4', '4'], ['add-prices', '4', '5']]);
    expect(refused(run)).toEqual(['It is missed.']);
    expect(Object.keys(told(run.after)).sort()).toEqual(['old.py', 'run.sh', 'shop/books.py', 'shop/prices.py', 'till.py']);
  });
});
