import { expect, describe, it } from 'vitest';
import { speaksAgainst, type Evidence } from '../../src/patch/evidence.ts';
import type { DeclaredAnswers } from '../../src/patch/patch-set.ts';
import { candidate, examined } from './bookshop.ts';
import { ASYNC_SHOP, GLOBAL_SHOP, SHOP } from './replay-shops.ts';

type Files = Readonly<Record<string, string>>;
type Mutation = readonly [name: string, shop: Files, path: string, from: string, to: string, words: RegExp | undefined, declared?: DeclaredAnswers];

const COMMIT = '    db.add(made)\n    db.commit()\n    return {"id": made.id, "left"';
const PAIR = '    db.query(Order).filter(Order.book_id == book_id).delete()\n    db.delete(book)\n';
const STOCK = '    book.stock -= wanted.quantity\n    db.flush()\n    made = Order(book_id=book.id, quantity=wanted.quantity)\n    db.add(made)\n';
const MADE = '    made = Order(book_id=book.id, quantity=wanted.quantity)\n    db.add(made)\n    db.flush()\n    book.stock -= wanted.quantity\n';
const NONE: DeclaredAnswers = { adds: [], removes: [] };

/** What a codemod that went wrong would do to handlers, and what is said of it. */
const MUTATIONS: readonly Mutation[] = [
  ['changes nothing that matters', SHOP, 'app/main.py', 'made = Book(title', 'made = Book(  title', undefined],
  ['calls it otherwise', SHOP, 'app/main.py', 'def order(wanted', 'def place_order(wanted', undefined],
  ['adds a header', SHOP, 'app/main.py', 'response.headers["X-Shelf"] = "A1"', 'response.headers["X-Shelf"] = "A1"\n    response.headers["X-More"] = "yes"', undefined],
  ['adds a route', SHOP, 'app/main.py', '@app.get("/books")', '@app.get("/health")\ndef health():\n    return "fine"\n\n\n@app.get("/books")', undefined],
  ['drops a commit', SHOP, 'app/main.py', COMMIT, COMMIT.replace('db.commit()', 'db.flush()'), /POST \/orders \(valid\).*`COMMIT` is gone, `ROLLBACK` is new/],
  ['swaps two statements', SHOP, 'app/main.py', PAIR, '    db.delete(book)\n    db.flush()\n    db.query(Order).filter(Order.book_id == book_id).delete()\n', /DELETE \/books\/\{book_id\} \(valid\).*IntegrityError/],
  ['flushes in another order', SHOP, 'app/main.py', STOCK, MADE, /POST \/orders.*`INSERT INTO orders .*` comes before `UPDATE books/],
  ['asks once more', SHOP, 'app/main.py', '    if book is None:\n        raise HTTPException(404, "There is no such book.")\n    if wanted', '    db.refresh(book) if book else None\n    if book is None:\n        raise HTTPException(404, "There is no such book.")\n    if wanted', /`SELECT books\.id.* is new/],
  ['asks for something else', SHOP, 'app/main.py', 'Book.title.contains(q)', 'Book.title.startswith(q)', /GET \/books.*other parameters|`SELECT .* is gone/],
  ['changes a detail', SHOP, 'app/main.py', '"Not enough books."', '"Too few books."', /POST \/orders \(high numbers\): `\/detail` of the body is "Too few books\." and was "Not enough books\."/],
  ['changes the status of an error', SHOP, 'app/main.py', '403, "Not', '404, "Not', /DELETE \/books\/\{book_id\} \(of somebody else\): answers 404 instead of 403/],
  ['looks at things in another order', SHOP, 'app/main.py', '    if wanted.quantity <= 0:\n        raise HTTPException(400, "Nothing is ordered.")\n', '', /POST \/orders \(empty texts\).*instead of 400/],
  ['drops a header', SHOP, 'app/main.py', '    response.headers["X-Shelf"] = "A1"\n', '', /GET \/books.*the header `x-shelf` is gone/],
  ['drops a cookie', SHOP, 'app/main.py', '    response.set_cookie("seen", "yes")\n', '', /POST \/login.*the header `set-cookie` is gone/],
  ['renames a field', SHOP, 'app/main.py', '"left": book.stock', '"rest": book.stock', /`\/left` of the body is gone, `\/rest` of the body is new/],
  ['loses a rollback', SHOP, 'app/main.py', '        db.rollback()\n', '', /POST \/register.*`\(the session is rolled back\)` is gone/],
  ['loses a guard', SHOP, 'app/main.py', 'def drop_book(book_id: int, user: Annotated[User, Depends(current_user)], db', 'def drop_book(book_id: int, user: Annotated[User, Depends(lambda db=Depends(get_db): db.get(User, 1))], db', /not signed in\): answers 204 instead of 401|not signed in\).*instead of 401/],
  ['ends in an exception', SHOP, 'app/main.py', 'book = db.get(Book, wanted.book_id)', 'book = db.fetch(Book, wanted.book_id)', /POST \/orders.*ends in AttributeError/],
  ['breaks the application', SHOP, 'app/main.py', 'from app.auth', 'from app.authentication', /cannot be asked any more\. ModuleNotFoundError/],
  ['changes an answer as it said', SHOP, 'app/main.py', '409, "Not enough', '422, "Not enough', undefined, { ...NONE, answers: [{ from: 409, to: 422 }] }],
  ['changes another answer than it said', SHOP, 'app/main.py', '409, "Not enough', '422, "Not enough', /answers 422 instead of 409/, { ...NONE, answers: [{ from: 404, to: 422 }] }],
  ['takes a path away as it said', SHOP, 'app/main.py', '@app.get("/books")\n', '', undefined, { ...NONE, removes: ['/books'] }],
  ['changes nothing of asynchronous code', ASYNC_SHOP, 'main.py', 'made = Book(title', 'made = Book(  title', undefined],
  ['removes an await', ASYNC_SHOP, 'main.py', 'if await db.get(Author', 'if db.get(Author', /POST \/books .*(?:unknown `author_id`|valid)/],
  ['drops an asynchronous commit', ASYNC_SHOP, 'main.py', 'await db.commit()', 'await db.flush()', /POST \/books \(valid\).*`COMMIT` is gone/],
  ['asks an asynchronous session once less', ASYNC_SHOP, 'main.py', '    await db.refresh(made)\n', '', /`SELECT book\..* is gone/],
  ['changes nothing of a session for everybody', GLOBAL_SHOP, 'main.py', 'return {"title": book.title}', 'return {"title":  book.title}', undefined],
  ['leaves a session for everybody broken', GLOBAL_SHOP, 'main.py', '        db.rollback()\n', '', /it leaves a session that has to be rolled back|PendingRollbackError/],
];

const found = new Map<string, Evidence | undefined>();
for (const shop of [SHOP, ASYNC_SHOP, GLOBAL_SHOP]) {
  const own = MUTATIONS.filter(([, of]) => of === shop);
  const evidence = await examined('replay', own.map(([, , path, from, to, , declared]) => candidate(shop, { ...shop, [path]: mutated(shop, path, from, to) }, declared)));
  for (const [index, [name]] of own.entries()) found.set(name, evidence[index]);
}

describe('replayed requests, and a codemod that', () => {
  it.each(MUTATIONS.map(([name, , , , , words]) => [name, words] as const))('%s', (name, words) => {
    const evidence = found.get(name);
    if (!evidence) throw new Error('There is no evidence.');
    expect(evidence.verdict, evidence.difference).not.toBe('unavailable');
    if (words) expect(evidence.difference).toMatch(words);
    expect(speaksAgainst(evidence), evidence.difference).toBe(words !== undefined);
  });

  it('says how much it looked at', () => {
    expect(found.get('changes nothing that matters')?.difference).toMatch(/^\d+ requests, \d+ of them answered with success, by 6 of 6 operations; \d+ statements\./);
    expect(found.get('changes nothing of asynchronous code')?.difference).toMatch(/by 2 of 2 operations/);
  });
});

function mutated(shop: Files, path: string, from: string, to: string): string {
  const text = shop[path] ?? '';
  expect(text).toContain(from);
  return text.replace(from, to);
}
