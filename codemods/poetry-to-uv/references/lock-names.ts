import { commandSitesIn, folderOf, isJsonProblem, lineStart, nameOf, parseJson, readMakefile, type FileRewrite, type SourceFile, type Span } from '#pystd';
import { POETRY, type FileKind, type Surroundings } from '../surroundings.ts';
import { paragraphAt, purposeOf } from '../commands/texts.ts';

/** Files that list other files, line by line or in settings, so that a name in them is surely that of a file. */
const LISTS = /^(?:\.gitattributes|CODEOWNERS|\.\w+ignore|\.codespellrc|\.codespell[\w.-]*|\.cspell[\w.-]*|cspell[\w.-]*|sonar-project\.properties|\.?typos\.toml|_typos\.toml|\.secrets\.baseline|\.editorconfig|\.gitleaks\.toml|\.semgrepignore|codecov\.ya?ml|\.codecov\.ya?ml|MANIFEST\.in|\.licenserc\.ya?ml|\.yamllint[\w.-]*|REUSE\.toml|\.?lefthook\.ya?ml|\.lintstagedrc[\w.-]*|\.labeler\.ya?ml|boring-cyborg\.ya?ml|pyproject\.toml|labeler\.ya?ml|\.?watchmanconfig|skaffold\.ya?ml|Tiltfile|\.vscode|settings\.json|tasks\.json|launch\.json|nixpacks\.toml|railway\.(?:json|toml)|render\.ya?ml|vercel\.json|netlify\.toml|fly\.toml|app\.json|\.?buildkite\.ya?ml|Makefile|GNUmakefile|makefile|\.?justfile|Taskfile\.ya?ml)$|\.mk$|\.just$/i;

/** Programs to which a file is a name and a stretch of bytes, whatever is in it. */
const OF_ANY_FILE = /^(?:cp|mv|rm|touch|ls|stat|chmod|chown|install|rsync|scp|tar|zip|git|md5sum|md5|sha\d*sum|shasum|cksum|b2sum|cmp|test|\[|\[\[|echo|printf|ln|wc)$/;

/** `poetry.lock` where it is the name of the lock and nothing else. */
export const lockNames: FileKind = {
  concerns: ({ text }) => text.includes('poetry.lock'),
  rewrite(rewrite, surroundings) {
    const { file } = rewrite;
    for (const match of file.text.matchAll(/(?<![\w-])poetry\.lock(?![\w-])/g)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (rewrite.isSpokenOf(span) || isComment(file, span)) continue;
      const kind = kindOfPlace(file, span, surroundings) ?? (isOfSentence(rewrite, span) ? 'command' : undefined);
      if (kind === undefined) continue;
      rename(rewrite, surroundings, span, kind);
    }
  },
};

type Place = 'list' | 'ignored' | 'command';

function isList(path: string): boolean {
  return LISTS.test(nameOf(path)) && !/(^|\/)\.(?:github\/workflows|circleci)\//.test(path);
}

function kindOfPlace(file: SourceFile, span: Span, surroundings: Surroundings): Place | undefined {
  const { path, text } = file;
  const name = nameOf(path);
  if (name === '.gitignore') return text[lineStart(text, span.start)] === '!' ? 'list' : 'ignored';
  const site = commandSitesIn(file, POETRY).filter((one) => one.span.start <= span.start && span.end <= one.span.end).at(-1);
  // What names both already is right for either.
  if (site) return purposeOf(site, surroundings) === 'ours' && !/(?<![\w-])uv\.lock/.test(text.slice(site.span.start, site.span.end)) && isOfAnyFile(site.words.map(({ value }) => value ?? ''), text.slice(site.span.end)) ? 'command' : undefined;
  if (name === 'pyproject.toml') return isOfOtherTool(text, span) ? 'list' : undefined;
  if (/makefile|\.mk$/i.test(name)) return isPrerequisite(file, span) ? 'list' : undefined;
  if (/\.ya?ml$/.test(name) && isListItem(text, span)) return 'list';
  if (name === 'settings.json' && !/(^|\/)\.vscode$/.test(folderOf(path))) return undefined;
  return isList(path) && !/\.json$/.test(name) ? 'list' : isString(file, span) ? 'list' : undefined;
}

/** `uv lock` writes `poetry.lock`: inline code beside a command that has become uv's. */
function isOfSentence(rewrite: FileRewrite, span: Span): boolean {
  const { path, text } = rewrite.file;
  if (!/\.(?:md|mdx|mdc|rst)$/.test(path) || text[span.start - 1] !== '`' || text[span.end] !== '`') return false;
  const around = paragraphAt(text, span.start);
  return rewrite.isRewritten(around) && !/(?<![\w-])uv\.lock/.test(text.slice(around.start, around.end));
}

/** An item of a list that is a path, or a mount of one: `- ./poetry.lock:/shop/poetry.lock`. */
function isListItem(text: string, { start, end }: Span): boolean {
  return /^[ \t]*-[ \t]+["']?[\w./*-]*poetry\.lock(?::[\w./$-]*(?::\w+)?)?["']?\s*$/.test(text.slice(lineStart(text, start), lineEndOf(text, end)));
}

/**
 * Whether a command does not look into the file. `git show HEAD:poetry.lock` does, `cat poetry.lock | sha256sum` does not. What is put in the
 * lock's place (`cp legacy.lock poetry.lock`) is Poetry's, whatever its name.
 */
function isOfAnyFile(words: readonly string[], after: string): boolean {
  const [program = '', command = ''] = words;
  if (/^(?:cp|mv|ln|install|rsync|scp)$/.test(program) && words.length > 2 && words.at(-1)?.endsWith('poetry.lock')) return false;
  if (program === 'git') return /^(?:add|rm|mv|diff|checkout|restore|status|commit|ls-files|stash|reset)$/.test(command);
  return OF_ANY_FILE.test(program) || (program === 'cat' && /^\s*\|\s*(?:sha\d*sum|shasum|md5sum|md5|cksum|b2sum)\b/.test(after));
}

/** A string of a tool's settings in a manifest, outside of Poetry's own tables. */
function isOfOtherTool(text: string, { start, end }: Span): boolean {
  const headers = [...text.slice(0, start).matchAll(/^[ \t]*\[+[ \t]*([^\]\n]+)/gm)];
  const table = headers.at(-1)?.[1] ?? '';
  return /^tool\./.test(table) && !/^tool\.poetry\b/.test(table) && /["'/*,\s|(]/.test(text[start - 1] ?? '') && /["'*,\s|)$]/.test(text[end] ?? '');
}

function isPrerequisite({ text }: SourceFile, span: Span): boolean {
  const { rules, variables } = readMakefile(text);
  const isIn = (one: { readonly span: Span }): boolean => one.span.start <= span.start && span.end <= one.span.end;
  return rules.some(({ prerequisites, targets }) => [...prerequisites, ...targets].some(isIn)) || variables.some(({ value }) => isIn(value) && !/[`"']|\bshell\b/.test(value.text));
}

function isString({ text, path }: SourceFile, { start, end }: Span): boolean {
  return isList(path) && !isJsonProblem(parseJson(text)) && /["/*,\s]/.test(text[start - 1] ?? '') && /["*,\s]/.test(text[end] ?? '');
}

function rename(rewrite: FileRewrite, surroundings: Surroundings, span: Span, place: Place): void {
  const { file: { path, text } } = rewrite;
  if (place === 'ignored') return rewrite.flag(lineOf(text, span), 'Poetry\'s lock file is ignored here. `uv.lock` belongs into the repository of an application, so that this line should go: it is not carried over.');
  const project = surroundings.projectOf(path);
  const kept = surroundings.projects.filter(({ state }) => state === 'kept');
  if ('problem' in project ? kept.length > 0 : project.state === 'kept') return;
  if (kept.length > 0) return rewrite.flag(lineOf(text, span), 'Some projects stay with Poetry: `uv.lock` of the others belongs beside `poetry.lock` here.');
  const line = text.slice(lineStart(text, span.start), lineEndOf(text, span.end));
  const renamed = line.replaceAll('poetry.lock', 'uv.lock');
  const isDouble = place === 'list' && text.split(/\r?\n/).includes(renamed.replace(/\r$/, ''));
  if (isDouble && !/\.json$|makefile/i.test(path)) {
    return rewrite.change(span, '`uv.lock` is listed already.', [{ span: { start: lineStart(text, span.start), end: Math.min(text.length, lineEndOf(text, span.end) + 1) }, text: '' }]);
  }
  rewrite.change(span, 'The lock file is `uv.lock`.', [{ span, text: 'uv.lock' }]);
}

function isComment({ path, text }: SourceFile, { start }: Span): boolean {
  const before = text.slice(lineStart(text, start), start);
  return /^\s*(?:#|\/\/|;)/.test(before) || (/\.(?:sh|ya?ml|toml)$|makefile/i.test(path) && /\s#\s/.test(before));
}

function lineEndOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function lineOf(text: string, { start, end }: Span): Span {
  return { start: lineStart(text, start), end: lineEndOf(text, end) };
}
