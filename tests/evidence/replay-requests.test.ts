import { describe, expect, it, test } from 'vitest';
import type { Json } from '../../src/evidence/openapi/compare.ts';
import { scriptFor } from '../../src/evidence/replay/exchanges.ts';
import { knownIn, namedInPath, nobodys } from '../../src/evidence/replay/keys.ts';
import { operationsOf, readOffer } from '../../src/evidence/replay/offer.ts';
import { rowsFor } from '../../src/evidence/replay/rows.ts';
import { valueFor, type Flavour } from '../../src/evidence/replay/values.ts';

const DOCUMENT: Json = {
  paths: {
    '/books/{book_id}': { put: { security: [{ token: [] }], parameters: [{ name: 'book_id', in: 'path', required: true, schema: { type: 'integer' } }], requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } } } } },
    '/login': { post: { requestBody: { required: true, content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', required: ['username', 'password'], properties: { username: { type: 'string' }, password: { type: 'string' } } } } } } } },
  },
  components: { schemas: { Book: { type: 'object', required: ['title', 'author_id'], properties: { title: { type: 'string', maxLength: 20 }, author_id: { type: 'integer' }, state: { $ref: '#/components/schemas/State' } } }, State: { enum: ['lent', 'there'], type: 'string' } } },
};
const column = (name: string, more: Json = {}): Json => ({ name, type: 'int', length: null, nullable: false, primary: false, unique: false, references: null, choices: null, default: null, ...(more as object) });
const OFFER = readOffer({
  openapi: DOCUMENT, guarded: true,
  tables: [{ name: 'authors', columns: [column('id', { primary: true }), column('name', { type: 'str', length: 8, unique: true })] }, { name: 'books', columns: [column('id', { primary: true }), column('title', { type: 'str' }), column('author_id', { references: ['authors', 'id'] }), column('state', { type: 'str' }), column('deleted_at', { type: 'datetime', nullable: true })] }],
});

test.each<readonly [string, Json, string, Flavour, Json]>([
  ['an e-mail', { type: 'string', format: 'email' }, 'to', 'full', 'guest@example.com'],
  ['a text that is called one', { type: 'string' }, 'email', 'full', 'guest@example.com'],
  ['a short text', { type: 'string', maxLength: 5 }, 'title', 'full', 'guest'],
  ['a long text', { type: 'string', minLength: 14 }, 'title', 'full', 'guest titlexxx'],
  ['an empty text as far as it may be', { type: 'string', minLength: 2 }, 'title', 'empty', 'xx'],
  ['a pattern', { type: 'string', pattern: '^[A-Z]{3}$' }, 'unit', 'full', 'ABC'],
  ['a choice of words', { type: 'string', pattern: '^(paperback|hardcover)$' }, 'binding', 'full', 'paperback'],
  ['the last of a choice', { enum: ['a', 'b', null] }, 'kind', 'other', 'b'],
  ['a constant', { const: 7 }, 'n', 'low', 7],
  ['what may be nothing', { anyOf: [{ type: 'null' }, { type: 'boolean' }] }, 'is_there', 'full', true],
  ['a number above another', { type: 'integer', exclusiveMinimum: 3 }, 'n', 'full', 4],
  ['the least number', { type: 'integer', minimum: 2 }, 'n', 'low', 2],
  ['a number of a step', { type: 'integer', multipleOf: 5 }, 'n', 'full', 5],
  ['an object with only what it needs', { $ref: '#/components/schemas/Book' }, '', 'sparse', { title: 'guest title', author_id: 1 }],
  ['a list', { type: 'array', items: { type: 'boolean' }, minItems: 2 }, 'n', 'full', [true, true]],
  ['what it does not take', { type: 'string' }, 'n', 'strange', { strange: true }],
  ['a schema that holds itself', { $ref: '#/nowhere' }, 'n', 'full', 'guest n'],
])('makes %s', (_, schema, name, flavour, value) => {
  expect(valueFor(schema, name, { document: DOCUMENT, flavour, salt: 'guest', known: () => undefined })).toEqual(value);
});

describe('rows', () => {
  const rows = rowsFor(OFFER.tables, DOCUMENT);

  it('belong to each other, differ where they must, and are what the document says', () => {
    expect(rows.map(({ table, values }) => [table, values])).toEqual([
      ...[1, 2, 3].map((id, index) => ['authors', { id, name: ['1first n', '2second ', '3third n'][index] }]),
      ...[1, 2, 3].map((id, index) => ['books', { id, title: `${['first', 'second', 'third'][index]} title`, author_id: id, state: index === 1 ? 'there' : 'lent' }]),
    ]);
  });

  it('give their keys to what names them', () => {
    const stock = { tables: OFFER.tables, rows };
    const [known, named] = [knownIn(stock, '/books', 1), namedInPath(stock, '/books/{book_id}', 0)];
    expect([known('author_id'), known('id'), known('title'), known('paid'), named('book_id'), named('title')]).toEqual([2, 2, undefined, undefined, 1, 'first title']);
    expect([nobodys(1), nobodys('00000000-0000-4000-8000-000000000001'), nobodys('emma')]).toEqual([987654, 'ffffffff-ffff-4fff-8fff-ffffffffffff', 'nobody-has-this']);
  });
});

describe('exchanges', () => {
  const script = scriptFor(OFFER, operationsOf(DOCUMENT));
  const names = script.exchanges.filter(({ path }) => path !== '/login').map(({ name }) => name.replace('PUT /books/{book_id} ', ''));

  it('are of every kind', () => {
    for (const name of ['(valid)', '(only what is required)', '(not signed in)', '(unknown `book_id`)', '(unknown `author_id`)', '(twice)', '(of somebody else)', '(without `title`)', '(strange `title`)', '(strange `book_id`)', '(empty texts)', '(other choices)']) expect(names).toContain(name);
  });

  it('are the same for the same offer', () => {
    expect(scriptFor(OFFER, operationsOf(DOCUMENT))).toEqual(script);
  });

  it('send what they say', () => {
    const stepsOf = (name: string): unknown => script.exchanges.find((one) => one.name === `PUT /books/{book_id} (${name})`)?.steps;
    expect(stepsOf('valid')).toEqual([{ method: 'PUT', path: '/books/1', query: [], headers: [], body: { json: { title: 'guest title', author_id: 1, state: 'lent' } }, signedIn: true }]);
    expect(stepsOf('without `title`')).toMatchObject([{ body: { json: { author_id: 1, state: 'lent' } } }]);
    expect(stepsOf('of somebody else')).toMatchObject([{ path: '/books/2' }]);
    expect(stepsOf('twice')).toHaveLength(2);
  });

  it('sign in with what the document asks for', () => {
    expect(script.plan.signIn[0]).toMatchObject({ path: '/login', signedIn: false, body: { form: [['username', 'reader@example.com'], ['password', 'Bookshop-2024!']] } });
    expect(script.probes.map(({ path }) => path)).toEqual(['/books/1']);
  });
});

it('takes nothing of what a program says for granted', () => {
  for (const said of [null, 'x', [], {}, { openapi: [], tables: [null, { name: 1 }, { name: 'a', columns: 'x' }] }, { openapi: { paths: { '/a': { get: null, post: 'x', put: { parameters: [1, { name: 'a', in: 'space' }] } } } } }] as readonly Json[]) {
    const offer = readOffer(said);
    expect(() => scriptFor(offer, operationsOf(offer.openapi))).not.toThrow();
  }
});
