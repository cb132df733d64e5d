/** The files of a project's folder, by paths relative to it. */
export interface ProjectFiles {
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Every file below a folder; `''` is the project's own. */
  below(folder: string): readonly string[];
  /** Files and folders that a pattern of Python's `Path.glob` finds. */
  matching(pattern: string): readonly string[];
  /** The text of a file, where it is known. */
  textOf(path: string): string | undefined;
}

/** Looks things up in a list of paths. */
export function projectFiles(paths: readonly string[], textOf: (path: string) => string | undefined = () => undefined): ProjectFiles {
  const files = new Set(paths);
  const folders = foldersOf(paths);
  return {
    textOf,
    isFile: (path) => files.has(tidyPath(path)),
    isFolder: (path) => folders.has(tidyPath(path)),
    below: (folder) => (folder === '' ? paths : paths.filter((path) => path.startsWith(`${tidyPath(folder)}/`))),
    matching(pattern) {
      const tidy = tidyPath(pattern);
      if (!isGlob(tidy)) return files.has(tidy) || folders.has(tidy) ? [tidy] : [];
      const expression = globExpression(tidy);
      return [...files, ...folders].filter((path) => path !== '' && expression.test(path)).sort();
    },
  };
}

/** Whether a path holds wildcards. */
export function isGlob(path: string): boolean {
  return /[*?[\]]/.test(path);
}

/** Whether a pattern of Python's `Path.glob` finds a path. */
function matchesGlob(pattern: string, path: string): boolean {
  return globExpression(pattern).test(path);
}

/** Whether two patterns may mean the same path; of two with wildcards what stands before those decides. */
export function mayMeet(a: string, b: string): boolean {
  const [x, y] = [tidyPath(a), tidyPath(b)];
  if (!isGlob(x)) return isGlob(y) ? matchesGlob(y, x) : x === y;
  if (!isGlob(y)) return matchesGlob(x, y);
  const [p = '', q = ''] = [x, y].map((path) => path.replace(/[*?[].*$/s, ''));
  return p.startsWith(q) || q.startsWith(p);
}

/** A relative path with single slashes, and none at either end. */
export function tidyPath(path: string): string {
  return path.split('/').filter((part) => part !== '' && part !== '.').join('/');
}

/** Every folder around a file; `''` is the project's own. */
function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>(paths.length > 0 ? [''] : []);
  for (const path of paths) {
    // Of a folder that is known, so are those around it.
    for (let end = path.lastIndexOf('/'); end > 0 && !folders.has(path.slice(0, end)); end = path.lastIndexOf('/', end - 1)) folders.add(path.slice(0, end));
  }
  return folders;
}

/** `*` and `?` stay within one name, `**` stands for any folders; what follows no known form stands for itself. */
function globExpression(pattern: string): RegExp {
  const parts = pattern.split('/');
  const source = parts.map((part, index) => {
    const isLast = index === parts.length - 1;
    if (part === '**') return isLast ? '(?:[^/]+(?:/[^/]+)*)?' : '(?:[^/]+/)*';
    const name = part.replace(/\[!?[^\]]+\]|[\s\S]/g, (token) => {
      if (token === '*') return '[^/]*';
      if (token === '?') return '[^/]';
      if (token.length > 1) return `[${token.slice(1, -1).replace(/^!/, '^').replace(/\\/g, '\\\\')}]`;
      return token.replace(/[.+^${}()|\\[\]]/g, '\\$&');
    });
    return `${name}${isLast ? '' : '/'}`;
  });
  return new RegExp(`^${source.join('')}$`, 'u');
}
