import { isProblem } from '../problem.ts';
import { commandOf, type Outcome } from './call.ts';
import type { Arg, ProjectFacts, Setting, Translation, Word } from './command.ts';
import { carried, readLine, type GivenOption, type Line, type OptionRule } from './options.ts';
import { findPoetry, isVariable, type Program } from './poetry-program.ts';
import { POETRY_COMMANDS } from './poetry-commands.ts';
import { commands, unknown, withGlobals } from './translation.ts';

/** Options that every command of Poetry has, before the command's name as well as behind it. */
export const GLOBAL_OPTIONS: readonly OptionRule[] = [
  { names: ['--no-interaction', '-n'], becomes: [] },
  { names: ['--no-plugins'], becomes: [] },
  // uv colours nothing that is not a terminal, where this is mostly written.
  { names: ['--no-ansi'], becomes: [] },
  { names: ['--ansi'], becomes: ['--color', 'always'] },
  { names: ['--quiet', '-q'], becomes: ['-q'] },
  { names: ['--verbose', '-v'], becomes: ['-v'] },
  { names: ['--no-cache'], becomes: ['--no-cache'] },
  { names: ['--directory', '-C'], takesValue: true, becomes: ['--directory'] },
  { names: ['--project', '-P'], takesValue: true, becomes: ['--project'] },
];

/** Commands where it matters that Poetry 1 stays in its folder with `--directory`: what they write or run is found from there. */
const RELATIVE = new Set(['run', 'export', 'build']);

/** Whether words call Poetry: as a program, as `python -m poetry`, or behind a program that starts another, such as `sudo` or `docker compose exec`. */
export function callsPoetry(words: readonly Word[]): boolean {
  return findPoetry(words) !== undefined;
}

/**
 * The command line of uv that does what one of Poetry does. What is not understood to the last word is left alone, with the reason;
 * where the meaning changes in a way that a person should know, a remark says so.
 */
export function poetryToUv(words: readonly Word[], facts: ProjectFacts, setting: Setting): Translation {
  const program = findPoetry(words);
  if (!program) return { kind: 'unknown', because: 'This does not call Poetry.' };
  const before = readLine(words, program.end, [...GLOBAL_OPTIONS, { names: ['--version', '-V'] }], true);
  if (isProblem(before)) return unknown(before.problem);
  if (before.options.some(({ name }) => name === '--version')) {
    return before.operands.length > 0 ? unknown('`--version` stands before a command.') : commands([[...programWords(words, program), '--version']], []);
  }
  const named = commandOf(before, POETRY_COMMANDS);
  if (!named) return unknown(before.operands.length === 0 ? 'No command of Poetry follows.' : `\`${before.operands[0]?.raw ?? ''}\` is no command of Poetry that is known here.`);
  const { subcommand, name, length } = named;
  if (subcommand.because !== undefined) return unknown(subcommand.because);
  const line = readLine(words, words.length - before.operands.length + length, [...subcommand.options, ...GLOBAL_OPTIONS], subcommand.operands === 'program');
  if (isProblem(line)) return unknown(line.problem);
  if (subcommand.operands === 'none' && line.operands.length > 0) return unknown(`\`poetry ${name}\` takes no \`${line.operands[0]?.raw ?? ''}\`.`);
  const nested = name === 'run' ? poetryInside(words, before, line, facts, program.setting ?? setting) : undefined;
  if (nested) return nested;
  const own: Line = { ...line, options: line.options.filter(({ rule }) => !GLOBAL_OPTIONS.includes(rule)) };
  const outcome = subcommand.translate({ line: own, facts, setting: program.setting ?? setting });
  return finished(outcome, words, program, globalOptions([before, line]), name, facts);
}

/** `poetry run poetry …` is what stands inside, when nothing is said outside. */
function poetryInside(words: readonly Word[], before: Line, line: Line, facts: ProjectFacts, setting: Setting): Translation | undefined {
  const start = words.length - line.operands.length;
  const inner = findPoetry(words.slice(start));
  if (inner?.start !== 0) return undefined;
  if (before.options.length + line.options.length > 0) return unknown('Poetry runs itself with options of its own.');
  const result = poetryToUv(words.slice(start), facts, setting);
  if (result.kind !== 'commands') return result;
  return { ...result, commands: result.commands.map((command) => command.map((arg) => shifted(arg, start))) };
}

function shifted(arg: Arg, by: number): Arg {
  if (typeof arg === 'string') return arg;
  return typeof arg === 'number' ? arg + by : { from: arg.from + by, text: arg.text };
}

/** The options of all commands that are given; `-vvv` is as talkative as one `-v` of uv, which traces itself with more. */
function globalOptions(lines: readonly Line[]): readonly GivenOption[] {
  const given = lines.flatMap((line) => line.options.filter(({ rule }) => GLOBAL_OPTIONS.includes(rule)));
  return given.filter(({ name }, index) => name !== '--verbose' || given.findIndex((one) => one.name === name) === index);
}

/** Where a command works stands before its name, what else goes for all commands behind it. */
function finished(outcome: Outcome, words: readonly Word[], program: Program, globals: readonly GivenOption[], name: string, facts: ProjectFacts): Translation {
  if (isProblem(outcome)) return unknown(outcome.problem);
  const isWrapped = program.start > 0;
  if ('removed' in outcome) return isWrapped ? unknown('Nothing takes its place, but another program starts it.') : { kind: 'removed', remarks: outcome.removed };
  const isPlace = (option: GivenOption): boolean => option.rule.takesValue === true;
  const isElsewhere = globals.some(isPlace);
  if ('shell' in outcome && (isElsewhere || isWrapped)) return unknown('What takes its place works in the current folder only.');
  const isProjectOnly = facts.poetryMajor === 1 && RELATIVE.has(name);
  const place = carried({ options: globals.filter(isPlace), operands: [] }).map((arg) => (arg === '--directory' && isProjectOnly ? '--project' : arg));
  const others = carried({ options: globals.filter((option) => !isPlace(option)), operands: [] });
  const made = 'shell' in outcome ? outcome.shell : outcome.tool.map((command) => [...programWords(words, program), ...place, ...withGlobals(command, others)]);
  if (isWrapped && made.length > 1) return unknown('Several commands take its place, but another program starts it.');
  return commands(made, outcome.remarks ?? [], outcome.prints);
}

/** uv's own name, behind the program that starts it; a variable that names Poetry keeps standing: its value changes where it is set. */
function programWords(words: readonly Word[], { start, end }: Program): Arg[] {
  const starter = Array.from({ length: start }, (_, index): Arg => index);
  return [...starter, end === start + 1 && isVariable(words[start]?.raw ?? '') ? start : 'uv'];
}
