import { folderOf, isPoetryProject, isTomlProblem, joinPath, nameOf, parseToml, type RepoPath, type RepositoryView, type SourceFile, type TomlDocument } from '#pystd';

/** A `pyproject.toml` that can be read. */
export interface Manifest {
  readonly folder: string;
  readonly path: RepoPath;
  readonly file: SourceFile;
  readonly document: TomlDocument;
  readonly isPoetry: boolean;
}

/** A `pyproject.toml` of Poetry's that is left alone, and why. */
export interface LeftManifest {
  readonly path: RepoPath;
  readonly because: string;
}

/** Every manifest of the repository that somebody works with, and those of Poetry's that are data for something else. */
export function manifestsOf(view: RepositoryView): { readonly manifests: readonly Manifest[]; readonly left: readonly LeftManifest[] } {
  const manifests: Manifest[] = [];
  const left: LeftManifest[] = [];
  for (const [path, file] of view.repo.files) {
    if (nameOf(path) !== 'pyproject.toml') continue;
    const because = whyLeft(file, view);
    if (because !== undefined) {
      if (because !== 'vendored' && isSpokenOf(file)) left.push({ path, because });
      continue;
    }
    const document = documentOf(file);
    if (isTomlProblem(document)) {
      if (isSpokenOf(file)) left.push({ path, because: `it is not TOML (line ${document.line}: ${document.message})` });
    } else if (isTemplate(document)) left.push({ path, because: 'it is a template' });
    else manifests.push({ folder: folderOf(path), path, file, document, isPoetry: isPoetryProject(document.data) });
  }
  return { manifests, left };
}

const documents = new WeakMap<SourceFile, ReturnType<typeof parseToml>>();

function documentOf(file: SourceFile): ReturnType<typeof parseToml> {
  const known = documents.get(file) ?? parseToml(file.text);
  documents.set(file, known);
  return known;
}

/** Whether a manifest may be Poetry's at all; a cheap question of the text. */
export function isSpokenOf({ text }: SourceFile): boolean {
  return /poetry/i.test(text);
}

function whyLeft(file: SourceFile, view: RepositoryView): string | undefined {
  const ownership = view.ownershipOf(file.path);
  if (ownership === 'vendored') return 'vendored';
  if (ownership === 'template') return 'it is a template';
  if (ownership === 'generated') return 'it is generated';
  return isTestData(file.path) ? 'it is test data' : undefined;
}

/** Whether what a project is called or needs is still to be filled in. Other tools' settings may hold templates of their own. */
function isTemplate({ data }: TomlDocument): boolean {
  const tool = data['tool'];
  const poetry = typeof tool === 'object' && 'poetry' in tool ? tool['poetry'] : undefined;
  return /\{\{|\{%/.test(JSON.stringify([data['project'] ?? null, poetry ?? null], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
}

/** Projects below a folder of fixtures are there to be read by tests. */
function isTestData(path: string): boolean {
  const folders = folderOf(path).split('/');
  return folders.some((folder) => /^(fixtures?|test[-_]?(data|files|projects|assets)|__fixtures__|testdata|snapshots?|cassettes)$/i.test(folder)) || (folders.some((folder) => /^tests?$/.test(folder)) && folders.length > 1);
}

/** A file beside a manifest, as it is named there: relative, and perhaps outside of the project. `undefined` outside of the repository. */
export function beside(folder: string, path: string): string | undefined {
  const parts: string[] = folder === '' ? [] : folder.split('/');
  for (const part of path.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The text of a file in a project's folder. */
export function textIn({ repo }: RepositoryView, folder: string, name: string): string | undefined {
  return repo.files.get(joinPath(folder, name))?.text;
}
