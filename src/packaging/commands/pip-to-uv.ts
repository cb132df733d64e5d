import { isProblem } from '../problem.ts';
import { commandOf, type Outcome, type Subcommands } from './call.ts';
import type { Arg, PipFacts, Setting, Translation, Word } from './command.ts';
import { carried, readLine, type GivenOption, type OptionRule } from './options.ts';
import { PIP_COMMANDS } from './pip-install.ts';
import { PIPENV_COMMANDS } from './pipenv.ts';
import { pipIndex } from './poetry-run.ts';
import { commands, unknown, withGlobals } from './translation.ts';

const QUIET: readonly OptionRule[] = [{ names: ['--quiet', '-q'], becomes: ['-q'] }, { names: ['--verbose', '-v'], becomes: ['-v'] }];

/** Options of pip that stand before its command as well; none means anything to uv. */
const PIP_GLOBALS: readonly OptionRule[] = [
  ...QUIET,
  { names: ['--no-cache-dir'], becomes: ['--no-cache'] },
  { names: ['--disable-pip-version-check'], becomes: [] },
  { names: ['--no-input'], becomes: [] },
  { names: ['--no-color'], becomes: ['--color', 'never'] },
  { names: ['--root-user-action', '--progress-bar', '--retries', '--log'], takesValue: true, becomes: [] },
  { names: ['--timeout', '--default-timeout'], takesValue: true, becomes: [] },
];

interface Tool {
  /** The number of words that call it. */
  readonly length: number;
  readonly globals: readonly OptionRule[];
  readonly commands: Subcommands<PipFacts>;
}

/** Whether words call pip, pip-tools or Pipenv, or make an environment. */
export function callsPip(words: readonly Word[]): boolean {
  return toolOf(words) !== undefined || environmentMade(words) !== undefined;
}

/**
 * The command line of uv for one of pip, pip-tools or Pipenv that works on the project. What installs other things than the project's own
 * requirements is left alone: it may belong to another environment.
 */
export function pipToUv(words: readonly Word[], facts: PipFacts, setting: Setting): Translation {
  const folder = environmentMade(words);
  if (folder !== undefined) return folder === '.venv' ? commands([['uv', 'venv', '--allow-existing']]) : unknown('uv keeps the environment of a project in `.venv`.');
  const tool = toolOf(words);
  if (!tool) return unknown('This calls neither pip nor Pipenv.');
  const before = readLine(words, tool.length, [...tool.globals, ...(tool.commands['']?.options ?? [])], true);
  if (isProblem(before)) return unknown(before.problem);
  const named = commandOf(before, tool.commands) ?? byOption(tool);
  if (!named) return unknown(`\`${words.map(({ raw }) => raw).join(' ')}\` has no counterpart in uv.`);
  const { subcommand, length } = named;
  const start = length === 0 ? tool.length : words.length - before.operands.length + length;
  const line = readLine(words, start, [...subcommand.options, ...tool.globals], subcommand.operands === 'program');
  if (isProblem(line)) return unknown(line.problem);
  if (subcommand.operands === 'none' && line.operands.length > 0) return unknown(`\`${line.operands[0]?.raw ?? ''}\` is not understood here.`);
  const isGlobal = ({ rule }: GivenOption): boolean => tool.globals.includes(rule);
  const early = length === 0 ? undefined : before.options.find((option) => !isGlobal(option));
  if (early) return unknown(`\`${early.name}\` stands before a command.`);
  const globals = [...(length === 0 ? [] : before.options), ...line.options].filter(isGlobal);
  const own = line.options.filter((option) => !isGlobal(option));
  return finished(subcommand.translate({ line: { ...line, options: own }, facts, setting }), carried({ options: globals, operands: [] }));
}

/** What a tool does without a command's name. */
function byOption({ commands: table }: Tool) {
  const subcommand = table[''];
  return subcommand && { subcommand, length: 0 };
}

function finished(outcome: Outcome, globals: readonly Arg[]): Translation {
  if (isProblem(outcome)) return unknown(outcome.problem);
  if ('removed' in outcome) return { kind: 'removed', remarks: outcome.removed };
  const made = 'shell' in outcome ? outcome.shell : outcome.tool.map((command) => ['uv', ...withGlobals(command, globals)]);
  return commands(made, outcome.remarks, outcome.prints);
}

function toolOf(words: readonly Word[]): Tool | undefined {
  const values = words.map(({ value }) => value);
  const pip = pipIndex(values);
  if (pip !== undefined) return { length: pip + 1, globals: PIP_GLOBALS, commands: PIP_COMMANDS };
  const isModule = /^python3?(?:\.\d+)?$/.test(values[0] ?? '') && values[1] === '-m';
  const name = isModule ? values[2] : values[0];
  const length = isModule ? 3 : 1;
  if (name === 'pipenv') return { length, globals: QUIET, commands: PIPENV_COMMANDS };
  const table = isModule && name === 'piptools' ? `pip-${values[3] ?? ''}` : name;
  if (table !== 'pip-sync' && table !== 'pip-compile') return undefined;
  const only = PIP_COMMANDS[table];
  return only && { length: isModule ? 4 : 1, globals: QUIET, commands: { '': only } };
}

/** The folder of an environment that `python -m venv` or `virtualenv` makes, when nothing else is said. */
function environmentMade(words: readonly Word[]): string | undefined {
  const values = words.map(({ value }) => value ?? '');
  if (/^python3?(?:\.\d+)?$/.test(values[0] ?? '') && values[1] === '-m' && /^(?:venv|virtualenv)$/.test(values[2] ?? '') && values.length === 4) return values[3];
  return values[0] === 'virtualenv' && values.length === 2 ? values[1] : undefined;
}
