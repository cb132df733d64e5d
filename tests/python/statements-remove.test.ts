import { describe, expect, test } from 'vitest';
import { removeStatements } from '../../src/python/edit/remove-statements.ts';
import { edited, lines, nodeStarting, parsed } from '../support/edited.ts';

/** The text without the statements that begin with these words. */
function without(before: string, ...words: readonly string[]): string {
  const tree = parsed(before);
  return edited(tree, removeStatements(words.map((word) => nodeStarting(tree, word))));
}

/** [situation, before, words the statement begins with, after] */
type Situation = readonly [name: string, before: string, words: string | readonly string[], after: string];

const COMMENTS: readonly Situation[] = [
  ['comments above and behind go along', lines('A = 1', '# the price', '# in euros', 'PRICE = 2  # net', 'B = 3'), 'PRICE', lines('A = 1', 'B = 3')],
  ['a comment parted by an empty line stays', lines('A = 1', '', '# prices', '', 'PRICE = 2', 'B = 3'), 'PRICE', lines('A = 1', '', '# prices', '', 'B = 3')],
  ['comments at the top of a file are the file\'s', lines('# Licence', 'PRICE = 2', 'B = 3'), 'PRICE', lines('# Licence', 'B = 3')],
  ['shebang and encoding line stay', lines('#!/usr/bin/env python3', '# -*- coding: utf-8 -*-', 'PRICE = 2', 'B = 3'), 'PRICE', lines('#!/usr/bin/env python3', '# -*- coding: utf-8 -*-', 'B = 3')],
  ['a comment further in ends the body above', lines('if A:', '    b()', '    # end of A', 'c()', 'd()'), 'c()', lines('if A:', '    b()', '    # end of A', 'd()')],
  ['comments at the end of a body go with it', lines('A = 1', '', '', 'def f():', '    pass', '    # one', '', '    # two', '', '', '# three', 'B = 2'), 'def f', lines('A = 1', '', '', '# three', 'B = 2')],
  ['a comment further out than the body but further in than the statement goes along', lines('if A:', '    b()', '  # half', 'c()'), 'if A', lines('c()')],
  ['a comment behind goes on in its column', lines('A = 1', 'PRICE = 2  # net,', '           # in euros', '# B', 'B = 3'), 'PRICE', lines('A = 1', '# B', 'B = 3')],
  ['remarks on a region stay', lines('A = 1', '# fmt: off', 'PRICE = [', '  1]', '# fmt: on', 'B = 3'), 'PRICE', lines('A = 1', '# fmt: off', '# fmt: on', 'B = 3')],
  ['remarks on a statement go along', lines('A = 1', '# pystd: ignore[x] meant', 'import shop  # type: ignore[import]  # noqa: E402', 'B = 3'), 'import shop', lines('A = 1', 'B = 3')],
  ['text that looks like a comment is a string', lines('A = """', '# not a comment"""', 'B = 2', 'C = 3'), 'B', lines('A = """', '# not a comment"""', 'C = 3')],
  ['a comment that ends in a backslash is a comment', lines('A = 1', '# C:\\', 'B = 2', 'C = 3'), 'B', lines('A = 1', 'C = 3')],
  ['a field goes with its description', lines('class Book:', '    title: str', '    """Its title."""', '', '    price: int', '    """In cents."""'), 'title', lines('class Book:', '    price: int', '    """In cents."""')],
];

const BLANKS: readonly Situation[] = [
  ['a function between functions', lines('def f():', '    pass', '', '', 'def g():', '    pass', '', '', 'def h():', '    pass'), 'def g', lines('def f():', '    pass', '', '', 'def h():', '    pass')],
  ['a method between methods', lines('class A:', '    def f(self): ...', '', '    def g(self): ...', '', '    def h(self): ...'), 'def g', lines('class A:', '    def f(self): ...', '', '    def h(self): ...')],
  ['the first method', lines('class A:', '    def f(self): ...', '', '    def g(self): ...'), 'def f', lines('class A:', '    def g(self): ...')],
  ['the last method', lines('class A:', '    def f(self): ...', '', '    def g(self): ...', '', '', 'B = 1'), 'def g', lines('class A:', '    def f(self): ...', '', '', 'B = 1')],
  ['the last function of a module', lines('A = 1', '', '', 'def f():', '    pass'), 'def f', lines('A = 1')],
  ['the first statement of a module', lines('A = 1', '', '', 'def f():', '    pass'), 'A', lines('def f():', '    pass')],
  ['the last of the imports', lines('import a', 'import b', '', 'C = 1'), 'import b', lines('import a', '', 'C = 1')],
  ['the first of a paragraph', lines('A = 1', '', 'B = 2', 'C = 3'), 'B', lines('A = 1', '', 'C = 3')],
  ['the larger gap stays', lines('A = 1', '', 'B = 2', '', '', 'def f(): ...'), 'B', lines('A = 1', '', '', 'def f(): ...')],
  ['a page break stays', 'A = 1\n\n\f\n\nB = 2\n\nC = 3\n', 'B', 'A = 1\n\n\f\n\nC = 3\n'],
  ['no final line break before, none after', 'A = 1\nB = 2', 'B', 'A = 1'],
  ['no final line break, where the line above goes as well', 'if A:\n    b()\n    c()\nd()', ['c()', 'd()'], 'if A:\n    b()\n'],
  ['everything', lines('', 'A = 1', ''), 'A', lines('')],
  ['neighbours at once', lines('A = 1', '', '', 'def f(): ...', '', '', 'def g(): ...', '', '', 'B = 2'), ['def f', 'def g'], lines('A = 1', '', '', 'B = 2')],
  ['neighbours with different gaps at once', lines('A = 1', '', 'B = 2', '', '', '', 'C = 3', '', 'D = 4'), ['B', 'C'], lines('A = 1', '', 'D = 4')],
  ['a comment between neighbours stays', lines('A = 1', '', 'B = 2', '', '# more', '', 'C = 3', '', 'D = 4'), ['B', 'C'], lines('A = 1', '', '# more', '', 'D = 4')],
];

const BODIES: readonly Situation[] = [
  ['the only statement', lines('def f():', '    # why', '    a()  # so', 'b()'), 'a()', lines('def f():', '    pass', 'b()')],
  ['all statements', lines('def f():', '    a()', '', '    b(); c()', '    # end', 'd()'), ['a()', 'b()', 'c()'], lines('def f():', '    pass', '', '    # end', 'd()')],
  ['the only statement behind a colon', lines('if A: b()  # c', 'd()'), 'b()', lines('if A: pass  # c', 'd()')],
  ['all statements behind a colon', lines('if A: b(); c()  # c'), ['b()', 'c()'], lines('if A: pass  # c')],
  ['a statement behind a colon and a backslash', lines('if A: \\', '    b()', 'c()'), 'b()', lines('if A: \\', '    pass', 'c()')],
  ['in else', lines('if A:', '    b()', 'else:', '    # no', '    c()'), 'c()', lines('if A:', '    b()', 'else:', '    pass')],
  ['in elif', lines('if A:', '    b()', 'elif B:', '    c()', '    d()', 'else:', '    e()'), 'd()', lines('if A:', '    b()', 'elif B:', '    c()', 'else:', '    e()')],
  ['before a comment above else', lines('if A:', '    b()', '    c()', '# otherwise', 'else:', '    d()'), 'c()', lines('if A:', '    b()', '# otherwise', 'else:', '    d()')],
  ['in except and finally', lines('try:', '    a()', 'except ValueError:', '    b()', 'finally:', '    c()'), ['b()', 'c()'], lines('try:', '    a()', 'except ValueError:', '    pass', 'finally:', '    pass')],
  ['in a case', lines('match A:', '    case 1:', '        b()', '    case 2: c()'), ['b()', 'c()'], lines('match A:', '    case 1:', '        pass', '    case 2: pass')],
  ['a case', lines('match A:', '    case 1:', '        b()', '    # two', '    case 2: c()'), 'case 2', lines('match A:', '    case 1:', '        b()')],
  ['all cases', lines('match A:', '    case 1:', '        b()'), 'case 1', 'refused: A `match` must keep a case.'],
  ['one inside another', lines('if A:', '    b()', 'c()'), ['if A', 'b()'], lines('c()')],
  ['with tabs', 'class A:\n\tx = 1\n\t# y\n\ty = 2\n\n\tz = 3\n', 'y', 'class A:\n\tx = 1\n\n\tz = 3\n'],
  ['a definition with decorators', lines('A = 1', '', '', '# c', '@a  # why', '# between', '@b(', '    1,', ')', 'def f():', '    pass', '', '', 'B = 1'), 'def f', lines('A = 1', '', '', 'B = 1')],
  ['the docstring, before a string', lines('def f():', '    """Doc."""', '    "no doc"', '    return 1'), '"""Doc', 'refused: The string below would become the docstring.'],
  ['the first statement, before a string', lines('def f():', '    a()', '    "no doc"', '    return 1'), 'a()', 'refused: The string below would become the docstring.'],
  ['the first statement of a loop, before a string', lines('for a in b:', '    a()', '    "no doc"'), 'a()', lines('for a in b:', '    "no doc"')],
];

const ROWS: readonly Situation[] = [
  ['the first of a line', lines('a(); b(); c()  # abc'), 'a()', lines('b(); c()  # abc')],
  ['the middle of a line', lines('a(); b(); c()  # abc'), 'b()', lines('a(); c()  # abc')],
  ['the last of a line', lines('a(); b(); c()  # abc'), 'c()', lines('a(); b()  # abc')],
  ['the last before a final semicolon', lines('a(); b();'), 'b()', lines('a();')],
  ['before a final semicolon', lines('a();  # a', 'b()'), 'a()', lines('b()')],
  ['two of a line', lines('a(); b(); c()'), ['a()', 'b()'], lines('c()')],
  ['the ends of a line', lines('a(); b(); c()'), ['a()', 'c()'], lines('b()')],
  ['all of a line', lines('# ab', '', '# of ab', 'a(); b()  # ab', 'c()'), ['a()', 'b()'], lines('# ab', '', 'c()')],
  ['over a backslash', lines('a(); \\', '  b()', 'c()'), 'a()', lines('b()', 'c()')],
  ['behind a colon', lines('class A: a = 1; b = 2  # ab'), 'a', lines('class A: b = 2  # ab')],
  ['with a string over lines', lines('a = """', ' b; c"""; d = 1', 'e = 2'), 'd', lines('a = """', ' b; c"""', 'e = 2')],
  ['a line that goes on', lines('A = 1', 'b = 1 + \\', '  2', 'c = 3'), 'b', lines('A = 1', 'c = 3')],
  ['a line that goes on into nothing', lines('A = 1', 'b = 1 \\', '', 'c = 3'), 'b', lines('A = 1', 'c = 3')],
  ['a line that an empty one goes on with', lines('\\', 'A = 1', 'b = 2'), 'A', 'refused: The statement goes on with a line that ends in a backslash.'],
];

for (const [group, situations] of Object.entries({ COMMENTS, BLANKS, BODIES, ROWS })) {
  describe(`removing a statement: ${group.toLowerCase()}`, () => {
    test.each(situations)('%s', (_, before, words, after) => {
      expect(without(before, ...[words].flat())).toBe(after);
    });

    test.each(situations)('%s, with CRLF and a byte-order mark', (_, before, words, after) => {
      const windows = (text: string): string => (text.startsWith('refused') ? text : `\uFEFF${text.replaceAll('\n', '\r\n')}`);
      expect(without(windows(before), ...[words].flat())).toBe(windows(after));
    });
  });
}
