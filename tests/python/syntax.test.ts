import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PyNode, PyTree } from '../../src/python/syntax/node.ts';
import { argumentsOf, argumentListOf, assignmentOf, calleeOf, plainString } from '../../src/python/syntax/views.ts';
import { childAfter, childOfType, deepDescendants, descendants, identifiersSpelled, nodeAt, parts } from '../../src/python/syntax/walk.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();

/** The whole tree as text: type, place and whether named, of every node. */
function dump(tree: PyTree): string {
  return [...descendants(tree.root)].map((node) => `${node.type} ${node.start} ${node.end} ${node.named}`).join('\n');
}

function find(root: PyNode, type: string): PyNode {
  for (const node of descendants(root)) if (node.type === type) return node;
  throw new Error(`There is no ${type} in: ${root.tree.text}`);
}

const SHOP = `from shop import Book  # the best


class Shelf:
    books: list[Book] = []

    async def sell(self, book: Book, *, price=1) -> None:
        if (found := self.books.get(book)) is not None:
            yield f"{found!r:>{price}}", type(book).price
        type(book).price = price
        return [*self.books(), *more()]
`;

/** A text longer than the parser keeps trees for. */
function pushOut(): void {
  parser.parse(LONG);
}

const LONG = `x = "${'y'.repeat(8_000_001)}"\n`;

describe('lazy nodes', () => {
  test('read after their tree was let go are those of a fresh parse', () => {
    const tree = parser.parse(SHOP);
    pushOut();
    expect(dump(tree)).toBe(dump(parser.parse(SHOP)));
  });

  test('stay the same objects when their tree is let go in the middle of a walk', () => {
    const tree = parser.parse(SHOP);
    const half = [...identifiersSpelled(tree.root, 'book')];
    pushOut();
    const [shelf] = parts(tree.root).slice(1);
    expect(shelf?.type).toBe('class_definition');
    expect([...identifiersSpelled(tree.root, 'book')]).toEqual(half);
    expect([...identifiersSpelled(tree.root, 'book')].every((node, index) => node === half[index])).toBe(true);
    for (const node of descendants(tree.root)) for (const child of node.children) expect(child.parent).toBe(node);
  });

  test('may be let go again and again at any depth', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: SHOP.length - 1 }), { minLength: 1, maxLength: 2 }), (offsets) => {
        const tree = parser.parse(SHOP);
        for (const offset of offsets) {
          nodeAt(tree.root, { start: offset, end: offset + 1 });
          pushOut();
        }
        expect(dump(tree)).toBe(dump(parser.parse(SHOP)));
      }),
      { seed: 20, numRuns: 4 },
    );
  });
});

describe('the two silent misreadings', () => {
  test.each(['type(x).attr = v', 'type(x)[0] = v', 'type(x).y: int = 1', 'type(x)(a).b.c = d', 'type (x).y = z'])('%s is no type alias', (source) => {
    const tree = parser.parse(`${source}\n`);
    expect(tree.error).toBeUndefined();
    expect(tree.root.children.map(({ type }) => type)).toEqual(['misread_type_call']);
  });

  test.each(['type X = int', 'type X[T] = list[T]', 'type X = (int)', 'type X[T: (int, str)] = tuple[T]'])('%s is one', (source) => {
    expect(parser.parse(`${source}\n`).root.children.map(({ type }) => type)).toEqual(['type_alias_statement']);
  });

  test.each([
    ['x = *f(a), 1', 'f'],
    ['for x in *f(a), b: pass', 'f'],
    ['x[*f(a)]', 'f'],
    ['{*f(a)}', 'f'],
    ['x = *shop.find(a), 1', 'shop.find'],
    ['[*shop.find(a)]', 'shop.find'],
    ['[*shop[0](a)]', 'shop[0]'],
    ['return *shop.find(a), 1', 'shop.find'],
    ['[*f(a) + b]', 'f'],
  ])('the callee in %s is %s', (source, callee) => {
    const call = find(parser.parse(`${source}\n`).root, 'call');
    expect(calleeOf(call)?.text).toBe(callee);
    expect(call.children[0]?.text).toBe(callee);
    expect(call.text).toBe(`${callee}(a)`);
  });
});

describe('offsets are those of the string', () => {
  const pieces = ['a = 1', '# 📚 books', 's = "📖é\u2028"', 'f(x)', 'x: "Büch" = b"y"', '\tpass', 'if a:\n    b', "'''\n📕\n'''", ''];
  test('for any text, each leaf is where it says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('', '\ufeff'),
        (lines, ending, mark) => {
          const text = mark + lines.join('\n').replaceAll('\n', ending);
          const tree = parser.parse(text);
          let reached = 0;
          for (const node of descendants(tree.root)) {
            expect(node.text).toBe(text.slice(node.start, node.end));
            if (node.children.length > 0) continue;
            expect(node.start).toBeGreaterThanOrEqual(reached);
            reached = node.end;
            if (node.type === 'identifier') expect(node.text).toMatch(/^\w+$/);
            if (node.type === 'comment') expect(node.text.trimEnd()).toBe('# 📚 books');
          }
        },
      ),
      { seed: 21, numRuns: 200 },
    );
  });

  test('after an astral character, a byte order mark and CRLF', () => {
    const text = '\ufeffcover = "📚"; book = 1\r\nshelf = book\r\n';
    const { root } = parser.parse(text);
    expect([...identifiersSpelled(root, 'book')].map(({ start }) => start)).toEqual([text.indexOf('book'), text.lastIndexOf('book')]);
    expect(root.children[0]?.start).toBe(1);
  });
});

describe('syntax errors', () => {
  test.each(['def f(:\n', 'x = (\n', 'class\n'])('of %j are located', (source) => {
    const { error } = parser.parse(source);
    expect(error && error.start >= 0 && error.end <= source.length).toBe(true);
  });
  test('of a valid file are absent', () => expect(parser.parse(SHOP).error).toBeUndefined());
});

describe('walks', () => {
  test('skip comments and joined lines', () => {
    const { root } = parser.parse('x = \\\n  f(  # c\n  a,  # d\n  b=\\\n  c)\n');
    expect(assignmentOf(root.children[0] ?? root)?.value?.text).toMatch(/^f\(/);
    const list = argumentListOf(find(root, 'call'));
    expect(list && argumentsOf(list).map(({ name, value }) => [name, value.text])).toEqual([[undefined, 'a'], ['b', 'c']]);
  });

  test('with and without recursion meet the same nodes', () => {
    const { root } = parser.parse(SHOP);
    expect([...deepDescendants(root, () => true)]).toEqual([...descendants(root)]);
    const enter = ({ type }: PyNode): boolean => type !== 'block';
    expect([...deepDescendants(root, enter)]).toEqual([...descendants(root, enter)]);
  });

  test('find identifiers by spelling and no others', () => {
    const { root } = parser.parse('book = books.book  # book\n"book"\nnotebook = f(book=f"{book}")\n');
    expect([...identifiersSpelled(root, 'book')].map(({ start }) => start)).toEqual([0, 13, 46, 54]);
  });

  test('find the child after a token', () => {
    const { root } = parser.parse('for x in  y: pass\n');
    expect([childAfter(find(root, 'for_statement'), 'in')?.text, childOfType(root, 'for_statement', 'block')?.type]).toEqual(['y', 'for_statement']);
  });
});

describe('plainString', () => {
  test.each([
    ['"book"', 'book'],
    ["r'''bo'ok'''", "bo'ok"],
    ['""', ''],
    ['f"book"', undefined],
    ['b"book"', undefined],
    ['"bo\\nok"', undefined],
    ['"bo" "ok"', undefined],
  ])('of %s is %s', (source, value) => {
    expect(plainString(parts(parser.parse(`${source}\n`).root.children[0] ?? parser.parse('').root)[0] ?? parser.parse('').root)).toBe(value);
  });
});
