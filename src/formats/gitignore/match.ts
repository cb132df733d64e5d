import ignore from 'ignore';
import { parseIgnore, type IgnoreLine } from './parse.ts';

/** A `.gitignore` and the folder it stands in, `''` for the top of the repository. */
export interface IgnoreFile {
  readonly folder: string;
  readonly text: string;
}

/** Why a path is hidden from git. */
export interface Hiding {
  readonly file: IgnoreFile;
  readonly line: IgnoreLine;
  /** What the line matches: the path itself, or the folder above it that git does not look into. Folders end in `/`. */
  readonly matched: string;
}

/** What one file says about one path alone. */
type Verdict = { readonly kind: 'ignored'; readonly line: IgnoreLine } | { readonly kind: 'kept' } | { readonly kind: 'unsaid' };

/** A `.gitignore` ready to answer, for paths relative to its folder. */
type Rules = (path: string) => Verdict;

const compiled = new WeakMap<IgnoreFile, Rules>();

/**
 * Whether git would leave the path alone if it were not tracked. For each folder above the path and then the path itself, the deepest
 * `.gitignore` that has a matching pattern decides, and in it the last such pattern. Below a hidden folder nothing can be taken out again.
 */
export function ignoresPath(files: readonly IgnoreFile[], path: string, isFolder: boolean): boolean {
  return hidingPattern(files, isFolder ? `${path}/` : path) !== undefined;
}

/** The file and line that hide a path, `undefined` when none does. The path of a folder ends in `/`. */
export function hidingPattern(files: readonly IgnoreFile[], path: string): Hiding | undefined {
  const nearest = [...files].sort((a, b) => b.folder.length - a.folder.length);
  for (let at = path.indexOf('/'); ; at = path.indexOf('/', at + 1)) {
    const matched = at < 0 ? path : path.slice(0, at + 1);
    for (const file of nearest) {
      const base = file.folder === '' ? '' : `${file.folder}/`;
      if (!matched.startsWith(base) || matched.length === base.length) continue;
      const verdict = rulesOf(file)(matched.slice(base.length));
      if (verdict.kind === 'ignored') return { file, line: verdict.line, matched };
      if (verdict.kind === 'kept') break;
    }
    if (matched === path) return undefined;
  }
}

function rulesOf(file: IgnoreFile): Rules {
  const known = compiled.get(file);
  if (known) return known;
  const lines = parseIgnore(file.text);
  const patterns = lines.map(({ text, number }) => ({ pattern: text, mark: String(number) }));
  const rules = ignore({ ignorecase: false }).add(patterns);
  const answer: Rules = (path) => {
    const parent = parentOf(path);
    // The package lets a folder's fate decide for what is in it. Here a deeper file may have taken the folder out again, so then all
    // folders above are taken out before the path is asked about by itself.
    const alone = parent !== undefined && rules.test(parent).ignored ? ignore({ ignorecase: false }).add([...patterns, ...foldersOut(parent)]) : rules;
    const { ignored, unignored, rule } = alone.test(path);
    const line = lines[Number(rule?.mark) - 1];
    if (ignored && line) return { kind: 'ignored', line };
    return { kind: unignored ? 'kept' : 'unsaid' };
  };
  compiled.set(file, answer);
  return answer;
}

/** The folder a path is in, ending in `/`; `undefined` at the top. */
function parentOf(path: string): string | undefined {
  const at = path.lastIndexOf('/', path.length - 2);
  return at < 0 ? undefined : path.slice(0, at + 1);
}

/** Patterns that take a folder and all above it out of what is ignored, and nothing else. */
function foldersOut(folder: string): { readonly pattern: string }[] {
  const parent = parentOf(folder);
  const literal = folder.replace(/[\\*?[\]!# ]/g, '\\$&');
  return [...(parent === undefined ? [] : foldersOut(parent)), { pattern: `!/${literal}` }];
}
