import { isPoetryProject, joinPath, projectManifests, type ProjectManifest, type RepositoryView, type SourceFile, type UnusableManifest } from '#pystd';

/** A `pyproject.toml` that can be read. */
export interface Manifest extends ProjectManifest {
  readonly isPoetry: boolean;
}

/** Every manifest of the repository that somebody works with, and those of Poetry's that are data for something else. */
export function manifestsOf(view: RepositoryView): { readonly manifests: readonly Manifest[]; readonly left: readonly UnusableManifest[] } {
  const { manifests, unusable } = projectManifests(view);
  return { manifests: manifests.map((manifest) => ({ ...manifest, isPoetry: isPoetryProject(manifest.document.data) })), left: unusable.filter(({ file }) => isSpokenOf(file)) };
}

/** Whether a manifest may be Poetry's at all; a cheap question of the text. */
export function isSpokenOf({ text }: SourceFile): boolean {
  return /poetry/i.test(text);
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
