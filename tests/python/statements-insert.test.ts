import { describe, expect, test } from 'vitest';
import { addDecorators, removeDecorator } from '../../src/python/edit/decorators.ts';
import { appendToBody, prependToBody, setDocstring } from '../../src/python/edit/blocks.ts';
import { extractLines } from '../../src/python/edit/extract-lines.ts';
import { insertAfter, insertBefore, replaceStatement } from '../../src/python/edit/statements.ts';
import { edited, lines, nodeStarting, parsed } from '../support/edited.ts';

/** [situation, before, words the statement begins with, code, after] */
type Situation = readonly [name: string, before: string, words: string, code: string, after: string];

const OPERATIONS = { insertBefore, insertAfter, replaceStatement } as const;

const SITUATIONS: Readonly<Record<keyof typeof OPERATIONS, readonly Situation[]>> = {
  insertBefore: [
    ['above its comments and decorators', lines('A = 1', '# f', '@a', 'def f(): ...'), 'def f', 'b()', lines('A = 1', 'b()', '', '', '# f', '@a', 'def f(): ...')],
    ['above plain statements', lines('A = 1', '', '# b', 'B = 2'), 'B', 'C = 3\nD = 4', lines('A = 1', '', 'C = 3', 'D = 4', '# b', 'B = 2')],
    ['a function between statements', lines('A = 1', 'B = 2'), 'B', 'def f():\n    pass', lines('A = 1', '', '', 'def f():', '    pass', '', '', 'B = 2')],
    ['a method', lines('class A:', '    """Doc."""', '', '    x = 1', '', '    def f(self): ...'), 'def f', '# g\ndef g(self):\n    return """\n  1"""', lines('class A:', '    """Doc."""', '', '    x = 1', '', '    # g', '    def g(self):', '        return """', '  1"""', '', '    def f(self): ...')],
    ['definitions as close as the others', lines('def f(): ...', 'def g(): ...', 'def h(): ...'), 'def h', 'def i(): ...', lines('def f(): ...', 'def g(): ...', 'def i(): ...', 'def h(): ...')],
    ['below the comments at the top of the file', lines('#!/usr/bin/python', '# Licence', 'import a'), 'import a', 'import b', lines('#!/usr/bin/python', '# Licence', 'import b', 'import a')],
    ['first in a body', lines('if A:', '    # b', '    b()'), 'b()', 'c()', lines('if A:', '    c()', '    # b', '    b()')],
    ['the first of a line', lines('if A:', '    b(); c()'), 'b()', 'd()', lines('if A:', '    d()', '    b(); c()')],
    ['a later one of a line', lines('b(); c()'), 'c()', 'd()', 'refused: The statement shares its line with another.'],
    ['behind a colon', lines('if A: b(); c()  # abc', 'd()'), 'b()', 'e()', lines('if A:  # abc', '    e()', '    b(); c()', 'd()')],
    ['behind a colon over several lines', lines('class A:', '    def f(', '        self', '    ): return """', '"""  # abc'), 'return', 'e()', lines('class A:', '    def f(', '        self', '    ):', '        e()', '        return """', '"""  # abc')],
    ['the docstring', lines('"""Doc."""', 'import a'), '"""', 'import b', 'refused: The docstring must stay the first statement.'],
    ['a comment above the docstring', lines('"""Doc."""', 'import a'), '"""', '# Licence', lines('# Licence', '"""Doc."""', 'import a')],
    ['__future__', lines('from __future__ import annotations'), 'from', 'import b', 'refused: Imports from `__future__` must stay the first statements.'],
    ['another __future__', lines('from __future__ import annotations'), 'from', 'from __future__ import division', lines('from __future__ import division', 'from __future__ import annotations')],
    ['at a form feed', 'A = 1\n\f\ndef f(): ...\n\fB = 2\n', 'B', 'C = 3', 'A = 1\n\f\ndef f(): ...\n\n\nC = 3\n\fB = 2\n'],
    ['with tabs', 'if A:\n\tif B:\n\t\tc()\n', 'c()', 'for d in e:\n    if f:\n        g(h,\n          i)', 'if A:\n\tif B:\n\t\tfor d in e:\n\t\t\tif f:\n\t\t\t\tg(h,\n\t\t\t\t  i)\n\t\tc()\n'],
    ['with two spaces', lines('if A:', '  b()'), 'b()', 'for d in e:\n    f(\n        g,\n    )', lines('if A:', '  for d in e:', '    f(', '      g,', '    )', '  b()')],
    ['code with form feeds', lines('if A:', '    b()'), 'b()', '\f# c\n\fif c:\n  \f    d()\n\f\ne()', lines('if A:', '    # c', '    if c:', '        d()', '\f', '    e()', '    b()')],
    ['uneven code keeps its steps', lines('if A:', '  b()'), 'b()', 'for d in e:\n   if f:\n       g()', lines('if A:', '  for d in e:', '     if f:', '         g()', '  b()')],
  ],
  insertAfter: [
    ['below the comment behind it', lines('A = 1  # a', '       # and so on', '', 'B = 2'), 'A', 'C = 3', lines('A = 1  # a', '       # and so on', 'C = 3', '', 'B = 2')],
    ['below the comments that end its body', lines('if A:', '    b()', '    # end', 'c()'), 'if A', 'd()', lines('if A:', '    b()', '    # end', 'd()', 'c()')],
    ['inside, above the comments that end the body', lines('if A:', '    b()', '    # end', 'c()'), 'b()', 'd()', lines('if A:', '    b()', '    d()', '    # end', 'c()')],
    ['below a field and its description', lines('class A:', '    x: int', '    """X."""'), 'x: int', 'y: int', lines('class A:', '    x: int', '    """X."""', '    y: int')],
    ['a function after imports', lines('import a', '', 'B = 1'), 'import a', 'def f(): ...', lines('import a', '', '', 'def f(): ...', '', '', 'B = 1')],
    ['a constant after imports', lines('import a', '', '', 'def f(): ...'), 'import a', 'B = 1', lines('import a', '', 'B = 1', '', '', 'def f(): ...')],
    ['a method after a method', lines('class A:', '    def f(self):', '        pass', '', '', 'B = 1'), 'def f', 'def g(self):\n    pass', lines('class A:', '    def f(self):', '        pass', '', '    def g(self):', '        pass', '', '', 'B = 1')],
    ['at the end of a file without a final line break', 'def f():\n    a()', 'a()', 'b()', 'def f():\n    a()\n    b()'],
    ['a definition at the end of a file without a final line break', 'def f():\n    a()', 'def f', 'B = 1', 'def f():\n    a()\n\n\nB = 1'],
    ['the last of a line', lines('a(); b();  # ab', 'c()'), 'b()', 'd()', lines('a(); b();  # ab', 'd()', 'c()')],
    ['behind a colon', lines('for a in b: c();  # abc', 'else: d()'), 'c()', 'e()', lines('for a in b:  # abc', '    c()', '    e()', 'else: d()')],
    ['in else behind a colon', lines('class A:', '  if a: b()', '  else: c()  # d'), 'c()', 'e()', lines('class A:', '  if a: b()', '  else:  # d', '    c()', '    e()')],
    ['behind a colon at the end of a file', 'if a: b()', 'b()', 'c()', 'if a:\n    b()\n    c()'],
    ['before __future__', lines('"""Doc."""', '', 'from __future__ import annotations'), '"""', 'import a', 'refused: Imports from `__future__` must stay the first statements.'],
    ['a line that goes on into nothing', lines('a = 1 \\', '', 'b = 2'), 'a', 'c = 3', lines('a = 1 \\', '', 'c = 3', 'b = 2')],
    ['a function whose docstring is text at the margin', lines('class A:', '    x = 1'), 'x', 'def f(self):\n    """Doc.\n\n    More.\n    """', lines('class A:', '    x = 1', '', '    def f(self):', '        """Doc.', '', '    More.', '    """')],
  ],
  replaceStatement: [
    ['comments stay', lines('# a', 'A = 1  # one', 'B = 2'), 'A', 'A = [\n    1,\n]', lines('# a', 'A = [', '    1,', ']  # one', 'B = 2')],
    ['a definition with its decorators and the comments in its body', lines('# f', '@a', 'def f():', '    b()  # b', '    # end', '# g', 'c()'), 'def f', 'def f(): ...', lines('# f', 'def f(): ...', '# g', 'c()')],
    ['a body on one line keeps the comment behind', lines('if A: b()  # c', 'd()'), 'if A', 'b()', lines('b()  # c', 'd()')],
    ['one of a line', lines('a(); b(); c()'), 'b()', 'd = """\n  e"""', lines('a(); d = """', '  e"""; c()')],
    ['one of a line by two', lines('a(); b(); c()'), 'b()', 'd()\ne()', 'refused: The statement shares its line with another.'],
    ['one of a line by a compound one', lines('a(); b(); c()'), 'b()', 'if d: e()', 'refused: The statement shares its line with another.'],
    ['behind a colon by a simple one', lines('if a: b()  # c'), 'b()', 'd()', lines('if a: d()  # c')],
    ['behind a colon by two', lines('if a: b()  # c', 'e()'), 'b()', 'd()\nif f: g()', lines('if a:  # c', '    d()', '    if f: g()', 'e()')],
    ['at a form feed', 'a()\n\fb()\n', 'b()', 'c()\nd()', 'a()\n\fc()\nd()\n'],
    ['in a body', lines('if a:', '    b()', 'c()'), 'b()', 'd()\nif e:\n    f()', lines('if a:', '    d()', '    if e:', '        f()', 'c()')],
    ['one of a line by one with a semicolon', lines('a(); b(); c()'), 'b()', 'd();', lines('a(); d(); c()')],
    ['with a semicolon behind by code with one', lines('if a:', '    b();  # c'), 'b()', 'if d:\n    e();', lines('if a:', '    if d:', '        e();  # c')],
    ['with final white space', 'if a:\n    b()  \nc()\n', 'if a', 'd()', 'd()\nc()\n'],
  ],
};

for (const [name, situations] of Object.entries(SITUATIONS)) {
  const operation = OPERATIONS[name as keyof typeof OPERATIONS];
  describe(name, () => {
    test.each(situations)('%s', (_, before, words, code, after) => {
      const tree = parsed(before);
      expect(edited(tree, operation(nodeStarting(tree, words), parsed(code)))).toBe(after);
    });

    test.each(situations)('%s, with CRLF and a byte-order mark', (_, before, words, code, after) => {
      const windows = (text: string): string => (text.startsWith('refused') ? text : `\uFEFF${text.replaceAll('\n', '\r\n')}`);
      // A text without a line break has none to show.
      if (!before.includes('\n')) return;
      const tree = parsed(windows(before));
      expect(edited(tree, operation(nodeStarting(tree, words), parsed(code)))).toBe(windows(after));
    });
  });
}

const BODIES: readonly (readonly [name: string, operation: typeof appendToBody, before: string, words: string, code: string, after: string])[] = [
  ['append to a function', appendToBody, lines('def f():', '    a()', '', '', 'b()'), 'def f', 'c()', lines('def f():', '    a()', '    c()', '', '', 'b()')],
  ['append below the comments at the end', appendToBody, lines('class A:', '    x = 1', '', '    # y = 2', '# A', 'b()'), 'class A', 'z = 3', lines('class A:', '    x = 1', '', '    # y = 2', '', '    z = 3', '# A', 'b()')],
  ['append in place of pass', appendToBody, lines('class A:', '    """Doc."""', '    # nothing', '    pass  # yet'), 'class A', 'x = 1', lines('class A:', '    """Doc."""', '    # nothing', '    pass  # yet', '    x = 1')],
  ['append in place of the only pass', appendToBody, lines('class A:', '    # nothing', '    pass  # yet'), 'class A', 'def f(self): ...', lines('class A:', '    # nothing', '    def f(self): ...  # yet')],
  ['append in place of dots behind a colon', appendToBody, lines('class A: ...  # noqa: E701', 'b()'), 'class A', 'x = 1', lines('class A:  # noqa: E701', '    x = 1', 'b()')],
  ['append behind a colon', appendToBody, lines('def f(): return 1'), 'def f', 'g()', lines('def f():', '    return 1', '    g()')],
  ['append to else', appendToBody, lines('if a:', '    b()', 'else:', '    c()'), 'else', 'd()', lines('if a:', '    b()', 'else:', '    c()', '    d()')],
  ['append to the first body of a statement', appendToBody, lines('if a:', '    b()', '# no', 'else:', '    c()'), 'if a', 'd()', lines('if a:', '    b()', '    d()', '# no', 'else:', '    c()')],
  ['append to a match', appendToBody, lines('match a:', '    case 1: b()'), 'match', 'd()', 'refused: There is no body that takes statements.'],
  ['prepend after the docstring', prependToBody, lines('def f():', '    """Doc."""', '', '    a()'), 'def f', 'b()', lines('def f():', '    """Doc."""', '', '    b()', '    a()')],
  ['prepend after nothing but a docstring', prependToBody, lines('class A:', '    """Doc."""', 'b()'), 'class A', 'x = 1', lines('class A:', '    """Doc."""', '', '    x = 1', 'b()')],
  ['prepend in place of pass', prependToBody, lines('for a in b: pass'), 'for', 'c()', lines('for a in b:', '    c()')],
  ['prepend to a decorated class', prependToBody, lines('@a', 'class A:', '    # x', '    x = 1'), '@a', 'y = 2', lines('@a', 'class A:', '    y = 2', '    # x', '    x = 1')],
  ['a docstring of a function', setDocstring, lines('def f():', '    a()'), 'def f', '"""Doc.\n\nMore.\n"""', lines('def f():', '    """Doc.', '', '    More.', '    """', '    a()')],
  ['a docstring of a class', setDocstring, lines('class A:', '    x = 1'), 'class A', '"""Doc."""', lines('class A:', '    """Doc."""', '', '    x = 1')],
  ['a docstring in place of pass', setDocstring, lines('class A(Exception): pass'), 'class A', '"""Doc."""', lines('class A(Exception):', '    """Doc."""')],
  ['another docstring', setDocstring, lines('class A:', "    'old' 'er'  # c", '    x = 1'), 'class A', '"""Doc."""', lines('class A:', '    """Doc."""  # c', '    x = 1')],
  ['another docstring behind a colon', setDocstring, lines('def f(): "old"; return 1'), 'def f', '"""Doc."""', lines('def f(): """Doc."""; return 1')],
  ['a docstring above an f-string', setDocstring, lines('def f():', '    f"{a}"'), 'def f', '"""Doc."""', lines('def f():', '    """Doc."""', '    f"{a}"')],
];

describe('bodies', () => {
  test.each(BODIES)('%s', (_, operation, before, words, code, after) => {
    const tree = parsed(before);
    expect(edited(tree, operation(nodeStarting(tree, words), parsed(code)))).toBe(after);
  });

  test.each([
    ['append to a module', appendToBody, lines('A = 1', '# end'), 'B = 2', lines('A = 1', '# end', '', 'B = 2')],
    ['append to an empty module', appendToBody, '', 'B = 2', lines('B = 2')],
    ['append to a module of comments', appendToBody, '# Licence', 'B = 2', lines('# Licence', 'B = 2')],
    ['prepend to a module', prependToBody, lines('# L', '', '"""Doc."""', '', 'from __future__ import annotations', '', 'A = 1'), 'B = 2', lines('# L', '', '"""Doc."""', '', 'from __future__ import annotations', '', 'B = 2', 'A = 1')],
    ['prepend after nothing but __future__', prependToBody, lines('from __future__ import annotations'), 'B = 2', lines('from __future__ import annotations', '', 'B = 2')],
    ['a docstring of a module', setDocstring, lines('#!/usr/bin/python', 'import a'), '"""Doc."""', lines('#!/usr/bin/python', '"""Doc."""', '', 'import a')],
    ['a docstring of a module with __future__', setDocstring, lines('from __future__ import annotations', 'A = 1'), '"""Doc."""', lines('"""Doc."""', '', 'from __future__ import annotations', 'A = 1')],
    ['a docstring of an empty module', setDocstring, '', '"""Doc."""', lines('"""Doc."""')],
  ] as const)('%s', (_, operation, before, code, after) => {
    const tree = parsed(before);
    expect(edited(tree, operation(tree.root, parsed(code)))).toBe(after);
  });

  test('a docstring is one string', () => {
    expect(() => setDocstring(parsed('A = 1\n').root, parsed('b()'))).toThrow('one string');
    expect(() => setDocstring(parsed('A = 1\n').root, parsed('"a"\n# b'))).toThrow('one string');
  });
});

describe('decorators', () => {
  const SHOP = lines('class A:', '    # f', '    @a  # one', '    # two', '    @b', '    # three', '    async def f(self): ...');
  test.each([
    ['outermost', lines('class A:', '    # f', '    @c(', '        1,', '    )', '    @a  # one', '    # two', '    @b', '    # three', '    async def f(self): ...')],
    ['innermost', lines('class A:', '    # f', '    @a  # one', '    # two', '    @b', '    # three', '    @c(', '        1,', '    )', '    async def f(self): ...')],
  ] as const)('%s', (place, after) => {
    const tree = parsed(SHOP);
    expect(edited(tree, addDecorators(nodeStarting(tree, 'async def f'), parsed('@c(\n    1,\n)\ndef _(): ...'), place))).toBe(after);
  });

  test('the first one', () => {
    const tree = parsed(lines('A = 1', '', '', '# f', 'def f(): ...'));
    expect(edited(tree, addDecorators(nodeStarting(tree, 'def f'), parsed('@a\n@b\ndef _(): ...'), 'outermost'))).toBe(lines('A = 1', '', '', '# f', '@a', '@b', 'def f(): ...'));
  });

  test.each([
    ['@a', lines('class A:', '    # f', '    # two', '    @b', '    # three', '    async def f(self): ...')],
    ['@b', lines('class A:', '    # f', '    @a  # one', '    # three', '    async def f(self): ...')],
  ])('without %s', (words, after) => {
    const tree = parsed(SHOP);
    const definition = nodeStarting(tree, '@a');
    const decorator = definition.children.find(({ text }) => text.startsWith(words)) ?? definition;
    expect(edited(tree, removeDecorator(decorator))).toBe(after);
  });
});

describe('extracting', () => {
  test.each([
    ['a method', lines('class A:', '    # f', '    @a', '    def f(self):', '        """Doc.', '', '        More."""', '', '        return (1,', '    2)', '    # end', '        # of f', 'b()'), 'def f', '# f\n@a\ndef f(self):\n    """Doc.\n\n        More."""\n\n    return (1,\n2)'],
    ['with the comments that end its body', lines('class A:', '    def f(self):', '        a()', '', '        # end', '#   old', '    x = 1'), 'def f', 'def f(self):\n    a()\n\n    # end'],
    ['with a comment at the margin', lines('class A:', '    def f(self):', '        a()', '#   old', '        b()'), 'def f', 'def f(self):\n    a()\n#   old\n    b()'],
    ['one of a line', lines('if a: b(); c = """', ' 1"""  # d'), 'c =', 'c = """\n 1"""'],
    ['behind a form feed', 'a()\n\f# c\n\fb()\n', 'b()', '\f# c\n\fb()'],
    ['a docstring', lines('class A:', '    # doc', '    """Doc.', '', '      More.', '    """', '', '    x = 1'), '"""', '# doc\n"""Doc.\n\n  More.\n"""'],
    ['a docstring with lines further out', lines('class A:', '    """Doc.', '  More.', '    """', '    x = 1'), '"""', '"""Doc.\n  More.\n    """'],
    ['with different white space', 'if a:\n\tif b:\n            c()\n', 'if b', 'refused: Lines of one block are indented with different white space.'],
  ])('%s', (_, before, words, code) => {
    const tree = parsed(before);
    const extracted = extractLines(nodeStarting(tree, words));
    expect('refused' in extracted ? `refused: ${extracted.refused}` : extracted.code).toBe(code);
  });
});
