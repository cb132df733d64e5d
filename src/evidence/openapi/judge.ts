import { fingerprint } from '../../patch/digest.ts';
import type { Evidence } from '../../patch/evidence.ts';
import type { DeclaredAnswers } from '../../patch/patch-set.ts';
import { canonical, compareAnswers, type Answers, type Json } from './compare.ts';

/** What came of an attempt to make an application. `because` is a full sentence. */
export type Boot = { readonly kind: 'made'; readonly answers: Answers; readonly tool: string } | { readonly kind: 'failed'; readonly because: string; readonly missing: readonly string[] };

/** Differences named in a sentence; the others are counted. */
const NAMED = 8;

/** What two attempts say of a patch; `undefined` where the application could not even be made before. */
export function judgeBoots(before: Boot, after: Boot, declared: DeclaredAnswers): Pick<Evidence, 'before' | 'after' | 'verdict' | 'difference' | 'declared'> | undefined {
  if (before.kind === 'failed') return undefined;
  if (after.kind === 'failed') return { before: digestOf(before.answers), after: '', verdict: 'worse', difference: `The application cannot be made any more. ${after.because}` };
  const digests = { before: digestOf(before.answers), after: digestOf(after.answers) };
  const differences = compareAnswers(before.answers, after.answers, declared);
  const surprises = differences.filter((one) => !one.declared);
  if (differences.length === 0) return { ...digests, verdict: 'equal', difference: '' };
  if (surprises.length === 0) return { ...digests, verdict: 'changed', declared: true, difference: `As declared: ${named(differences)}.` };
  return { ...digests, verdict: 'changed', difference: `Not declared: ${named(surprises)}.` };
}

function named(differences: readonly { readonly words: string }[]): string {
  const words = differences.slice(0, NAMED).map(({ words: one }) => one);
  return `${words.join('; ')}${differences.length > NAMED ? `; and ${differences.length - NAMED} more` : ''}`;
}

function digestOf({ openapi, routes }: Answers): string {
  return fingerprint([canonical(openapi), canonical(routes as Json)]);
}
