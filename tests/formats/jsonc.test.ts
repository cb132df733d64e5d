import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  embeddedString, insertJsonEntry, insertJsonItem, isJsonProblem, isJsonRefusal, jsonData, jsonNodeAt, parseJson, removeJsonValue, renameJsonKey, setJsonValue, type JsonData, type JsonDocument,
  type JsonNode, type JsonOutcome, type JsonPath,
} from '../../src/formats/jsonc/index.ts';
import { applyEdits } from '../../src/text/apply.ts';

function read(text: string): JsonDocument {
  const document = parseJson(text);
  if (isJsonProblem(document)) throw new Error(document.problem);
  return document;
}

function edited(text: string, make: (document: JsonDocument) => JsonOutcome): string {
  const outcome = make(read(text));
  return isJsonRefusal(outcome) ? `refused: ${outcome.refused}` : applyEdits(text, outcome.edits);
}

const BOX = `{
  // the image
  "image": "python:3.11", // pinned

  "features": {
    "ghcr.io/poetry:2": {}, /* old */
    "ghcr.io/git:1": { "a": 1 },
  },
  "list": ["a", "b"]
}
`;

describe('JSON', () => {
  it.each([['{}'], ['[1, 2,]'], ['// x\n{"a": 1}\n'], ['\ufeff{"a": 1}'], ['"x"'], ['null'], ['{"a": 1,\r\n "b": [/* */]}\r\n']])('reads %j', (text) => {
    expect(isJsonProblem(parseJson(text))).toBe(false);
  });

  it.each([[''], ['{a: 1}'], ["{'a': 1}"], ['{"a": 1} x'], ['{"a" 1}'], ['[1 2]'], ['{"a": {{x}}}'], ['"open'], ['/* open']])('has a problem with %j', (text) => {
    expect(parseJson(text)).toMatchObject({ problem: expect.stringMatching(/^This is not JSON: .+\.$/), line: 1 });
  });

  it('keeps offsets behind a byte-order mark', () => {
    expect(edited('\ufeff{"a": 1}', (document) => setJsonValue(document, ['a'], 2))).toBe('\ufeff{"a": 2}');
  });

  it.each<readonly [string, (document: JsonDocument) => JsonOutcome, string, string]>([
    ['sets', (document) => setJsonValue(document, ['image'], 'uv:1'), '"python:3.11"', '"uv:1"'],
    ['leaves what is said already', (document) => setJsonValue(document, ['features', 'ghcr.io/git:1'], { a: 1 }), '', ''],
    ['sets an element', (document) => setJsonValue(document, ['list', 1], ['c']), '"b"]', '[\n    "c"\n  ]]'],
    ['renames', (document) => renameJsonKey(document, ['features', 'ghcr.io/poetry:2'], 'ghcr.io/uv:1'), 'poetry:2', 'uv:1'],
    ['removes with comments', (document) => removeJsonValue(document, ['image']), '  // the image\n  "image": "python:3.11", // pinned\n', ''],
    ['removes the last, with a comma', (document) => removeJsonValue(document, ['features', 'ghcr.io/git:1']), '    "ghcr.io/git:1": { "a": 1 },\n', ''],
    ['removes the last, without a comma', (document) => removeJsonValue(document, ['list']), ',\n  "list": ["a", "b"]\n}', '\n}'],
    ['removes the only one', (document) => removeJsonValue(document, ['features', 'ghcr.io/git:1', 'a']), '{ "a": 1 }', '{}'],
    ['removes within a line', (document) => removeJsonValue(document, ['list', 0]), '"a", ', ''],
    ['removes the last of a line', (document) => removeJsonValue(document, ['list', 1]), ', "b"', ''],
    ['inserts at the end', (document) => insertJsonEntry(document, [], 'x', true, undefined), '"b"]\n', '"b"],\n  "x": true\n'],
    ['inserts behind a last comma', (document) => insertJsonEntry(document, ['features'], 'x', {}, undefined), '1 },\n', '1 },\n    "x": {},\n'],
    ['inserts before one with comments', (document) => insertJsonEntry(document, [], 'x', 1, 'image'), '  // the', '  "x": 1,\n  // the'],
    ['inserts into an empty object', (document) => insertJsonEntry(document, ['features', 'ghcr.io/poetry:2'], 'x', 1, undefined), '{}', '{\n      "x": 1\n    }'],
    ['inserts an element', (document) => insertJsonItem(document, ['list'], 1, 'x'), '"a", ', '"a", "x", '],
    ['inserts a last element', (document) => insertJsonItem(document, ['list'], 9, 'x'), '"b"', '"b", "x"'],
  ])('%s', (_, make, before, after) => {
    expect(edited(BOX, make)).toBe(BOX.replace(before, () => after));
    expect(edited(BOX.replaceAll('\n', '\r\n'), make)).toBe(BOX.replace(before, () => after).replaceAll('\n', '\r\n'));
  });

  it.each<readonly [string, string, (document: JsonDocument) => JsonOutcome, RegExp]>([
    ['a missing path', BOX, (document) => setJsonValue(document, ['nothing'], 1), /no `nothing`/],
    ['a value with comments', BOX, (document) => setJsonValue(document, ['features'], 1), /comments/],
    ['a name that is taken', BOX, (document) => renameJsonKey(document, ['image'], 'list'), /already/],
    ['a name given twice', '{"a": 1, "a": 2}', (document) => setJsonValue(document, ['a'], 1), /twice/],
    ['a comment in the way', '{"a": 1, /* of b */ "b": 2}', (document) => removeJsonValue(document, ['a']), /comment/],
    ['the top level', '[]', (document) => removeJsonValue(document, []), /in nothing/],
  ])('refuses %s', (_, text, make, message) => {
    expect(edited(text, make)).toMatch(message);
  });

  it('reads a string as a text of its own', () => {
    const text = '{"run": "a \\"poetry\\" \\u00e9 b"}';
    const document = read(text);
    const node = jsonNodeAt(document, ['run']);
    const inner = node?.kind === 'scalar' ? embeddedString(document, node) : undefined;
    expect(inner?.text).toBe('a "poetry" é b');
    const span = inner?.spanOf({ start: 3, end: 9 });
    expect(span && text.slice(span.start, span.end)).toBe('poetry');
    expect(inner?.encode('x "y"\n')).toBe('x \\"y\\"\\n');
  });
});

describe('random edits of random JSON', () => {
  const data = fc.letrec<{ node: JsonData }>((tie) => ({
    node: fc.oneof({ depthSize: 'small' }, fc.constantFrom('a', 'b "c"', 1, true, null), fc.array(tie('node'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', 'c d', '__proto'), tie('node'), { maxKeys: 3 })),
  })).node;

  /** Prints data with comments and line breaks in random places. */
  function print(value: JsonData, next: () => number, indent: string): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const isArray = Array.isArray(value);
    const parts = isArray ? (value as readonly JsonData[]).map((one) => ['', one] as const) : Object.entries(value).map(([name, one]) => [`${JSON.stringify(name)}: `, one] as const);
    const [open, close] = isArray ? '[]' : '{}';
    if (next() % 3 === 0) return `${open}${parts.map(([name, one]) => name + print(one, next, indent)).join(next() % 2 ? ', ' : ',')}${close}`;
    const inner = `${indent}  `;
    const lines = parts.map(([name, one], index) => {
      const comma = index < parts.length - 1 || next() % 3 === 0 ? ',' : '';
      const above = next() % 4 === 0 ? `${inner}// c${next()}\n` : next() % 6 === 0 ? `\n${inner}/* c${next()} */\n\n` : '';
      return `${above}${inner}${name}${print(one, next, inner)}${comma}${next() % 4 === 0 ? ` // t${next()}` : ''}\n`;
    });
    return `${open}\n${lines.join('')}${indent}${close}`;
  }

  const nodesIn = (node: JsonNode): JsonNode[] => [node, ...(node.kind === 'object' ? node.entries : node.kind === 'array' ? node.items : []).flatMap(({ value }) => nodesIn(value))];

  it('touch nothing but their own lines', () => {
    let made = 0;
    fc.assert(
      fc.property(data, fc.array(fc.nat(1000), { minLength: 8, maxLength: 40 }), fc.nat(5), fc.nat(1000), data, (value, numbers, kind, which, fresh) => {
        let at = 0;
        const text = print(value, () => (numbers[at++ % numbers.length] ?? 0) + at, '');
        const document = read(text);
        const nodes = nodesIn(document.root);
        const path: JsonPath = nodes[which % nodes.length]?.path ?? [];
        const makers = [
          () => setJsonValue(document, path, fresh), () => renameJsonKey(document, path, 'fresh'), () => removeJsonValue(document, path), () => insertJsonEntry(document, path, 'fresh', fresh, undefined),
          () => insertJsonItem(document, path, which % 4, fresh), () => setJsonValue(document, path, jsonData(jsonNodeAt(document, path) ?? document.root)),
        ];
        const outcome = makers[kind]?.() ?? { edits: [] };
        if (isJsonRefusal(outcome)) return void expect(outcome.refused).not.toMatch(/edited text/);
        made++;
        if (kind === 5) expect(outcome.edits).toEqual([]);
        const after = applyEdits(text, outcome.edits);
        const untouched = text.split('\n').filter((line) => !after.split('\n').includes(line));
        if (kind === 3 || kind === 4) expect(untouched.length).toBeLessThanOrEqual(2);
      }),
      { seed: 7, numRuns: 3000 },
    );
    expect(made).toBeGreaterThan(1000);
  });
});
