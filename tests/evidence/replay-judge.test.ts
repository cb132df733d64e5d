import { describe, expect, it, test } from 'vitest';
import type { Json } from '../../src/evidence/openapi/compare.ts';
import { compareAnswersTo } from '../../src/evidence/replay/compare.ts';
import { judgeReplays, nothingComesOf } from '../../src/evidence/replay/judge.ts';
import { readTranscript, type Transcript } from '../../src/evidence/replay/transcript.ts';

const sql = (...texts: readonly string[]): Json => texts.map((one) => ({ sql: one, parameters: [] }));
const answer = (more: Readonly<Record<string, Json>> = {}): Json => ({ status: 200, headers: [['content-type', 'application/json']], body: { json: { title: 'Emma' } }, statements: sql('BEGIN', 'SELECT', 'COMMIT'), raised: null, left: [], ...more });

test.each<readonly [string, Json, readonly string[], readonly string[]]>([
  ['nothing', {}, [], []],
  ['a new header', { headers: [['content-type', 'application/json'], ['x-new', '1']] }, [], []],
  ['a header that is gone', { headers: [] }, ['the header `content-type` is gone'], []],
  ['another header', { headers: [['content-type', 'text/plain']] }, ['the header `content-type` is ["text/plain"] and was ["application/json"]'], []],
  ['another status', { status: 404 }, ['answers 404 instead of 200'], []],
  ['another value', { body: { json: { title: 'Ulysses' } } }, ['`/title` of the body is "Ulysses" and was "Emma"'], []],
  ['a new member', { body: { json: { title: 'Emma', pages: 1 } } }, ['`/pages` of the body is new'], []],
  ['a text', { body: { text: 'Emma' } }, ['the body is "Emma" and was {"json":{"title":"Emma"}}'], []],
  ['a statement less', { statements: sql('BEGIN', 'SELECT') }, [], ['`COMMIT` is gone']],
  ['a statement more', { statements: sql('BEGIN', 'SELECT', 'SELECT', 'COMMIT') }, [], ['`SELECT` is new']],
  ['another order', { statements: sql('SELECT', 'BEGIN', 'COMMIT') }, [], ['`SELECT` comes before `BEGIN` now']],
  ['other parameters', { statements: [{ sql: 'BEGIN', parameters: [] }, { sql: 'SELECT', parameters: [1] }, { sql: 'COMMIT', parameters: [] }] }, [], ['`SELECT` gets other parameters']],
  ['a session left open', { left: ['a session in a transaction'] }, [], ['it leaves a session in a transaction']],
  ['an exception', { raised: 'KeyError', status: 500 }, ['ends in KeyError, which nobody handles', 'answers 500 instead of 200'], []],
])('tells %s', (_, more, reply, database) => {
  const found = compareAnswersTo(answer(), answer(more as Readonly<Record<string, Json>>));
  expect([found?.reply ?? [], found?.database ?? []]).toEqual([reply, database]);
});

const EXCHANGE = { name: 'GET /books (valid)', operation: 'GET /books', path: '/books', steps: [{ method: 'GET', path: '/books', query: [], headers: [], signedIn: true }] } as const;
const NOTHING = { adds: [], removes: [] };

function transcript(answers: readonly Json[], more: Readonly<Record<string, Json>> = {}): Transcript {
  const found = readTranscript({ python: 'Python 3.12', answers: answers.map((one) => [one]), start: { problem: null, statements: [] }, signIn: 'none', ...more });
  if (!found) throw new Error('It is no transcript.');
  return found;
}

describe('a judgement', () => {
  const before = transcript([answer()]);

  it('says what was looked at where nothing differs', () => {
    expect(judgeReplays(before, before, [EXCHANGE], NOTHING)).toMatchObject({ verdict: 'equal', difference: '1 requests, 1 of them answered with success, by 1 of 1 operations; 3 statements.' });
  });

  it('names the request', () => {
    expect(judgeReplays(before, transcript([answer({ status: 201 })]), [EXCHANGE], NOTHING)).toMatchObject({ verdict: 'changed', difference: expect.stringMatching(/^Not declared: GET \/books \(valid\): answers 201 instead of 200\. 1 requests/) });
  });

  it('is worse where an exception is new, and no answer was declared', () => {
    const after = transcript([answer({ status: 500, raised: 'KeyError' })]);
    expect(judgeReplays(before, after, [EXCHANGE], NOTHING).verdict).toBe('worse');
    expect(judgeReplays(after, transcript([answer({ status: 409 })]), [EXCHANGE], { ...NOTHING, answers: [{ from: 500, to: 'error' }] })).toMatchObject({ verdict: 'changed', declared: true });
    expect(judgeReplays(after, transcript([answer({ status: 409, statements: [] })]), [EXCHANGE], { ...NOTHING, answers: [{ from: 500, to: 'error' }] }).declared).toBeUndefined();
  });

  it('leaves out what is gone on purpose, and what one side had no time for', () => {
    expect(judgeReplays(before, transcript([answer({ status: 404 })]), [EXCHANGE], { ...NOTHING, removes: ['/books'] }).verdict).toBe('equal');
    expect(judgeReplays(before, transcript([]), [EXCHANGE], NOTHING)).toMatchObject({ verdict: 'equal', difference: expect.stringContaining('1 more were not compared.') });
  });

  it('leaves out what differs from one run to the next, at its place only', () => {
    const told = (at: number, title = 'Emma'): Transcript => transcript([answer({ body: { json: { title, at } } })]);
    expect(judgeReplays(told(1), told(3), [EXCHANGE], NOTHING, [[told(1), told(2)]]).verdict).toBe('equal');
    expect(judgeReplays(told(1), told(3, 'Ulysses'), [EXCHANGE], NOTHING, [[told(1), told(2)]]).difference).toContain('`/title` of the body');
    const asked = (...texts: readonly string[]): Transcript => transcript([answer({ statements: sql(...texts) })]);
    expect(judgeReplays(asked('A', 'B', 'C'), asked('C', 'A', 'B'), [EXCHANGE], NOTHING, [[asked('A', 'B', 'C'), asked('B', 'A', 'C')]]).verdict).toBe('equal');
  });

  it('looks at start-up and at signing in', () => {
    expect(judgeReplays(before, transcript([answer()], { start: { problem: 'It fails.', statements: [] } }), [EXCHANGE], NOTHING)).toMatchObject({ verdict: 'worse', difference: expect.stringContaining('start-up fails: It fails') });
    expect(judgeReplays(transcript([answer()], { signIn: 'own' }), before, [EXCHANGE], NOTHING)).toMatchObject({ verdict: 'changed', difference: expect.stringContaining('signing in does not work as it did') });
  });
});

it('says where nothing comes of it', () => {
  expect(nothingComesOf(transcript([]))).toBe('The application offers no operation that could be asked.');
  expect(nothingComesOf(transcript([answer({ status: 500 }), answer({ status: 422 })], { untold: ['The table a cannot be made: no'] }))).toBe('No request gets further than to an error before the patch already (The table a cannot be made: no).');
  expect(nothingComesOf(transcript([answer({ status: 404 })]))).toBeUndefined();
});

it('takes nothing of what a program says for granted', () => {
  for (const answers of [[null], ['x'], [[1, { status: '200', headers: [1, [2]], statements: 'x', left: [null] }]]] as readonly (readonly Json[])[]) {
    const said = readTranscript({ answers });
    if (!said) throw new Error('It is no transcript.');
    expect(() => [judgeReplays(said, said, [EXCHANGE], NOTHING), nothingComesOf(said)]).not.toThrow();
  }
  expect(readTranscript({ answers: {} })).toBeUndefined();
});
