import { linesOf, nameOf, quotedLine, trimmedLine, unspokenLines, type FileRewrite, type Line } from '#pystd';
import { isLabel, kindOf, namesProgram, namesTool, speaksOfTool } from './words.ts';
import { isOfKept, namesPoetry, type Surroundings } from '../surroundings.ts';

/**
 * What is left when everybody else has looked: each line of an executable or configuring file that still names Poetry, and one finding for
 * its comments, for code, and for a text for people. Nothing is edited.
 */
export function flagMentions(rewrite: FileRewrite, surroundings: Surroundings): void {
  const { file } = rewrite;
  const { path } = file;
  if (surroundings.projects.every(({ state }) => state === 'kept') || isOfKept(path, surroundings) || isQuiet(path)) return;
  const kind = kindOf(path);
  const isMention = kind === 'prose' ? speaksOfTool : kind === 'code' ? namesTool : namesProgram;
  const own = ownNames(surroundings);
  for (const line of linesOf(file.text).filter(({ text }) => namesPoetry(text))) {
    const because = isLabel(line.text) || !namesProgram(line.text) ? undefined : rewrite.whyLeft(line);
    if (because !== undefined) rewrite.flag(trimmedLine(line), because);
  }
  const left = unspokenLines(rewrite, namesPoetry).filter(({ text }) => isMention(own ? text.replace(own, '') : text) && !isForUsersOf(text, surroundings));
  if (nameOf(path) === 'pyproject.toml') return inManifest(rewrite, left);
  if (kind === 'prose') return once(rewrite, left, `\`${path}\` still mentions Poetry in this line`, ': prose is for a person to reword.');
  if (kind === 'code') return once(rewrite, left, `\`${path}\` still names Poetry in this line`, ': whether it breaks without Poetry is for a person to see.');
  once(rewrite, left.filter(({ text }) => isLabel(text)), `\`${path}\` still speaks of Poetry in this comment or name`, ': words are for a person to choose.');
  for (const line of left.filter(({ text }) => !isLabel(text))) rewrite.flag(trimmedLine(line), `\`${path}\` still mentions Poetry: \`${quotedLine(line)}\`.`);
}

/** Lists of what git leaves out are right with a name too many. */
function isQuiet(path: string): boolean {
  return nameOf(path) === '.gitignore';
}

/** Of a manifest only what is neither a table of Poetry's nor its build backend: of those the conversion speaks. */
function inManifest(rewrite: FileRewrite, lines: readonly Line[]): void {
  const { path, text } = rewrite.file;
  const left = lines.filter(({ start, text: line }) => !/^\s*\[/.test(line) && !/poetry[-_](?:core|dynamic)|masonry/.test(line) && !/^\[+tool\.poetry/m.test(text.slice(text.lastIndexOf('\n[', start) + 1, start)));
  once(rewrite, left, `\`${path}\` still names Poetry in this line`, ': it may be out of date.');
}

/** One finding at the first of several lines. */
function once(rewrite: FileRewrite, lines: readonly Line[], said: string, end: string): void {
  const [first, ...more] = lines;
  if (first) rewrite.flag(trimmedLine(first), `${said}${more.length > 0 ? ` and ${more.length} more ${more.length > 1 ? 'lines' : 'line'}` : ''}${end}`);
}

/** Names of packages of this repository that have Poetry's name in them. */
function ownNames({ projects }: Surroundings): RegExp | undefined {
  const names = projects.map(({ name }) => name).filter((name) => /poetry/i.test(name) && name !== 'poetry');
  return names.length > 0 ? new RegExp(names.map((name) => name.replace(/[-_.]+/g, '[-_.]+')).join('|'), 'gi') : undefined;
}

/** `poetry add` of a package of this repository tells its users what to do. */
function isForUsersOf(line: string, { projects }: Surroundings): boolean {
  return projects.some(({ name }) => new RegExp(`poetry add [^\\n]*\\b${name.replace(/[-_.]+/g, '[-_.]+')}\\b`, 'i').test(line)) && !namesProgram(line.replace(/poetry add/gi, ''));
}
