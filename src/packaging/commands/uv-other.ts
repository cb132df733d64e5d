import { isProblem } from '../problem.ts';
import { without, type Call, type Outcome, type Subcommands } from './call.ts';
import type { Arg } from './command.ts';
import { carried, has, valuesOf } from './options.ts';
import { chosenInPoetry, UV_CHOICE } from './uv-groups.ts';

const PIP = { options: [], operands: 'program' } as const;

/** uv's commands that build, publish and show, and those about interpreters, tools and caches. */
export const UV_OTHER: Subcommands = {
  build: {
    options: [{ names: ['--wheel'], becomes: ['--format', 'wheel'] }, { names: ['--sdist'], becomes: ['--format', 'sdist'] }, { names: ['--out-dir', '-o'], takesValue: true, becomes: ['--output'] }, { names: ['--clear'], becomes: ['--clean'] }],
    operands: 'none',
    translate: ({ line }) => (has(line, '--wheel') && has(line, '--sdist') ? { tool: [['build', ...carried({ ...line, options: line.options.filter(({ name }) => name !== '--wheel' && name !== '--sdist') })]] } : { tool: [['build', ...carried(line)]] }),
  },
  publish: {
    options: [
      { names: ['--index'], takesValue: true, becomes: ['--repository'] },
      { names: ['--username', '-u'], takesValue: true, becomes: ['--username'] },
      { names: ['--password', '-p'], takesValue: true, becomes: ['--password'] },
      { names: ['--token', '-t'], takesValue: true, becomes: ['--username', '__token__', '--password'] },
      { names: ['--dry-run'], becomes: ['--dry-run'] },
    ],
    operands: 'none',
    translate: publish,
  },
  export: {
    options: [
      ...UV_CHOICE,
      { names: ['--format'], takesValue: true },
      { names: ['--output-file', '-o'], takesValue: true, becomes: ['--output'] },
      { names: ['--no-hashes'], becomes: ['--without-hashes'] },
      { names: ['--no-emit-project', '--no-emit-workspace'] },
      ...['--frozen', '--locked', '--no-header', '--no-annotate', '--emit-index-url'].map((name) => ({ names: [name], becomes: [] })),
    ],
    operands: 'none',
    translate: exportLock,
  },
  version: {
    options: [{ names: ['--short'], becomes: ['--short'] }, { names: ['--dry-run'], becomes: ['--dry-run'] }, { names: ['--bump'], takesValue: true }, { names: ['--frozen'], becomes: [] }, { names: ['--no-sync'], becomes: [] }],
    operands: 'some',
    translate: version,
  },
  tree: { options: [...UV_CHOICE, { names: ['--outdated'] }, { names: ['--depth', '-d'], takesValue: true }, { names: ['--frozen', '--locked'], becomes: [] }], operands: 'none', translate: tree },
  'pip install': { ...PIP, translate: pip },
  'pip uninstall': { ...PIP, translate: pip },
  'pip list': { ...PIP, translate: pip },
  'pip freeze': { ...PIP, translate: pip },
  'pip show': { ...PIP, translate: pip },
  'pip check': { ...PIP, translate: pip },
  'pip compile': without('Poetry compiles no requirements files; `poetry export` writes what is locked.'),
  'pip sync': without('Poetry installs no requirements files.'),
  venv: { options: [{ names: ['--allow-existing'], becomes: [] }, { names: ['--clear', '-c'], becomes: [] }], operands: 'some', translate: venv },
  'python install': { options: [], operands: 'some', translate: (call) => python(call, 'install') },
  'python uninstall': { options: [], operands: 'some', translate: (call) => python(call, 'remove') },
  'python list': { options: [], operands: 'none', translate: (call) => python(call, 'list') },
  'python pin': { options: [], operands: 'some', translate: ({ line }) => (line.operands.length === 1 ? { tool: [['env', 'use', ...line.operands.map(({ arg }) => arg)]] } : { problem: '`uv python pin` takes one Python.' }) },
  'python find': { options: [], operands: 'none', translate: () => ({ tool: [['env', 'info', '--executable']] }) },
  'tool run': { options: [], operands: 'program', translate: ({ line }) => tool(line.operands.map(({ arg }) => arg), 'run') },
  'tool install': { options: [], operands: 'some', translate: ({ line }) => tool(line.operands.map(({ arg }) => arg), 'install') },
  'tool uninstall': { options: [], operands: 'some', translate: ({ line }) => tool(line.operands.map(({ arg }) => arg), 'uninstall') },
  'cache clean': { options: [], operands: 'none', translate: () => ({ tool: [['cache', 'clear', '--all', '--no-interaction', '.']] }) },
  'cache prune': { options: [{ names: ['--ci'], becomes: [] }], operands: 'none', translate: () => ({ removed: ['Poetry does not prune its cache.'] }) },
  'cache dir': { options: [], operands: 'none', translate: () => ({ tool: [['config', 'cache-dir']] }) },
  'self update': { options: [], operands: 'none', translate: () => ({ tool: [['self', 'update']] }) },
};

function publish({ line }: Call): Outcome {
  const isTwice = has(line, '--token') && (has(line, '--username') || has(line, '--password'));
  if (isTwice) return { problem: 'A token stands beside a user or a password.' };
  return { tool: [['publish', ...carried(line)]] };
}

function exportLock({ line, facts }: Call): Outcome {
  const choice = chosenInPoetry({ ...line, options: line.options.filter(({ name }) => name !== '--no-default-groups') }, facts);
  if (isProblem(choice)) return choice;
  const format = valuesOf(line, '--format').at(-1)?.value ?? 'requirements.txt';
  if (!['requirements.txt', 'requirements-txt', 'pylock.toml'].includes(format)) return { problem: `Poetry does not export \`${format}\`.` };
  if (!has(line, '--no-emit-project') && facts.isPackage) return { problem: 'uv exports the project itself as well, which Poetry does not.' };
  const isDefault = !has(line, '--no-default-groups') && !has(line, '--all-groups') && !choice.isWithoutProject && facts.defaultGroups.length > 0;
  const excluded = valuesOf(line, '--no-group').flatMap(({ value }) => value ?? []).concat(has(line, '--no-dev') ? ['dev'] : []);
  const defaults = isDefault ? facts.defaultGroups.filter((name) => !excluded.includes(name)) : [];
  const args = choice.args.filter((_, index, all) => all[index] !== '--without' && all[index - 1] !== '--without');
  const kind: Arg[] = format === 'pylock.toml' ? ['--format', 'pylock.toml'] : [];
  return { tool: [['export', ...kind, ...(defaults.length > 0 ? ['--with', defaults.join(',')] : []), ...args, ...carried(line)]], remarks: ['`poetry export` needs the plugin `poetry-plugin-export`.'] };
}

function version({ line }: Call): Outcome {
  const bumps = valuesOf(line, '--bump').map(({ value }) => value);
  const [wanted, ...others] = line.operands;
  if (others.length > 0 || (wanted && bumps.length > 0)) return { problem: '`uv version` takes one version or bumps.' };
  if (bumps.length === 0) return { tool: [['version', ...carried(line), ...(wanted ? [wanted.arg] : [])]] };
  const [part = '', phase] = bumps;
  if (bumps.length === 1 && ['major', 'minor', 'patch'].includes(part)) return { tool: [['version', ...carried(line), part]] };
  if (bumps.length === 2 && ['major', 'minor', 'patch'].includes(part) && phase === 'alpha') return { tool: [['version', ...carried(line), `pre${part}`]], remarks: ['Poetry starts with `a0`, uv with `a1`.'] };
  return { problem: 'Poetry has no rule for this bump.' };
}

function tree({ line, facts }: Call): Outcome {
  const choice = chosenInPoetry(line, facts);
  if (isProblem(choice)) return choice;
  const depth = valuesOf(line, '--depth').at(-1);
  if (depth && depth.value !== '1') return { problem: 'Poetry shows the whole tree, or its first level.' };
  if (has(line, '--outdated')) return { tool: [['show', '--outdated', ...(depth ? ['--top-level'] : []), ...choice.args]] };
  return { tool: [['show', depth ? '--top-level' : '--tree', ...choice.args]] };
}

/** pip itself, which Poetry's environments have not since version 2; where it is missing it says so. */
function pip({ line }: Call): Outcome {
  const option = line.operands.find(({ value }) => value !== undefined && /^--(?:system|exact|strict|group|extra|default-index|index|torch-backend|resolution|prerelease|reinstall)\b/.test(value));
  if (option) return { problem: `pip has no option \`${option.raw}\`.` };
  return { tool: [['run', 'pip', ...line.operands.map(({ arg }) => arg)]], remarks: ['The environment must hold pip.'] };
}

function venv({ line }: Call): Outcome {
  const [folder, ...others] = line.operands;
  if (others.length > 0 || (folder && folder.value !== '.venv')) return { problem: 'Poetry chooses the folder of its environment.' };
  return { removed: ['Poetry makes the environment when it installs.'] };
}

function python({ line }: Call, name: string): Outcome {
  return { tool: [['python', name, ...line.operands.map(({ arg }) => arg)]], remarks: ['`poetry python` is there since Poetry 2.1.'] };
}

function tool(words: readonly Arg[], name: string): Outcome {
  return words.length === 0 ? { problem: 'No tool is named.' } : { shell: [['pipx', name, ...words]] };
}
