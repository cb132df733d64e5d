import { folderOf, isInside, nameOf, type RepoPath } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import type { Span } from '../../text/span.ts';
import type { RepositoryView } from '../view.ts';

/** A place that names a file. */
export interface RequirementsUse {
  readonly path: RepoPath;
  readonly span: Span;
  /** Whether something is run or configured there, so that the file has to be there. */
  readonly isNeeded: boolean;
}

/** A word that looks like the path of a requirements file, a pattern of such paths, or a Pipfile. */
const WORD = /[\w./*?$@{}:~-]*(?:requirements?|Pipfile)[\w./*?-]*/gi;

const cache = new WeakMap<SourceFile, readonly { readonly word: string; readonly span: Span }[]>();

/** Every place of the repository that names a file, other requirements files and prose included. */
export function usesOfRequirements(view: RepositoryView, target: RepoPath): readonly RequirementsUse[] {
  const uses: RequirementsUse[] = [];
  for (const [path, file] of view.repo.files) {
    if (path === target || view.ownershipOf(path) === 'vendored' || isSilent(path)) continue;
    for (const { word, span } of wordsIn(file)) {
      if (means(word, path, target)) uses.push({ path, span, isNeeded: isNeeded(file, span) });
    }
  }
  return uses;
}

function wordsIn(file: SourceFile): readonly { readonly word: string; readonly span: Span }[] {
  const known = cache.get(file);
  if (known) return known;
  const found = /requirement|pipfile/i.test(file.text) ? [...file.text.matchAll(WORD)].map((match) => ({ word: match[0], span: { start: match.index, end: match.index + match[0].length } })) : [];
  cache.set(file, found);
  return found;
}

/** Lists of what is ignored need no file, and what once was is told in changelogs. */
function isSilent(path: string): boolean {
  return /(?:^|\/)\.(?:git|docker|helm|npm|container)ignore$|\.lock$|(?:^|\/)(?:uv-pins\.txt|Pipfile\.lock)$|(?:^|\/)(?:change-?log|changes|history|news)(?:\.\w+)?$/i.test(path);
}

/** Whether a path as some file writes it leads to the target; a pattern does when it matches. */
function means(word: string, path: string, target: RepoPath): boolean {
  const written = word.replace(/^(?:\$\{?\w+\}?|~|\.\.?)?\//, '').replace(/^(?:\.\.?\/)+/, '').replace(/[.:]+$/, '');
  if (/\/$/.test(written)) return isInside(target, written.replace(/\/$/, '')) || `/${folderOf(target)}/`.endsWith(`/${written}`);
  if (!/\.(?:txt|in)$|Pipfile|[*?]/i.test(written)) return /^requirements?$/i.test(nameOf(written)) && nameOf(folderOf(target)) === nameOf(written) && !/\.py$/.test(path);
  const pattern = new RegExp(`(?:^|/)${written.replace(/^(?:\*\*\/)+/, '').replace(/[.+^$()|[\]{}\\]/g, '\\$&').replace(/\*\*\/|\*+|\?/g, (sign) => (sign === '?' ? '.' : sign === '**/' ? '(?:.*/)?' : '[^/]*'))}$`);
  if (pattern.test(target)) return true;
  // Absolute paths of an image may end in a path of the repository.
  return written.includes('/') && nameOf(written) === nameOf(target) && /^(?:\/|\$)/.test(word);
}

/** Prose and comments may name what is not there. */
function isNeeded({ path, text }: SourceFile, { start, end }: Span): boolean {
  if (/\.(?:md|mdx|rst|markdown)$/i.test(path) || /(?:^|\/)(?:readme|license|contributing|authors)(?:\.txt)?$/i.test(path)) return false;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (/^\s*(?:#|\/\/|;|<!--|\*|REM\b)/i.test(line)) return false;
  if (/\.py$/.test(path) && !/["'][^"']*$/.test(line)) return false;
  // Compiled requirements tell where each came from.
  return !(/\.(?:txt|in)$/i.test(path) && /#/.test(line)) && end > start;
}
