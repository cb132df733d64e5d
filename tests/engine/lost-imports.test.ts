import { describe, expect, it } from 'vitest';
import { viewOf } from '../../src/codemod/view.ts';
import { lostImports } from '../../src/engine/verify/lost-imports.ts';
import { deltasBetween } from '../../src/patch/patch-set.ts';
import { factReader } from '../../src/python/facts.ts';
import { applyChanges, type ChangeSet } from '../../src/repo/changes.ts';
import { repoPath } from '../../src/repo/path.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();

const SHOP: Record<string, string> = {
  'app/__init__.py': '',
  'app/books.py': 'title = "Emma"\nprice = 3\n\n\ndef sell():\n    return title\n',
  'app/door.py': 'from app.books import title as shown\n',
  'app/window.py': 'from .books import sell\nfrom . import door, missing\n',
  'app/cellar/wine.py': 'colour = "red"\n',
  'app/kitchen.py': 'from app.cellar.wine import colour\nfrom app.cellar import wine\n',
  'main.py': 'import app.books\nfrom app import books, kitchen\n',
};

/** The files that lose an import, and what, when the changes are made. */
function lost(changes: ChangeSet, files: Record<string, string> = SHOP): string[] {
  const reader = factReader(parser);
  const before = snapshotFrom(new Map(Object.entries(files)));
  const after = applyChanges(before, changes);
  const moves = new Map(changes.flatMap((change) => (change.kind === 'move' ? [[change.from, change.path] as const] : [])));
  return lostImports(deltasBetween(before, after, moves), viewOf(before, reader).python, viewOf(after, reader).python).map(({ path, message }) => `${path}: ${/`(.*)`/.exec(message)?.[1]}`);
}

/** The change of one text into another. */
function edit(path: string, from: string, to: string): ChangeSet {
  const start = SHOP[path]?.indexOf(from) ?? -1;
  return [{ kind: 'edit', path: repoPath(path), edits: [{ span: { start, end: start + from.length }, text: to }] }];
}

const gone = (path: string): ChangeSet[number] => ({ kind: 'delete', path: repoPath(path) });
const created = (path: string, text: string): ChangeSet[number] => ({ kind: 'create', path: repoPath(path), text });

describe('imports are lost', () => {
  it('when a name goes', () => expect(lost(edit('app/books.py', 'title = "Emma"\n', 'isbn = 1\n'))).toEqual(['app/door.py: shown']));
  it('when a function goes', () => expect(lost(edit('app/books.py', 'def sell', 'def buy'))).toEqual(['app/window.py: sell']));
  it('when a file goes', () => expect(lost([gone('app/books.py')])).toEqual(['app/door.py: shown', 'app/window.py: sell', 'main.py: app', 'main.py: books']));
  it('when a file moves', () => expect(lost([{ kind: 'move', from: repoPath('app/books.py'), path: repoPath('app/novels.py'), edits: [] }])).toEqual(['app/door.py: shown', 'app/window.py: sell', 'main.py: app', 'main.py: books']));
  it('when the last file of a folder goes', () => expect(lost([gone('app/cellar/wine.py')])).toEqual(['app/kitchen.py: colour', 'app/kitchen.py: wine']));
  it('when a package takes the place of a module', () => expect(lost([created('app/books/__init__.py', 'price = 4\n')])).toEqual(['app/door.py: shown', 'app/window.py: sell']));
  it('when the changed file itself imports what is not there', () => expect(lost(edit('app/door.py', 'title as', 'sub_title as'))).toEqual(['app/door.py: shown']));
});

describe('imports are not lost', () => {
  it('when a name comes', () => expect(lost(edit('app/books.py', 'price = 3', 'price = 3\nweight = 1'))).toEqual([]));
  it('when a folder becomes a package', () => expect(lost([created('app/cellar/__init__.py', '')])).toEqual([]));
  it('when a package with everything takes the place of a module', () => expect(lost([created('app/books/__init__.py', SHOP['app/books.py'] ?? '')])).toEqual([]));
  it('when a name goes that nobody imports', () => expect(lost(edit('app/books.py', 'price = 3\n', ''))).toEqual([]));
  it('when a file goes that was missed before', () => expect(lost([gone('app/kitchen.py')], { ...SHOP, 'main.py': 'from app import nothing\n' })).toEqual([]));
  it('when the missing module comes', () => expect(lost([created('app/missing.py', '')])).toEqual([]));
});
