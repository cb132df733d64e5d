import { canonical, type Json } from '../openapi/compare.ts';
import { unsteadyPlaces } from '../openapi/unsteady.ts';
import { at } from './json.ts';
import { readAnswer, type Answer } from './transcript.ts';

/** What differs between two answers to the same request. */
export interface AnswerDifference {
  /** What is compared of an answer, other than what it made of the database. */
  readonly reply: readonly string[];
  /** Of the database. */
  readonly database: readonly string[];
  /** Whether it ends in an exception that nobody handles, and did not before. */
  readonly isWorse: boolean;
}

/** Differences of a body that are named; others are counted. */
const NAMED = 3;

/** Compares two answers, as JSON without what is unsteady; `undefined` where they are the same. Headers may be added. */
export function compareAnswersTo(before: Json, after: Json): AnswerDifference | undefined {
  if (canonical(before) === canonical(after)) return undefined;
  const [was, is] = [readAnswer(before), readAnswer(after)];
  const reply = [
    ...(was.raised === is.raised ? [] : [is.raised === undefined ? `ends without ${was.raised ?? ''}, which nobody handled` : `ends in ${is.raised}, which nobody handles`]),
    ...(was.status === is.status ? [] : [`answers ${statusOf(is)} instead of ${statusOf(was)}`]),
    ...headerWords(was, is),
    ...(canonical(was.body) === canonical(is.body) ? [] : [bodyWords(was.body, is.body)]),
  ];
  const database = [...statementWords(was.statements, is.statements), ...leftWords(was.left, is.left)];
  return reply.length + database.length === 0 ? undefined : { reply, database, isWorse: is.raised !== undefined && was.raised === undefined };
}

function statusOf({ status }: Answer): string {
  return status === undefined ? 'nothing' : String(status);
}

/** Headers that are gone or have other values; those with one name are compared in their order. */
function headerWords({ headers: was }: Answer, { headers: is }: Answer): readonly string[] {
  const valuesOf = (headers: Answer['headers'], name: string): string => JSON.stringify(headers.flatMap(([one, value]) => (one === name ? [value] : [])));
  const names = [...new Set(was.map(([name]) => name))].filter((name) => valuesOf(was, name) !== valuesOf(is, name));
  return names.map((name) => (is.some(([one]) => one === name) ? `the header \`${name}\` is ${valuesOf(is, name)} and was ${valuesOf(was, name)}` : `the header \`${name}\` is gone`));
}

function bodyWords(was: Json, is: Json): string {
  const [old, now] = [at(was, 'json'), at(is, 'json')];
  if (old === undefined || now === undefined) return `the body is ${spelled(at(is, 'text') ?? is)} and was ${spelled(at(was, 'text') ?? was)}`;
  const places = [...unsteadyPlaces(old, now)];
  const told = places.slice(0, NAMED).map((place) => {
    const [a, b] = [valueAt(old, place), valueAt(now, place)];
    const name = place === '' ? 'the body' : `\`${place}\` of the body`;
    return b === undefined ? `${name} is gone` : a === undefined ? `${name} is new` : `${name} is ${spelled(b)} and was ${spelled(a)}`;
  });
  return `${told.join(', ')}${places.length > NAMED ? ` and ${places.length - NAMED} more` : ''}`;
}

/** What is at an RFC 6901 pointer. */
function valueAt(value: Json, pointer: string): Json | undefined {
  return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).reduce<Json | undefined>((found, key) => (typeof found === 'object' && found !== null ? (new Map(Object.entries(found) as [string, Json][])).get(key) : undefined), value);
}

/** Statements that are gone or new, as a multiset; where there are none, another order or other parameters. */
function statementWords(was: readonly Json[], is: readonly Json[]): readonly string[] {
  if (canonical(was) === canonical(is)) return [];
  const [old, now] = [was.map(sqlOf), is.map(sqlOf)];
  const [gone, fresh] = [without(old, now), without(now, old)];
  if (gone.length + fresh.length > 0) return [...counted(gone).map((one) => `${one} is gone`), ...counted(fresh).map((one) => `${one} is new`)].slice(0, NAMED);
  const at = old.findIndex((sql, index) => sql !== now[index]);
  if (at >= 0) return [`${shortened(now[at] ?? '')} comes before ${shortened(old[at] ?? '')} now`];
  const other = was.findIndex((one, index) => canonical(one) !== canonical(is[index] ?? null));
  return [`${shortened(old[other] ?? '')} gets other parameters`];
}

function leftWords(was: readonly string[], is: readonly string[]): readonly string[] {
  return [...counted(without(is, was), false).map((one) => `it leaves ${one}`), ...counted(without(was, is), false).map((one) => `it does not leave ${one} any more`)];
}

/** The words of a statement; what is unsteady as a whole is a statement like any other. */
function sqlOf(statement: Json): string {
  const sql = at(statement, 'sql');
  return typeof sql === 'string' ? sql : '…';
}

/** Those of `all` that are more than there are in `others`. */
function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

function counted(words: readonly string[], isCode = true): readonly string[] {
  return [...new Set(words)].map((one) => {
    const times = words.filter((other) => other === one).length;
    return `${isCode ? shortened(one) : one}${times > 1 ? ` (${times} times)` : ''}`;
  });
}

function shortened(sql: string): string {
  return `\`${sql.length > 90 ? `${sql.slice(0, 90)}…` : sql}\``;
}

function spelled(value: Json): string {
  const text = canonical(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
