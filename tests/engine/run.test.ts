import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/codemod/task.ts';
import { repoPath } from '../../src/repo/path.ts';
import { insertion, replacement } from '../../src/text/edit.ts';
import { textsOf } from '../support/case.ts';
import { checkOver, codemodDoing, FREE, runOver } from '../support/run.ts';

/** Replaces every occurrence of a word in a file, one change each. */
function replacing(word: string, by: string, path = 'shelf.py'): (task: Task<object>) => void {
  return (task) => {
    const file = task.repo.files.get(repoPath(path));
    for (const match of file?.text.matchAll(new RegExp(`\\b${word}\\b`, 'g')) ?? []) {
      const span = { start: match.index, end: match.index + word.length };
      task.change({ path: repoPath(path), span }, `\`${word}\` becomes \`${by}\`.`, (edit) => edit.edit(repoPath(path), [replacement(span, by)]));
    }
  };
}

const kinds = (run: ReturnType<typeof runOver>): string[] => run.outcomes.map(({ kind }) => kind);

describe('folding codemods', () => {
  it('lets each see what the earlier ones left, and gives a patch for each', () => {
    const result = runOver({ 'shelf.py': 'emma = 1\n' }, [codemodDoing('a', replacing('emma', 'persuasion')), codemodDoing('b', replacing('persuasion', 'sanditon'))]);
    expect(result.patchSet.patches.map(({ codemod }) => codemod)).toEqual(['a', 'b']);
    expect(textsOf(result.after).get('shelf.py')).toBe('sanditon = 1\n');
  });

  it('leaves nothing of a codemod that fails, and goes on', () => {
    const failing = codemodDoing('a', (task) => {
      replacing('emma', 'persuasion')(task);
      if (task.repo.files.get(repoPath('shelf.py'))?.text.includes('persuasion')) throw new Error('Lost the shelf.');
    });
    const result = runOver({ 'shelf.py': 'emma = 1\n' }, [failing, codemodDoing('b', replacing('1', '2'))]);
    expect(kinds(result)).toEqual(['failed', 'changed']);
    expect(textsOf(result.after).get('shelf.py')).toBe('emma = 2\n');
  });

  it('holds an overlapping change over to the next round', () => {
    const path = repoPath('shelf.py');
    const grow = (at: number, text: string) => (task: Task<object>): void => {
      if (!task.repo.files.get(path)?.text.includes(text)) task.change({ path, span: { start: at, end: at } }, `\`${text}\` comes in.`, (edit) => edit.edit(path, [insertion(0, text)]));
    };
    const both = codemodDoing('a', (task) => {
      grow(0, 'x = 1\n')(task);
      grow(0, 'y = 2\n')(task);
    });
    const result = runOver({ 'shelf.py': 'emma = 1\n' }, [both]);
    expect(textsOf(result.after).get('shelf.py')).toBe('y = 2\nx = 1\nemma = 1\n');
    expect(result.patchSet.patches[0]?.findings.length).toBe(2);
  });

  it('takes two equal edits as one', () => {
    const path = repoPath('shelf.py');
    const twice = codemodDoing('a', (task) => {
      if (task.repo.files.get(path)?.text.startsWith('import os')) return;
      for (const start of [0, 5]) task.change({ path, span: { start, end: start + 1 } }, 'An import is missing.', (edit) => edit.edit(path, [insertion(0, 'import os\n')]));
    });
    const result = runOver({ 'shelf.py': 'emma = os\n' }, [twice]);
    expect(textsOf(result.after).get('shelf.py')).toBe('import os\nemma = os\n');
    expect(result.patchSet.patches[0]?.findings.length).toBe(2);
  });

  it('stops a codemod that never settles', () => {
    const result = runOver({ 'shelf.py': 'a = 1\n' }, [codemodDoing('a', (task) => (replacing('a', 'b')(task), replacing('b', 'a')(task)))]);
    expect(kinds(result)).toEqual(['failed']);
    expect(textsOf(result.after).get('shelf.py')).toBe('a = 1\n');
  });

  it('turns a refused change into a finding for a person, with the reason', () => {
    const result = runOver({ 'shelf.py': 'emma = 1\n' }, [codemodDoing('a', (task) => task.change({ path: repoPath('shelf.py'), span: { start: 0, end: 4 } }, 'Emma moves.', (edit) => edit.edit(repoPath('missing.py'), [insertion(0, 'x')])))]);
    expect(result.patchSet.findings.map(({ safety, message }) => [safety, message])).toEqual([['manual', 'Emma moves. Not done: There is no text file `missing.py`.']]);
  });
});

describe('the gates', () => {
  const objection = (files: Record<string, string>, from: string, to: string, path = 'shelf.py'): string => {
    const result = runOver(files, [codemodDoing('a', replacing(from, to, path))]);
    expect(textsOf(result.after)).toEqual(new Map(Object.entries(files).sort()));
    expect(result.patchSet.patches).toEqual([]);
    const [outcome] = result.outcomes;
    return outcome?.kind === 'rejected' ? outcome.objections.map(({ gate, message }) => `${gate}: ${message}`).join(' ') : (outcome?.kind ?? '');
  };

  it('reject what does not parse', () => expect(objection({ 'shelf.py': 'x = 1\nemma = 1\n' }, 'emma', 'emma (')).toBe('syntax: Line 2 would not parse any more.'));
  it('reject an indented stray', () => expect(objection({ 'shelf.py': 'x = 1\nemma = 1\n' }, 'emma', '  sanditon')).toContain('blocks: Line 2'));
  it('reject an empty block', () => expect(objection({ 'shelf.py': 'def shelve():\n    emma\nx = 1\n' }, 'emma', '# moved')).toContain('blocks: Line 1: A block has no statement.'));
  it('reject Python 2', () => expect(objection({ 'shelf.py': 'emma = 1\n' }, 'emma = 1', 'print 1')).toContain('blocks: Line 1: A Python 2 statement'));
  it('reject a positional argument after a keyword', () => expect(objection({ 'shelf.py': 'f = print\nf(sep=1, emma=2)\n' }, 'emma=2', '2')).toContain('blocks: Line 2: A positional argument'));
  it('reject an undefined name', () => expect(objection({ 'shelf.py': 'emma = 1\nx = emma\n' }, 'emma = 1', 'sanditon = 1')).toBe('names: `emma` would be undefined.'));
  it('reject a lost import', () => expect(objection({ 'shop.py': 'from shelf import emma\n', 'shelf.py': 'emma = 1\n' }, 'emma', 'sanditon')).toBe('names: The import of `emma` would find nothing.'));
  it('reject a circle of imports', () => expect(objection({ 'shop.py': 'import shelf\nx = shelf\n', 'shelf.py': 'emma = 1\n' }, 'emma = 1', 'import shop\nemma = shop')).toContain('names: Importing `shop.py` would close a circle'));
  it('reject broken TOML', () => expect(objection({ 'shelf.toml': 'emma = 1\n' }, '1', '', 'shelf.toml')).toContain('formats: Line 1'));

  it('reject a module that goes while it is imported', () => {
    const files = { 'shop.py': 'from shelf.stock import emma\nx = emma\n', 'till.py': 'import shelf.stock\nx = shelf\n', 'shelf/__init__.py': '', 'shelf/stock.py': 'emma = 1\n' };
    const result = runOver(files, [codemodDoing('a', (task) => task.change({ path: repoPath('shelf/stock.py'), span: { start: 0, end: 0 } }, 'The stock goes.', (edit) => task.repo.files.has(repoPath('shelf/stock.py')) && edit.delete(repoPath('shelf/stock.py'))))]);
    const [outcome] = result.outcomes;
    expect(outcome?.kind === 'rejected' && outcome.objections.map(({ path, message }) => `${path}: ${message}`)).toEqual(['shop.py: The import of `emma` would find nothing.', 'till.py: The import of `shelf` would find nothing.']);
  });

  it('leave alone what was wrong before', () => {
    const result = runOver({ 'shelf.py': 'emma = unknown\n' }, [codemodDoing('a', replacing('emma', 'sanditon'))]);
    expect(kinds(result)).toEqual(['changed']);
  });

  it('keep the findings of a rejected codemod for a person', () => {
    const result = runOver({ 'shelf.py': 'x = 1\nemma = 1\n' }, [codemodDoing('a', replacing('emma', 'emma ('))]);
    expect(result.patchSet.findings.map(({ safety }) => safety)).toEqual(['manual']);
  });
});

describe('check', () => {
  it('knows what later steps find', () => {
    const path = repoPath('shelf.py');
    const later = codemodDoing('a', () => {}, { run: [() => {}, (task) => task.flag({ path, span: { start: 0, end: 1 } }, 'Found by the second step.')] });
    expect(checkOver({ 'shelf.py': 'emma = 1\n' }, [later]).map(({ message }) => message)).toEqual(['Found by the second step.']);
  });
});

describe('what may be touched', () => {
  const codemod = codemodDoing('a', replacing('emma', 'sanditon'));

  it('is not a generated file', () => expect(kinds(runOver({ 'shelf.py': '# Generated by shelves. DO NOT EDIT.\nemma = 1\n' }, [codemod]))).toEqual(['clean']));
  it('is not a vendored file', () => expect(checkOver({ 'env/pyvenv.cfg': '', 'env/shelf.py': 'emma = 1\n' }, [codemodDoing('a', replacing('emma', 'sanditon', 'env/shelf.py'))])).toEqual([]));
  it('is not a file that does not parse', () => {
    const result = runOver({ 'shelf.py': 'emma = (\n' }, [codemod]);
    expect(result.patchSet.findings.map(({ rule, message }) => [rule, message])).toEqual([
      ['pystd/syntax', 'The file is left alone: it does not parse as Python 3 here.'],
      ['test/rule', '`emma` becomes `sanditon`. Not done: `shelf.py` does not parse.'],
    ]);
  });
  it('is only what was selected', () => expect(checkOver({ 'shelf.py': 'emma = 1\n' }, [codemod], { ...FREE, selected: () => false })).toEqual([]));
  it('is reported but not edited where it is protected', () => {
    const result = runOver({ 'shelf.py': 'emma = 1\n' }, [codemodDoing('a', (task) => task.change({ path: repoPath('shop.py'), span: { start: 0, end: 0 } }, 'Emma moves.', (edit) => edit.edit(repoPath('shelf.py'), [replacement({ start: 0, end: 4 }, 'x')])))], { ...FREE, isProtected: (path) => path === 'shelf.py' });
    expect(result.patchSet.findings.map(({ message }) => message)).toEqual(['Emma moves. Not done: `shelf.py` is protected by pystd.toml.']);
  });
  it('is only what is safe enough', () => {
    const review = codemodDoing('a', replacing('emma', 'sanditon'), { safety: 'review' });
    const result = runOver({ 'shelf.py': 'emma = 1\n' }, [review], { ...FREE, safety: 'safe' });
    expect(result.patchSet.patches).toEqual([]);
    expect(result.patchSet.findings.map(({ safety }) => safety)).toEqual(['review']);
  });
});

describe('suppressions', () => {
  const codemod = codemodDoing('a', replacing('emma', 'sanditon'));
  const messages = (text: string): string[] => checkOver({ 'shelf.py': text }, [codemod]).map(({ at, rule, message }) => `${at.line} ${rule} ${message}`);
  const found = '`emma` becomes `sanditon`.';

  it('cover their line', () => expect(messages('emma = 1  # pystd: ignore[test/rule] an heirloom\nemma = 2\n')).toEqual([`2 test/rule ${found}`]));
  it('cover the next line when alone', () => expect(messages('# pystd: ignore[a] an heirloom\nemma = 1\n')).toEqual([]));
  it('cover a file', () => expect(messages('# pystd: ignore-file[a] heirlooms\nx = 1\nemma = 1\n')).toEqual([]));
  it('need a reason', () => expect(messages('emma = 1  # pystd: ignore[a]\n')).toEqual(['1 pystd/suppression The suppression of a gives no reason.']));
  it('need a name', () => expect(messages('x = 1  # pystd: ignore[] why not\n')).toEqual(['1 pystd/suppression The suppression names no rule and no codemod: write `pystd: ignore[<rule or codemod>] reason`.']));
  it('need an effect', () => expect(messages('x = 1  # pystd: ignore[a] gone\n')).toEqual(['1 pystd/suppression The suppression of a has nothing to suppress any more.']));
  it('of something that was not looked for are left alone', () => expect(messages('x = 1  # pystd: ignore[other] elsewhere\n')).toEqual([]));
  it('in strings are none', () => expect(messages('x = "# pystd: ignore[a]"\nemma = 1\n')).toEqual([`2 test/rule ${found}`]));
});

describe('fingerprints', () => {
  const codemod = codemodDoing('a', replacing('emma', 'sanditon'));
  const prints = (text: string): string[] => checkOver({ 'shelf.py': text }, [codemod]).map(({ fingerprint }) => fingerprint);

  it('survive moved lines', () => expect(prints('x = 1\n\n\nemma = 1\n')).toEqual(prints('emma = 1\n')));
  it('survive another indentation', () => expect(prints('if True:\n    emma = 1\n')).toEqual(prints('emma = 1\n')));
  it('differ for each of two equal lines', () => expect(new Set(prints('emma = 1\nemma = 1\n')).size).toBe(2));
  it('differ when the line changes', () => expect(prints('emma = 2\n')).not.toEqual(prints('emma = 1\n')));
});

describe('places', () => {
  it('are those of the repository as it is, whatever codemods did before', () => {
    const first = codemodDoing('a', replacing('x', 'import os\nx'));
    const settled = codemodDoing('a', (task) => (task.repo.files.get(repoPath('shelf.py'))?.text.includes('import os') ? undefined : first.run instanceof Function && first.run(task)));
    const result = runOver({ 'shelf.py': 'x = 1\nemma = 1\n' }, [settled, codemodDoing('b', replacing('emma', 'sanditon'))]);
    expect(result.patchSet.patches[1]?.findings[0]?.at).toMatchObject({ line: 2, column: 1, endLine: 2, endColumn: 5 });
  });
});

describe('what a person is told to run', () => {
  it('is told without a patch, too', () => {
    const codemod = codemodDoing('a', (task) => {
      task.flag({ path: repoPath('shelf.py'), span: { start: 0, end: 1 } }, 'A secret lies on the shelf.');
      task.followUp({ run: ['git', 'rm', '--cached', 'a b'], why: 'It is secret.' });
    });
    expect(runOver({ 'shelf.py': 'emma = 1\n' }, [codemod]).patchSet.followUps).toEqual([{ run: ['git', 'rm', '--cached', 'a b'], why: 'It is secret.' }]);
  });
});
