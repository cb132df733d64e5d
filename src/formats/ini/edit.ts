import { deletion, insertion, replacement, type Edit } from '../../text/edit.ts';
import { indentationAt } from '../../text/indent.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import { checked, isIniRefusal, withOptions, type IniOutcome, type IniRefusal } from './change.ts';
import { optionAt } from './parse.ts';
import type { IniFile, IniOption, IniSection } from './syntax.ts';

/** Gives an option another value, whose lines are ended by `\n`. Lines that stay keep their place, as do comments between them. */
export function setIniOption(file: IniFile, section: string, name: string, value: string): IniOutcome {
  const option = optionAt(file, section, name);
  if (!option) return missing(section, name);
  if (option.value === value) return { edits: [] };
  const refusal = objection(value);
  if (refusal) return refusal;
  const intended = withOptions(file, section, (options) => options.map((one) => (one[0] === option.name ? [one[0], value] : one)));
  return checked(file, valueEdits(file, option, value.split('\n')), intended, []);
}

/** Takes away an option with the comments above it and within its value. */
export function removeIniOption(file: IniFile, section: string, name: string): IniOutcome {
  const option = optionAt(file, section, name);
  if (!option) return missing(section, name);
  const { text } = file;
  const start = lineStart(text, option.above[0]?.span.start ?? option.span.start);
  const { end } = option.span;
  const isUnended = end === text.length && !text.endsWith('\n') && start > 0;
  const span = { start: isUnended ? start - (text[start - 2] === '\r' ? 2 : 1) : start, end };
  const going = file.comments.filter((comment) => start <= comment.span.start && comment.span.end <= end);
  return checked(file, [deletion(span)], withOptions(file, section, (options) => options.filter(([one]) => one !== option.name)), going);
}

/** Puts an option into a section: before another one, or at the end. It is written like those beside it. */
export function insertIniOption(file: IniFile, section: string, key: string, value: string, before: string | undefined): IniOutcome {
  const home = file.sections.find((one) => one.name === section);
  if (!home) return { refused: `There is no section \`${section}\`.` };
  if (optionAt(file, section, key)) return { refused: `There is a \`${key}\` in \`${section}\` already.` };
  if (!/^[^=:\s#;[][^=:\n]*$/.test(key) || key.trim() !== key) return { refused: `An option cannot be called \`${key}\`.` };
  const refusal = objection(value);
  if (refusal) return refusal;
  const next = before === undefined ? undefined : optionAt(file, section, before);
  if (before !== undefined && !next) return missing(section, before);
  const at = next ? lineStart(file.text, next.above[0]?.span.start ?? next.span.start) : (home.options.at(-1)?.span.end ?? home.header.end);
  const intended = withOptions(file, section, (options) => options.toSpliced(next ? home.options.indexOf(next) : options.length, 0, [key.toLowerCase(), value]));
  return checked(file, [placeLines(file, at, optionLines(file, home, next ?? home.options.at(-1), key, value))], intended, []);
}

/** Takes a line out of a value that has one item on each line; the last one cannot go. */
export function removeIniItem(file: IniFile, section: string, name: string, index: number): IniOutcome {
  const items = itemsOf(file, section, name);
  if (isIniRefusal(items)) return items;
  const { option, lines } = items;
  if (lines.length === 1) return { refused: `Nothing would be left in \`${name}\`.` };
  const line = lines[index];
  if (!line) return { refused: `\`${name}\` has no item ${index}.` };
  return setIniOption(file, section, name, option.lines.filter((one) => one !== line).map(({ text }) => text).join('\n'));
}

/** Puts a line before the item at `index` of a value that has one item on each line; behind the last for an index past the end. */
export function insertIniItem(file: IniFile, section: string, name: string, index: number, item: string): IniOutcome {
  const items = itemsOf(file, section, name);
  if (isIniRefusal(items)) return items;
  if (item.trim() === '' || item.includes('\n')) return { refused: 'An item is one line.' };
  const { option, lines } = items;
  const next = lines[index];
  const at = next ? option.lines.indexOf(next) : option.lines.length;
  return setIniOption(file, section, name, option.lines.map(({ text }) => text).toSpliced(at, 0, item).join('\n'));
}

function itemsOf(file: IniFile, section: string, name: string): { readonly option: IniOption; readonly lines: IniOption['lines'] } | IniRefusal {
  const option = optionAt(file, section, name);
  if (!option) return missing(section, name);
  if (option.lines.length === 1 || option.lines[0]?.text !== '') return { refused: `\`${name}\` does not have its items on lines of their own.` };
  return { option, lines: option.lines.filter(({ text }) => text !== '') };
}

function missing(section: string, name: string): IniRefusal {
  return { refused: `There is no \`${name}\` in \`${section}\`.` };
}

/** A value as it can be read back: no line is white space or a comment, and it does not end with a blank line. */
function objection(value: string): IniRefusal | undefined {
  const lines = value.split('\n');
  const isWritable = lines.every((line, index) => line.trim() === line && !/[\r\f\v]/.test(line) && !(index > 0 && /^[#;]/.test(line))) && (value === '' || lines.at(-1) !== '');
  return isWritable ? undefined : { refused: 'A line of the value would not be read back as it is.' };
}

/** Replaces the lines between the first and the last that differ. */
function valueEdits({ text, eol }: IniFile, { lines, span, keySpan, delimiter }: IniOption, wanted: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < Math.min(lines.length, wanted.length) && lines[start]?.text === wanted[start]) start++;
  let same = 0;
  while (same < Math.min(lines.length, wanted.length) - Math.max(start, 1) && lines[lines.length - 1 - same]?.text === wanted[wanted.length - 1 - same]) same++;
  const going = lines.slice(start, lines.length - same);
  const coming = wanted.slice(start, wanted.length - same);
  const indentation = indentationOf(text, lines, span.start);
  const edits: Edit[] = [];
  const paired = Math.min(going.length, coming.length);
  going.slice(0, paired).forEach((line, index) => {
    const isFirst = start + index === 0;
    const fresh = coming[index] ?? '';
    const glue = isFirst && line.text === '' && fresh !== '' && !/\s$/.test(text.slice(keySpan.end, line.span.end)) && delimiter.startsWith(' ') ? ' ' : '';
    const before = !isFirst && line.text === '' ? indentation : '';
    edits.push(replacement(isFirst && fresh === '' ? { start: text.slice(0, line.span.start).trimEnd().length, end: line.span.end } : line.span, glue + before + fresh));
  });
  for (const line of going.slice(paired)) edits.push(deletion(lineSpan(text, line.span.start)));
  const extra = coming.slice(paired);
  const last = lines[start + paired - 1];
  if (extra.length > 0 && last) edits.push(insertion(contentEnd(text, last.span.end), extra.map((line) => eol + (line === '' ? '' : indentation + line)).join('')));
  return edits;
}

/** A line with the line ending before it: there is one, since the first line of a value never goes. */
function lineSpan(text: string, offset: number): { readonly start: number; readonly end: number } {
  const start = lineStart(text, offset);
  return { start: start - (text[start - 2] === '\r' ? 2 : 1), end: contentEnd(text, offset) };
}

function contentEnd(text: string, offset: number): number {
  return text.slice(0, lineEnd(text, offset)).replace(/\r?\n$/, '').length;
}

function indentationOf(text: string, lines: IniOption['lines'], start: number): string {
  const line = lines.find((one, index) => index > 0 && one.text !== '');
  return line ? indentationAt(text, line.span.start) : `${indentationAt(text, start)}    `;
}

function optionLines({ text, eol, sections }: IniFile, home: IniSection, beside: IniOption | undefined, key: string, value: string): string {
  const near = [...home.options].reverse();
  const all = [...near, ...sections.flatMap(({ options }) => options)];
  const sign = all[0]?.delimiter ?? ' = ';
  const delimiter = sign.includes('\n') || sign.length > 3 ? ' = ' : sign.trim() === sign ? sign : ` ${sign.trim()} `.slice(sign.startsWith(' ') ? 0 : 1);
  const indented = all.find((option) => option.lines.length > 1);
  const [first = '', ...rest] = value.split('\n');
  const margin = beside ? indentationAt(text, beside.span.start) : '';
  const usual = indented ? indentationOf(text, indented.lines, indented.span.start) : '    ';
  const indentation = usual.startsWith(margin) && usual.length > margin.length ? usual : `${margin}    `;
  return [(margin + key + (first === '' ? delimiter.trimEnd() : delimiter) + first), ...rest.map((line) => (line === '' ? '' : indentation + line))].join(eol);
}

function placeLines({ text, eol }: IniFile, at: number, lines: string): Edit {
  return insertion(at, at === 0 || text[at - 1] === '\n' ? lines + eol : eol + lines);
}
