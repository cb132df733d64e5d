import { describe, expect, it } from 'vitest';
import { insertText, isYamlProblem, isYamlRefusal, parseYaml, removeAt, renameKey, replaceText, setScalar, type YamlDocument, type YamlOutcome } from '../../src/formats/yaml/index.ts';
import { applyEdits } from '../../src/text/apply.ts';

type Maker = (document: YamlDocument) => YamlOutcome;

function edited(text: string, make: Maker): string {
  const file = parseYaml(text);
  if (isYamlProblem(file) || !file.documents[0]) throw new Error(isYamlProblem(file) ? file.problem : 'No document.');
  const outcome = make(file.documents[0]);
  return isYamlRefusal(outcome) ? `refused: ${outcome.refused}` : applyEdits(text, outcome.edits);
}

/** The edit, and the same with CRLF. */
function expectEdit(text: string, make: Maker, after: string): void {
  expect(edited(text, make)).toBe(after);
  expect(edited(text.replaceAll('\n', '\r\n'), make)).toBe(after.replaceAll('\n', '\r\n'));
}

const SHOP = `# the shop
name: shop
on: [push, pull]   # when

jobs:
  # tests
  test:
    runs-on: "ubuntu"
    steps:
      - uses: checkout@v4

      # the old tool
      - name: Install
        run: |
          poetry install
          poetry run pytest
        # nothing more

      - run: ls
    env: {A: 1, B: 'two'}
  empty:
`;

describe('editing YAML', () => {
  it.each<readonly [string, Maker, string, string]>([
    ['sets a plain scalar', (d) => setScalar(d, ['name'], 'book shop'), 'name: shop', 'name: book shop'],
    ['quotes where it must', (d) => setScalar(d, ['name'], 'a: b'), 'name: shop', 'name: "a: b"'],
    ['quotes what YAML 1.1 takes for something else', (d) => setScalar(d, ['name'], 'yes'), 'name: shop', 'name: "yes"'],
    ['quotes a version', (d) => setScalar(d, ['name'], '3.10'), 'name: shop', 'name: "3.10"'],
    ['keeps quotes', (d) => setScalar(d, ['jobs', 'test', 'runs-on'], 'mac'), '"ubuntu"', '"mac"'],
    ['sets in a flow', (d) => setScalar(d, ['on', 1], 'a, b'), 'pull]', '"a, b"]'],
    ['sets a number', (d) => setScalar(d, ['jobs', 'test', 'env', 'A'], 2), 'A: 1', 'A: 2'],
    ['sets what was empty', (d) => setScalar(d, ['jobs', 'empty'], 'x'), '  empty:', '  empty: x'],
    ['changes one line of a block', (d) => setScalar(d, ['jobs', 'test', 'steps', 1, 'run'], 'uv sync\npoetry run pytest\n'), 'poetry install', 'uv sync'],
    ['adds a line to a block', (d) => setScalar(d, ['jobs', 'test', 'steps', 1, 'run'], 'poetry install\npoetry run pytest\n\nls\n'), 'run pytest\n', 'run pytest\n\n          ls\n'],
    ['takes a line from a block', (d) => setScalar(d, ['jobs', 'test', 'steps', 1, 'run'], 'poetry run pytest\n'), '          poetry install\n', ''],
    ['ends a block without a line break', (d) => setScalar(d, ['jobs', 'test', 'steps', 1, 'run'], 'ls'), '|\n          poetry install\n          poetry run pytest', '|-\n          ls'],
    ['renames', (d) => renameKey(d, ['jobs', 'test'], 'check'), '  test:', '  check:'],
    ['removes an entry', (d) => removeAt(d, ['on'], 'refuse'), 'on: [push, pull]   # when\n', ''],
    ['removes an item with its comments', (d) => removeAt(d, ['jobs', 'test', 'steps', 1], 'refuse'), '      # the old tool\n      - name: Install\n        run: |\n          poetry install\n          poetry run pytest\n        # nothing more\n\n', ''],
    ['removes the first entry of an item', (d) => removeAt(d, ['jobs', 'test', 'steps', 1, 'name'], 'refuse'), 'name: Install\n        ', ''],
    ['removes the last item', (d) => removeAt(d, ['jobs', 'test', 'steps', 2], 'refuse'), '\n      - run: ls\n', '\n'],
    ['removes in a flow', (d) => removeAt(d, ['on', 0], 'refuse'), 'push, ', ''],
    ['removes the last in a flow', (d) => removeAt(d, ['jobs', 'test', 'env', 'B'], 'refuse'), ", B: 'two'", ''],
    ['removes the only entry, its item', (d) => removeAt(d, ['jobs', 'test', 'steps', 2, 'run'], 'drop'), '\n      - run: ls\n', '\n'],
    ['removes the only entry, leaving braces', (d) => removeAt(d, ['jobs', 'test', 'steps', 2, 'run'], 'keep empty'), '- run: ls', '- {}'],
    ['inserts before an item with comments', (d) => insertText(d, { before: ['jobs', 'test', 'steps', 1] }, '# new\n- uses: setup-uv@v1\n  with:\n    a: 1\n'), '      # the old', '      # new\n      - uses: setup-uv@v1\n        with:\n          a: 1\n\n      # the old'],
    ['inserts behind an item', (d) => insertText(d, { after: ['jobs', 'test', 'steps', 2] }, '- run: |\n    a\n\n    b'), '- run: ls\n', '- run: ls\n\n      - run: |\n          a\n\n          b\n'],
    ['inserts an entry at the end', (d) => insertText(d, { inside: ['jobs', 'test', 'steps', 2] }, 'if: always()'), '- run: ls\n', '- run: ls\n        if: always()\n'],
    ['inserts before the first entry of an item', (d) => insertText(d, { before: ['jobs', 'test', 'steps', 2, 'run'] }, 'name: List'), '- run: ls', '- name: List\n        run: ls'],
    ['inserts at the end of the document', (d) => insertText(d, { inside: [] }, 'x: 1'), '  empty:\n', '  empty:\n\nx: 1\n'],
    ['inserts into a flow', (d) => insertText(d, { before: ['on', 1] }, '- tag'), 'push, ', 'push, tag, '],
    ['inserts at the end of a flow', (d) => insertText(d, { inside: ['jobs', 'test', 'env'] }, 'C: 3'), "'two'", "'two', C: 3"],
    ['inserts below an empty key', (d) => insertText(d, { inside: ['jobs', 'empty'] }, 'steps:\n  - a'), '  empty:\n', '  empty:\n    steps:\n      - a\n'],
    ['replaces an item', (d) => replaceText(d, ['jobs', 'test', 'steps', 1], '- uses: x # y\n- run: z'), '- name: Install\n        run: |\n          poetry install\n          poetry run pytest\n        # nothing more', '- uses: x # y\n      - run: z'],
    ['replaces an entry', (d) => replaceText(d, ['jobs', 'test', 'env'], 'env:\n  A: 1'), "env: {A: 1, B: 'two'}", 'env:\n      A: 1'],
  ])('%s', (_, make, before, after) => {
    expect(SHOP).toContain(before);
    expectEdit(SHOP, make, SHOP.replace(before, () => after));
  });

  it.each<readonly [string, string, Maker, string]>([
    ['an unindented sequence', 'steps:\n- a\n- b\nx: 1\n', (d) => insertText(d, { inside: ['steps'] }, '- c'), 'steps:\n- a\n- b\n- c\nx: 1\n'],
    ['no final newline', 'a: 1\nb: 2', (d) => removeAt(d, ['b'], 'refuse'), 'a: 1'],
    ['an insertion without one', 'a:\n  - 1', (d) => insertText(d, { inside: ['a'] }, '- 2'), 'a:\n  - 1\n  - 2'],
    ['the only entry of all', 'a: 1\n', (d) => removeAt(d, ['a'], 'keep empty'), '{}\n'],
    ['a block that goes empty', 'a: # why\n  - b # c\nd: 1\n', (d) => removeAt(d, ['a', 0], 'keep empty'), 'a: [] # why\nd: 1\n'],
    ['a block that goes empty at the end', 'a:\n  - b', (d) => removeAt(d, ['a', 0], 'keep empty'), 'a: []'],
    ['empty brackets', 'a: [] # why\nb: 1\n', (d) => insertText(d, { inside: ['a'] }, '- x'), 'a: # why\n  - x\nb: 1\n'],
    ['a folded text', 'a: >-\n  one two\n  three\nb: 1\n', (d) => setScalar(d, ['a'], 'one 2 three'), 'a: >-\n  one 2\n  three\nb: 1\n'],
    ['a folded text that cannot be', 'a: >\n  one\nb: 1\n', (d) => setScalar(d, ['a'], 'one\ntwo\n'), 'a: |\n  one\n  two\nb: 1\n'],
    ['a plain text over lines', 'a: one\n  two\nb: 1\n', (d) => setScalar(d, ['a'], 'one 2'), 'a: one\n  2\nb: 1\n'],
    ['an anchor in its place', 'a: &x 1\nb: *x\n', (d) => setScalar(d, ['a'], 2), 'a: &x 2\nb: *x\n'],
    ['single quotes of the document', "a: 'x'\nb: y\n", (d) => setScalar(d, ['b'], '#1'), "a: 'x'\nb: '#1'\n"],
    ['a second document', '---\na: 1\n---\nb: 2\n', (d) => setScalar(d, ['a'], 3), '---\na: 3\n---\nb: 2\n'],
    ['a quoted key', '"a b": 1\n', (d) => renameKey(d, ['a b'], 'c'), '"c": 1\n'],
    ['blank lines on both sides', 'a: 1\n\nb: 2\n\nc: 3\n', (d) => removeAt(d, ['b'], 'refuse'), 'a: 1\n\nc: 3\n'],
    ['a byte-order mark', '\ufeffa: 1\nb: 2\n', (d) => insertText(d, { before: ['a'] }, 'c: 3'), '\ufeffc: 3\na: 1\nb: 2\n'],
    ['what is behind a byte-order mark', '\ufeffa: 1\nb: 2\n', (d) => removeAt(d, ['a'], 'refuse'), '\ufeffb: 2\n'],
    ['a flow over lines', 'a: [\n  one, # 1\n  # of two\n  two\n]\n', (d) => removeAt(d, ['a', 1], 'refuse'), 'a: [\n  one # 1\n]\n'],
  ])('%s', (_, text, make, after) => expectEdit(text, make, after));

  it.each<readonly [string, string, Maker, RegExp]>([
    ['what is not there', 'a: 1\n', (d) => setScalar(d, ['b'], 1), /no `b`/],
    ['a way through an alias', 'a: &x {b: 1}\nc: *x\n', (d) => setScalar(d, ['c', 'b'], 1), /anchor/],
    ['a way through a merge key', 'a: &x {b: 1}\nc:\n  <<: *x\n', (d) => removeAt(d, ['c', 'b'], 'drop'), /anchor/],
    ['an alias', 'a: &x 1\nc: *x\n', (d) => setScalar(d, ['c'], 1), /alias/],
    ['the loss of an anchor', 'a: &x 1\nb: 1\nc: *x\n', (d) => removeAt(d, ['a'], 'drop'), /anchor/],
    ['what is given twice', 'a: 1\na: 2\n', (d) => removeAt(d, ['a'], 'drop'), /twice/],
    ['a name that is taken', 'a: 1\nb: 2\n', (d) => renameKey(d, ['a'], 'b'), /already/],
    ['an entry that is there', 'a: 1\n', (d) => insertText(d, { inside: [] }, 'a: 2'), /already/],
    ['entries in a sequence', 'a: [1]\n', (d) => insertText(d, { inside: ['a'] }, 'b: 2'), /sequence/],
    ['a text that is not YAML', 'a: [1]\n', (d) => insertText(d, { inside: ['a'] }, '- [2'), /not YAML/],
    ['a tagged scalar', 'a: !Ref b\n', (d) => setScalar(d, ['a'], 'c'), /tag/],
    ['to empty a collection', 'a: [1]\n', (d) => removeAt(d, ['a', 0], 'refuse'), /Nothing would be left/],
    ['what does not fit a block', 'a: |\n  x\n', (d) => setScalar(d, ['a'], '  x\n'), /./],
    ['a scalar for a mapping', 'a: {}\n', (d) => setScalar(d, ['a'], 'c'), /a mapping/],
  ])('refuses %s', (_, text, make, message) => {
    expect(edited(text, make)).toMatch(/^refused: /);
    expect(edited(text, make)).toMatch(message);
  });
});
