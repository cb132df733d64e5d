import { without, type Call, type Outcome, type Subcommands } from './call.ts';
import type { Arg } from './command.ts';
import { has, type Text } from './options.ts';

const MOVED = 'The environment is `.venv` unless `UV_PROJECT_ENVIRONMENT` names another place.';
const ACTIVATE = 'source .venv/bin/activate';

/** `shell` and `env …`: uv keeps one environment for a project, `.venv`. */
export const ENVIRONMENT: Subcommands = {
  shell: { options: [], operands: 'none', translate: shell },
  'env activate': { options: [], operands: 'none', translate: activate },
  'env info': { options: [{ names: ['--path', '-p'] }, { names: ['--executable', '-e'] }], operands: 'none', translate: info },
  'env use': { options: [], operands: 'some', translate: use },
  'env list': without('uv has one environment for a project, so there is nothing to list.'),
  'env remove': { options: [{ names: ['--all'] }], operands: 'some', translate: remove },
};

function shell({ setting }: Call): Outcome {
  if (setting !== 'docs') return { problem: 'uv starts no shell: activate `.venv` where the commands need it, or run them with `uv run`.' };
  return { shell: [ACTIVATE.split(' ')], remarks: [] };
}

/** Poetry prints the command; people are told the command itself. */
function activate({ setting }: Call): Outcome {
  return { shell: [setting === 'docs' ? ACTIVATE.split(' ') : ['echo', ACTIVATE]], prints: ACTIVATE, remarks: setting === 'docs' ? [] : [MOVED] };
}

function info({ line }: Call): Outcome {
  if (has(line, '--path')) return { shell: [['echo', '.venv']], prints: '.venv', remarks: [MOVED] };
  return { tool: [['python', 'find']], remarks: has(line, '--executable') ? [] : ['uv prints the interpreter and nothing else.'] };
}

function use({ line }: Call): Outcome {
  const [python, ...others] = line.operands;
  if (!python || others.length > 0) return { problem: '`poetry env use` takes one Python.' };
  const request = requestOf(python);
  if (request === undefined) return { problem: `uv pins a version or a path of Python, and \`${python.raw}\` is neither.` };
  return { tool: [['python', 'pin', request]], remarks: ['uv writes the choice to `.python-version`, which goes into the repository.'] };
}

/** `.python-version` holds versions and paths, but no name that is looked up on PATH. */
function requestOf({ value, raw, arg }: Text): Arg | undefined {
  if (value === undefined) return /version/i.test(raw) && !/which|command -v/.test(raw) ? arg : undefined;
  const version = /^(?:python)?(\d+\.\d+(?:\.\d+)?)$/.exec(value)?.[1];
  if (version !== undefined) return version === value ? arg : version;
  return /^\/[^\s]*\/(?:python|pypy)[\d.]*$/.test(value) ? arg : undefined;
}

function remove({ setting }: Call): Outcome {
  if (setting === 'environment') return { problem: 'Inside tox and nox another environment is meant.' };
  return { shell: [['rm', '-rf', '.venv']], remarks: [MOVED] };
}
