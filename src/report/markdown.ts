import { becauseOf, type Run } from '../engine/outcome.ts';
import type { Finding } from '../patch/finding.ts';
import { gitDiff } from '../patch/git.ts';
import type { FollowUpResult, Patch } from '../patch/patch-set.ts';
import { followUpMarkdown } from './follow-ups.ts';
import { shellWord } from './shell.ts';
import { visible } from './visible.ts';

/** A run as Markdown: what a pull request would say. */
export function fixMarkdown(run: Run, results: readonly FollowUpResult[]): string {
  return document(run, results, (patch, index) => [...patchSection(patch, index), '', ...fenced(gitDiff(patch.deltas), 'diff')], []);
}

/**
 * `REVIEW.md` of an `--output` folder: for each patch why it is there, what to look at, and how to try and undo it.
 * `names` are the patch files in order; `prefix` is the folder of the work tree the patches are meant for, `''` for its top.
 */
export function reviewMarkdown(run: Run, names: readonly string[], prefix: string): string {
  const am = `git am${prefix === '' ? '' : ` --directory=${shellWord(prefix)}`}`;
  const section = (patch: Patch, index: number): string[] => {
    const name = names[index] ?? '';
    const undo = `git revert --no-edit "$(git log -1 --format=%H --grep='^Pystd-Codemod: ${patch.codemod}$')"`;
    return [...patchSection(patch, index), '', `Patch: [\`${name}\`](${name}). To try it${index === 0 ? '' : ', after those before it'}, and to undo it:`, '', ...fenced(`${am} ${name}\n${undo}`, 'console')];
  };
  return document(run, [], section, names.length === 0 ? [] : howToApply(run.patchSet.base, am));
}

function howToApply(base: string, am: string): string[] {
  const onto = base === '' ? 'There is no commit the patches go onto: commit the files as they are first.' : `The patches go onto commit \`${base}\`.`;
  const commands = [`${am} *.patch`, 'git am --abort               # undo a series that stopped', 'git reset --keep ORIG_HEAD   # undo a series that went in'];
  return ['## How to apply', '', `${onto} Run the commands in the repository, with the path of this folder before the names.`, '', ...fenced(commands.join('\n'), 'console'), ''];
}

function document({ patchSet, outcomes }: Run, results: readonly FollowUpResult[], section: (patch: Patch, index: number) => string[], howTo: readonly string[]): string {
  const { patches, findings, followUps, standard } = patchSet;
  const troubles = outcomes.flatMap((outcome) => {
    const because = becauseOf(outcome);
    return because === undefined ? [] : [`- \`${outcome.codemod}\` (${outcome.kind}): ${because}`];
  });
  return [
    `# Toward the standard \`${standard}\``,
    '',
    patches.length === 0 ? 'There is nothing to change.' : `${patches.length} patch${patches.length === 1 ? '' : 'es'}, to be read and applied in this order.`,
    '',
    ...howTo,
    ...patches.flatMap((patch, index) => [...section(patch, index), '']),
    ...(findings.length > 0 ? ['## Left for a person', '', ...findings.map(findingItem), ''] : []),
    ...followUpMarkdown(followUps, results, fenced),
    ...(troubles.length > 0 ? ['## What was not kept', '', ...troubles, ''] : []),
  ].join('\n');
}

function patchSection({ codemod, title, why, safety, rules, findings, notes, evidence }: Patch, index: number): string[] {
  return [
    `## ${index + 1}. ${title}`,
    '',
    `Codemod \`${codemod}\`, safety **${safety}**, rules ${rules.map((rule) => `\`${rule}\``).join(', ')}.`,
    '',
    why.trim(),
    '',
    ...findings.map(findingItem),
    ...(notes.length > 0 ? ['', 'What to look at:', '', ...notes.map((note) => `- ${note}`)] : []),
    ...(evidence.length > 0 ? ['', 'Evidence:', '', ...evidence.map(({ kind, verdict, difference }) => `- ${kind}: **${verdict}**${difference === '' ? '' : `. ${visible(difference)}`}`)] : []),
  ];
}

function findingItem({ at, message, rule, safety }: Finding): string {
  return `- \`${visible(at.path)}:${at.line}\` (${safety}, \`${rule}\`): ${visible(message)}`;
}

/** A code block whose fence is longer than any inside it. */
function fenced(content: string, language: string): string[] {
  const longest = Math.max(2, ...[...content.matchAll(/`{3,}/g)].map(([fence]) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, content.replace(/\n$/, ''), fence];
}
