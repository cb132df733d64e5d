import { becauseOf, type Outcome, type Run } from '../engine/outcome.ts';
import type { Evidence } from '../patch/evidence.ts';
import type { Finding, Safety } from '../patch/finding.ts';
import { diffStat, gitDiff } from '../patch/git.ts';
import type { FollowUpResult, Patch } from '../patch/patch-set.ts';
import { followUpTexts } from './follow-ups.ts';
import { visible } from './visible.ts';
import { paintDiff, type Paint } from './paint.ts';

/** What `check` says to a person. */
export function checkText(standard: string, findings: readonly Finding[], outcomes: readonly Outcome[], paint: Paint): string {
  const lines = findings.map((finding) => findingLine(finding, paint));
  const troubles = troubleLines(outcomes, paint);
  const fixable = findings.filter(({ fix }) => fix !== undefined).length;
  const summary = findings.length === 0 ? paint.green(`Nothing found by the checks of ${standard}.`) : `${count(findings.length, 'finding')} against ${standard}, ${fixable} of them with a fix (\`pystd fix --dry-run\` shows it).`;
  return [...lines, ...(lines.length > 0 ? [''] : []), ...troubles, paint.bold(summary), ''].join('\n');
}

/** What `fix` says to a person. `written` says whether the patches are in the working tree now, `results` what came of follow-ups. */
export function fixText({ patchSet, outcomes }: Run, written: boolean, results: readonly FollowUpResult[], paint: Paint): string {
  const { patches, findings, followUps, standard } = patchSet;
  const parts = patches.map((patch, index) => patchText(patch, `${index + 1}/${patches.length}`, paint));
  if (findings.length > 0) parts.push([paint.bold('Left for a person'), ...findings.map((finding) => findingLine(finding, paint)), ''].join('\n'));
  parts.push(...followUpTexts(followUps, results, paint));
  const troubles = troubleLines(outcomes, paint);
  const stat = diffStat(patches.flatMap(({ deltas }) => deltas));
  const done = written ? 'written' : 'proposed';
  const summary =
    patches.length === 0 && findings.length === 0
      ? paint.green(`Nothing to do for ${standard}.`)
      : `${count(patches.length, 'patch', 'patches')} ${done} for ${standard}: ${count(stat.files, 'file')} (${paint.green(`+${stat.insertions}`)} ${paint.red(`-${stat.deletions}`)}). ${count(findings.length, 'finding')} left for a person.`;
  return [...parts, ...troubles, paint.bold(summary), ''].join('\n');
}

function patchText({ codemod, title, safety, findings, notes, deltas, evidence }: Patch, number: string, paint: Paint): string {
  return [
    `${paint.bold(`${number} ${title}`)} ${paint.dim(`(${codemod},`)} ${safetyWord(safety, paint)}${paint.dim(')')}`,
    ...findings.map(({ at, message }) => `  ${paint.cyan(`${visible(at.path)}:${at.line}`)} ${visible(message)}`),
    ...notes.map((note) => `  ${paint.yellow('look:')} ${note}`),
    ...evidence.map((one) => evidenceLine(one, paint)),
    '',
    paintDiff(gitDiff(deltas), paint),
  ].join('\n');
}

/** What was looked at in one way, and what came of it. */
export function evidenceLine({ kind, verdict, difference }: Evidence, paint: Paint): string {
  const word = verdict === 'worse' ? paint.red(verdict) : verdict === 'improved' ? paint.green(verdict) : verdict === 'equal' ? verdict : paint.yellow(verdict);
  return `  ${paint.dim('evidence:')} ${kind} ${word}${difference === '' ? '' : `: ${visible(difference)}`}`;
}

function findingLine({ at, message, rule, safety }: Finding, paint: Paint): string {
  return `${paint.cyan(`${visible(at.path)}:${at.line}:${at.column}`)} ${safetyWord(safety, paint)} ${visible(message)} ${paint.dim(`[${rule}]`)}`;
}

/** What went wrong with codemods: said even when everything else is fine. */
function troubleLines(outcomes: readonly Outcome[], paint: Paint): string[] {
  return outcomes.flatMap((outcome) => {
    const because = becauseOf(outcome);
    return because === undefined ? [] : [`${paint.red(`${outcome.codemod} was ${outcome.kind === 'rejected' ? 'rejected' : 'stopped by an error'}:`)} ${because}`];
  });
}

function safetyWord(safety: Safety, paint: Paint): string {
  return safety === 'safe' ? paint.green(safety) : safety === 'review' ? paint.yellow(safety) : paint.red(safety);
}

/** A number with its noun. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
