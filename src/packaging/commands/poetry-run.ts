import type { Call, Outcome, Subcommands } from './call.ts';
import type { Arg } from './command.ts';
import type { Text } from './options.ts';
import { pipOfVenv } from './venv-pip.ts';
import { environmentRemarks } from './poetry-install.ts';

/** `run`: another program's command line behind Poetry's. */
export const RUN: Subcommands = {
  run: { options: [], operands: 'program', translate: run },
};

function run(call: Call): Outcome {
  const { line, facts } = call;
  const [program, ...rest] = line.operands;
  if (!program) return { problem: '`poetry run` names no program.' };
  const pip = pipWords(line.operands);
  if (pip) return pipOfVenv(pip);
  const target = program.value === undefined ? undefined : facts.scripts.get(program.value);
  const words: Arg[] = [program.arg, ...rest.map(({ arg }) => arg)];
  if (target === undefined || facts.isPackage) return synced(call, words, []);
  const code = callOf(target);
  if (typeof code !== 'string') return code;
  return synced(call, ['python', '-c', code, ...words.slice(1)], [
    `The project is no package, so uv installs no script \`${program.value ?? ''}\`: its function is called, as Poetry does.`,
  ]);
}

/** `uv run` brings the environment up to date first, with the default groups: in an image it must not, and inside tox another one is meant. */
function synced(call: Call, words: readonly Arg[], remarks: readonly string[]): Outcome {
  if (call.setting === 'image') {
    const remark = '`--no-sync` keeps `uv run` from installing the default groups at start-up; where `.venv/bin` is on PATH, the program alone does as well.';
    return { tool: [['run', '--no-sync', ...words]], remarks: [remark, ...remarks] };
  }
  const active: Arg[] = call.setting === 'environment' ? ['--active'] : [];
  return { tool: [['run', ...active, ...words]], remarks: [...environmentRemarks(call), ...remarks] };
}

/** What follows `pip` in `pip …` or `python -m pip …`: an environment of uv has no pip. */
function pipWords(operands: readonly Text[]): Text[] | undefined {
  const at = pipIndex(operands.map(({ value }) => value));
  return at === undefined ? undefined : operands.slice(at + 1);
}

/** Where `pip` stands in the words of a command that runs it. */
export function pipIndex(values: readonly (string | undefined)[]): number | undefined {
  const [program = '', option, module] = values;
  if (/^pip3?(?:\.\d+)?$/.test(program)) return 0;
  return /^python3?(?:\.\d+)?$/.test(program) && option === '-m' && module === 'pip' ? 2 : undefined;
}

/** Python that does what an entry point `module:function` does. */
function callOf(target: string): string | { readonly problem: string } {
  const parts = /^\s*([A-Za-z_][\w.]*)\s*:\s*([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)\s*$/.exec(target);
  if (!parts) return { problem: `The script's target \`${target}\` is not a function of a module.` };
  const [, module = '', name = '', attributes = ''] = parts;
  return `from ${module} import ${name}; raise SystemExit(${name}${attributes}())`;
}
