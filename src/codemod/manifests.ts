import { isTomlProblem, parseToml, type TomlDocument } from '../formats/toml/index.ts';
import { folderOf, nameOf, type RepoPath } from '../repo/path.ts';
import type { SourceFile } from '../repo/source-file.ts';
import type { RepositoryView } from './view.ts';

/** A `pyproject.toml` that can be read and is somebody's project. */
export interface ProjectManifest {
  readonly folder: string;
  readonly path: RepoPath;
  readonly file: SourceFile;
  readonly document: TomlDocument;
}

/** A `pyproject.toml` that is data for something else, or cannot be read: half a sentence says why. */
export interface UnusableManifest {
  readonly path: RepoPath;
  readonly file: SourceFile;
  readonly because: string;
}

/** Every manifest of the repository, but for vendored ones. */
export function projectManifests(view: RepositoryView): { readonly manifests: readonly ProjectManifest[]; readonly unusable: readonly UnusableManifest[] } {
  const manifests: ProjectManifest[] = [];
  const unusable: UnusableManifest[] = [];
  for (const [path, file] of view.repo.files) {
    const ownership = view.ownershipOf(path);
    if (nameOf(path) !== 'pyproject.toml' || ownership === 'vendored') continue;
    const document = documentOf(file);
    const because = ownership === 'template' ? 'it is a template' : ownership === 'generated' ? 'it is generated' : isTestData(path) ? 'it is test data'
      : isTomlProblem(document) ? `it is not TOML (line ${document.line}: ${document.message})` : isTemplate(document) ? 'it is a template' : undefined;
    if (because !== undefined) unusable.push({ path, file, because });
    else if (!isTomlProblem(document)) manifests.push({ folder: folderOf(path), path, file, document });
  }
  return { manifests, unusable };
}

const documents = new WeakMap<SourceFile, ReturnType<typeof parseToml>>();

function documentOf(file: SourceFile): ReturnType<typeof parseToml> {
  const known = documents.get(file) ?? parseToml(file.text);
  documents.set(file, known);
  return known;
}

/** Whether what a project is called or needs is still to be filled in. Other tools' settings may hold templates of their own. */
function isTemplate({ data }: TomlDocument): boolean {
  const tool = data['tool'];
  const poetry = typeof tool === 'object' && 'poetry' in tool ? tool['poetry'] : undefined;
  const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
  return /\{\{|\{%/.test(JSON.stringify([data['project'] ?? null, data['dependency-groups'] ?? null, poetry ?? null], plain));
}

/** Projects below a folder of fixtures are there to be read by tests. */
function isTestData(path: string): boolean {
  const folders = folderOf(path).split('/');
  return folders.some((folder) => /^(fixtures?|test[-_]?(data|files|projects|assets)|__fixtures__|testdata|snapshots?|cassettes)$/i.test(folder)) || (folders.some((folder) => /^tests?$/.test(folder)) && folders.length > 1);
}
