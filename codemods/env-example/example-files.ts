import { folderOf, joinPath, nameOf, type RepositoryView, type SourceFile } from '#pystd';

/** Names people give an example of a `.env`, the usual ones first. */
const NAMES: readonly RegExp[] = [/^\.env\.example$/, /^\.env\.(?:sample|template|tmpl|dist|default|defaults|tpl)$/, /^(?:example|sample|template)\.env$/, /^env[._-](?:example|sample|template|dist)$/, /^\.env[._-](?:\w+[._-])?(?:example|sample|template|dist)(?:\.\w+)?$/, /^\.env[._-]example[._-]\w+$/];

/** How many of the kinds of names above are for no tier. */
export const GENERAL_NAMES = 4;

/** How usual a name is; lower is more so. */
export function rankOf(path: string): number {
  const rank = NAMES.findIndex((pattern) => pattern.test(nameOf(path)));
  return rank < 0 ? NAMES.length : rank;
}

/** Whether a file is an example of a `.env`, by its name. */
export function isExample(path: string): boolean {
  return rankOf(path) < NAMES.length;
}

/** The examples of a repository that are its own and can be read. Beside a `package.json` they are the browser's, unless a Python project is there, too. */
export function exampleFiles({ repo, ownershipOf }: RepositoryView): readonly SourceFile[] {
  const isFrontend = (folder: string): boolean => repo.files.has(joinPath(folder, 'package.json')) && !['pyproject.toml', 'requirements.txt', 'setup.py', 'Pipfile'].some((name) => repo.files.has(joinPath(folder, name)));
  return [...repo.files.values()].filter(({ path }) => isExample(path) && ownershipOf(path) === 'own' && !(folderOf(path) !== '' && isFrontend(folderOf(path))));
}
