import { fingerprint } from '../../patch/digest.ts';
import type { Evidence } from '../../patch/evidence.ts';
import type { DeclaredAnswers } from '../../patch/patch-set.ts';
import { canonical, type Json } from '../openapi/compare.ts';
import { unsteadyPlaces, withoutPlaces } from '../openapi/unsteady.ts';
import { compareAnswersTo, type AnswerDifference } from './compare.ts';
import type { Exchange } from './exchanges.ts';
import { listOf } from './json.ts';
import { readAnswer, type Transcript } from './transcript.ts';

type Judgement = Pick<Evidence, 'before' | 'after' | 'verdict' | 'difference' | 'declared'>;

/** Two transcripts of the same exchanges with the same state of the repository. */
export type Repetition = readonly [Transcript, Transcript];

/** Requests named in a sentence; the others are counted. */
const NAMED = 6;

/**
 * Compares two transcripts of the same exchanges. What differs between repetitions with one state says nothing of a patch, at
 * whichever place it is.
 */
export function judgeReplays(before: Transcript, after: Transcript, exchanges: readonly Exchange[], declared: DeclaredAnswers, repetitions: readonly Repetition[] = []): Judgement {
  const unsteady = new Set(repetitions.flatMap(unsteadyIn));
  const [was, is] = [before, after].map((one) => listOf(withoutPlaces(one.answers as Json, unsteady))) as [readonly Json[], readonly Json[]];
  const found: Found[] = [];
  let asked = 0;
  for (const [index, { name, path, steps }] of exchanges.entries()) {
    const [old, now] = [listOf(was[index]), listOf(is[index])];
    // What one side had no time for, or what is not there any more on purpose, is not compared.
    if (old.length === 0 || now.length === 0 || declared.removes.includes(path)) continue;
    asked += steps.length;
    for (const [step, one] of old.entries()) {
      const difference = compareAnswersTo(one, now[step] ?? null);
      if (difference) found.push({ name: steps.length > 1 ? `${name}, ${step + 1}.` : name, difference, isDeclared: isDeclared(one, now[step] ?? null, difference, declared) });
    }
  }
  const start = repetitions.some(([one, other]) => startOf(one) !== startOf(other)) ? [] : startWords(before, after);
  const digests = { before: digestOf(was), after: digestOf(is) };
  const aside = [coverage(before, exchanges, asked), ...(unsteady.size > 0 ? [`What differs from one run to the next is not compared (${unsteady.size} places).`] : [])].join(' ');
  const surprises = found.filter((one) => !one.isDeclared);
  if (start.length === 0 && found.length === 0) return { ...digests, verdict: 'equal', difference: aside };
  if (start.length === 0 && surprises.length === 0) return { ...digests, verdict: 'changed', declared: true, difference: `As declared: ${named(found)}. ${aside}` };
  const isWorse = surprises.some(({ difference }) => difference.isWorse) || (before.startProblem === undefined && after.startProblem !== undefined);
  return { ...digests, verdict: isWorse ? 'worse' : 'changed', difference: `Not declared: ${[...start, ...(surprises.length > 0 ? [named(surprises)] : [])].join('; ')}. ${aside}` };
}

interface Found {
  readonly name: string;
  readonly difference: AnswerDifference;
  readonly isDeclared: boolean;
}

/** Statuses that are given before a handler is called. */
const TURNED_AWAY = [401, 403, 405, 422];

/** Whether anything came of it that is worth a comparison; a full sentence where not. */
export function nothingComesOf({ answers, startProblem, untold }: Transcript): string | undefined {
  const statuses = answers.flatMap((steps) => listOf(steps).map((step) => readAnswer(step).status));
  if (statuses.length === 0) return 'The application offers no operation that could be asked.';
  if (statuses.some((status) => status !== undefined && status < 500 && !TURNED_AWAY.includes(status))) return undefined;
  const why = [startProblem, ...untold].filter((one) => one !== undefined).slice(0, 2).map((one) => one.replace(/\.?$/, '.'));
  return `No request gets further than to an error before the patch already${why.length > 0 ? ` (${why.join(' ').replace(/\.$/, '')})` : ''}.`;
}

/** Places of one transcript that come out otherwise in another one of the same application. Where other statements come, none of that request is steady. */
function unsteadyIn([one, other]: Repetition): readonly string[] {
  return [...unsteadyPlaces(one.answers as Json, other.answers as Json)].map((place) => place.replace(/^(\/\d+\/\d+\/statements)\/\d+(?:\/sql)?$/, '$1'));
}

function startWords(before: Transcript, after: Transcript): readonly string[] {
  if (before.startProblem !== after.startProblem) return [after.startProblem === undefined ? 'start-up succeeds now' : `start-up fails: ${after.startProblem.replace(/\.$/, '')}`];
  const difference = compareAnswersTo({ statements: before.startStatements }, { statements: after.startStatements });
  return [...(difference ? [`at start-up ${difference.database.join(', ')}`] : []), ...(before.signIn === after.signIn ? [] : ['signing in does not work as it did'])];
}

function startOf({ startProblem, startStatements, signIn }: Transcript): string {
  return canonical([startProblem ?? null, startStatements, signIn]);
}

/** Answers may change from one status to another where that was said; what reaches the database may not. An unhandled error counts as its status. */
function isDeclared(was: Json, is: Json, { database }: AnswerDifference, { answers = [] }: DeclaredAnswers): boolean {
  const [from, to] = [readAnswer(was).status, readAnswer(is).status];
  const isError = (status: number | undefined): boolean => status !== undefined && status >= 400;
  return database.length === 0 && answers.some((one) => (one.from === 'error' ? isError(from) : one.from === from) && (one.to === 'same' ? to === from : one.to === 'error' ? isError(to) : one.to === to));
}

/** How much was looked at, as honest as can be said. */
function coverage({ answers }: Transcript, exchanges: readonly Exchange[], asked: number): string {
  const steps = answers.slice(0, exchanges.length).flatMap((one, index) => listOf(one).map((step) => ({ answer: readAnswer(step), operation: exchanges[index]?.operation })));
  const operations = new Set(exchanges.map(({ operation }) => operation));
  const fine = steps.filter(({ answer: { status } }) => status !== undefined && status >= 200 && status < 300);
  const reached = new Set(fine.map(({ operation }) => operation));
  const statements = steps.flatMap(({ answer }) => answer.statements).length;
  const planned = exchanges.flatMap((one) => one.steps).length;
  const left = planned > asked ? ` ${planned - asked} more were not compared.` : '';
  return `${asked} requests, ${fine.length} of them answered with success, by ${reached.size} of ${operations.size} operations; ${statements} statements.${left}`;
}

/** Requests with the same difference are told once. */
function named(found: readonly Found[]): string {
  const told = found.map(({ name, difference }) => [name, [...difference.reply, ...difference.database].join(', ')] as const);
  const groups = [...new Map(told.map(([, words]) => [words, told.filter(([, other]) => other === words).map(([name]) => name)]))];
  const words = groups.slice(0, NAMED).map(([one, [first = '', ...others]]) => `${first}${others.length > 0 ? ` and ${others.length} more` : ''}: ${one}`);
  return `${words.join('; ')}${groups.length > NAMED ? `; and ${groups.length - NAMED} more` : ''}`;
}

function digestOf(answers: readonly Json[]): string {
  return fingerprint(answers.map(canonical));
}
