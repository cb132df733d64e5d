import { readGitDiff, type FilePatch } from './git-diff.ts';
import { readMail } from './mail.ts';
import type { Manifest, PatchFacts } from './manifest.ts';

/** A patch of a folder that `fix --output` wrote. */
export interface WrittenPatch {
  /** As in the name of its file, from 1. */
  readonly number: number;
  readonly name: string;
  readonly facts: PatchFacts;
  /** Why, as its mail says. */
  readonly why: string;
  readonly files: readonly FilePatch[];
}

/** A file of the folder. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

const NAME = /^(\d{4})-([a-z0-9-]+)\.patch$/;

/** Reads the patches of a folder in their order; a full sentence where one cannot be read. */
export function readSeries({ patches }: Manifest, files: readonly NamedText[]): readonly WrittenPatch[] | { readonly problem: string } {
  const series: WrittenPatch[] = [];
  for (const { name, text } of files) {
    const [, number, codemod] = NAME.exec(name) ?? [];
    if (number === undefined || codemod === undefined) continue;
    // With follow-ups a codemod may have two patches.
    const facts = patches[Number(number) - 1];
    if (facts?.codemod !== codemod) return { problem: `\`patch-set.json\` says nothing of ${name}.` };
    const mail = readMail(text);
    if ('problem' in mail) return { problem: `${name} cannot be read. ${mail.problem}` };
    const changes = readGitDiff(mail.diff);
    if ('problem' in changes) return { problem: `${name} cannot be read. ${changes.problem}` };
    series.push({ number: Number(number), name, facts, why: mail.message.replace(/(?:\n|^)Pystd-Codemod: [\s\S]*$/, '').trim(), files: changes });
  }
  return series.sort((a, b) => a.number - b.number);
}
