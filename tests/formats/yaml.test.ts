import { describe, expect, it } from 'vitest';
import { embeddedScalar, isYamlProblem, nodeAt, nodesIn, parseYaml, partAt, type YamlDocument, type YamlFile, type YamlNode, type YamlPath, type YamlScalar } from '../../src/formats/yaml/index.ts';

function read(text: string): YamlFile {
  const file = parseYaml(text);
  if (isYamlProblem(file)) throw new Error(file.problem);
  return file;
}

function first(text: string): YamlDocument {
  const [document] = read(text).documents;
  if (!document) throw new Error('No document.');
  return document;
}

function scalar(node: YamlNode | undefined): YamlScalar {
  if (node?.kind !== 'scalar') throw new Error(`A ${node?.kind ?? 'missing node'} is no scalar.`);
  return node;
}

const textAt = (document: YamlDocument, path: YamlPath): string => scalar(nodeAt(document, path)).text;

describe('reading YAML', () => {
  const shop = first('# shop\nname: "Book \\u2603 shop"\nshelves:\n- poetry   # verse\n- &novels {kind: novel, isbn: 0123, count: 12}\nopen: yes\nclosed: ~\nempty:\nnotes: |\n  one\n   two\n\nlast: >-\n  a\n  b\n');

  it('says what each scalar is and how it is written', () => {
    const seen = nodesIn(shop.root).filter((node) => node.kind === 'scalar').map(({ text, value, style }) => [text, value, style]);
    expect(seen).toEqual([
      ['name', 'name', 'plain'], ['Book \u2603 shop', 'Book \u2603 shop', 'double'],
      ['shelves', 'shelves', 'plain'], ['poetry', 'poetry', 'plain'],
      ['kind', 'kind', 'plain'], ['novel', 'novel', 'plain'], ['isbn', 'isbn', 'plain'], ['0123', 123, 'plain'], ['count', 'count', 'plain'], ['12', 12, 'plain'],
      ['open', 'open', 'plain'], ['yes', 'yes', 'plain'], ['closed', 'closed', 'plain'], ['~', null, 'plain'], ['empty', 'empty', 'plain'], ['', null, 'plain'],
      ['notes', 'notes', 'plain'], ['one\n two\n', 'one\n two\n', 'literal'], ['last', 'last', 'plain'], ['a b', 'a b', 'folded'],
    ]);
  });

  it('knows the comments of a part', () => {
    const document = first('# far\n\n# near\nbooks: # of the shop\n  # first\n  - a # one\n  # deeper still\n\n  - b\n');
    expect(partAt(document, ['books'])?.part).toMatchObject({ above: [{ text: '# near' }], trailing: { text: '# of the shop' } });
    expect(partAt(document, ['books', 0])?.part).toMatchObject({ above: [{ text: '# first' }], trailing: { text: '# one' } });
    expect(partAt(document, ['books', 1])?.part).toMatchObject({ above: [], trailing: undefined });
  });

  it('takes a sign for a comment only where it is one', () => {
    expect(read('a: x#y\nb: |\n  # not\nc: "# nor"\nd: z # here\n').comments.map(({ text }) => text)).toEqual(['# here']);
  });

  it('reads each document of a file', () => {
    const { documents } = read('a: 1\n---\n- 2\n...\n--- three\n');
    expect(documents.map(({ root }) => root.kind)).toEqual(['mapping', 'sequence', 'scalar']);
  });

  it.each([['', 0], ['# only a comment\n', 0], ['---\n', 1], ['\ufeffa: 1\n', 1], ['a: 1\r\nb:\r\n  - 2\r\n', 1], ['a: 1', 1], ['{a: [1, 2], "b": {c: }, d}', 1]])('reads %j', (text, count) => {
    expect(read(text).documents).toHaveLength(count);
  });

  it.each([
    ['a: {{ book }}: b\n', /./], ['{% if book %}\na: 1\n{% endif %}\n', /./], ['a: [1, 2\n', /./], ['a:\n\t- b\n', /[Tt]ab/], ['a: *nobody\n', /./], ['a: "open\n', /./], [`${'['.repeat(20000)}`, /./],
  ])('has a problem with %j', (text, message) => {
    const file = parseYaml(text.slice(0, 20000));
    expect(isYamlProblem(file) && file.problem).toMatch(message);
  });

  it('follows aliases and merge keys, and says where what they lead to is written', () => {
    const document = first('base: &base\n  image: shop\n  run: &run [a]\nweb:\n  <<: *base\n  port: 1\njob:\n  <<: [{x: 1}, *base]\n  image: own\nalso: *run\n');
    expect(nodeAt(document, ['web', 'image'])?.path).toEqual(['base', 'image']);
    expect(nodeAt(document, ['job', 'image'])?.path).toEqual(['job', 'image']);
    expect(nodeAt(document, ['job', 'run', 0])?.path).toEqual(['base', 'run', 0]);
    expect(nodeAt(document, ['also', 0])?.path).toEqual(['base', 'run', 0]);
    expect(nodeAt(document, ['web', 'nothing'])).toBeUndefined();
  });

  it('does not follow circles for ever', () => {
    expect(nodeAt(first('a: &a\n  <<: *a\n  b: 1\n'), ['a', 'nothing'])).toBeUndefined();
    expect(nodeAt(first('a: &a [*a]\n'), ['a', 0, 0, 0])).toMatchObject({ kind: 'alias' });
  });

  it('takes the last of a name given twice', () => {
    expect(textAt(first('a: 1\na: 2\n'), ['a'])).toBe('2');
  });
});

describe('a scalar as a text of its own', () => {
  const cases: readonly (readonly [name: string, text: string, word: string])[] = [
    ['plain', 'run: poetry run x\n', 'poetry'], ['plain over lines', 'run: poetry\n  run\n\n  x\n', 'run'], ['single', "run: 'it''s poetry run'\n", 'poetry'],
    ['double', 'run: "a\\tb \\"poetry\\" \\u0041 \\\n   run"\n', 'poetry'], ['literal', 'run: |\n    a\n      poetry\n\n    b\n', 'poetry'], ['literal with an indicator', 'run: |2-\n    poetry\n   x\n', 'poetry'],
    ['literal, lines kept', 'run: |+\n  poetry\n\n\nz: 1\n', 'poetry'], ['folded', 'run: >\n  a\n  poetry\n\n  b\n    c\n  d\n', 'poetry'], ['CRLF', 'run: |\r\n  poetry\r\n  x\r\n', 'poetry'], ['at the end', 'run: |-\n  x\n  poetry', 'poetry'],
  ];

  it.each(cases)('%s: reads as the value and leads back', (_, text, word) => {
    const document = first(text);
    const node = scalar(nodeAt(document, ['run']));
    const inner = embeddedScalar(document, node);
    expect(inner?.text).toBe(node.value);
    const start = inner?.text.indexOf(word) ?? -1;
    const span = inner?.spanOf({ start, end: start + word.length });
    expect(span && text.slice(span.start, span.end)).toBe(word);
  });

  it('has no place for half of an escape', () => {
    const document = first('run: "a\\U0001F4D6b"\n');
    const inner = embeddedScalar(document, scalar(nodeAt(document, ['run'])));
    expect(inner?.spanOf({ start: 1, end: 2 })).toBeUndefined();
    expect(inner?.spanOf({ start: 1, end: 3 })).toEqual({ start: 7, end: 17 });
  });

  it.each([
    ['run: x\n', 'uv run "a b"', 'uv run "a b"'], ['run: x\n', 'a: b', undefined], ['run: x\n', 'a #b', undefined], ['run: x\n', 'a\nb', undefined], ['run: x\n', '"a"', undefined], ['run: [x]\n', 'a]', undefined],
    ["run: 'x'\n", "it's", "it''s"], ["run: 'x'\n", 'a\nb', undefined], ['run: "x"\n', 'a"\\\nb', 'a\\"\\\\\\nb'], ['run: |\n   x\n', 'a\n\nb: "c"\n', 'a\n\n   b: "c"\n   '], ['run: |\r\n  x\r\n', 'a\nb', 'a\r\n  b'], ['run: |\n  x\n', 'a\u0007', undefined],
    ['run: >\n  x\n', 'a\nb', undefined], ['run: >\n  x\n', 'a: b', 'a: b'],
  ])('%j takes in %j as %j', (text, inserted, written) => {
    const document = first(text);
    const node = nodesIn(document.root).find((one) => one.kind === 'scalar' && one.text.startsWith('x'));
    expect(embeddedScalar(document, scalar(node))?.encode(inserted)).toBe(written);
  });
});
