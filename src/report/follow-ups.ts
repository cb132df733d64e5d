import type { FollowUp, FollowUpResult } from '../patch/patch-set.ts';
import { followUpKey } from '../patch/patch-set.ts';
import type { Paint } from './paint.ts';
import { shellLine, shellWord } from './shell.ts';
import { visible } from './visible.ts';

/** The result of each follow-up that has one, by its key. */
function byKey(results: readonly FollowUpResult[]): ReadonlyMap<string, FollowUpResult> {
  return new Map(results.map((result) => [followUpKey(result.followUp), result]));
}

/** The follow-ups that nobody has run with success yet. */
function open(followUps: readonly FollowUp[], results: readonly FollowUpResult[]): readonly FollowUp[] {
  const known = byKey(results);
  return followUps.filter((followUp) => known.get(followUpKey(followUp))?.kind !== 'done');
}

/** A follow-up as one line of POSIX shell, from the top of what was read. */
export function followUpLine({ run, in: folder = '' }: FollowUp): string {
  return folder === '' ? shellLine(run) : `(cd ${shellWord(folder)} && ${shellLine(run)})`;
}

/** What came of follow-ups and what is still to be run, for a terminal. */
export function followUpTexts(followUps: readonly FollowUp[], results: readonly FollowUpResult[], paint: Paint): string[] {
  const known = byKey(results);
  const done = results.filter((result) => result.kind === 'done');
  const left = open(followUps, results);
  return [
    ...(done.length > 0 ? [[paint.bold('Run'), ...done.flatMap((result) => doneLines(result, paint)), ''].join('\n')] : []),
    ...(left.length > 0 ? [[paint.bold('To run by hand'), ...left.flatMap((followUp) => leftLines(followUp, known.get(followUpKey(followUp)), paint)), ''].join('\n')] : []),
  ];
}

function doneLines({ followUp, files, notes }: Extract<FollowUpResult, { kind: 'done' }>, paint: Paint): string[] {
  const made = files.length === 0 ? 'It changed nothing.' : `It wrote ${files.map(visible).join(', ')}.`;
  return [`  ${paint.bold(`$ ${followUpLine(followUp)}`)}`, `    ${made}`, ...notes.map((note) => `    ${paint.yellow('look:')} ${visible(note)}`)];
}

function leftLines(followUp: FollowUp, result: FollowUpResult | undefined, paint: Paint): string[] {
  const failure = result?.kind === 'failed' ? [`    ${paint.red('failed:')} ${visible(result.because)}`, ...outputLines(result.output).map((line) => `      ${paint.dim(line)}`)] : [];
  return [`  ${paint.bold(`$ ${followUpLine(followUp)}`)}`, `    ${followUp.why}`, ...failure];
}

function outputLines(output: string): string[] {
  return output === '' ? [] : output.split(/\r?\n/).map(visible);
}

/** The same in Markdown, with headings. */
export function followUpMarkdown(followUps: readonly FollowUp[], results: readonly FollowUpResult[], fenced: (content: string, language: string) => string[]): string[] {
  const known = byKey(results);
  const done = results.filter((result) => result.kind === 'done');
  const left = open(followUps, results);
  const item = (followUp: FollowUp): string[] => {
    const result = known.get(followUpKey(followUp));
    const because = result?.kind === 'failed' ? ` It was tried and failed: ${visible(result.because)}` : '';
    const output = result?.kind === 'failed' && result.output !== '' ? ['', ...fenced(outputLines(result.output).join('\n'), 'text').map((line) => `  ${line}`), ''] : [];
    return [`- \`${followUpLine(followUp)}\`: ${followUp.why}${because}`, ...output];
  };
  const made = ({ followUp, files, notes }: Extract<FollowUpResult, { kind: 'done' }>): string =>
    [`- \`${followUpLine(followUp)}\` wrote ${files.length === 0 ? 'nothing' : files.map((path) => `\`${visible(path)}\``).join(', ')}.`, ...notes.map(visible)].join(' ');
  return [
    ...(done.length > 0 ? ['## What was run', '', ...done.map(made), ''] : []),
    ...(left.length > 0 ? ['## To run by hand', '', ...left.flatMap(item), ''] : []),
  ];
}

/** Follow-ups in the JSON form of a run: those without success first to last, with what came of them. */
export function followUpsJson(followUps: readonly FollowUp[], results: readonly FollowUpResult[]): object[] {
  const known = byKey(results);
  const all = new Map([...results.map(({ followUp }) => followUp), ...followUps].map((followUp) => [followUpKey(followUp), followUp]));
  return [...all].map(([key, { run, in: folder = '', why }]) => {
    const result = known.get(key);
    return { run, in: folder, why, ...(result ? { result: resultJson(result) } : {}) };
  });
}

function resultJson(result: FollowUpResult): object {
  switch (result.kind) {
    case 'done':
      return { kind: 'done', files: result.files, notes: result.notes };
    case 'failed':
      return { kind: 'failed', because: result.because, output: result.output };
    case 'left':
      return { kind: 'left' };
  }
}
