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
