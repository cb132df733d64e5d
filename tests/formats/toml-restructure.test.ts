import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRefusal, isTomlProblem, parseToml, restructure, type TomlTarget } from '../../src/formats/toml/index.ts';
import { applyEdits } from '../../src/text/apply.ts';

const FOLDER = new URL('../../fixtures/_formats/toml-restructure/', import.meta.url);

function restructured(text: string, target: TomlTarget): string {
  const document = parseToml(text);
  if (isTomlProblem(document)) throw new Error(document.message);
  const outcome = restructure(document, target);
  return isRefusal(outcome) ? `refused: ${outcome.refused}` : applyEdits(text, outcome.edits);
}

describe('fixtures/_formats/toml-restructure', () => {
  it.each(readdirSync(FOLDER).sort())('%s', (name) => {
    const at = (file: string): URL => new URL(`${name}/${file}`, FOLDER);
    const before = readFileSync(at('before.toml'), 'utf8');
    const target = JSON.parse(readFileSync(at('target.json'), 'utf8')) as TomlTarget;
    const after = restructured(before, target);
    if (process.env['ACCEPT'] === name) writeFileSync(at('after.toml'), after);
    expect(after).toBe(readFileSync(at('after.toml'), 'utf8'));

    const crlf = (text: string): string => text.replace(/\n/g, '\r\n');
    if (before !== '') expect(restructured(crlf(before), target)).toBe(crlf(after));
    expect(restructured(`\ufeff${before}`, target)).toBe(`\ufeff${after}`);
    if (before !== '') expect(restructured(before.replace(/\n+$/, ''), target)).toBe(after.replace(/\n+$/, ''));
  });
});

describe('restructure refuses', () => {
  it.each<[string, string, TomlTarget, RegExp]>([
    ['a table where a value is', 'a = 1\n', { tables: [{ path: ['a'], entries: [] }], removed: [] }, /`a` is a value, not a table/],
    ['an element behind the next one', '[[a]]\n', { tables: [{ path: ['a', 3], entries: [] }], removed: [] }, /no place for a table `a\[3\]`/],
    ['a value TOML has no form for', '', { tables: [{ path: ['a'], entries: [{ key: 'b', value: 2n ** 70n }] }], removed: [] }, /wider than 64 bits/],
    ['a key that is a table with a header', '[a.b]\nc = 1\n', { tables: [{ path: ['a'], entries: [{ key: 'b', value: 1 }] }], removed: [] }, /would not be TOML|would not mean/],
  ])('%s', (_, text, target, reason) => {
    expect(restructured(text, target)).toMatch(reason);
  });
});

describe('restructure keeps', () => {
  it('comments of what goes without a successor where nothing is near', () => {
    expect(restructured('# shelf\n[a] # wood\nb = 1\n\n[c]\nd = 1\n', { tables: [{ path: ['c'], origin: ['a'], entries: [] }], removed: [['a']] })).toBe('[c]\nd = 1\n# shelf\n# wood\n');
  });

  it('the other elements when an element of an array of tables goes', () => {
    expect(restructured('[[a]]\nb = 1\n\n# two\n[[a]]\nb = 2 # kept\n', { tables: [], removed: [['a', 0]] })).toBe('# two\n[[a]]\nb = 2 # kept\n');
  });

  it('what an inline table has besides', () => {
    expect(restructured("tool = { poetry = { name = 'x' }, other = { a = 0x10 } } # all\n", { tables: [{ path: ['project'], entries: [{ key: 'name', value: 'x', origin: ['tool', 'poetry', 'name'] }] }], removed: [['tool', 'poetry']] }))
      .toBe("tool = { other = { a = 0x10 } } # all\n\n[project]\nname = 'x'\n");
  });

  it('a table that stays with some of its entries behind the new one that gets the others', () => {
    const target: TomlTarget = {
      tables: [
        { path: ['project'], origin: ['tool', 'poetry'], entries: [{ key: 'name', value: 'x', origin: ['tool', 'poetry', 'name'] }] },
        { path: ['project', 'urls'], entries: [{ key: 'Home', value: 'h' }] },
        { path: ['tool', 'poetry'], entries: [{ key: 'build', value: 'b.py', origin: ['tool', 'poetry', 'build'] }] },
      ],
      removed: [['tool', 'poetry', 'name']],
    };
    const before = '# top\n\n# ours\n[tool.poetry] # managed\n# who\nname = "x"\n# how\nbuild = "b.py"\n\n[tool.other]\na = 1\n';
    expect(restructured(before, target)).toBe('# top\n\n[project]\n# who\nname = "x"\n\n[project.urls]\nHome = "h"\n\n# ours\n[tool.poetry] # managed\n# how\nbuild = "b.py"\n\n[tool.other]\na = 1\n');
  });

  it('the spacing that most entries have', () => {
    expect(restructured('[a]\nb = 1\nc = 2\n\n[d]\ne=3\n', { tables: [{ path: ['f'], entries: [{ key: 'g', value: 1 }] }], removed: [] })).toContain('[f]\ng = 1\n');
  });
});

/** `[tool.poetry.dependencies]` with what is named, as an array. */
function moved(names: readonly string[], into: TomlTarget['tables'][number], rest: TomlTarget['tables'] = []): TomlTarget {
  const items = names.map((name) => ({ value: name, origin: ['tool', 'poetry', 'dependencies', name] }));
  return { tables: [{ ...into, entries: [{ key: 'dependencies', value: { items, origin: ['tool', 'poetry', 'dependencies'] } }] }, ...rest], removed: [['tool', 'poetry']] };
}

describe('comments of what goes', () => {
  const project: TomlTarget['tables'][number] = { path: ['project'], origin: ['tool', 'poetry'], entries: [] };
  it.each<[string, string, TomlTarget, string]>([
    [
      'stay where they were, set apart from what comes next', 'a = "1"\n# waits for b 2\nb = "1"\nc = "1"\n', moved(['a', 'c'], project),
      '[project]\ndependencies = [\n    "a",\n    # waits for b 2\n\n    "c",\n]\n',
    ],
    [
      'stay at the end, where nothing comes next', 'a = "1"\n# waits for b 2\nb = "1"\n', moved(['a'], project),
      '[project]\ndependencies = [\n    "a",\n    # waits for b 2\n]\n',
    ],
    [
      'stay, where what is commented out stands above what moves', 'a = "1"\n# TODO: old\n#b = "1"\n# ours\nc = "1"\n',
      moved(['a'], project, [{ path: ['extra'], entries: [{ key: 'c', value: 'c', origin: ['tool', 'poetry', 'dependencies', 'c'] }] }]),
      '[project]\ndependencies = [\n    "a",\n    # TODO: old\n    #b = "1"\n]\n\n[extra]\n# ours\nc = "c"\n',
    ],
    [
      'move with what was written another way before', 'a = "1"\n# c = "0"\nc = "1"\n',
      moved(['a'], project, [{ path: ['extra'], entries: [{ key: 'c', value: 'c', origin: ['tool', 'poetry', 'dependencies', 'c'] }] }]),
      '[project]\ndependencies = [\n    "a",\n]\n\n[extra]\n# c = "0"\nc = "c"\n',
    ],
  ])('%s', (_, rows, target, after) => {
    expect(restructured(`[tool.poetry.dependencies]\n${rows}`, target)).toBe(after);
  });

  it('stay behind what was before them where nothing takes the rows of their table', () => {
    const items = ['a', 'b'].map((name) => ({ value: name, origin: ['old', name] }));
    const target: TomlTarget = { tables: [{ path: ['new'], entries: [{ key: 'list', value: { items } }] }], removed: [['old']] };
    expect(restructured('[old]\na = 1\n# about c\nc = 1\nb = 1\n', target)).toBe('[new]\nlist = [\n    "a",\n    # about c\n\n    "b",\n]\n');
    expect(restructured('[old]\n# about c\nc = 1\na = 1\nb = 1\n', target)).toBe('[new]\nlist = [\n    # about c\n\n    "a",\n    "b",\n]\n');
  });
});
