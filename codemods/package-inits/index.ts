import { defineCodemod, folderOf, foldersAbove, joinPath, nameOf, roleOf, topOf, type RepositoryView } from '#pystd';

/** What a standard or a repository may set for this codemod. */
interface Options {
  /** Folders that are namespace packages on purpose (PEP 420) and stay without an `__init__.py`. */
  namespaces: string[];
}

export default defineCodemod<Options>({
  id: 'package-inits',
  title: 'Add the missing `__init__.py` of imported packages',
  why: `A folder that is imported as a package but has no \`__init__.py\` is a namespace package by accident.
Type checkers, test runners and build backends treat it differently from the packages beside it.`,
  links: ['https://peps.python.org/pep-0420/'],
  rules: ['structure/package-inits'],
  safety: 'safe',
  // Which folders are roots is read off the manifest that will stand.
  after: ['poetry-to-uv'],
  options: { namespaces: [] },

  applies: ({ python }) => python.layout.modules.length > 0,

  run(task) {
    const roots = task.python.usedRoots();
    const namespaces = task.python.importedNamespaces();
    const written = foldersWritten(task);
    for (const { folder, witness, isPortion, elsewhere } of namespaces) {
      const path = joinPath(folder, '__init__.py');
      if (isPortion || !written.has(folder) || task.options.namespaces.includes(folder) || !isSource(path, task) || isSharedName(folder, namespaces.map((other) => other.folder))) continue;
      const message = `\`${folder}\` is imported as a package by \`${witness.path}\` and has no \`__init__.py\`.`;
      if (roots.has(folder)) task.flag(topOf(path), `${message} Other modules import from inside it as if it were a folder on the path; decide which it is.`);
      else if (task.repo.files.has(joinPath(folderOf(folder), `${nameOf(folder)}.py`))) task.flag(topOf(path), `${message} A module of the same name stands beside it and would be hidden.`);
      else if (elsewhere !== undefined) task.flag(topOf(path), `${message} \`${elsewhere}\` is imported, too, and is not in this repository: an installed package may share the name.`);
      else task.change(topOf(path), message, (edit) => edit.create(path, ''));
    }
  },
});

/** Folders that hold code of our own: where everything is generated, so is what is missing. */
function foldersWritten({ python, ownershipOf }: RepositoryView): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { path } of python.layout.modules) {
    if (folders.has(folderOf(path)) || ownershipOf(path) !== 'own') continue;
    for (const folder of foldersAbove(path)) folders.add(folder);
  }
  return folders;
}

/** How each manifest declares namespace packages; mypy has an option of a similar name that says nothing of the kind. */
const DECLARED = {
  'setup.py': /find_namespace_packages|\bnamespace_packages\s*=/,
  'setup.cfg': /find_namespace:|^namespace_packages\s*=\s*(?!true\b|false\b)/im,
  'pyproject.toml': /^\s*namespaces\s*=\s*true/m,
} as const;

/** Tests, examples, migrations and scripts are run by tools that find them by path, and declared namespace packages are meant to be so. */
function isSource(path: string, { repo }: RepositoryView): boolean {
  if (roleOf(path) !== 'service') return false;
  const folders = path.split('/').slice(0, -1);
  if (folders.some((folder) => folder === 'migrations' || folder === 'versions' || folder === 'alembic' || folder === 'scripts')) return false;
  const declares = (folder: string): boolean => Object.entries(DECLARED).some(([name, declaration]) => declaration.test(repo.files.get(joinPath(folder, name))?.text ?? ''));
  return !foldersAbove(path).some(declares);
}

/** Several folders of one name in different places share it on purpose: portions of one namespace package. */
function isSharedName(folder: string, all: readonly string[]): boolean {
  return all.some((other) => other !== folder && nameOf(other) === nameOf(folder) && !other.startsWith(`${folder}/`) && !folder.startsWith(`${other}/`) && sameDepthBelowSource(folder, other));
}

/** Both stand directly in a folder called `src`, `lib` or `libs`, as the portions of a namespace do. */
function sameDepthBelowSource(a: string, b: string): boolean {
  return [a, b].every((folder) => /(^|\/)(src|libs?|packages)$/.test(folderOf(folder)));
}
