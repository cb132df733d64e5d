import { describe, expect, test } from 'vitest';
import { removeKeywords } from '../../src/python/edit/remove-argument.ts';
import { removeImportedNames } from '../../src/python/edit/remove-import.ts';
import type { PyNode, PyTree } from '../../src/python/syntax/node.ts';
import { descendants } from '../../src/python/syntax/walk.ts';
import { edited, lines, parsed } from '../support/edited.ts';

/** The outermost call or class of a text. */
function callIn(tree: PyTree): PyNode {
  for (const node of descendants(tree.root)) if (node.type === 'call' || node.type === 'class_definition') return node;
  throw new Error('There is no call.');
}

describe('removing keyword arguments', () => {
  test.each([
    ['the first', 'f(x=1, y=2)\n', 'f(y=2)\n'],
    ['a middle one', 'f(a, x=1, y=2)\n', 'f(a, y=2)\n'],
    ['the last', 'f(a, x=1)\n', 'f(a)\n'],
    ['the last before a comma', 'f(a, x=1,)\n', 'f(a,)\n'],
    ['the only one', 'f(x=1)\n', 'f()\n'],
    ['the only one before a comma', 'f( x=1, )\n', 'f()\n'],
    ['after unpacking', 'f(*a, x=1, **b)\n', 'f(*a, **b)\n'],
    ['of a class', 'class A(B, x=1): pass\n', 'class A(B): pass\n'],
    ['with spaces inside the brackets', 'f( a, x=1 )\n', 'f( a )\n'],
    ['one a line', lines('f(', '    a,', '    x=1,', '    y=2,', ')'), lines('f(', '    a,', '    y=2,', ')')],
    ['the first of one a line', lines('f(', '    x=1,', '    y=2,', ')'), lines('f(', '    y=2,', ')')],
    ['the last of one a line', lines('f(', '    a,', '    x=1,', ')'), lines('f(', '    a,', ')')],
    ['the last of one a line without a comma', lines('f(', '    a,', '    x=1', ')'), lines('f(', '    a', ')')],
    ['the only one on a line', lines('f(', '    x=1,', ')'), lines('f()')],
    ['the last with the bracket behind it', lines('f(a,', '  x=1)'), lines('f(a)')],
    ['the first in the column of the others', lines('f(x=1,', '  y=2,', '  z=3)'), lines('f(y=2,', '  z=3)')],
    ['at the end of a line', lines('f(a, x=1,', '  y=2)'), lines('f(a,', '  y=2)')],
    ['at the start of a line', lines('f(a,', '  x=1, y=2)'), lines('f(a,', '  y=2)')],
    ['over several lines', lines('f(', '    a,', '    x=[', '        1,  # one', '    ],', '    y=2,', ')'), lines('f(', '    a,', '    y=2,', ')')],
    ['with its comments', lines('f(', '    a,  # a', '    # why', '    # x', '    x=1,  # one', '    # y', '    y=2,', ')'), lines('f(', '    a,  # a', '    # y', '    y=2,', ')')],
    ['the last with its comments', lines('f(', '    a,  # a', '    # why', '    x=1  # one', ')'), lines('f(', '    a  # a', ')')],
    ['a comment parted by an empty line stays', lines('f(', '    # all', '', '    x=1,', '    y=2,', ')'), lines('f(', '    # all', '', '    y=2,', ')')],
    ['a comment at the end stays', lines('f(', '    x=1,', '    # end', ')'), lines('f(', '    # end', ')')],
    ['a comment behind the bracket stays', lines('f(  # f', '    x=1,', ')'), lines('f(  # f', ')')],
    ['a comment behind bracket and argument stays', lines('f(x=1,  # f', '  y=2)'), lines('f(  # f', '  y=2)')],
    ['a comment behind two arguments stays', lines('f(', '    a, x=1,  # ax', '    y=2,', ')'), lines('f(', '    a,  # ax', '    y=2,', ')')],
    ['a comment above two arguments stays', lines('f(', '    # xy', '    x=1, y=2,', ')'), lines('f(', '    # xy', '    y=2,', ')')],
    ['the comment of the one before stays', lines('f(a,  # a', '  x=1)'), lines('f(a  # a', '  )')],
    ['remarks on a region stay', lines('f(', '    # fmt: off', '    x=1,', '    # fmt: on', ')'), lines('f(', '    # fmt: off', '    # fmt: on', ')')],
    ['commas before', lines('f(a', '  , x=1  # x', '  , y=2', '  )'), lines('f(a', '  , y=2', '  )')],
    ['the last of commas before', lines('f(a', '  , x=1  # x', '  )'), lines('f(a', '  )')],
    ['an empty line stays', lines('f(', '    a,', '', '    x=1,', '    y=2,', ')'), lines('f(', '    a,', '', '    y=2,', ')')],
    ['a comment between value and comma', lines('f(', '    x=1  # x', '    ,', '    y=2', ')'), lines('f(', '    y=2', ')')],
    ['a backslash', 'f(a, \\\n  x=1, \\\n  y=2)\n', 'f(a, \\\n  y=2)\n'],
    ['none of that name', 'f(a, z=1)\n', 'f(a, z=1)\n'],
    ['a generator', 'f(x for x in y)\n', 'f(x for x in y)\n'],
  ])('%s', (_, before, after) => {
    for (const text of [before, before.replaceAll('\n', '\r\n')]) {
      const tree = parsed(text);
      expect(edited(tree, removeKeywords(callIn(tree), ['x']))).toBe(text.includes('\r') ? after.replaceAll('\n', '\r\n') : after);
    }
  });

  test.each([
    ['f(a, x=1, y=2)\n', 'f(a)\n'],
    ['f(x=1, b=3, y=2)\n', 'f(b=3)\n'],
    ['f(x=1, y=2)\n', 'f()\n'],
    [lines('f(', '    x=1, y=2,  # xy', '    z=3', ')'), lines('f(', '    z=3', ')')],
    [lines('f(a, x=1,', '  y=2, b=3)'), lines('f(a, b=3)')],
  ])('two of %j', (before, after) => {
    const tree = parsed(before);
    expect(edited(tree, removeKeywords(callIn(tree), ['y', 'x']))).toBe(after);
  });
});

describe('removing imported names', () => {
  test.each([
    ['the first', 'from m import x, y\n', 'from m import y\n'],
    ['the last', 'from m import y, x\n', 'from m import y\n'],
    ['an alias', 'from m import a, y as x, b\n', 'from m import a, b\n'],
    ['a name that was given another', 'from m import a, x as y\n', 'from m import a, x as y\n'],
    ['in brackets', 'from m import (x, y)  # noqa\n', 'from m import (y)  # noqa\n'],
    ['one a line', lines('from m import (', '    a,  # a', '    # x', '    x as x,  # one', '    b,', ')'), lines('from m import (', '    a,  # a', '    b,', ')')],
    ['several a line', lines('from m import (a, b,', '               x, c)'), lines('from m import (a, b,', '               c)')],
    ['with backslashes', lines('from m import a, \\', '    x, \\', '    b'), lines('from m import a, \\', '    b')],
    ['the last with backslashes', lines('from m import a, \\', '    x'), lines('from m import a')],
    ['behind a backslash', lines('from m import \\', '    x, \\', '    b'), lines('from m import \\', '    b')],
    ['the whole statement', lines('import a', '# x', 'from m import x  # noqa', '', 'A = 1'), lines('import a', '', 'A = 1')],
    ['the only statement', lines('from m import x', '', '', 'A = 1'), lines('A = 1')],
    ['a module', 'import a, x.y as x, b\n', 'import a, b\n'],
    ['a module by its first name', 'import a, x.y\n', 'import a\n'],
    ['__future__', lines('from __future__ import annotations, x', 'import y'), lines('from __future__ import annotations', 'import y')],
    ['in a line with others', lines('import a; import x; import b'), lines('import a; import b')],
    ['in a function', lines('def f():', '    import x'), lines('def f():', '    import x')],
    ['a star', 'from x import *\n', 'from x import *\n'],
    ['under TYPE_CHECKING', lines('import a', '', 'if TYPE_CHECKING:', '    from m import x', '    from m import y'), lines('import a', '', 'if TYPE_CHECKING:', '    from m import y')],
    ['all that is under TYPE_CHECKING', lines('import a', '', '# types', 'if typing.TYPE_CHECKING:', '    from m import x', '', 'A = 1'), lines('import a', '', 'A = 1')],
    ['all that is under TYPE_CHECKING with else', lines('if TYPE_CHECKING:', '    from m import x', 'else:', '    y = 1'), 'refused: The import is all that its branch does.'],
    ['one of a guarded import', lines('try:', '    from m import x, y', 'except ImportError:', '    y = None'), lines('try:', '    from m import y', 'except ImportError:', '    y = None')],
    ['a guarded import among others', lines('try:', '    import x', '    import y', 'except ImportError:', '    y = None'), lines('try:', '    import y', 'except ImportError:', '    y = None')],
    ['all that is guarded', lines('try:', '    import x', 'except ImportError:', '    y = None'), 'refused: The import is all that its branch does.'],
    ['with another value', lines('try:', '    import x, y', 'except ImportError:', '    x = y = None'), 'refused: `x` is also given in another branch.'],
    ['with another import', lines('try:', '    import x', 'except ImportError:', '    import y as x'), 'refused: `x` is imported in several places.'],
    ['by version', lines('if sys.version_info >= (3, 11):', '    import x', 'else:', '    y = 1'), 'refused: The import is all that its branch does.'],
    ['under with', lines('with suppress(ImportError):', '    import x'), 'refused: The import is all that its branch does.'],
    ['behind a colon', lines('try: import x; import y', 'except ImportError: pass'), lines('try: import y', 'except ImportError: pass')],
  ])('%s', (_, before, after) => {
    for (const text of [before, before.replaceAll('\n', '\r\n')]) {
      const tree = parsed(text);
      expect(edited(tree, removeImportedNames(tree, ['x']))).toBe(text.includes('\r') && !after.startsWith('refused') ? after.replaceAll('\n', '\r\n') : after);
    }
  });

  test.each([
    ['names of one statement', lines('from m import x, y, a'), lines('from m import a')],
    ['all names of a statement', lines('from m import x, y', 'import a'), lines('import a')],
    ['neighbouring statements', lines('import a', 'import x', 'import y', '', 'A = 1'), lines('import a', '', 'A = 1')],
    ['a statement without the comment that heads what follows', lines('A = 1', '', '# The shelf', 'import x', 'B = 2'), lines('A = 1', '', '# The shelf', 'B = 2')],
    ['a statement without the heading of its section', lines('A = 1', '', '# Ours', 'import x', 'import a'), lines('A = 1', '', '# Ours', 'import a')],
    ['a statement with the comment that is about it alone', lines('A = 1', '', '# Needed below', 'import x', '', 'B = 2'), lines('A = 1', '', 'B = 2')],
    ['all that is under TYPE_CHECKING', lines('if TYPE_CHECKING:', '    import x', '    import y', 'A = 1'), lines('A = 1')],
    ['by their full names', lines('import y.z', 'import y.w', 'import x.y'), lines('import y.w')],
  ])('%s', (_, before, after) => {
    const tree = parsed(before);
    expect(edited(tree, removeImportedNames(tree, before.includes('.z') ? ['x.y', 'y.z'] : ['x', 'y']))).toBe(after);
  });
});
