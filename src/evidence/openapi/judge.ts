import { fingerprint } from '../../patch/digest.ts';
import type { Evidence } from '../../patch/evidence.ts';
import type { DeclaredAnswers } from '../../patch/patch-set.ts';
import { canonical, compareAnswers, type Answers, type Json } from './compare.ts';
import { unsteadyPlaces, withoutPlaces } from './unsteady.ts';

/** An application that could be made. */
export interface Made {
  readonly kind: 'made';
  readonly answers: Answers;
  readonly tool: string;
}

/** One that could not. */
export interface Failed {
  readonly kind: 'failed';
  /** A full sentence. */
  readonly because: string;
  /** Variables of the environment that it asks for. */
  readonly missing: readonly string[];
  /** The module that is not found. */
  readonly absent?: string | undefined;
  readonly isLate?: true;
}

/** What came of an attempt to make an application. */
export type Boot = Made | Failed;

type Judgement = Pick<Evidence, 'before' | 'after' | 'verdict' | 'difference' | 'declared'>;

/** Differences named in a sentence; the others are counted. */
const NAMED = 8;

/** What two attempts say of a patch where the first one failed and the second one did not. */
export function judgeMended(before: Failed, after: Made): Judgement {
  return { before: '', after: digestOf(after.answers), verdict: 'improved', difference: `The application can be made now, and could not before. ${before.because}` };
}

/** What two attempts say of a patch, where the first one was made. `again` is a second attempt at the first one: what differs between these two says nothing. */
export function judgeBoots(before: Made, after: Boot, declared: DeclaredAnswers, again?: Boot): Judgement {
  if (after.kind === 'failed') return { before: digestOf(before.answers), after: '', verdict: 'worse', difference: `The application cannot be made any more. ${after.because}` };
  const unsteady = again?.kind === 'made' ? unsteadyPlaces(before.answers.openapi, again.answers.openapi) : new Set<string>();
  const [was, is] = [before.answers, after.answers].map((answers) => ({ ...answers, openapi: withoutPlaces(answers.openapi, unsteady) })) as [Answers, Answers];
  const digests = { before: digestOf(was), after: digestOf(is) };
  const differences = compareAnswers(was, is, declared);
  const surprises = differences.filter((one) => !one.declared);
  const aside = unsteady.size > 0 ? ' What differs from one start to the next is not compared.' : '';
  if (differences.length === 0) return { ...digests, verdict: 'equal', difference: aside.trim() };
  if (surprises.length === 0) return { ...digests, verdict: 'changed', declared: true, difference: `As declared: ${named(differences)}.${aside}` };
  return { ...digests, verdict: 'changed', difference: `Not declared: ${named(surprises)}.${aside}` };
}

function named(differences: readonly { readonly words: string }[]): string {
  const words = differences.slice(0, NAMED).map(({ words: one }) => one);
  return `${words.join('; ')}${differences.length > NAMED ? `; and ${differences.length - NAMED} more` : ''}`;
}

function digestOf({ openapi, routes }: Answers): string {
  return fingerprint([canonical(openapi), canonical(routes as Json)]);
}
