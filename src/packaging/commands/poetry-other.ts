import { without, type Call, type Outcome, type Subcommands } from './call.ts';
import { carried } from './options.ts';

const ANY_OPTION = { options: [{ names: ['--all'] }] } as const;

/** Poetry's care for itself, its caches, new projects and interpreters. */
export const OTHER: Subcommands = {
  'self add': { options: [{ names: ['--editable', '-e'] }, { names: ['--extras', '-E'], takesValue: true }, { names: ['--source'], takesValue: true }, { names: ['--allow-prereleases'] }, { names: ['--dry-run'] }], operands: 'some', translate: plugins },
  'self install': { options: [{ names: ['--sync'] }], operands: 'none', translate: plugins },
  'self sync': { options: [], operands: 'none', translate: plugins },
  'self lock': { options: [{ names: ['--no-update'] }, { names: ['--regenerate'] }, { names: ['--check'] }], operands: 'none', translate: plugins },
  'self remove': { options: [{ names: ['--dry-run'] }], operands: 'some', translate: () => ({ removed: [] }) },
  'self update': { options: [{ names: ['--preview'] }, { names: ['--dry-run'] }], operands: 'some', translate: selfUpdate },
  'self show': without('uv has no plugins to show.'),
  plugin: without('uv has no plugins.'),
  'cache clear': { ...ANY_OPTION, operands: 'some', translate: clearCache },
  'cache list': { options: [], operands: 'none', translate: () => ({ tool: [['cache', 'dir']], remarks: ['uv has one cache and prints its folder.'] }) },
  init: { options: [{ names: ['--name'], takesValue: true, becomes: ['--name'] }, { names: ['--description'], takesValue: true, becomes: ['--description'] }], operands: 'none', translate: init },
  new: { options: [{ names: ['--name'], takesValue: true, becomes: ['--name'] }, { names: ['--description'], takesValue: true, becomes: ['--description'] }, { names: ['--src'], becomes: [] }], operands: 'some', translate: newProject },
  'python install': { options: [{ names: ['--reinstall', '-r'], becomes: ['--reinstall'] }], operands: 'some', translate: (call) => python(call, 'install') },
  'python remove': { options: [], operands: 'some', translate: (call) => python(call, 'uninstall') },
  'python list': { options: [{ names: ['--managed', '-m'], becomes: ['--managed-python'] }], operands: 'some', translate: (call) => python(call, 'list') },
  completions: { options: [], operands: 'some', translate: completions },
  about: { options: [], operands: 'none', translate: () => ({ tool: [['--version']] }) },
  'debug info': { options: [], operands: 'none', translate: () => ({ tool: [['--version'], ['python', 'find']] }) },
  'debug resolve': without('uv shows no resolution by itself; `uv tree` shows what is locked.'),
  search: without('uv searches no index.'),
  list: without("It lists Poetry's commands."),
  help: without("It explains Poetry's commands."),
  'source add': without('An index belongs into `[[tool.uv.index]]` of pyproject.toml.'),
  'source remove': without('An index stands in `[[tool.uv.index]]` of pyproject.toml.'),
  'source show': without('The indexes stand in `[[tool.uv.index]]` of pyproject.toml.'),
  'dynamic-versioning': without('The version is computed by the build backend; `hatchling` with `uv-dynamic-versioning` does it.'),
  up: without('uv raises no lower bounds in pyproject.toml; `uv sync --upgrade` upgrades within them.'),
  dotenv: without('uv reads a file of variables with `uv run --env-file`.'),
  'bundle venv': without('An environment elsewhere is made by `uv sync --no-editable` with `UV_PROJECT_ENVIRONMENT`.'),
  poe: { options: [], operands: 'program', translate: poe },
};

/** What plugins of Poetry are in uv, where there is something. */
const PLUGINS: Readonly<Record<string, string>> = {
  'poetry-plugin-export': '`uv export` is built in.',
  'poetry-plugin-shell': '`source .venv/bin/activate` opens the environment.',
  'poetry-plugin-up': '`uv sync --upgrade` upgrades within the bounds of pyproject.toml.',
  'poetry-plugin-bundle': '`uv sync --no-editable` with `UV_PROJECT_ENVIRONMENT` makes an environment elsewhere.',
  'poetry-dynamic-versioning': 'The version is the work of the build backend that `[build-system]` names: no plugin is needed to run it.',
  'poetry-plugin-dotenv': '`uv run --env-file` reads a file of variables.',
  'poetry-dotenv-plugin': '`uv run --env-file` reads a file of variables.',
  'keyrings.google-artifactregistry-auth': 'uv calls the program `keyring` when `keyring-provider` says so: `uv tool install keyring --with keyrings.google-artifactregistry-auth`.',
  poethepoet: '`uv tool install poethepoet` or a dependency group has it.',
};

function plugins({ line }: Call): Outcome {
  const names = line.operands.map(({ value, raw }) => /^[\w.-]+/.exec(value ?? raw)?.[0] ?? raw);
  return { removed: names.map((name) => (Object.hasOwn(PLUGINS, name) ? PLUGINS[name] : undefined) ?? `uv has no plugins; what \`${name}\` did must be done another way.`) };
}

function selfUpdate({ line }: Call): Outcome {
  if (line.operands.length > 0 || line.options.length > 0) return { problem: 'A version of Poetry is none of uv.' };
  return { tool: [['self', 'update']], remarks: ['`uv self update` works only where uv was installed by its own installer.'] };
}

function clearCache({ line }: Call): Outcome {
  const [cache, ...others] = line.operands;
  if (others.length > 0) return { problem: '`poetry cache clear` takes one cache.' };
  const name = /^[^:]+:([A-Za-z0-9][\w.-]*)(?::.*)?$/.exec(cache?.value ?? '')?.[1];
  if (name !== undefined) return { tool: [['cache', 'clean', name]] };
  return cache?.value === undefined && cache ? { problem: `Which cache \`${cache.raw}\` is, is known only when it runs.` } : { tool: [['cache', 'clean']] };
}

function init({ line }: Call): Outcome {
  return { tool: [['init', '--bare', ...carried(line)]], remarks: ['uv asks no questions.'] };
}

function newProject({ line }: Call): Outcome {
  const [path, ...others] = line.operands;
  if (!path || others.length > 0) return { problem: '`poetry new` takes one folder.' };
  return { tool: [['init', '--lib', ...carried(line), path.arg]], remarks: ["The files uv lays out are not quite Poetry's."] };
}

/** uv knows the shells by the same names. */
function completions({ line }: Call): Outcome {
  const [shell, ...others] = line.operands;
  if (others.length > 0 || !/^(?:bash|zsh|fish)$/.test(shell?.value ?? '')) return { problem: '`uv generate-shell-completion` has to be told the shell.' };
  return { tool: [['generate-shell-completion', ...(shell ? [shell.arg] : [])]] };
}

function python({ line }: Call, name: string): Outcome {
  return { tool: [['python', name, ...carried(line), ...line.operands.map(({ arg }) => arg)]] };
}

function poe({ line, setting }: Call): Outcome {
  const isReduced = setting === 'image';
  return { tool: [['run', ...(isReduced ? ['--no-sync'] : []), 'poe', ...line.operands.map(({ arg }) => arg)]], remarks: ['`poethepoet` must be in a dependency group.'] };
}
