import { callsPoetry, type Arg, type CommandSite, type Edit, type Span } from '#pystd';

/** Commands that put Poetry, or plugins of it, on a machine. */
export interface Installer {
  /** One command, or a download and what runs it. */
  readonly sites: readonly CommandSite[];
  readonly span: Span;
  /** What takes its place where uv is installed the same way; `undefined` where that is not known. */
  readonly withUv: () => readonly Edit[] | { readonly problem: string };
  /** Takes it away; what else the command installs stays. */
  readonly remove: () => readonly Edit[] | { readonly problem: string };
  /** Whether nothing but Poetry is installed, so that nothing stays. */
  readonly isOnlyPoetry: boolean;
  /** Whether it is plugins alone, for a Poetry that is there. */
  readonly isOnlyPlugins: boolean;
  /** The names of the plugins. */
  readonly plugins: readonly string[];
}

export const INSTALL_SCRIPT = /install\.python-poetry\.org|get-poetry(?:\.py)?|install-poetry\.py|raw\.githubusercontent\.com\/(?:python-poetry|sdispater)\/poetry/;

/** Every installer of Poetry among the commands of a file, in order. */
export function installersIn(text: string, sites: readonly CommandSite[]): readonly Installer[] {
  const found: Installer[] = [];
  sites.forEach((site, index) => {
    const next = sites[index + 1];
    const one = packageInstaller(site) ?? scriptInstaller(text, site, next);
    if (one) found.push(one);
  });
  return found;
}

/** Whether the text of a script for another shell than POSIX's does nothing but run Poetry's installer. */
export function isInstallScript(script: string): boolean {
  const lines = script.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.length > 0 && lines.length <= 2 && INSTALL_SCRIPT.test(lines[0] ?? '') && lines.slice(1).every((line) => /poetry.*(?:path|bin)/i.test(line));
}

/** Poetry or one of its plugins, as a requirement. */
export function isPoetryPackage(word: string): boolean {
  const name = packageName(word);
  return name === 'poetry' || name === 'poetry-core' || /^poetry-(?:plugin-[\w-]+|dynamic-versioning|multiproject-plugin|bumpversion|export|lock-package|dotenv-plugin|git-version-plugin)$/.test(name);
}

/** The name of a requirement, or of the repository it comes from. */
function packageName(word: string): string {
  return /^["']?(?:git\+[^\s@]*\/)?([\w.-]+)/.exec(word)?.[1]?.toLowerCase().replaceAll('_', '-').replace(/\.git$/, '') ?? '';
}

/** What the reviewer is told about a plugin that goes. */
export function pluginRemark(name: string): string {
  if (name === 'poetry-plugin-export') return '`uv export` is built in.';
  if (/bumpversion/.test(name)) return `\`${name}\` wrote the version into other files as well: \`uv version\` writes only the manifest.`;
  if (name === 'poetry-dynamic-versioning') return 'The version is the work of the build backend that `[build-system]` names: no plugin is needed to run it.';
  return `The plugin \`${name}\` has no counterpart.`;
}

/** uv as a requirement. */
export function isUvPackage(word: string): boolean {
  return /^["']?uv(?:$|[\s[=<>~!@"'])/.test(word);
}

function isPoetryItself(word: string): boolean {
  return /^["']?(?:git\+\S*\/)?poetry(?:\.git)?(?:$|[\s[=<>~!@#"'])/i.test(word);
}

/** How many words call a program that installs packages. */
export function installerLength(values: readonly (string | undefined)[]): number {
  const [first = '', ...rest] = values;
  const program = first.replace(/^.*\//, '');
  if (/^pip[\d.]*$/.test(program) && rest[0] === 'install') return 2;
  if (/^python[\d.]*$/.test(program) && rest[0] === '-m' && /^(?:pip|pipx)$/.test(rest[1] ?? '') && rest[2] === 'install') return 4;
  if (program === 'pipx' && rest[0] === 'install') return 2;
  if (program === 'brew' && rest[0] === 'install') return 2;
  return program === 'uv' && rest[0] === 'tool' && rest[1] === 'install' ? 3 : 0;
}

function packageInstaller(site: CommandSite): Installer | undefined {
  const { words } = site;
  const values = words.map(({ value }) => value);
  const isInjection = values[0]?.replace(/^.*\//, '') === 'pipx' && /^(?:inject|upgrade)$/.test(values[1] ?? '') && words[2]?.raw === 'poetry';
  if (isInjection) return { sites: [site], span: site.span, isOnlyPoetry: true, isOnlyPlugins: true, plugins: words.slice(3).flatMap(({ raw }) => (raw.startsWith('-') ? [] : [packageName(raw)])), withUv: () => site.remove(), remove: () => site.remove() };
  const from = installerLength(values);
  if (from === 0 || callsPoetry(words)) return undefined;
  const packages = words.flatMap(({ raw }, index) => (index >= from && !raw.startsWith('-') && !isOptionValue(words[index - 1]?.raw) ? [index] : []));
  const own = packages.filter((index) => isPoetryPackage(words[index]?.raw ?? ''));
  if (own.length === 0) return undefined;
  const others = packages.filter((index) => !own.includes(index) && !/^["']?(?:pip|setuptools|wheel)\b/.test(words[index]?.raw ?? ''));
  const isItself = own.some((index) => isPoetryItself(words[index]?.raw ?? ''));
  const [first] = own;
  const isOnlyPoetry = others.length === 0 && !words.some(({ raw }) => /^(?:-r|--requirement|-e)/.test(raw));
  const kept = words.map((_, index) => index).filter((index) => !own.includes(index));
  const remove = isOnlyPoetry ? () => site.remove() : () => site.replace([kept]);
  // A requirement of uv that is there already is enough.
  const isThere = words.some(({ raw }) => isUvPackage(raw));
  const withUv = isItself && !isThere ? () => site.replace([words.flatMap((_, index): Arg[] => (index === first ? ['uv'] : own.includes(index) ? [] : [index]))]) : remove;
  return { sites: [site], span: site.span, isOnlyPoetry, isOnlyPlugins: !isItself, plugins: own.map((index) => packageName(words[index]?.raw ?? '')).filter((name) => !/^poetry(?:-core)?$/.test(name)), withUv, remove };
}

export function isOptionValue(option: string | undefined): boolean {
  return option !== undefined && /^(?:--python|--pip-args|--index-url|-i|--extra-index-url|-r|--requirement|-c|--constraint|-e|--editable|--only-binary|--no-binary|--prefix|--target|-t|--timeout|--retries|--suffix)$/.test(option);
}

/** `curl … | python3 -` and `wget … | python`. */
function scriptInstaller(text: string, site: CommandSite, next: CommandSite | undefined): Installer | undefined {
  const program = site.words[0]?.value?.replace(/^.*\//, '');
  if ((program !== 'curl' && program !== 'wget') || !site.words.some(({ raw }) => INSTALL_SCRIPT.test(raw)) || !next) return undefined;
  if (!/^[\s\\]*\|[\s\\]*$/.test(text.slice(site.span.end, next.span.start)) || !/^(?:.*\/)?python[\d.]*$|^\$\{?\w*python\w*\}?$/i.test(next.words[0]?.raw ?? '')) return undefined;
  const span = { start: site.span.start, end: next.span.end };
  // Where the path is seen to, the program may be put there; otherwise pip puts it beside the interpreter that is called.
  const isOnPath = /\.local\/bin|\.poetry\/bin|POETRY_HOME[}]?\/bin/.test(text);
  const download = program === 'curl' ? 'curl -LsSf https://astral.sh/uv/install.sh | sh' : 'wget -qO- https://astral.sh/uv/install.sh | sh';
  const interpreter = next.words[0]?.raw ?? 'python3';
  return {
    sites: [site, next],
    span,
    isOnlyPoetry: true,
    isOnlyPlugins: false,
    plugins: [],
    withUv: () => [{ span, text: isOnPath ? download : `${interpreter} -m pip install uv` }],
    remove: () => withoutLines(text, span),
  };
}

/** Takes a stretch away that has its lines to itself. */
export function withoutLines(text: string, span: Span): readonly Edit[] | { readonly problem: string } {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const next = text.indexOf('\n', span.end);
  const end = next < 0 ? text.length : next + 1;
  if (text.slice(start, span.start).trim() !== '' || text.slice(span.end, end).trim() !== '') return { problem: 'Other commands stand on the same line.' };
  return [{ span: { start, end }, text: '' }];
}
