import { commandSitesIn, nameOf, poetryToUv, type CommandSite, type FileRewrite, type SiteWord, type Span } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { namesPoetry, type FileKind } from '../surroundings.ts';

/** What scripts and recipes print, and what they look for: `echo "Poetry is missing, see …"`, `grep "tool.poetry" pyproject.toml`. */
export const messages: FileKind = {
  concerns: ({ path, text }) => namesPoetry(text) && !/\.(?:md|markdown|rst|mdx)$/i.test(path),
  rewrite(rewrite, { projectOf }) {
    const { file } = rewrite;
    const project = projectOf(file.path);
    if ('problem' in project || project.state === 'kept') return;
    for (const site of commandSitesIn(file)) {
      if (isMessage(file.text, site)) site.words.slice(1).forEach((word) => reword(rewrite, project, word.span));
      else if (/^[ef]?grep$|^rg$/.test(site.words[0]?.value ?? '')) probe(rewrite, site);
    }
    if (/^(?:GNU)?makefile|\.mk$/i.test(nameOf(file.path))) for (const span of makeMessages(file.text)) reword(rewrite, project, span);
  },
};

/** Whether a command only tells people something: nobody takes its output. */
function isMessage(text: string, { isCaptured, words, span }: CommandSite): boolean {
  if (isCaptured || !/^(?:echo|printf|log|info|warn|error|die|fail|print_\w+|log_\w+)$/.test(words[0]?.value ?? '')) return false;
  return /^\s*(?:1?>\s*&\s*2|>\s*\/dev\/(?:stderr|tty))?\s*$/.test(text.slice(words.at(-1)?.span.end ?? span.end, span.end));
}

/** What make prints: `$(error …)`, `$(warning …)`, `$(info …)`. */
function makeMessages(text: string): readonly Span[] {
  return [...text.matchAll(/\$\((?:error|warning|info)[ \t]+((?:\$\([^()]*\)|[^()]|\([^()]*\))*)\)/g)].map((found) => {
    const end = found.index + found[0].length - 1;
    return { start: end - (found[1] ?? '').length, end };
  });
}

function reword(rewrite: FileRewrite, project: MigratedProject, span: Span): void {
  const old = rewrite.file.text.slice(span.start, span.end);
  if (!namesPoetry(old) || rewrite.isSpokenOf(span)) return;
  const now = inWordsOfUv(old, project);
  if (now !== undefined) rewrite.change(span, 'The message names uv.', [{ span, text: now }]);
}

const INSTALL_SCRIPT = /(?:curl|wget)\s+(?:-\S+\s+)*["']?https:\/\/(?:install\.python-poetry\.org|raw\.githubusercontent\.com\/(?:python-poetry|sdispater)\/poetry\/\S+?)["']?\s*\|\s*(?:\w+=\S+\s+)*python(?:[\d.]+|\$\(\w+\))?(?:\s+-(?!\w))?/g;
const PACKAGE = /\b((?:python[\d.]*\s+-m\s+)?pip[x\d.]*\s+install\s+(?:-\S+\s+)*)poetry(?:[=<>~!]=?[\w.*,<>=]+)?(?![\w-])/g;
const DOCS = /https?:\/\/(?:www\.)?python-poetry\.org(?:\/docs)?\/?(?:#[\w-]*install[\w-]*)?(?=$|[\s"'`),;<>]|\.(?:\s|["']|$))/g;
const COMMAND = /(?<![\w./-])poetry (?:install|run|lock|update|add|remove|sync|export)(?: [\w@.,:/=+-]+)*/g;

/**
 * A message in uv's words; `undefined` when it says something about Poetry that is not true of uv, such as a version, or names a command and
 * the project it works on is not known.
 */
export function inWordsOfUv(text: string, project: MigratedProject | undefined): string | undefined {
  if (!project && text.search(COMMAND) >= 0) return undefined;
  if (/poetry\W{0,2}\s*(?:version|v?\d|[<>=]=?\s*\d)|POETRY_|poetry[-_]\w|\w[-_]poetry\b(?!\.org)/i.test(text.replace(DOCS, '').replace(INSTALL_SCRIPT, ''))) return undefined;
  const now = text
    .replace(INSTALL_SCRIPT, 'curl -LsSf https://astral.sh/uv/install.sh | sh')
    .replace(PACKAGE, '$1uv')
    .replace(DOCS, 'https://docs.astral.sh/uv/getting-started/installation/')
    .replace(COMMAND, (command) => (project ? translated(command, project) : command))
    .replace(/(?<![\w-])poetry\.lock(?![\w-])/g, 'uv.lock')
    .replace(/(?<![\w./$({-])poetry(?![\w/-]|\.\w)/gi, 'uv');
  return namesPoetry(now) ? undefined : now;
}

/** A command within a sentence: as much of it as is one. */
function translated(text: string, project: MigratedProject): string {
  const words = text.split(' ');
  for (let length = words.length; length > 1; length--) {
    const result = poetryToUv(words.slice(0, length).map((word) => ({ value: word, raw: word })), project, 'docs');
    const [command, ...more] = result.kind === 'commands' ? result.commands : [];
    if (!command || more.length > 0) continue;
    return [...command.map((arg) => (typeof arg === 'number' ? (words[arg] ?? '') : typeof arg === 'string' ? arg : arg.text)), ...words.slice(length)].join(' ');
  }
  return text;
}

/** `grep "tool.poetry" pyproject.toml` asks whether this is a project. */
function probe(rewrite: FileRewrite, { words }: CommandSite): void {
  if (!words.some(({ value }) => /(?:^|\/)pyproject\.toml$/.test(value ?? ''))) return;
  const asked = words.find((word): word is SiteWord => /^\^?(?:\\?\[)?tool\\?\.poetry(?:\\?\])?\$?$/.test(word.value ?? ''));
  if (!asked || rewrite.isSpokenOf(asked.span)) return;
  const isFixed = words.some(({ raw }) => /^-\w*F|^--fixed-strings$/.test(raw));
  rewrite.change(asked.span, 'A project of Poetry was told by its table; one of uv is told by `[project]`.', [{ span: asked.span, text: isFixed ? "'[project]'" : "'^\\[project\\]'" }]);
}
