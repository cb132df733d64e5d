import { appendBlocks, insertBlocks, parseDotenv, topOf, type DotenvBlock, type DotenvLine, type Edit, type SettingsVariable, type SourceFile, type Task } from '#pystd';
import { surroundingsOf } from './create.ts';
import { entryFor } from './entry.ts';
import { firstWord, groupsOf } from './groups.ts';
import type { Options } from './index.ts';
import { keyLines, type Key } from './keys-in.ts';
import { isFor } from './keys.ts';
import { isLive } from './live.ts';
import type { Target } from './targets.ts';

/** Adds to an example what the settings read and it does not say. What it says stays as it is. */
export function completeExample(target: Target, file: SourceFile, task: Task<Options>): void {
  const keys = keyLines(file.text);
  const missing = target.variables.filter((variable) => !keys.some(({ key }) => isFor(key, variable)));
  if (missing.length === 0) return;
  const listed = listOf(missing.map(({ name }) => `\`${name}\``));
  const at = topOf(file.path);
  const rule = 'config/env-vars-documented';
  if (isLive(file, target, task)) return task.flag(at, `\`${file.path}\` lacks ${listed}, and the program itself reads it: what is added there would be set.`, { rule });
  task.change(at, `\`${file.path}\` lacks ${listed}.`, (edit) => edit.edit(file.path, additions(target, missing, file, task)), { rule });
}

/** Names in words, the first of many. */
function listOf(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
}

function additions(target: Target, missing: readonly SettingsVariable[], { text }: SourceFile, task: Task<Options>): readonly Edit[] {
  const surroundings = surroundingsOf(target, task);
  const lines = parseDotenv(text);
  const keys = keyLines(text);
  const behind = new Map<DotenvLine, DotenvBlock[]>();
  const atEnd: { readonly heading: DotenvBlock; readonly blocks: DotenvBlock[] }[] = [];
  for (const { title, variables } of groupsOf(target)) {
    const rest: DotenvBlock[] = [];
    for (const variable of variables.filter((one) => missing.includes(one))) {
      const anchor = anchorFor(variable, variables, title, keys, lines);
      if (anchor) behind.set(anchor, [...(behind.get(anchor) ?? []), entryFor(variable, surroundings)]);
      else rest.push(entryFor(variable, surroundings));
    }
    if (rest.length > 0) atEnd.push({ heading: title === undefined ? [] : [headingLike(lines, title)], blocks: rest });
  }
  const [first, ...others] = atEnd.flatMap(({ heading, blocks }) => [{ heading, blocks }]);
  const appended = first ? appendBlocks(text, first.heading, first.blocks) : [];
  // All that goes to the end is one edit: each further group stands behind a blank line.
  const more = others.map(({ heading, blocks }) => appendBlocks(text, heading, blocks)[0]?.text ?? '').join('');
  return [...[...behind].flatMap(([line, blocks]) => insertBlocks(text, line, blocks)), ...appended.map((edit) => ({ ...edit, text: edit.text + more }))];
}

/** The line a variable goes behind: the one of its group that comes before it in the class, else the last of its group, else the end of the block under its heading. */
function anchorFor(variable: SettingsVariable, group: readonly SettingsVariable[], title: string | undefined, keys: readonly Key[], lines: readonly DotenvLine[]): DotenvLine | undefined {
  const lineOf = (one: SettingsVariable): DotenvLine | undefined => keys.find(({ key }) => isFor(key, one))?.line;
  const word = firstWord(variable.name);
  if (title !== undefined) {
    const before = group.slice(0, group.indexOf(variable)).findLast((one) => lineOf(one));
    const sibling = before ?? group.findLast((one) => lineOf(one));
    return (sibling && lineOf(sibling)) ?? underHeading(title, lines);
  }
  const sameWord = keys.findLast(({ key }) => firstWord(key) === word && word !== variable.name.toUpperCase());
  if (sameWord) return sameWord.line;
  if (hasSections(lines)) return undefined;
  const before = group.slice(0, group.indexOf(variable)).findLast((one) => lineOf(one));
  return before && lineOf(before);
}

/** The last assignment of the block a heading stands over. */
function underHeading(title: string, lines: readonly DotenvLine[]): DotenvLine | undefined {
  const at = lines.findIndex((line) => line.kind === 'comment' && !line.offers && plain(line.text) === plain(title));
  if (at < 0) return undefined;
  const first = lines.findIndex((line, index) => index > at && (line.kind === 'variable' || isHeading(lines, index)));
  if (lines[first]?.kind !== 'variable') return lines[at];
  const end = lines.findIndex(({ kind }, index) => index > first && kind === 'blank');
  return lines.slice(first, end < 0 ? undefined : end).findLast(({ kind }) => kind === 'variable');
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s#=\-*~_:.[\]]+/g, '');
}

/** Whether a comment stands over a run of assignments, or is drawn as a heading. */
function isHeading(lines: readonly DotenvLine[], index: number): boolean {
  const line = lines[index];
  if (line?.kind !== 'comment' || line.offers) return false;
  const isTop = index === 0 || lines[index - 1]?.kind === 'blank';
  return /^#+\s*[=\-*~_#]{2,}/.test(line.text) || (isTop && lines[index + 1]?.kind === 'variable' && lines[index + 2]?.kind === 'variable');
}

function hasSections(lines: readonly DotenvLine[]): boolean {
  return lines.some((_, index) => isHeading(lines, index));
}

/** A heading drawn as the last one of the file is. */
function headingLike(lines: readonly DotenvLine[], title: string): string {
  const drawn = lines.flatMap((line) => (line.kind === 'comment' ? (/^(#+\s*[=\-*~_#]{2,}\s*)\w.*?(\s*[=\-*~_#]*)$/.exec(line.text) ?? []).slice(1, 3) : []));
  const [start, end] = drawn.slice(-2);
  return start === undefined ? `# ${title}` : `${start}${title}${end ?? ''}`;
}
