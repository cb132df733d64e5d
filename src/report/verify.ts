import { becauseOf, type Run } from '../engine/outcome.ts';
import { evidenceLine, count } from './text.ts';
import type { Paint } from './paint.ts';
import { visible } from './visible.ts';

/** What `verify` says to a person: of each patch whether it stands, and what was looked at. */
export function verifyText({ outcomes }: Run, paint: Paint): string {
  const lines = outcomes.flatMap((outcome) => {
    const because = becauseOf(outcome);
    const evidence = outcome.kind === 'changed' || outcome.kind === 'rejected' ? (outcome.patch?.evidence ?? []) : [];
    const head = outcome.kind === 'changed' ? `${paint.green('stands')} ${paint.bold(outcome.patch.title)}` : `${paint.red(outcome.kind)} ${visible(because ?? '')}`;
    return [`${head} ${paint.dim(`(${outcome.codemod})`)}`, ...evidence.map((one) => evidenceLine(one, paint))];
  });
  const standing = outcomes.filter(({ kind }) => kind === 'changed').length;
  const summary = standing === outcomes.length ? paint.green(`${count(standing, 'patch stands', 'patches stand')}.`) : `${standing} of ${count(outcomes.length, 'patch', 'patches')} ${standing === 1 ? 'stands' : 'stand'}.`;
  return [...lines, paint.bold(summary), ''].join('\n');
}
