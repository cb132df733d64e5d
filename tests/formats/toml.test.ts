import { describe, expect, it } from 'vitest';
import {
  appendToArray, insertText, isRefusal, isTomlProblem, NO_REMARKS, parseToml, raw, removeEntry, removeFromArray, removeTable, renameKey, renameTable, setValue, TomlDate, verifyToml,
  type TomlDocument, type TomlInput, type TomlOutcome, type TomlPath,
} from '../../src/formats/toml/index.ts';
import { applyEdits } from '../../src/text/apply.ts';
import { insertion } from '../../src/text/edit.ts';

function read(text: string): TomlDocument {
  const document = parseToml(text);
  if (isTomlProblem(document)) throw new Error(document.message);
  return document;
}

function after(text: string, make: (document: TomlDocument) => TomlOutcome): string {
  const outcome = make(read(text));
  return isRefusal(outcome) ? `REFUSED ${outcome.refused}` : applyEdits(text, outcome.edits);
}

const BOOKSHOP = [
  '# The bookshop', '', '# Who we are', '[shop] # since 1987', 'name = "Rosewood"', '# not yet', '# fax = 1', '', '# loose', '', '[shop.owner]', "'e-mail' = 'ada@bookshop.example'",
  'pet.cat = { name = "Ink", age = 3 }', '', '[[shelf]]', 'topic = "poetry"', '# counted by hand', 'count = 7 # about', '', '[[shelf]]', 'topics = [', '    # the old ones', '    "history", # upstairs', '    "maps",',
  '    # "atlases",', ']', '[shelf.light]', 'lamps = 2', '',
].join('\n');

describe('parseToml', () => {
  it.each([
    ['a = \n', 1, 5],
    ['a = 1\na = 2\n', 2, 1],
    ['a = { b = 1,\n c = 2 }\n', 2, 2],
    ['a = "\\x41"\n', 1, 7],
    ['a = 1\rb = 2', 1, 6],
    ['[x\n', 1, 3],
    ['a = 2021-02-30\n', 1, 14],
  ])('says where %j stops being TOML 1.0', (text, line, column) => {
    expect(parseToml(text)).toMatchObject({ line, column, message: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('gives data without prototypes, and keeps what numbers and dates are', () => {
    const { data } = read('__proto__ = { constructor = 1 }\nbig = 9223372036854775807\nzero = -0.0\nday = 1987-05-04\nat = 07:32:00\n');
    expect(Object.keys(data)).toEqual(['__proto__', 'big', 'zero', 'day', 'at']);
    expect(Object.getPrototypeOf(data)).toBeNull();
    expect(data['big']).toBe(9223372036854775807n);
    expect(data['zero']).toBe(-0);
    expect([data['day'], data['at']].map((date) => date instanceof TomlDate && date.toISOString())).toEqual(['1987-05-04', '07:32:00.000']);
  });
});

describe('get', () => {
  const document = read(BOOKSHOP);
  const cut = (path: TomlPath, span: 'span' | 'entrySpan' | 'keySpan'): string | undefined => {
    const node = document.get(path);
    const found = node && span in node ? (node as unknown as Record<string, { start: number; end: number }>)[span] : undefined;
    return found && BOOKSHOP.slice(found.start, found.end);
  };

  it('reaches values however they are written', () => {
    expect(document.get(['shop', 'owner', 'e-mail'])).toMatchObject({ role: 'entry', kind: 'string', value: 'ada@bookshop.example' });
    expect(document.get(['shop', 'owner', 'pet', 'cat', 'age'])).toMatchObject({ role: 'entry', kind: 'integer', value: 3 });
    expect(document.get(['shelf', 1, 'topics', 1])).toMatchObject({ role: 'element', kind: 'string', value: 'maps' });
    expect(document.get(['shelf', 2])).toBeUndefined();
    expect(document.get(['toString'])).toBeUndefined();
  });

  it('knows why a table is there', () => {
    const forms = ([[], ['shop'], ['shop', 'owner', 'pet'], ['shelf', 1], ['shelf', 1, 'light']] as const).map((path) => document.get(path)).map((node) => node?.role === 'table' && node.form);
    expect(forms).toEqual(['root', 'header', 'dotted', 'header', 'header']);
    expect(read('[a.b]\n').get(['a'])).toMatchObject({ role: 'table', form: 'implicit' });
    expect(document.get(['shelf'])).toMatchObject({ role: 'tables', kind: 'array-of-tables' });
  });

  it('gives spans of values, keys and whole entries', () => {
    expect(cut(['shop', 'owner', 'pet', 'cat'], 'keySpan')).toBe('pet.cat');
    expect(cut(['shop', 'owner', 'pet', 'cat', 'name'], 'span')).toBe('"Ink"');
    expect(cut(['shelf', 0, 'count'], 'entrySpan')).toBe('count = 7 # about\n');
    expect(cut(['shelf', 1, 'topics', 0], 'entrySpan')).toBe('"history",');
    expect(cut(['shop'], 'entrySpan')).toBe('[shop] # since 1987\nname = "Rosewood"\n# not yet\n# fax = 1\n');
    expect(cut(['shelf', 1, 'light'], 'keySpan')).toBe('shelf.light');
  });

  it('gives each comment to one thing', () => {
    const comments = (path: TomlPath) => {
      const found = document.get(path)?.comments;
      return found && [found.above.map(({ text }) => text), found.trailing?.text, found.inside.map(({ text }) => text)];
    };
    expect(comments(['shop'])).toEqual([['# Who we are'], '# since 1987', ['# not yet', '# fax = 1']]);
    expect(comments(['shelf', 0, 'count'])).toEqual([['# counted by hand'], '# about', []]);
    expect(comments(['shelf', 1, 'topics'])).toEqual([[], undefined, ['# "atlases",']]);
    expect(comments(['shelf', 1, 'topics', 0])).toEqual([['# the old ones'], '# upstairs', []]);
    expect(document.syntax.loose.map(({ text }) => text)).toEqual(['# The bookshop', '# loose']);
  });
});

describe('removeFromArray', () => {
  it('loses none of two comments around a comma', () => {
    const text = 'a = [\n  1 # before\n  , # behind\n  2,\n]\n';
    expect(read(text).get(['a'])?.comments.inside.map((comment) => comment.text)).toEqual(['# before']);
    expect(after(text, (document) => removeFromArray(document, ['a'], 0))).toBe('a = [\n  # before\n  2,\n]\n');
  });
});

describe('setValue', () => {
  const set = (text: string, path: TomlPath, input: TomlInput): string => after(text, (document) => setValue(document, path, input));

  it.each<[string, TomlInput, string]>([
    ['a string', 'it\'s "x"\n\u0007', '"it\'s \\"x\\"\\n\\u0007"'],
    ['a whole number', 3, '3'],
    ['a number too large to be exact', 2 ** 60, '1152921504606847000.0'],
    ['minus zero', -0, '-0.0'],
    ['infinity', -Infinity, '-inf'],
    ['a wide integer', 2n ** 62n, '4611686018427387904'],
    ['a date', new TomlDate('1987-05-04'), '1987-05-04'],
    ['an inline table', { 'sci fi': [1, 'x'], __key__: {} }, '{ "sci fi" = [1, "x"], __key__ = {} }'],
    ['TOML as written', raw('0o755'), '0o755'],
  ])('writes %s', (_, input, written) => expect(set('[t]\n', ['t', 'k'], input)).toBe(`[t]\nk = ${written}\n`));

  it('leaves the text alone where it already means that', () => {
    expect(set("a = 'x'  # why\n", ['a'], 'x')).toBe("a = 'x'  # why\n");
    expect(set('a = 0x10\n', ['a'], 16)).toBe('a = 0x10\n');
    expect(set('a = 0x10\n', ['a'], raw('16'))).toBe('a = 16\n');
  });

  it('keeps quotes and comments', () => {
    expect(set("a = 'x'  # why\n", ['a'], 'y')).toBe("a = 'y'  # why\n");
    expect(set("a = 'x'  # why\n", ['a'], "it's")).toBe('a = "it\'s"  # why\n');
    expect(set("[t]\na = 'x'\n", ['t', 'b'], 'y')).toBe("[t]\na = 'x'\nb = 'y'\n");
  });

  it('changes an array element by element', () => {
    const text = 'a = [\n  "x>=1", # why\n  "y",\n  # about z\n  "z",\n]\n';
    expect(set(text, ['a'], ['x>=2', 'y', 'w'])).toBe('a = [\n  "x>=2", # why\n  "y",\n  # about z\n  "w",\n]\n');
    expect(set(text, ['a'], ['z', 'v'])).toBe('a = [\n  # about z\n  "z",\n  "v",\n]\n');
    expect(set(text, ['a'], ['x>=1', 'u', 'y', 'z'])).toBe('a = [\n  "x>=1", # why\n  "u",\n  "y",\n  # about z\n  "z",\n]\n');
  });

  it('writes a long array over several lines', () => {
    const names = ['first', 'second', 'third', 'fourth'].map((name) => `${name}-bookshop-package`);
    expect(set('[t]\n  x = 1\n', ['t', 'names'], names)).toBe(`[t]\n  x = 1\n  names = [\n${names.map((name) => `      "${name}",\n`).join('')}  ]\n`);
  });

  it.each<[string, string, TomlPath, TomlInput]>([
    ['a key below a value', 'a = 1\n', ['a', 'b'], 1],
    ['an index past the end', 'a = [1]\n', ['a', 2], 1],
    ['an index of what is not there', '', ['a', 0], 1],
    ['a table with a header', '[a]\n', ['a'], 1],
    ['a value whose comments would be lost', 'a = [ # why\n]\n', ['a'], 'x'],
    ['the whole document', 'a = 1\n', [], {}],
    ['a string that is no Unicode', 'a = 1\n', ['a'], '\ud800'],
    ['an integer that is too wide', 'a = 1\n', ['a'], 2n ** 64n],
    ['raw text that is no value', 'a = 1\n', ['a'], raw('1 2')],
    ['raw text that is more than a value', 'a = 1\n', ['a'], raw('1\nb = 2')],
    ['raw text that ends in a comment', 'a = 1\n', ['a'], raw('1 # one')],
    ['a line break in an inline table', 'a = { b = 1 }\n', ['a', 'b'], raw('{\n c = 1 }')],
    ['nothing at all', 'a = 1\n', ['a'], undefined as unknown as TomlInput],
  ])('refuses %s', (_, text, path, input) => expect(set(text, path, input)).toMatch(/^REFUSED [A-Z`].*\.$/));
});

describe('other edits', () => {
  it('refuse with a reason', () => {
    const refusals: readonly TomlOutcome[] = [
      removeEntry(read('[a]\n'), ['a'], 'keep header'),
      removeEntry(read(''), ['a'], 'keep header'),
      removeTable(read('a = 1\n'), ['a']),
      removeTable(read('a = 1\n'), []),
      renameTable(read('a = 1\n'), ['a'], ['b']),
      renameTable(read('[a]\n[b]\n'), ['a'], ['b']),
      renameTable(read('b = 1\n[a]\n'), ['a'], ['b', 'c']),
      renameTable(read('[x]\na.b = 1\n'), ['x', 'a'], ['y']),
      renameTable(read('[[a]]\n[a.b]\n'), ['a', 0, 'b'], ['c']),
      renameKey(read('[[a]]\n'), ['a', 0], 'b'),
      appendToArray(read('a = 1\n'), ['a'], 1, NO_REMARKS),
      appendToArray(read('a = []\n'), ['a'], 1, { above: ['two\nlines'], trailing: undefined }),
      insertText(read('a = 1\n'), 'end', 'b = 1'),
      insertText(read('[a]\n'), 'end', '[a]\nb = 1\n[a'),
      insertText(read('[a]\nb = 1\n'), 'end', '[a.b]'),
      insertText(read('[a]\n'), { inside: ['a'] }, '[b]'),
      insertText(read('[a]\n'), { after: ['b'] }, '[c]'),
    ];
    for (const outcome of refusals) expect(outcome).toEqual({ refused: expect.stringMatching(/^\S.*\.$/) });
  });

  it('keep a header whose comments would be lost, and drop one that has none', () => {
    expect(after('[a]\n# why\nb = 1\n\n[c]\n', (document) => removeEntry(document, ['a', 'b'], 'drop header'))).toBe('[c]\n');
    expect(after('[a]\nb = 1\n# b = 2\n\n[c]\n', (document) => removeEntry(document, ['a', 'b'], 'drop header'))).toBe('[a]\n# b = 2\n\n[c]\n');
    expect(after('[[a]]\nb = 1\n', (document) => removeEntry(document, ['a', 0, 'b'], 'drop header'))).toBe('[[a]]\n');
  });

  it('rename a table into one that is there only because of its sub-tables', () => {
    const text = '[tool.poetry.scripts] # run\nshop = "shop:main"\n\n[project.urls]\n';
    expect(after(text, (document) => renameTable(document, ['tool', 'poetry', 'scripts'], ['project', 'scripts']))).toBe(text.replace('tool.poetry', 'project'));
  });

  it('merge a block into what is there', () => {
    expect(after('[[a]]\nb = 1\n', (document) => insertText(document, { after: ['a'] }, '\n# second\n[[a]]\nb = 2\n\n'))).toBe('[[a]]\nb = 1\n\n# second\n[[a]]\nb = 2\n');
    expect(after('[[a]]\nb = 1\n', (document) => insertText(document, { before: ['a'] }, '[[a]]\nb = 2'))).toMatch(/^REFUSED The edited text/);
  });
});

describe('verifyToml', () => {
  const text = '[a]\nb = 1\n';
  const intended = read('[a]\nb = 1\nc = 2\n').data;
  it('accepts what was intended, and names the place of anything else', () => {
    expect(verifyToml(text, [insertion(text.length, 'c = 2\n')], intended)).toBeUndefined();
    expect(verifyToml(text, [insertion(text.length, 'c = 3\n')], intended)).toContain('a.c');
    expect(verifyToml(text, [insertion(text.length, 'c = -0.0\n')], read('[a]\nb = 1\nc = 0.0\n').data)).toContain('a.c');
    expect(verifyToml(text, [insertion(text.length, 'c = 1987-05-04\n')], read('[a]\nb = 1\nc = 1987-05-04T00:00:00Z\n').data)).toContain('a.c');
    expect(verifyToml(text, [insertion(text.length, 'd = 1\n')], intended)).toMatch(/a\.[cd]/);
    expect(verifyToml(text, [insertion(text.length, 'c = \n')], intended)).toContain('line 3');
  });
});
