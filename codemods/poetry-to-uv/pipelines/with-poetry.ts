import type { Arg, CommandSite, Translation } from '#pystd';
import { installersIn } from './installers.ts';

/** What pip installs along with Poetry, as far as anybody calls it. */
const MODULES = /^(?:build|virtualenv|keyring|requests|requests_toolbelt|tomlkit|packaging|platformdirs|dulwich|pkginfo|installer|filelock|distlib|certifi|urllib3|cleo|shellingham|trove_classifiers|fastjsonschema|pyproject_hooks)$/;
const PROGRAMS = /^(?:virtualenv|keyring|pyproject-build)$/;

/** Options of `python -m build` and what they are for `uv build`, with the number of their values. */
const BUILD: Readonly<Record<string, readonly [string, number]>> = {
  '--sdist': ['--sdist', 0], '-s': ['--sdist', 0], '--wheel': ['--wheel', 0], '-w': ['--wheel', 0], '--outdir': ['--out-dir', 1], '-o': ['--out-dir', 1],
  '--config-setting': ['--config-setting', 1], '-C': ['--config-setting', 1], '--no-isolation': ['--no-build-isolation', 0], '-n': ['--no-build-isolation', 0],
};

/**
 * What becomes of a program that was there only because pip had installed Poetry, which needs it, into the same Python: `python -m build` is
 * `uv build`, and of others a person hears. `before` are the commands of the job so far.
 */
export function cameWithPoetry(site: CommandSite, before: readonly CommandSite[], text: string): Translation | undefined {
  const name = calledModule(site);
  if (name === undefined || !isByPip(before, text) || isInstalled(name, before)) return undefined;
  const built = name === 'build' ? buildByUv(site) : undefined;
  return built ?? { kind: 'unknown', because: `\`${name}\` was there since pip had installed Poetry, which needs it. Nothing installs it any more: \`uvx\`, \`uv run --with\` or a group of the project brings it.` };
}

function calledModule({ words }: CommandSite): string | undefined {
  const [program = '', option, value = ''] = words.map((word) => word.value ?? word.raw);
  if (PROGRAMS.test(program)) return program === 'pyproject-build' ? 'build' : program;
  if (!/^python[\d.]*$/.test(program)) return undefined;
  const module = option === '-m' ? value : option === '-c' ? /(?:^|[;\s])(?:import|from)\s+([\w]+)/.exec(value)?.[1] : undefined;
  return module !== undefined && MODULES.test(module) ? module : undefined;
}

/** Whether Poetry is installed by pip itself, and not into a place of its own. */
function isByPip(before: readonly CommandSite[], text: string): boolean {
  return installersIn(text, before).some(({ sites: [site], isOnlyPlugins }) => !isOnlyPlugins && /^(?:\S*\/)?(?:python[\d.]* -m )?pip[\d.]* install\b/.test(site ? commandOf(site) : ''));
}

/** Whether something else installs it, or may: lists of requirements, projects. */
function isInstalled(name: string, before: readonly CommandSite[]): boolean {
  const own = new RegExp(`\\s["']?${name.replaceAll('_', '[-_.]')}(?![\\w-])`);
  return before.some((one) => /\b(?:install|add)\b/.test(commandOf(one)) && (own.test(commandOf(one)) || /\s(?:-r|--requirement|-e|--editable|\.)/.test(commandOf(one))));
}

function buildByUv({ words }: CommandSite): Translation | undefined {
  const from = words[0]?.value === 'pyproject-build' ? 1 : 3;
  const args: Arg[] = ['uv', 'build'];
  for (let at = from; at < words.length; at++) {
    const raw = words[at]?.raw ?? '';
    const [option = '', joined] = /^--?[\w-]+=/.test(raw) ? [raw.slice(0, raw.indexOf('=')), raw.slice(raw.indexOf('='))] : [raw];
    const known = BUILD[option];
    if (!option.startsWith('-')) args.push(at);
    else if (!known) return undefined;
    else if (joined !== undefined) args.push({ from: at, text: `${known[0]}${joined}` });
    else args.push(known[0], ...(known[1] === 1 ? [at + 1] : []));
    if (known && joined === undefined) at += known[1];
  }
  return { kind: 'commands', commands: [args], remarks: ['`build` was there since pip had installed Poetry, which needs it.'] };
}

function commandOf({ words }: CommandSite): string {
  return words.map(({ raw }) => raw).join(' ');
}
