import type { Json } from '../openapi/compare.ts';
import { at, isList, listOf, textsOf } from './json.ts';

/** What came of one request, as far as it can be compared. */
export interface Answer {
  /** `undefined` where nothing was answered. */
  readonly status: number | undefined;
  readonly headers: readonly (readonly [string, string])[];
  /** `json`, `text`, or `digest` and `length`. */
  readonly body: Json;
  /** Statements with their parameters in the order in which they reached the database, and what begins and ends transactions. */
  readonly statements: readonly Json[];
  /** The type of an exception that nobody handled. */
  readonly raised: string | undefined;
  /** What it left behind: sessions in a transaction. */
  readonly left: readonly string[];
}

/** All that came of asking an application once. */
export interface Transcript {
  readonly tool: string;
  /** Why start-up failed, a sentence; `undefined` where it did not. */
  readonly startProblem: string | undefined;
  readonly startStatements: readonly Json[];
  /** How somebody was signed in. */
  readonly signIn: string;
  /** For each exchange what came of its steps; fewer than were asked where there was no time. As JSON, so that places in it have names. */
  readonly answers: readonly Json[];
  /** What could not be made or filled of the database, full sentences. */
  readonly untold: readonly string[];
}

/** Reads what a program said: whatever is not as it should be is not there. */
export function readTranscript(said: Json): Transcript | undefined {
  const answers = at(said, 'answers');
  if (answers === undefined || !isList(answers)) return undefined;
  const signIn = at(said, 'signIn');
  const problem = at(said, 'start', 'problem');
  return {
    tool: ['python', 'fastapi'].flatMap((name) => at(said, name) ?? []).filter((one) => typeof one === 'string').join(', '), startProblem: typeof problem === 'string' ? problem : undefined,
    startStatements: listOf(at(said, 'start', 'statements')), signIn: typeof signIn === 'string' ? signIn : 'none', answers, untold: textsOf(at(said, 'untold')),
  };
}

/** One answer out of a transcript. */
export function readAnswer(said: Json | undefined): Answer {
  const [status, raised] = [at(said, 'status'), at(said, 'raised')];
  return {
    status: typeof status === 'number' ? status : undefined, headers: listOf(at(said, 'headers')).map((one) => ['', ''].map((_, index) => String(listOf(one)[index] ?? '')) as [string, string]), body: at(said, 'body') ?? null,
    statements: listOf(at(said, 'statements')), raised: typeof raised === 'string' ? raised : undefined, left: textsOf(at(said, 'left')),
  };
}
