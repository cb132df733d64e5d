import { isProblem } from '../problem.ts';
import type { Call, Outcome, Subcommands } from './call.ts';
import type { Arg } from './command.ts';
import { carried, has, valuesOf, type OptionRule } from './options.ts';
import { packageNames } from './requirement-words.ts';
import { chosenInPoetry, UV_CHOICE } from './uv-groups.ts';

/** Options that say nothing to Poetry: it always holds to its lock, and knows one environment. */
const SILENT: readonly OptionRule[] = [
  ...['--locked', '--frozen', '--active', '--no-progress', '--no-python-downloads'].map((name) => ({ names: [name], becomes: [] })),
  { names: ['--link-mode'], takesValue: true, becomes: [] },
];

/** uv's commands that work on the project's environment, lock and dependencies. */
export const UV_PROJECT: Subcommands = {
  sync: {
    options: [
      ...UV_CHOICE, ...SILENT,
      { names: ['--inexact'] },
      { names: ['--no-install-project'] },
      { names: ['--no-install-local', '--no-install-workspace'] },
      { names: ['--upgrade', '-U'] },
      { names: ['--upgrade-package', '-P'], takesValue: true },
      { names: ['--dry-run'], becomes: ['--dry-run'] },
      { names: ['--compile-bytecode', '--compile'], becomes: ['--compile'] },
    ],
    operands: 'none',
    translate: sync,
  },
  run: { options: [...UV_CHOICE, ...SILENT, { names: ['--no-sync'] }, { names: ['--exact'], becomes: [] }, { names: ['--module', '-m'], becomes: [] }], operands: 'program', translate: run },
  lock: { options: [{ names: ['--check', '--locked'] }, { names: ['--upgrade', '-U'] }, { names: ['--upgrade-package', '-P'], takesValue: true }], operands: 'none', translate: lock },
  add: {
    options: [
      ...SILENT,
      { names: ['--dev'], becomes: ['--group', 'dev'] },
      { names: ['--group'], takesValue: true, becomes: ['--group'] },
      { names: ['--optional'], takesValue: true, becomes: ['--optional'] },
      { names: ['--extra'], takesValue: true, becomes: ['--extras'] },
      { names: ['--marker', '-m'], takesValue: true, becomes: ['--markers'] },
      { names: ['--editable'], becomes: ['--editable'] },
      { names: ['--no-sync'], becomes: ['--lock'] },
    ],
    operands: 'some',
    translate: add,
  },
  remove: {
    options: [...SILENT, { names: ['--dev'], becomes: ['--group', 'dev'] }, { names: ['--group'], takesValue: true, becomes: ['--group'] }, { names: ['--no-sync'], becomes: ['--lock'] }],
    operands: 'some',
    translate: ({ line }) => (line.operands.length === 0 ? { problem: '`uv remove` names no package.' } : { tool: [['remove', ...carried(line), ...line.operands.map(({ arg }) => arg)]] }),
  },
};

/** Poetry 2 has `sync`; in Poetry 1 it is an option of `install`. With `--inexact` other packages stay, as with `install`. */
function sync(call: Call): Outcome {
  const { line, facts } = call;
  const choice = chosenInPoetry(line, facts);
  if (isProblem(choice)) return choice;
  const isExact = !has(line, '--inexact');
  const root: Arg[] = [];
  if (choice.isWithoutProject || has(line, '--no-install-project') || has(line, '--no-install-local')) root.push('--no-root');
  if (has(line, '--no-install-local')) root.push('--no-directory');
  const packages = packageNames(valuesOf(line, '--upgrade-package'));
  if (isProblem(packages)) return packages;
  if (packages.length > 0 || has(line, '--upgrade')) {
    const odd = line.options.find(({ name }) => !['--upgrade', '--upgrade-package', '--inexact'].includes(name) && !SILENT.some(({ names }) => names.includes(name)));
    if (odd) return { problem: `Beside an upgrade, \`${odd.name}\` has no counterpart in Poetry.` };
    return { tool: [['update', ...(isExact ? ['--sync'] : []), ...packages]] };
  }
  const command: Arg[] = !isExact ? ['install'] : facts.poetryMajor === 1 ? ['install', '--sync'] : ['sync'];
  return { tool: [[...command, ...choice.args, ...root, ...carried(line)]] };
}

/** Poetry runs in the environment as it is: what uv would have installed first is installed by a command of its own. */
function run(call: Call): Outcome {
  const { line, facts } = call;
  const [program, ...rest] = line.operands;
  if (!program) return { problem: '`uv run` names no program.' };
  const choice = chosenInPoetry(line, facts);
  if (isProblem(choice)) return choice;
  const words: Arg[] = [program.arg, ...rest.map(({ arg }) => arg)];
  const isScript = program.value !== undefined && /\.pyw?$/.test(program.value);
  if (program.value === undefined && isVariableScript(program.raw)) return { problem: `Whether \`${program.raw}\` is a program or a script is known only when it runs.` };
  const python: Arg[] = has(line, '--module') ? ['python', '-m'] : isScript ? ['python'] : [];
  const command: Arg[] = ['run', ...python, ...words];
  if (choice.args.length === 0 || has(line, '--no-sync')) return { tool: [command], remarks: has(line, '--no-sync') ? [] : ['Poetry installs nothing before it runs a program.'] };
  const root: Arg[] = choice.isWithoutProject ? ['--no-root'] : [];
  return { tool: [['install', ...choice.args, ...root], command] };
}

function isVariableScript(raw: string): boolean {
  return /\.py"?$/.test(raw);
}

function lock({ line, facts }: Call): Outcome {
  if (has(line, '--check')) return { tool: [['check', '--lock']] };
  const packages = packageNames(valuesOf(line, '--upgrade-package'));
  if (isProblem(packages)) return packages;
  if (packages.length > 0) return has(line, '--upgrade') ? { problem: 'All packages are upgraded, and some by name.' } : { tool: [['update', '--lock', ...packages]] };
  if (facts.poetryMajor === 1) return { tool: [['lock', ...(has(line, '--upgrade') ? [] : ['--no-update'])]] };
  return { tool: [['lock', ...(has(line, '--upgrade') ? ['--regenerate'] : [])]] };
}

/** Poetry reads PEP 508 as well; where it would take a word another way it is left alone. */
function add({ line }: Call): Outcome {
  if (line.operands.length === 0) return { problem: '`uv add` names no package.' };
  const odd = line.operands.find(({ value }) => value === undefined || !/^(?:[A-Za-z0-9][\w.-]*(?:\[[\w.,\s-]+\])?(?:\s*[=<>!~]=?[^;@]*)?|\.{1,2}\/\S*|git\+\S+)$/.test(value));
  return odd ? { problem: `\`${odd.raw}\` is not a requirement that is understood here.` } : { tool: [['add', ...carried(line), ...line.operands.map(({ arg }) => arg)]] };
}
