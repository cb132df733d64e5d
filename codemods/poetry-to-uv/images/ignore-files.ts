import { folderOf, foldersAbove, insertion, joinPath, lineEnding, nameOf, parseIgnore, replacement, type Edit, type FileRewrite, type IgnoreLine, type SourceFile } from '#pystd';
import type { FileKind, Surroundings } from '../surroundings.ts';

/** Lines about environments, beside which `.venv/` belongs. */
const ENVIRONMENTS = /^(?:\*\*\/|\/)?(?:\.?venv\d*|\.?env|ENV|\.?virtualenvs?|(?:env|venv)\.bak|\.pdm-python|__pypackages__)\/?$/;

/** `.gitignore` and `.dockerignore`: uv keeps its environment in the checkout, and its lock must not be hidden. */
export const ignoreFiles: FileKind = {
  concerns: ({ path }) => nameOf(path) === '.gitignore' || isDockerIgnore({ path }),
  rewrite: rewriteIgnoreFile,
};

function isDockerIgnore({ path }: Pick<SourceFile, 'path'>): boolean {
  return /\.dockerignore$/i.test(nameOf(path));
}

function rewriteIgnoreFile(rewrite: FileRewrite, surroundings: Surroundings): void {
  const { file } = rewrite;
  const lines = parseIgnore(file.text);
  const folder = folderOf(file.path);
  // What a template says about other tools in its comments is no use of them.
  for (const { kind, span, text } of lines) if (kind === 'comment' && /poetry/i.test(text)) rewrite.leave(span);
  const isDocker = isDockerIgnore(file);
  if (isDocker && projectsUnder(folder, file, surroundings, false).length > 0) for (const line of lines) followLock(rewrite, line);
  const projects = projectsUnder(folder, file, surroundings, true);
  if (projects.length === 0) return;
  const isDeeper = projects.some((project) => project !== folder);
  if (lines.some(({ kind, text }) => kind === 'pattern' && hidesVenv(text.trim(), isDocker, isDeeper))) return;
  const reason = isDocker ? 'An environment of the checkout must not get into the image.' : 'uv keeps the environment of the project in `.venv`.';
  rewrite.change({ start: 0, end: 0 }, reason, placed(file.text, lines, isDocker ? (isDeeper ? '**/.venv' : '.venv') : '.venv/'));
}

/** Whether a pattern hides `.venv` already. To Docker a name alone means the top folder, to git one at any depth. */
function hidesVenv(pattern: string, isDocker: boolean, isDeeper: boolean): boolean {
  if (/^\*{1,2}\/?$/.test(pattern)) return true;
  const [, anchor = '', name = ''] = /^(\*\*\/|\/)?(.*?)(?:\/|\/\*{1,2})?$/.exec(pattern) ?? [];
  const isEverywhere = anchor === '**/' || name.startsWith('**') || (anchor === '' && !isDocker);
  return /^(?:(?:\*\*)?\.venv\*?|\*\.?venv\*?|\.\*|\.v\*)$/.test(name) && (isEverywhere || !isDeeper);
}

/** The folders of the projects that move, or have moved, and for which this file is the one to say so. */
function projectsUnder(folder: string, { path }: SourceFile, { projects, task }: Surroundings, isMoving: boolean): readonly string[] {
  const name = nameOf(path);
  return projects.filter(({ state }) => state === 'poetry' || (!isMoving && state === 'uv')).map((project) => project.folder).filter((project) => {
    const near = foldersAbove(`${project === '' ? '' : `${project}/`}x`).find((one) => task.repo.files.has(joinPath(one, name)));
    return near === folder;
  });
}

/** `!poetry.lock` lets the lock into an image; `*.lock` keeps it out. */
function followLock(rewrite: FileRewrite, { kind, text, span }: IgnoreLine): void {
  const at = text.indexOf('poetry.lock');
  if (kind === 'negation' && at >= 0) {
    return rewrite.change(span, 'The lock file that the image needs is the one of uv.', [replacement({ start: span.start + at, end: span.start + at + 'poetry.lock'.length }, 'uv.lock')]);
  }
  if (kind === 'pattern' && /^(?:\*\*\/|\/)?(?:poetry|uv|\*)\.lock$/.test(text.trim())) rewrite.flag(span, '`uv sync --locked` in an image needs `uv.lock`: this line keeps lock files out of it.');
}

/** A line behind the last one about environments, else behind that about compiled files, else at the end. */
function placed(text: string, lines: readonly IgnoreLine[], pattern: string): Edit[] {
  const last = (like: RegExp): IgnoreLine | undefined => lines.findLast(({ kind, text: line }) => kind === 'pattern' && like.test(line.trim()));
  const beside = last(ENVIRONMENTS) ?? last(/__pycache__|\.py\[/);
  const eol = lineEnding(text);
  if (beside) return [insertion(beside.span.end, eol + pattern)];
  return [insertion(text.length, text === '' || text.endsWith('\n') ? pattern + eol : eol + pattern)];
}
