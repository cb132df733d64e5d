import { callsPoetry, commandSitesIn, nameOf, type CommandSite, type SourceFile, type Span } from '#pystd';
import { POETRY, type Surroundings } from '../surroundings.ts';

/**
 * What a command line in a text for people is there for. `ours`: it works on a project of this repository. `users`: it is right as it stands,
 * since it tells others what to do in projects of theirs. `left`: it may be either, or is one of several ways, so that a person has to look.
 */
export type Purpose = 'ours' | 'users' | 'left';

/** Tells what a command line is there for; those outside of texts work on what they stand beside. */
export function purposeOf(site: CommandSite, surroundings: Surroundings): Purpose {
  if (site.setting !== 'docs') return 'ours';
  const { task, projects } = surroundings;
  const file = task.repo.files.get(site.path);
  if (!file) return 'ours';
  if (projects.some(({ manifest }) => /["']?poetry\.(?:application\.)?plugin["']?\s*[\]=]/.test(task.repo.files.get(manifest)?.text ?? '')) || isForUsers(site, file, surroundings)) return 'users';
  return isLeft(site, file) || isInOtherProject(site, file, surroundings) || isOfOthers(site, file, surroundings) ? 'left' : 'ours';
}

/** `poetry add` of a package of this repository, or of one that the same text adds by other means as well, as texts with one way for each tool do. */
function isForUsers({ words }: CommandSite, { text }: SourceFile, { projects }: Surroundings): boolean {
  const [, command, ...rest] = words.map(({ value, raw }) => value ?? raw);
  if (command !== 'add') return false;
  const names = rest.filter((word) => !word.startsWith('-')).map(nameOfRequirement);
  if (names.length === 0) return false;
  if (names.some((name) => projects.some((project) => nameOfRequirement(project.name) === name))) return true;
  const others = otherWays(text);
  return names.every((name) => others.has(name));
}

/** What a text installs with other tools. */
function otherWays(text: string): ReadonlySet<string> {
  const lines = text.matchAll(/(?:\b(?:pip[\d.]*|pipx|conda|mamba|pixi|rye|pdm|pipenv|uv)\b[ \t]+(?:pip[ \t]+)?(?:install|add))((?:[ \t]+[^\s`]+)+)/g);
  return new Set([...lines].flatMap(([, words = '']) => words.trim().split(/[ \t]+/).filter((word) => !word.startsWith('-')).map(nameOfRequirement)));
}

/** The name at the start of a requirement: `bookshop[web]>=1`, `"bookshop@^2"`, `git+https://…/bookshop.git`. */
function nameOfRequirement(word: string): string {
  const bare = word.replace(/^["']+|["'.,;]+$/g, '').replace(/^(?:git\+)?https?:\/\/.*\/([^/]+?)(?:\.git)?(?:[@#].*)?$/, '$1');
  return bare.replace(/[[@=<>~!^;].*$/, '').toLowerCase().replace(/[-_.]+/g, '-');
}

function isLeft(site: CommandSite, file: SourceFile): boolean {
  const { text } = file;
  // Both tools side by side, or projects that the reader is to make.
  if (/(?<![\w-])uv (?:sync|run|add|lock|venv|init)(?![\w-])/.test(text)) return true;
  if (commandSitesIn(file, POETRY).some(({ words }) => callsPoetry(words) && /^(?:init|new)$/.test(words[1]?.value ?? ''))) return true;
  return isAlternative(text, site.span.start) || hasPlaceholder(site, text) || (isInline(site, text) && isOfPoetryItself(textIn(text, paragraphAt(text, site.span.start))));
}

/** Folders of articles, which are about anything. */
const ARTICLES = /(?:^|\/)(?:_posts|posts|blog|articles|news)\//;

/** Whether a text is an article, or clones other repositories than this one, whose names its projects and its README tell. */
function isOfOthers({ path }: CommandSite, { text }: SourceFile, { task, projects }: Surroundings): boolean {
  if (ARTICLES.test(path)) return true;
  const cloned = namesCloned(text);
  if (cloned.length === 0 || /^readme\b/i.test(path)) return false;
  const readme = [...task.repo.files.values()].find((file) => /^readme\.(?:md|rst|mdx)$/i.test(file.path))?.text ?? '';
  const addresses = projects.map(({ manifest }) => task.repo.files.get(manifest)?.text ?? '').flatMap((manifest) => [...manifest.matchAll(/^[^#\n]*["']https?:\/\/[^"'\s/]+\/[^"'\s/]+\/([\w.-]+?)(?:\.git)?(?:[/#][^"'\s]*)?["']/gm)].map(([, name = '']) => name));
  const told = [...namesCloned(readme), ...[...readme.matchAll(/\/\/(?:github|gitlab|codeberg|bitbucket)\.\w+\/[\w.-]+\/([\w.-]+?)(?:\.git)?(?=[\s/)\]"'#>]|$)/gm)].map(([, name = '']) => name), ...addresses];
  // Where nobody says what this repository is called, it may be the one.
  if (told.length === 0) return false;
  const own = new Set([...told, ...projects.map(({ name }) => name), nameOf(task.repo.outer.prefix.replace(/\/$/, ''))].map(plainName));
  return cloned.every((name) => !own.has(plainName(name)));
}

/** The names of the repositories that a text clones. */
function namesCloned(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:git|gh repo) clone(?:[ \t]+-\S+)*[ \t]+\S*?([\w.-]+?)(?:\.git)?\/?(?=[\s`"'<]|$)/gm)].map(([, name = '']) => name);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Whether the text changes to a folder that is neither in the repository nor a clone of it: a project that the reader has made before. */
function isInOtherProject({ folder = '' }: CommandSite, { text }: SourceFile, { task }: Surroundings): boolean {
  const name = folder.replace(/^\.\//, '').split('/')[0] ?? '';
  if (!/^\w[\w.-]*$/.test(name) || new RegExp(`\\bclone\\b|/${name.replaceAll('.', '\\.')}\\b`).test(text)) return false;
  return ![...task.repo.files.keys()].some((path) => `/${path}`.includes(`/${name}/`)) && nameOf(task.repo.outer.prefix.replace(/\/$/, '')) !== name;
}

const OTHER_TOOLS = 'pip|pip3|pipx|pipenv|conda|mamba|pixi|pdm|uv|rye|hatch|venv|virtualenv';

/** Whether the heading, the tab or the caption above a place names Poetry as one way, and another one names another tool in the same manner. */
function isAlternative(text: string, at: number): boolean {
  const lines = text.split(/\r?\n/);
  const row = text.slice(0, at).split('\n').length - 1;
  const labels = lines.flatMap((line, index) => {
    const label = labelOf(line, lines[index + 1]);
    return label === undefined ? [] : [{ index, label }];
  });
  const above = labels.filter(({ index }) => index <= row).at(-1)?.label;
  return above !== undefined && isWay(above, 'poetry') && labels.some(({ label }) => isWay(label, OTHER_TOOLS));
}

/** The words of a heading, a tab, a summary, a caption or a line in bold. */
function labelOf(line: string, next: string | undefined): string | undefined {
  const marked = /^\s*(?:#{1,6}\s+(.+)|={3}[!+]?\s+"([^"]+)"|<(?:Tab|TabItem|summary)\b(.*)|\*\*([^*]+)\*\*:?\s*|\.\.\s+(?:tab|tab-item|group-tab|code-tab|tab-set|dropdown)::\s*(.+)|:caption:\s*(.+)|(?:`{3,}|~{3,})\s*\w+\s+(.+))$/.exec(line);
  if (marked) return marked.slice(1).find((one) => one !== undefined);
  return next !== undefined && /^([=\-~"^'*+#])\1{2,}\s*$/.test(next) && line.trim() !== '' ? line : undefined;
}

/** Words around the name of a tool in the label of one way of several. */
const AROUND: ReadonlySet<string> = new Set(['label', 'value', 'title', 'option', 'method', 'way', 'recommended', 'preferred', 'user', 'users', 'project', 'projects', 'a', 'b', 'c']);

/** Whether a label is that of one way of several: `With Poetry`, `Option 2: Poetry`, `poetry`. */
function isWay(label: string, tools: string): boolean {
  const words = label.replace(/<[^>]*>/g, ' ').toLowerCase().split(/[^\w]+/).filter((word) => word !== '');
  const isTool = (word = ''): boolean => new RegExp(`^(?:${tools})$`).test(word);
  if (words.some((word, index) => /^(?:with|using|via|by|through)$/.test(word) && isTool(words[index + 1]))) return true;
  return words.some(isTool) && words.every((word) => isTool(word) || AROUND.has(word) || /^\d+$/.test(word));
}

/** `poetry update <package>`: to a shell it would be a redirection, and what is not among the words may change what they mean. */
function hasPlaceholder({ words, span }: CommandSite, text: string): boolean {
  const end = text.indexOf('\n', span.end);
  const line = text.slice(span.start, end < 0 ? text.length : end).split('`')[0] ?? '';
  return /^(?:update|show|remove|version|self|config|cache|export|publish|env)$/.test(words[1]?.value ?? '') && /<[\w .-]+>/.test(line);
}

/** Whether a command is inline code. */
export function isInline({ span }: CommandSite, text: string): boolean {
  return text[span.start - 1] === '`' && !/^[ \t]*`{3}/.test(text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start));
}

function textIn(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

/** Whether a paragraph speaks of versions of Poetry, or of what became of its commands. */
function isOfPoetryItself(paragraph: string): boolean {
  const prose = paragraph.replace(/`[^`]*`/g, ' ');
  return /poetry\W{0,3}(?:versions?\b|v?\d)|poetry\s*(?:[<>]=?|==)\s*v?\d|poetry\W+(?:1|2)\b/i.test(prose) || (/poetry/i.test(paragraph) && /\bdeprecat|\bplug-?ins?\b/i.test(prose)) || /poetry self /.test(paragraph);
}

/** The paragraph, item of a list or row of a table around a place. */
export function paragraphAt(text: string, at: number): Span {
  const lines = text.split('\n');
  let row = text.slice(0, at).split('\n').length - 1;
  let end = row + 1;
  while (!isBreak(lines[end]) && !startsItem(lines[end] ?? '')) end++;
  while (row > 0 && !startsItem(lines[row] ?? '') && !isBreak(lines[row - 1])) row--;
  const start = lines.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0);
  return { start, end: start + lines.slice(row, end).join('\n').length };
}

function startsItem(line: string): boolean {
  return /^\s*(?:[-*+]|\d+[.)]|#{1,6}|\|)\s/.test(line);
}

function isBreak(line: string | undefined): boolean {
  return line === undefined || /^[\s>]*$/.test(line) || /^\s*(?:`{3}|~{3})/.test(line);
}
