import { didYouMean, type Problem } from '../engine/problem.ts';
import { parameterOf } from '../engine/profile.ts';
import type { Rule } from '../engine/rule.ts';
import type { Described } from './described.ts';

/** A commit subject longer than this is cut off by most tools. */
const LONGEST_TITLE = 72;

/** Verbs in the imperative that look like another form. */
const IMPERATIVES: ReadonlySet<string> = new Set(['Bring', 'Embed', 'Feed', 'Need', 'Seed', 'Speed', 'Focus', 'Alias']);

/** What is wrong with the words of the codemods' metadata, all of them seen together. */
export function checkMetadata(codemods: readonly Described[], rules: ReadonlyMap<string, Rule>): Problem[] {
  const planned = [...rules.values()].flatMap(({ codemod }) => codemod ?? []);
  const ids = new Set([...planned, ...codemods.map(({ id }) => id)]);
  return codemods.flatMap((codemod) => [...checkWords(codemod), ...checkReferences(codemod, rules, ids)]);
}

function checkWords(codemod: Described): Problem[] {
  const { id, folder, title, why, safety } = codemod;
  const wrong = complaints(codemod);
  if (id !== folder) wrong.add('id', `The id \`${id}\` must be the name of the folder, \`${folder}\`.`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(folder)) wrong.add('id', `The id \`${folder}\` must be lower-case words joined by hyphens.`);
  const [verb = ''] = title.split(' ', 1);
  if (!/^[A-Z][a-z]+$/.test(verb) || (!IMPERATIVES.has(verb) && /(ing|ed|[^su]s)$/.test(verb))) {
    wrong.add('title', `The title must begin with a verb in the imperative: \`${title}\`.`);
  }
  if (/[.!?:]$/.test(title)) wrong.add('title', `The title becomes a commit subject and ends without punctuation: \`${title}\`.`);
  if (title.length > LONGEST_TITLE) wrong.add('title', `The title becomes a commit subject: ${title.length} characters are more than ${LONGEST_TITLE}.`);
  if (why === '') wrong.add('why', '`why` is missing: it becomes the README and the text of the pull request.');
  const open = why.split(/\n\s*\n|\n(?=\s*[-*] )/).map((part) => part.trim()).filter((part) => !part.startsWith('```') && part !== '');
  for (const part of open) if (!/[.?!][)`*_]*$/.test(part)) wrong.add('why', `Sentences end with a full stop: \`${part.split('\n').at(-1) ?? ''}\`.`);
  if (safety !== 'safe' && safety !== 'review') wrong.add('safety', '`safety` must be `safe` or `review`.');
  return wrong.problems;
}

function checkReferences(codemod: Described, rules: ReadonlyMap<string, Rule>, ids: ReadonlySet<string>): Problem[] {
  const wrong = complaints(codemod);
  if (codemod.rules.length === 0) wrong.add('rules', 'A codemod looks after at least one rule.');
  for (const rule of codemod.rules) if (!rules.has(rule)) wrong.add('rules', `There is no rule \`${rule}\`.`, didYouMean(rule, rules.keys()));
  for (const { parameter } of codemod.options) {
    const [rule] = parameter === undefined ? [] : parameterOf(parameter);
    if (rule !== undefined && !rules.has(rule)) wrong.add('parameters', `There is no rule \`${rule}\`.`, didYouMean(rule, rules.keys()));
  }
  for (const key of ['after', 'against'] as const) {
    for (const id of codemod[key]) {
      if (id === codemod.id) wrong.add(key, `\`${key}\` names the codemod itself.`);
      else if (!ids.has(id)) wrong.add(key, `\`${key}\` names \`${id}\`, which is neither a codemod nor planned by any rule.`, didYouMean(id, ids));
    }
  }
  return wrong.problems;
}

interface Complaints {
  readonly problems: Problem[];
  add(key: string, message: string, hint?: string): void;
}

function complaints({ folder, lines }: Described): Complaints {
  const problems: Problem[] = [];
  const add = (key: string, message: string, hint?: string): void => {
    problems.push({ file: `codemods/${folder}/index.ts`, line: lines.get(key) ?? 1, message, hint });
  };
  return { problems, add };
}
