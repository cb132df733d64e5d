import { isProblem } from '../problem.ts';
import { commandOf, type Outcome, type Subcommands } from './call.ts';
import type { Arg, ProjectFacts, Setting, Translation, Word } from './command.ts';
import { carried, readLine, type OptionRule } from './options.ts';
import { commands, unknown } from './translation.ts';
import { UV_OTHER } from './uv-other.ts';
import { UV_PROJECT } from './uv-project.ts';

const COMMANDS: Subcommands = { ...UV_PROJECT, ...UV_OTHER };

/** Options that every command of uv has. */
const GLOBAL_OPTIONS: readonly OptionRule[] = [
  { names: ['--quiet', '-q'], becomes: ['-q'] },
  { names: ['--verbose', '-v'], becomes: ['-v'] },
  { names: ['--no-cache', '-n'], becomes: ['--no-cache'] },
  { names: ['--no-progress'], becomes: [] },
  { names: ['--directory'], takesValue: true, becomes: ['--directory'] },
  { names: ['--project'], takesValue: true, becomes: ['--project'] },
];

/** Whether words call uv or uvx. */
export function callsUv(words: readonly Word[]): boolean {
  return callLength(words) > 0;
}

/** The command line of Poetry that does what one of uv does; what is not understood to the last word is left alone, with the reason. */
export function uvToPoetry(words: readonly Word[], facts: ProjectFacts, setting: Setting): Translation {
  const length = callLength(words);
  if (length === 0) return unknown('This does not call uv.');
  if (words[0]?.value === 'uvx') return words[1] && !words[1].raw.startsWith('-') ? commands([['pipx', 'run', ...words.slice(1).map((_, index): Arg => index + 1)]]) : unknown('The tool that runs is not named first.');
  if (words[length]?.value === '--version' && words.length === length + 1) return commands([['poetry', '--version']]);
  const before = readLine(words, length, GLOBAL_OPTIONS, true);
  if (isProblem(before)) return unknown(before.problem);
  const named = commandOf(before, COMMANDS);
  if (!named) return unknown(`\`${before.operands[0]?.raw ?? ''}\` is no command of uv that Poetry has.`);
  const start = words.length - before.operands.length + (named.name.startsWith('pip ') ? 1 : named.length);
  const { subcommand } = named;
  if (subcommand.because !== undefined) return unknown(subcommand.because);
  const line = readLine(words, start, [...subcommand.options, ...GLOBAL_OPTIONS], subcommand.operands === 'program');
  if (isProblem(line)) return unknown(line.problem);
  if (subcommand.operands === 'none' && line.operands.length > 0) return unknown(`\`uv ${named.name}\` takes no \`${line.operands[0]?.raw ?? ''}\`.`);
  const own = line.options.filter(({ rule }) => !GLOBAL_OPTIONS.includes(rule));
  const globals = carried({ options: [...before.options, ...line.options].filter(({ rule }) => GLOBAL_OPTIONS.includes(rule)), operands: [] });
  return finished(subcommand.translate({ line: { ...line, options: own }, facts, setting }), globals);
}

function finished(outcome: Outcome, globals: readonly Arg[]): Translation {
  if (isProblem(outcome)) return unknown(outcome.problem);
  if ('removed' in outcome) return { kind: 'removed', remarks: outcome.removed };
  if ('shell' in outcome && globals.length > 0) return unknown('An option stands for another program.');
  const made = 'shell' in outcome ? outcome.shell : outcome.tool.map((command) => ['poetry', ...globals, ...command]);
  return commands(made, outcome.remarks, outcome.prints);
}

function callLength(words: readonly Word[]): number {
  const [first = '', second, third] = words.slice(0, 3).map(({ value }) => value ?? '');
  if (/^(?:.*[\\/])?uv(?:\.exe)?$/.test(first) || first === 'uvx') return 1;
  return /^python3?$/.test(first) && second === '-m' && third === 'uv' ? 3 : 0;
}
