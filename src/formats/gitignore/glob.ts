import ignore from 'ignore';

/**
 * Whether a path inside the repository is matched by patterns written as in a `.gitignore`: `tests/`, `*.pyi`, `/scripts/**`, and `!keep.py`
 * to take one out again; the last matching pattern decides. No patterns match nothing. Case counts, whatever the file system thinks.
 */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false;
  const rules = ignore({ ignorecase: false }).add([...patterns]);
  return (path) => rules.ignores(path);
}

/** What one `.gitignore` says about a path below its folder: `unsaid` leaves it to the file of the folder above. */
export type IgnoreVerdict = 'ignored' | 'kept' | 'unsaid';

/** The rules of one `.gitignore`, for paths relative to its folder. Folders above the path must have been asked about before it. */
export function ignoreRules(text: string): (path: string, isFolder: boolean) => IgnoreVerdict {
  const rules = ignore({ ignorecase: false }).add(text.replace(/^\uFEFF/, ''));
  return (path, isFolder) => {
    const { ignored, unignored } = rules.test(isFolder ? `${path}/` : path);
    return ignored ? 'ignored' : unignored ? 'kept' : 'unsaid';
  };
}
