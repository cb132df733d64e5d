import { describe, expect, test } from 'vitest';
import { analyseNames, type ModuleNames, type Scope } from '../../src/python/names/index.ts';
import type { PyNode } from '../../src/python/syntax/node.ts';
import { identifiersSpelled } from '../../src/python/syntax/walk.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();

function namesOf(source: string): ModuleNames {
  return analyseNames(parser.parse(source));
}

/** The nth identifier with this spelling, from 1. */
function spelled(names: ModuleNames, name: string, nth: number): PyNode {
  let count = 0;
  for (const node of identifiersSpelled(names.tree.root, name)) if (++count === nth) return node;
  throw new Error(`There are fewer than ${nth} ${name}.`);
}

/** The kinds of the scopes from this one outwards. */
function path(scope: Scope | undefined): string {
  return scope ? [scope.kind, path(scope.parent)].filter(Boolean).join(' < ') : '';
}

describe('scopeOf', () => {
  const names = namesOf(`
@decorated(marked)
def sell[T: bound](book: annotation = default, *rest) -> result:
    class Receipt(base):
        field = lambda key=fallback: body
        rows = [element for target in first if condition for second in later]
    return local

type Alias[K] = value
type(misread).attribute = other
`);
  test.each([
    ['decorated', 'module'],
    ['marked', 'module'],
    ['sell', 'module'],
    ['bound', 'type-parameters < module'],
    ['book', 'function < type-parameters < module'],
    ['annotation', 'type-parameters < module'],
    ['default', 'module'],
    ['rest', 'function < type-parameters < module'],
    ['result', 'type-parameters < module'],
    ['base', 'function < type-parameters < module'],
    ['field', 'class < function < type-parameters < module'],
    ['key', 'lambda < class < function < type-parameters < module'],
    ['fallback', 'class < function < type-parameters < module'],
    ['body', 'lambda < class < function < type-parameters < module'],
    ['element', 'comprehension < class < function < type-parameters < module'],
    ['target', 'comprehension < class < function < type-parameters < module'],
    ['first', 'class < function < type-parameters < module'],
    ['condition', 'comprehension < class < function < type-parameters < module'],
    ['later', 'comprehension < class < function < type-parameters < module'],
    ['local', 'function < type-parameters < module'],
    ['Alias', 'module'],
    ['value', 'type-parameters < module'],
    ['misread', 'module'],
  ])('%s is evaluated in %s', (name, scopes) => {
    expect(path(names.scopeOf(spelled(names, name, 1)))).toBe(scopes);
  });

  test('is the scope that its definition opens', () => {
    const definition = spelled(names, 'sell', 1).parent;
    const inside = definition && names.scopeInside(definition);
    expect(inside).toBe(names.scopeOf(spelled(names, 'local', 1)));
    expect([...(inside?.bindings.keys() ?? [])]).toEqual(['book', 'rest', 'Receipt']);
    expect(names.scopeInside(names.tree.root)).toBe(names.module);
    expect(names.scopeInside(spelled(names, 'local', 1))).toBeUndefined();
  });
});

describe('bindings', () => {
  test('tell how a name is bound, in document order', () => {
    const names = namesOf(`
import shop.till, shop as s
from ..models import Book as B
from . import x
total: int = 1
total += 2
first = second = find()
a, *b = find()
size: int
for row in rows: pass
with open(f) as g, open(f) as (h, i): pass
`);
    const told = [...names.module.bindings.values()].flat().map(({ name, how }) => {
      switch (how.kind) {
        case 'import':
          return `${name}: ${how.level} ${how.module} ${how.name} ${how.alias}`;
        case 'assignment':
          return `${name}: ${how.value?.text} ${how.annotation?.text}`;
        case 'with':
        case 'loop':
          return `${name}: ${how.kind} ${how.value.text} ${how.unpacked}`;
        default:
          return `${name}: ${how.kind}`;
      }
    });
    expect(told).toEqual([
      'shop: 0 shop.till undefined false',
      's: 0 shop undefined true',
      'B: 2 models Book true',
      'x: 1  x false',
      'total: 1 int',
      'total: augmented',
      'first: find() undefined',
      'second: find() undefined',
      'a: unpacking',
      'b: unpacking',
      'size: undefined int',
      'row: loop rows false',
      'g: with open(f) false',
      'h: with open(f) true',
      'i: with open(f) true',
    ]);
  });

  test('of parameters carry annotation and default', () => {
    const names = namesOf('def f(a, b: int, c=1, d: str = "x", *e: T, **g): pass\n');
    const definition = names.tree.root.children[0];
    const bindings = [...(definition ? (names.scopeInside(definition)?.bindings.values() ?? []) : [])].flat();
    expect(bindings.map(({ name, how }) => how.kind === 'parameter' && [name, how.annotation?.text, how.default?.text])).toEqual([
      ['a', undefined, undefined],
      ['b', 'int', undefined],
      ['c', undefined, '1'],
      ['d', 'str', '"x"'],
      ['e', 'T', undefined],
      ['g', undefined, undefined],
    ]);
  });

  test('written through global belong to the module, through nonlocal to the function', () => {
    const names = namesOf('def f():\n  global a\n  a = 1\n  b = 1\n  def g():\n    nonlocal b\n    b = 2\n    # global c\n');
    expect(names.module.bindings.get('a')?.map(({ scope }) => scope)).toEqual([names.module]);
    const inF = names.scopeOf(spelled(names, 'b', 1));
    expect([inF.bindings.has('a'), inF.bindings.get('b')?.length, inF.globals]).toEqual([false, 2, new Set(['a'])]);
    const inG = names.scopeOf(spelled(names, 'b', 3));
    expect([inG.bindings.has('b'), inG.nonlocals]).toEqual([false, new Set(['b'])]);
  });
});

describe('lookup', () => {
  const names = namesOf('from shop import *\nbook = 1\nclass Shelf:\n  page = 2\n  def read(self):\n    return inside\n');
  const method = names.scopeOf(spelled(names, 'inside', 1));

  test.each([
    ['book', 'bound'],
    ['self', 'bound'],
    ['page', 'unbound'],
    ['len', 'builtin'],
    ['__class__', 'builtin'],
    ['nothing', 'unbound'],
  ])('finds %s to be %s', (name, kind) => {
    expect(names.lookup(name, method).kind).toBe(kind);
  });

  test('names the star imports that may provide what is not bound', () => {
    const found = names.lookup('nothing', method);
    expect(found.kind === 'unbound' && found.starImports.map(({ module }) => module)).toEqual(['shop']);
  });
});

describe('exported', () => {
  const names = namesOf('from shop import Book, gzip\napp = Book()\napp = gzip(app)\ndel gzip\nif app:\n  x = 1\nelse:\n  x = 2\n');

  test('is what a name means after the module ran', () => {
    const app = names.exported('app');
    expect(app?.kind === 'local' && app.binding.how.kind === 'assignment' && app.binding.how.value?.text).toBe('gzip(app)');
    expect(names.exported('Book')).toMatchObject({ kind: 'import', path: 'shop.Book' });
    expect(names.exported('gzip')).toMatchObject({ kind: 'unknown', because: '`gzip` is deleted on line 4.' });
    expect(names.exported('x')).toMatchObject({ kind: 'unknown', because: '`x` is bound on line 6 and again on line 8.' });
    expect(names.exported('nothing')).toBeUndefined();
  });
});

describe('exportedNames', () => {
  test.each([
    ['book = 1\n', 'none'],
    ['__all__: list[str]\n', 'none'],
    ['__all__ = ["Book", \'Page\']\n', 'Book Page'],
    ['__all__: list[str] = ("Book",)\n', 'Book'],
    ['__all__ = "Book", "Page"\n', 'Book Page'],
    ['__all__ = ["Book"] + ["Page"]\n__all__ += ("Till",)\n', 'Book Page Till'],
    ['__all__ = ["Book"]\n__all__.extend(["Page"])\n__all__.append("Till")\n', 'Book Page Till'],
    ['__all__ = ["Book"]\nprint(len(__all__), other.__all__)\n', 'Book'],
    ['__all__ = ["Book"] + shop.__all__\n', 'unknown'],
    ['__all__ = [name for name in names]\n', 'unknown'],
    ['__all__ = ["Book"]\nif fast:\n  __all__ += ["Page"]\n', 'unknown'],
    ['if fast:\n  __all__ = ["Book"]\n', 'unknown'],
    ['__all__ = ["Book"]\n__all__ = ["Page"]\n', 'unknown'],
    ['__all__ += ["Book"]\n', 'unknown'],
    ['__all__ = ["Book"]\n__all__.remove("Book")\n', 'unknown'],
    ['__all__ = ["Book"]\n__all__[0] = "Page"\n', 'unknown'],
    ['from shop import __all__\n', 'unknown'],
    ['__all__, y = ["Book"], 1\n', 'unknown'],
  ])('of %j is %s', (source, expected) => {
    const exported = namesOf(source).exportedNames();
    expect(exported.kind === 'explicit' ? exported.names.map(({ name }) => name).join(' ') : exported.kind).toBe(expected);
  });
});

describe('isFree', () => {
  const names = namesOf(`
import taken
declared: int

def sell(local):
    inner = 1
    undefined_name
    book.attribute(keyword=1)
    def deeper():
        nested = 2
    return here

def other():
    elsewhere = 3
    return elsewhere

class Shelf:
    early = early
    row = 1
    def read(self):
        return row

def writes():
    global written
`);
  const here = names.scopeOf(spelled(names, 'here', 1));

  test.each([
    ['fresh', true],
    ['taken', false],
    ['declared', false],
    ['local', false],
    ['inner', false],
    ['nested', false],
    ['undefined_name', false],
    ['attribute', true],
    ['keyword', true],
    ['elsewhere', true],
    ['early', false],
    ['row', false],
    ['written', false],
    ['len', false],
    ['class', false],
    ['match', false],
  ])('%s: %s', (name, free) => {
    expect(names.isFree(name, here)).toBe(free);
  });

  test('at the module counts every scope, as all are below it', () => {
    expect(names.isFree('elsewhere', names.module)).toBe(false);
    expect(names.isFree('fresh', names.module)).toBe(true);
  });
});

describe('depth', () => {
  test('a sum of 20,000 operands is no deeper than the walk goes', () => {
    const names = namesOf(`import a\nx = ${Array(20_000).fill('a').join(' + ')}\n`);
    expect(names.references().length).toBe(20_000);
    expect(names.resolve(spelled(names, 'a', 3))).toMatchObject({ kind: 'import', path: 'a' });
  });

  test('files with syntax errors are analysed as far as they go', () => {
    for (const source of ['def f(:\n', 'from import x\n', 'class\n', 'x = = 1\n', 'import\n', 'lambda :\n', 'for in x: pass\n', 'with as x:\n', 'case x:\n', 'del\n', 'type = type X\n', '__all__ = [\n']) {
      const names = namesOf(source);
      for (const { node } of names.references()) names.resolve(node);
      names.exportedNames();
      names.isFree('x', names.module);
    }
  });
});
