import { isProblem } from '../problem.ts';
import type { Call, Outcome, Subcommands } from './call.ts';
import type { Arg, PipFacts } from './command.ts';
import { carried, has, type OptionRule } from './options.ts';
import { environment, environmentRemarks } from './poetry-install.ts';
import { RUN } from './poetry-run.ts';
import { packageNames } from './requirement-words.ts';

const DEV: OptionRule = { names: ['--dev', '-d'] };
const INSTALL: readonly OptionRule[] = [
  DEV,
  { names: ['--deploy'], becomes: [] },
  { names: ['--ignore-pipfile'], becomes: [] },
  { names: ['--system'], becomes: [] },
  { names: ['--skip-lock'] },
];

/** Pipenv's commands; `''` holds what it does by an option alone. */
export const PIPENV_COMMANDS: Subcommands<PipFacts> = {
  install: { options: INSTALL, operands: 'some', translate: install },
  sync: { options: [DEV, { names: ['--system'], becomes: [] }], operands: 'none', translate: sync },
  update: { options: [DEV], operands: 'some', translate: update },
  uninstall: { options: [DEV], operands: 'some', translate: uninstall },
  lock: { options: [{ names: ['--dev', '-d'], becomes: [] }], operands: 'none', translate: () => ({ tool: [['lock', '--upgrade']], remarks: ['Pipenv raises every version when it locks, as `--upgrade` does.'] }) },
  verify: { options: [], operands: 'none', translate: () => ({ tool: [['lock', '--check']] }) },
  graph: { options: [], operands: 'none', translate: () => ({ tool: [['tree']], remarks: ['The output looks different: a script that reads it must change.'] }) },
  run: { options: [], operands: 'program', translate: (call) => RUN['run']?.translate(call) ?? { problem: '`pipenv run` is not understood.' } },
  shell: { options: [], operands: 'none', translate: ({ setting }) => (setting === 'docs' ? { shell: [['source', '.venv/bin/activate']] } : { problem: 'uv starts no shell.' }) },
  '': { options: [{ names: ['--venv'] }, { names: ['--rm'] }, { names: ['--version'] }], operands: 'none', translate: byOption },
};

/** Pipenv leaves its development packages out unless it is told otherwise. */
function sync(call: Call<PipFacts>): Outcome {
  const { line, setting } = call;
  const locked: Arg[] = setting === 'image' || setting === 'ci' || has(line, '--deploy') || has(line, '--ignore-pipfile') ? ['--locked'] : [];
  const groups: Arg[] = has(line, '--dev') ? [] : ['--no-default-groups'];
  const remarks = has(line, '--system') ? ['uv installs into `.venv`, whose `bin` belongs on PATH, and not into the system.'] : [];
  return { tool: [['sync', ...locked, ...environment(call), ...groups, ...carried(line)]], remarks: [...remarks, ...environmentRemarks(call)] };
}

function install(call: Call<PipFacts>): Outcome {
  const { line } = call;
  if (has(line, '--skip-lock')) return { problem: 'uv installs nothing without a lock.' };
  if (line.operands.length === 0) return sync(call);
  if (has(line, '--system') || has(line, '--deploy') || has(line, '--ignore-pipfile')) return { problem: 'A package is added where only the lock should be installed.' };
  return changed(call, 'add');
}

function uninstall(call: Call<PipFacts>): Outcome {
  return call.line.operands.length === 0 ? { problem: '`pipenv uninstall` names no package.' } : changed(call, 'remove');
}

function changed(call: Call<PipFacts>, name: 'add' | 'remove'): Outcome {
  const { line } = call;
  const odd = line.operands.find(({ value }) => value === undefined || !/^[A-Za-z0-9][\w.-]*(?:\[[\w.,-]+\])?(?:[=<>!~]=?[^\s;]*)?$/.test(value));
  if (odd) return { problem: `\`${odd.raw}\` is not a requirement that is understood here.` };
  const group: Arg[] = has(line, '--dev') ? ['--dev'] : [];
  return { tool: [[name, ...environment(call), ...group, ...carried(line), ...line.operands.map(({ arg }) => arg)]], remarks: environmentRemarks(call) };
}

function update(call: Call<PipFacts>): Outcome {
  const { line } = call;
  const packages = packageNames(line.operands);
  if (isProblem(packages)) return packages;
  const names = packages.flatMap((name) => ['--upgrade-package', name]);
  const groups: Arg[] = has(line, '--dev') ? [] : ['--no-default-groups'];
  return { tool: [['sync', ...environment(call), ...(names.length > 0 ? names : ['--upgrade']), ...groups, ...carried(line)]], remarks: environmentRemarks(call) };
}

function byOption({ line, setting }: Call<PipFacts>): Outcome {
  const [option, ...others] = line.options;
  if (others.length > 0) return { problem: 'Several options of Pipenv stand together.' };
  if (option?.name === '--venv') return { shell: [['echo', '.venv']], prints: '.venv', remarks: ['The environment is `.venv` unless `UV_PROJECT_ENVIRONMENT` names another place.'] };
  if (option?.name === '--rm') return setting === 'environment' ? { problem: 'Inside tox and nox another environment is meant.' } : { shell: [['rm', '-rf', '.venv']] };
  return option?.name === '--version' ? { tool: [['--version']] } : { problem: 'No command of Pipenv follows.' };
}
