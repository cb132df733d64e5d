import { describe, expect, test } from 'vitest';
import { BOOKSHOP, candidate, examined } from './bookshop.ts';

type Files = Readonly<Record<string, string>>;

const CONFIGURED: Files = { ...BOOKSHOP, 'pyproject.toml': `${BOOKSHOP['pyproject.toml'] ?? ''}\n[tool.mypy]\nstrict = true\n` };
const with_ = (files: Files, path: string, from: string, to: string): Files => {
  expect(files[path]).toContain(from);
  return { ...files, [path]: (files[path] ?? '').replace(from, to) };
};

describe('mypy, as the repository configures it', async () => {
  const asking = with_(CONFIGURED, 'pyproject.toml', '["fastapi"]', '["fastapi", "book-case"]');
  const importing = (files: Files, more = ''): Files => with_(files, 'app/store.py', 'import os\n', `import os\n\nimport book_case\n${more}`);
  const [equal, returned, unused, far, added, subclass, undeclared] = await examined('types', [
    candidate(CONFIGURED, with_(CONFIGURED, 'app/store.py', '"A1"', '"B2"')),
    candidate(CONFIGURED, with_(CONFIGURED, 'app/routes.py', 'return {"pages": pages}', 'return {"pages": title}')),
    candidate(CONFIGURED, with_(CONFIGURED, 'app/store.py', 'BOOKS = {', 'def sell(book):\n    pass\n\n\nBOOKS = {')),
    candidate(CONFIGURED, with_(CONFIGURED, 'app/store.py', 'pages_of(title: str)', 'pages_of(title: int)')),
    candidate(CONFIGURED, importing(asking)),
    candidate(CONFIGURED, importing(asking, '\n\nclass Case(book_case.Case):\n    pass\n\n\n')),
    candidate(CONFIGURED, importing(CONFIGURED)),
  ]);
  test('has a version', () => expect(equal).toMatchObject({ verdict: 'equal', tool: expect.stringMatching(/^mypy \d+\.\d+/) }));
  test('notices a wrong value', () => expect(returned).toMatchObject({ verdict: 'worse', difference: expect.stringContaining('app/routes.py:14 dict-item') }));
  test('goes by the configuration', () => expect(unused).toMatchObject({ verdict: 'worse', difference: expect.stringContaining('no-untyped-def') }));
  test('looks at importers', () => expect(far).toMatchObject({ verdict: 'worse', difference: expect.stringContaining('app/routes.py:11 arg-type') }));
  test('does not blame a patch for a package that it adds and nobody has', () => expect(added).toMatchObject({ verdict: 'equal' }));
  test('says so where more depends on it', () => expect(subclass).toMatchObject({ verdict: 'unavailable', difference: 'The environment lacks `book-case`, which the patch adds.' }));
  test('blames it for one that nobody asks for', () => expect(undeclared).toMatchObject({ verdict: 'worse', difference: expect.stringContaining('import-not-found') }));
});

test('who imports a package, or what it becomes, is looked at as well', async () => {
  const deep: Files = { 'shop/books.py': 'PRICE = 3\n', 'shop/till.py': 'from shop import books\n\n\ndef total() -> int:\n    return books.PRICE\n', 'stock.py': 'import shop.books\n\n\ndef price() -> int:\n    return shop.books.PRICE\n' };
  const renamed = { ...deep, 'shop/__init__.py': 'books = 4\n' };
  const { 'shop/books.py': _, ...without } = deep;
  const packaged = { ...without, 'shop/books/__init__.py': 'PRICE = "3"\n' };
  const found = await examined('types', [candidate(deep, renamed), candidate(deep, packaged)]);
  expect(found).toMatchObject([{ verdict: 'worse', difference: expect.stringContaining('shop/till.py:5') }, { verdict: 'worse', difference: expect.stringMatching(/shop\/till\.py:5.*stock\.py:5/) }]);
});
