import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/codemod/task.ts';
import { makePlan } from '../../src/engine/plan.ts';
import { gitDiff } from '../../src/patch/git.ts';
import { factReader } from '../../src/python/facts.ts';
import { repoPath } from '../../src/repo/path.ts';
import { replacement } from '../../src/text/edit.ts';
import { snapshotFrom, textsOf } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';
import { codemodDoing, runOver } from '../support/run.ts';

const OLD = repoPath('shop/shelf.py');
const NEW = repoPath('shop/models/shelf.py');
const IMPORTER = repoPath('shop/main.py');
const SHELF = 'from .config import LIMIT\n\n\nclass Shelf:\n    limit = LIMIT\n    books = []\n    name = "Emma"\n';
const FILES = { 'shop/shelf.py': SHELF, 'shop/main.py': 'from .shelf import Shelf\n', 'shop/config.py': 'LIMIT = 3\n', 'shop/__init__.py': '' };

/** Moves the shelf, once for each of the messages: the same change every time. */
function moving(...messages: readonly string[]): (task: Task<object>) => void {
  return (task) => {
    if (!task.repo.files.has(OLD)) return;
    for (const message of messages) {
      task.change({ path: OLD, span: { start: 0, end: 0 } }, message, (edit) => {
        edit.edit(OLD, [replacement({ start: 5, end: 12 }, '..config')]);
        edit.move(OLD, NEW);
        edit.create(repoPath('shop/models/__init__.py'), '');
        edit.edit(IMPORTER, [replacement({ start: 5, end: 11 }, '.models.shelf')]);
      });
    }
  };
}

describe('a file that moves', () => {
  it('takes its edits along, and the patch is a rename', () => {
    const result = runOver(FILES, [codemodDoing('a', moving('The shelf moves.'))]);
    const [patch] = result.patchSet.patches;
    expect(textsOf(result.after).get(NEW)).toBe(SHELF.replace('.config', '..config'));
    expect(patch?.deltas.map(({ kind, path }) => [kind, path])).toEqual([['edit', 'shop/main.py'], ['create', 'shop/models/__init__.py'], ['move', NEW]]);
    expect(gitDiff(patch?.deltas ?? [])).toContain(`rename from ${OLD}\nrename to ${NEW}\n`);
  });

  it('may be explained by several findings that share the change', () => {
    const result = runOver(FILES, [codemodDoing('a', moving('The shelf moves.', 'So does what is in it.'))]);
    expect(result.patchSet.patches[0]?.findings.map(({ message }) => message)).toEqual(['So does what is in it.', 'The shelf moves.']);
  });

  it('does not take the place of another one', () => {
    const result = runOver({ ...FILES, 'shop/models/shelf.py': '' }, [codemodDoing('a', moving('The shelf moves.'))]);
    expect(result.patchSet.findings.map(({ message }) => message)).toEqual([`The shelf moves. Not done: \`${NEW}\` exists already.`]);
  });

  it('does not go where git would not see it', () => {
    const result = runOver({ ...FILES, '.gitignore': 'models/\n' }, [codemodDoing('a', moving('The shelf moves.'))]);
    expect(result.patchSet.findings.map(({ message }) => message)).toEqual([expect.stringMatching(/^The shelf moves\. Not done: git ignores/)]);
  });

  it('keeps the circles of imports it has', () => {
    const circle = { ...FILES, 'shop/config.py': 'import shop.shelf\n\nLIMIT = 3\n', 'shop/shelf.py': SHELF };
    const result = runOver(circle, [codemodDoing('a', (task) => {
      moving('The shelf moves.')(task);
    })]);
    expect(result.outcomes[0]).toMatchObject({ kind: 'rejected', objections: [{ path: 'shop/config.py', message: 'The import of `shop` would find nothing.' }] });
  });
});

describe('a codemod on request', () => {
  const codemod = codemodDoing('a', () => {}, { onRequest: true });
  const planned = (only: readonly string[] | undefined, also: readonly string[]) => {
    const choice = { standard: 'test', rules: new Set(['test/rule']), only: only && new Set(only), skip: new Set<string>(), also: new Set(also), optionsOf: () => ({}) };
    return makePlan(snapshotFrom(new Map()), factReader(parser), choice, [codemod, codemodDoing('b', () => {})]);
  };

  it('is left out of a plan that does not name it', () => {
    const { order, leftOut } = planned(undefined, []);
    expect(order.map((one) => one.codemod.id)).toEqual(['b']);
    expect(leftOut).toEqual([{ id: 'a', because: 'It runs only when it is named, in `only` or in `also`.' }]);
  });

  it('runs alone or beside the others when it is named', () => {
    expect(planned(['a'], []).order.map((one) => one.codemod.id)).toEqual(['a']);
    expect(planned(undefined, ['a']).order.map((one) => one.codemod.id)).toEqual(['a', 'b']);
  });
});

const parser = await pythonParser();
