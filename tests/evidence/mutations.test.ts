import { describe, expect, it } from 'vitest';
import { speaksAgainst, type EvidenceKind } from '../../src/patch/evidence.ts';
import { BOOKSHOP, candidate, examined } from './bookshop.ts';

/** What a codemod that went wrong would do to the bookshop, and who notices with which words. */
const MUTATIONS: readonly (readonly [name: string, path: string, from: string, to: string, noticed: Partial<Record<EvidenceKind, RegExp>>])[] = [
  ['drops an import', 'app/store.py', 'import os\n', '', { lint: /F821 Undefined name `os`/, types: /"os" is not defined/, openapi: /cannot be made any more\. NameError/, tests: /Fail now/, replay: /cannot be asked any more\. NameError/ }],
  ['leaves an import behind', 'app/store.py', 'os.environ.get("SHELF", "A1")', '"A1"', { lint: /F401 `os` imported but unused/ }],
  ['defines a name twice', 'app/store.py', 'BOOKS = {', 'def pages_of(title: str) -> int:\n    return 1\n\n\nBOOKS = {', { lint: /F811/ }],
  ['writes what Python does not take', 'app/store.py', '    return BOOKS', '    yield BOOKS\n    return BOOKS', { python: /'return' with value in async generator/, openapi: /SyntaxError/, tests: /Fail now/ }],
  ['needs a newer Python than the project', 'app/store.py', 'BOOKS = {', 'match 1:\n    case _:\n        pass\nBOOKS = {', { lint: /Cannot use `match` statement on Python 3\.9/, types: /Match statements require Python 3\.10/ }],
  ['renames a route', 'app/routes.py', '"/{title}", status', '"/of/{title}", status', { openapi: /GET \/books\/of\/\{title\} was added; GET \/books\/\{title\} is gone/, tests: /test_finds_a_book/, replay: /GET \/books\/\{title\} \(valid\).*\/detail/ }],
  ['renames a hidden route', 'app/routes.py', '"/", include', '"/count", include', { openapi: /route GET \/books\/ \(count_books\) is gone/, tests: /test_counts/, replay: /GET \/books\/ \(valid\): answers 404 instead of 200/ }],
  ['changes a status code', 'app/routes.py', 'status_code=200', 'status_code=201', { openapi: /GET \/books\/\{title\} changed in `responses`/ }],
  ['changes the status of an error', 'app/routes.py', '404, ', '410, ', { tests: /test_has_no_other_book/, replay: /GET \/books\/\{title\} \(valid\).*answers 410 instead of 404/ }],
  ['changes the words of the documentation', 'app/routes.py', 'Find a book.', 'Find it.', { openapi: /changed in `description`/ }],
  ['changes a response model', 'app/routes.py', 'dict[str, int]', 'dict[str, str]', { openapi: /changed in `responses`/, types: /"dict\[str, int\]" is not assignable to return type/, tests: /test_finds_a_book/ }],
  ['removes an await', 'app/routes.py', 'await store.pages_of', 'store.pages_of', { types: /CoroutineType\[Any, Any, int \| None\].* is not assignable to return type/, tests: /test_finds_a_book/ }],
  ['orders routes in another way', 'app/routes.py', '@router.get("/{title}"', '@router.get("/{shelf}/")\nasync def shelf(shelf: str) -> str:\n    return shelf\n\n\n@router.get("/{title}"', { openapi: /\/books\/\{shelf\}\/ was added/ }],
  ['calls what is not there', 'app/routes.py', 'store.pages_of(title)', 'store.find_pages(title)', { types: /"find_pages" is not a known attribute/, tests: /test_finds_a_book/ }],
  ['breaks the app only', 'app/main.py', 'from app.routes', 'from app.router', { openapi: /No module named/, tests: /Fail now/ }],
];

/** Pyright and starting an application take seconds for each: they are shown what they should notice, and some of what they should not. */
const SLOW: readonly EvidenceKind[] = ['types', 'replay'];
const ALSO_SHOWN = ['leaves an import behind', 'changes a status code'];

const KINDS: readonly EvidenceKind[] = ['lint', 'python', 'types', 'openapi', 'tests', 'replay'];

describe.each(KINDS)('%s', async (kind) => {
  const shown = MUTATIONS.filter(([name, , , , noticed]) => !SLOW.includes(kind) || noticed[kind] || ALSO_SHOWN.includes(name));
  const candidates = shown.map(([, path, from, to]) => candidate(BOOKSHOP, { ...BOOKSHOP, [path]: mutated(path, from, to) }));
  const evidence = await examined(kind, candidates);

  it.each(shown.map(([name, , , , noticed], index) => [name, noticed[kind], evidence[index]] as const))('and a codemod that %s', (_, words, found) => {
    if (!found) throw new Error('There is no evidence.');
    expect(found.verdict, found.difference).not.toBe('unavailable');
    if (words) expect(found.difference).toMatch(words);
    expect(speaksAgainst(found), found.difference).toBe(words !== undefined);
  });
});

function mutated(path: string, from: string, to: string): string {
  const text = BOOKSHOP[path] ?? '';
  expect(text).toContain(from);
  return text.replace(from, to);
}
