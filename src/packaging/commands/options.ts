import type { Problem } from '../problem.ts';
import type { Arg, Word } from './command.ts';

/** One option of a command: what it is called, whether it takes a value, and what it is in the other tool. */
export interface OptionRule {
  /** All spellings; the first is the name it is asked for by. */
  readonly names: readonly string[];
  readonly takesValue?: boolean;
  /** The words it becomes, its value behind them; none when it is dropped. Not given: the command's own translation looks at it. */
  readonly becomes?: readonly string[];
}

/** A word, or the value in one: what it says when that is known, and how it is carried into another command. */
export interface Text {
  readonly value: string | undefined;
  readonly raw: string;
  readonly arg: Arg;
}

/** An option as it was given, with the value that came with it. */
export interface GivenOption {
  readonly rule: OptionRule;
  readonly name: string;
  readonly text?: Text;
}

/** A command line apart: its options in their order, and the words that are none. */
export interface Line {
  readonly options: readonly GivenOption[];
  readonly operands: readonly Text[];
}

interface Reading {
  readonly words: readonly Word[];
  readonly rules: readonly OptionRule[];
  readonly options: GivenOption[];
}

/** The word at an index, as it is carried. */
export function textAt(words: readonly Word[], index: number): Text {
  const { value, raw } = words[index] ?? { value: '', raw: '' };
  return { value, raw, arg: index };
}

/**
 * Takes a command line apart from a word on. With `stopAtOperand` all words from the first operand on are operands: they belong to another
 * program. An option that no rule knows is a problem, and so is a word whose role cannot be told.
 */
export function readLine(words: readonly Word[], from: number, rules: readonly OptionRule[], stopAtOperand = false): Line | Problem {
  const operands: Text[] = [];
  const reading: Reading = { words, rules, options: [] };
  let at = from;
  while (at < words.length) {
    const { value = '', raw } = words[at] ?? { value: '', raw: '' };
    const spelling = words[at]?.value ?? raw;
    if (value === '--' || (stopAtOperand && !isOption(spelling))) {
      for (let rest = value === '--' ? at + 1 : at; rest < words.length; rest += 1) operands.push(textAt(words, rest));
      break;
    }
    if (!isOption(spelling)) {
      operands.push(textAt(words, at));
      at += 1;
      continue;
    }
    const next = spelling.startsWith('--') ? readLong(reading, at, spelling) : readShort(reading, at, spelling);
    if (typeof next !== 'number') return next;
    at = next;
  }
  return { options: reading.options, operands };
}

/** Whether an option was given. */
export function has(line: Line, name: string): boolean {
  return line.options.some((option) => option.name === name);
}

/** The values of an option, in their order. */
export function valuesOf(line: Line, name: string): Text[] {
  return line.options.flatMap((option) => (option.name === name && option.text ? [option.text] : []));
}

/** The words of the options that stand in a table with what they become. */
export function carried(line: Line): Arg[] {
  return line.options.flatMap(({ rule, text }) => (rule.becomes ? [...rule.becomes, ...(rule.becomes.length > 0 && text ? [text.arg] : [])] : []));
}

function isOption(spelling: string): boolean {
  return spelling.startsWith('-') && spelling !== '-';
}

/** `--name`, `--name value`, `--name=value`: the index of the next word. */
function readLong({ words, rules, options }: Reading, at: number, spelling: string): number | Problem {
  const equals = spelling.indexOf('=');
  const name = equals < 0 ? spelling : spelling.slice(0, equals);
  const rule = rules.find(({ names }) => names.includes(name));
  if (!rule) return unknownOption(name);
  if (!rule.takesValue) {
    if (equals >= 0) return { problem: `The option \`${name}\` takes no value.` };
    if (words[at]?.value === undefined) return unknownOption(spelling);
    options.push({ rule, name: nameOf(rule) });
    return at + 1;
  }
  if (equals >= 0) {
    options.push({ rule, name: nameOf(rule), text: partOf(words, at, equals + 1) });
    return at + 1;
  }
  return readValue({ words, rules, options }, at, rule);
}

/** `-x`, `-x value`, `-xvalue`, `-xyz`: the index of the next word. */
function readShort({ words, rules, options }: Reading, at: number, spelling: string): number | Problem {
  for (let letter = 1; letter < spelling.length; letter += 1) {
    const rule = rules.find(({ names }) => names.includes(`-${spelling.charAt(letter)}`));
    if (!rule) return unknownOption(letter === 1 ? spelling : `-${spelling.charAt(letter)}`);
    if (rule.takesValue) {
      if (letter === spelling.length - 1) return readValue({ words, rules, options }, at, rule);
      if (spelling[letter + 1] === '=') return { problem: `\`${spelling}\` gives the option a value that starts with \`=\`.` };
      options.push({ rule, name: nameOf(rule), text: partOf(words, at, letter + 1) });
      return at + 1;
    }
    if (words[at]?.value === undefined) return unknownOption(spelling);
    options.push({ rule, name: nameOf(rule) });
  }
  return at + 1;
}

function readValue({ words, options }: Reading, at: number, rule: OptionRule): number | Problem {
  if (at + 1 >= words.length) return { problem: `The option \`${nameOf(rule)}\` has no value.` };
  options.push({ rule, name: nameOf(rule), text: textAt(words, at + 1) });
  return at + 2;
}

/** What stands in a word behind its option: as a value when it is known, otherwise as raw text. */
function partOf(words: readonly Word[], at: number, start: number): Text {
  const { value, raw } = words[at] ?? { value: '', raw: '' };
  if (value !== undefined) return { value: value.slice(start), raw: value.slice(start), arg: value.slice(start) };
  return { value: undefined, raw: raw.slice(start), arg: { from: at, text: raw.slice(start) } };
}

function nameOf(rule: OptionRule): string {
  return rule.names[0] ?? '';
}

function unknownOption(name: string): Problem {
  return { problem: `It is not known what \`${name}\` does.` };
}
