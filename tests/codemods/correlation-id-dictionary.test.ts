import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addItem, addPair, pairsIn } from '../../codemods/correlation-id/records/dictionary.ts';
import { deepDescendants } from '../../src/python/syntax/walk.ts';
import type { PyNode } from '../../src/python/syntax/node.ts';
import { applyEdits } from '../../src/text/apply.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();

/** The outermost node of a type in a text. */
function nodeIn(text: string, type: string): PyNode {
  const tree = parser.parse(text);
  expect(tree.error).toBeUndefined();
  for (const node of deepDescendants(tree.root, () => true)) if (node.type === type) return node;
  throw new Error(`There is no ${type} in ${text}`);
}

/** What CPython makes of `config = …` texts, as JSON. */
function meanings(texts: readonly string[]): readonly unknown[] {
  const program = 'import ast, json, sys\nfor text in json.load(sys.stdin): print(json.dumps(ast.literal_eval(ast.parse(text).body[0].value)))';
  const done = spawnSync('python3', ['-c', program], { input: JSON.stringify(texts), encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout.trim().split('\n').map((line) => JSON.parse(line) as unknown);
}

const key = fc.constantFrom('class', 'formatter', 'level', 'stream', 'filename', 'delay');
const value = fc.constantFrom('"logging.StreamHandler"', '"json"', '{"a": [1, 2]}', 'True', '[]', '("x", "y")', '"# no comment"');
const layout = fc.record({
  pairs: fc.uniqueArray(fc.tuple(key, value), { maxLength: 5, selector: ([name]) => name }),
  lines: fc.boolean(),
  trailing: fc.boolean(),
  comments: fc.boolean(),
  ending: fc.constantFrom('\n', '\r\n'),
  before: fc.option(key, { nil: undefined }),
  width: fc.constantFrom(20, 79, 120),
});

describe('a pair that is added to a dictionary', () => {
  it('is all that changes, in every layout', () => {
    const written: { readonly before: string; readonly after: string }[] = [];
    fc.assert(fc.property(layout, ({ pairs, lines, trailing, comments, ending, before, width }) => {
      const items = pairs.map(([name, text], at) => `"${name}": ${text}${at < pairs.length - 1 || (trailing && pairs.length > 0) ? ',' : ''}${lines && comments ? '  # said of it' : ''}`);
      const inner = lines && items.length > 0 ? `${ending}${items.map((item) => `    ${item}${ending}`).join('')}` : items.join(' ');
      const text = `config = {${inner}}${ending}`;
      const edits = addPair(nodeIn(text, 'dictionary'), '"filters": ["id"]', before, width);
      const after = applyEdits(text, edits);
      expect(pairsIn(nodeIn(after, 'dictionary'))?.map((pair) => pair.key).sort()).toEqual([...pairs.map(([name]) => name), 'filters'].sort());
      expect(after.split('# said of it').length).toBe(text.split('# said of it').length);
      if (ending === '\r\n') expect(after.replaceAll('\r\n', '')).not.toContain('\n');
      written.push({ before: text, after });
    }), { numRuns: 300 });
    const [befores, afters] = [meanings(written.map((one) => one.before)), meanings(written.map((one) => one.after))];
    for (const [at, before] of befores.entries()) expect(afters[at], written[at]?.after).toEqual({ ...(before as object), filters: ['id'] });
  });

  it.each([['[]', '["id"]'], ['["a"]', '["a", "id"]'], ['["a",]', '["a", "id",]'], ['[\n    "a",  # first\n]', '[\n    "a", "id",  # first\n]']])('goes behind the items of a list: %s', (before, after) => {
    expect(applyEdits(before, addItem(nodeIn(before, 'list'), '"id"'))).toBe(after);
  });
});
