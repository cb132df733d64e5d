import { describe, expect, test } from 'vitest';
import { compareAnswers, type Answers, type Json } from '../../src/evidence/openapi/compare.ts';
import { judgeBoots, judgeMended, type Boot } from '../../src/evidence/openapi/judge.ts';
import { unsteadyPlaces, withoutPlaces } from '../../src/evidence/openapi/unsteady.ts';
import type { DeclaredAnswers } from '../../src/patch/patch-set.ts';

const NOTHING: DeclaredAnswers = { adds: [], removes: [] };
const uses = (schema: string): Json => ({ responses: { 200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } } } });

function answers(paths: Readonly<Record<string, Json>>, more: { readonly schemas?: Json; readonly title?: string; readonly routes?: Answers['routes'] } = {}): Answers {
  const routes = Object.keys(paths).map((path) => [path, ['GET'], 'APIRoute', path.slice(1)] as const);
  return { openapi: { openapi: '3.1.0', info: { title: more.title ?? 'Bookshop' }, paths, components: { schemas: more.schemas ?? {} } }, routes: more.routes ?? routes };
}

const BOOKS = { '/books': { get: { summary: 'Books' } } };
const HEALTH = { '/health': { get: { summary: 'Health' } } };

const TABLE: readonly (readonly [name: string, before: Answers, after: Answers, declared: DeclaredAnswers, words: readonly (readonly [string, boolean])[]])[] = [
  ['nothing', answers(BOOKS), answers(BOOKS), NOTHING, []],
  ['the order of keys only', answers({ '/books': { get: { a: 1, b: 2 } } }), answers({ '/books': { get: { b: 2, a: 1 } } }), NOTHING, []],
  ['an operation more', answers(BOOKS), answers({ ...BOOKS, ...HEALTH }), NOTHING, [['GET /health was added', false], ['The route GET /health (health) was added', false]]],
  ['an operation more, as declared', answers(BOOKS), answers({ ...BOOKS, ...HEALTH }), { adds: ['/health'], removes: [] }, [['GET /health was added', true], ['The route GET /health (health) was added', true]]],
  ['an operation more, but another one was declared', answers(BOOKS), answers({ ...BOOKS, ...HEALTH }), { adds: ['/healthz'], removes: [] }, [['GET /health was added', false], ['The route GET /health (health) was added', false]]],
  ['an operation less', answers({ ...BOOKS, ...HEALTH }), answers(BOOKS), NOTHING, [['GET /health is gone', false], ['The route GET /health (health) is gone', false]]],
  ['an operation less, as declared', answers({ ...BOOKS, ...HEALTH }), answers(BOOKS), { adds: [], removes: ['/health'] }, [['GET /health is gone', true], ['The route GET /health (health) is gone', true]]],
  ['what an operation answers', answers({ '/books': { get: { responses: { 200: {} } } } }), answers({ '/books': { get: { responses: { 201: {} } } } }), { adds: ['/books'], removes: ['/books'] }, [['GET /books changed in `responses`', false]]],
  ['a new component that only a declared path uses', answers(BOOKS), answers({ ...BOOKS, '/health': { get: uses('Health') } }, { schemas: { Health: { type: 'object' } } }), { adds: ['/health'], removes: [] }, [['GET /health was added', true], ['The route GET /health (health) was added', true]]],
  ['a component of an operation that stays', answers({ '/books': { get: uses('Book') } }, { schemas: { Book: { type: 'object' } } }), answers({ '/books': { get: uses('Book') } }, { schemas: { Book: { type: 'string' } } }), NOTHING, [['`schemas/Book` changed in `type`', false]]],
  ['a component that is gone', answers(BOOKS, { schemas: { Book: {} } }), answers(BOOKS), NOTHING, [['`schemas/Book` is gone', false]]],
  ['the document itself', answers(BOOKS), answers(BOOKS, { title: 'Library' }), NOTHING, [['`info` of the document changed', false]]],
  ['a route that the document does not show', answers(BOOKS), answers(BOOKS, { routes: [['/books', ['GET'], 'APIRoute', 'books'], ['/metrics', ['GET', 'HEAD'], 'Route', 'metrics']] }), { adds: ['/metrics'], removes: [] }, [['The route GET|HEAD /metrics (metrics) was added', true]]],
  ['a socket', answers(BOOKS), answers(BOOKS, { routes: [['/books', ['GET'], 'APIRoute', 'books'], ['/live', [], 'APIWebSocketRoute', 'live']] }), NOTHING, [['The route APIWebSocketRoute /live (live) was added', false]]],
  ['the order in which routes match', answers({ ...BOOKS, ...HEALTH }), answers({ ...BOOKS, ...HEALTH }, { routes: [['/health', ['GET'], 'APIRoute', 'health'], ['/books', ['GET'], 'APIRoute', 'books']] }), NOTHING, [['The routes are matched in another order', false]]],
];

test.each(TABLE)('tells %s', (_, before, after, declared, words) => {
  expect(compareAnswers(before, after, declared).map((one) => [one.words, one.declared])).toEqual(words);
});

describe('judging two attempts', () => {
  const made = (one: Answers): Boot & { readonly kind: 'made' } => ({ kind: 'made', answers: one, tool: 'Python' });
  const seeded = (value: string): Answers => answers(BOOKS, { schemas: { Book: { default: value } } });

  test('what cannot be made any more is worse', () => {
    expect(judgeBoots(made(answers(BOOKS)), { kind: 'failed', because: 'NameError: os.', missing: [] }, NOTHING)).toMatchObject({ verdict: 'worse', difference: 'The application cannot be made any more. NameError: os.' });
  });

  test('what can be made only now is improved', () => {
    expect(judgeMended({ kind: 'failed', because: 'NameError: os.', missing: [] }, made(answers(BOOKS)))).toMatchObject({ verdict: 'improved', before: '', difference: 'The application can be made now, and could not before. NameError: os.' });
  });

  test('what changes from start to start does not count, and what else changes does', () => {
    expect(judgeBoots(made(seeded('10:01')), made(seeded('10:02')), NOTHING)).toMatchObject({ verdict: 'changed' });
    expect(judgeBoots(made(seeded('10:01')), made(seeded('10:02')), NOTHING, made(seeded('10:03')))).toMatchObject({ verdict: 'equal', difference: 'What differs from one start to the next is not compared.' });
    expect(judgeBoots(made(seeded('10:01')), made({ ...seeded('10:02'), routes: [] }), NOTHING, made(seeded('10:03')))).toMatchObject({ verdict: 'changed', difference: expect.stringContaining('The route GET /books (books) is gone') });
  });

  test('places are pointers into the document', () => {
    const places = unsteadyPlaces({ 'a/b': [1, { c: 2 }], d: 1 }, { 'a/b': [1, { c: 3 }], e: 1 });
    expect([...places].sort()).toEqual(['/a~1b/1/c', '/d', '/e']);
    expect(withoutPlaces({ 'a/b': [1, { c: 2 }], d: 1 }, places)).toEqual({ 'a/b': [1, { c: null }], d: null });
  });
});
