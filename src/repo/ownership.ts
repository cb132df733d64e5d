import { folderOf, foldersAbove, nameOf, type RepoPath } from './path.ts';
import type { Snapshot } from './snapshot.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Whose file it is. `own`: written here, may be edited. `generated`: made by a tool, read but not edited. `template`: has placeholders
 * where code would be, neither read as code nor edited. `vendored`: somebody else's code in this repository, not looked at.
 */
export type Ownership = 'own' | 'generated' | 'template' | 'vendored';

const VENDORED_FOLDERS: ReadonlySet<string> = new Set([
  'site-packages', 'dist-packages', 'node_modules', '__pycache__', '.venv', '.tox', '.nox', '.eggs', '_vendor', 'vendor', 'vendored',
  'third_party', '.git', '.hg', '.svn',
]);

/** What `python -m venv .` makes in a folder that is a project and a virtual environment at once. */
const OF_ENVIRONMENT: ReadonlySet<string> = new Set(['bin', 'include', 'lib', 'lib64', 'Include', 'Lib', 'Scripts']);

const cache = new WeakMap<Snapshot, ReadonlySet<string>>();

/** Folders that are virtual environments, whatever their name: PEP 405 puts a `pyvenv.cfg` there. */
function environments(snapshot: Snapshot): ReadonlySet<string> {
  const known = cache.get(snapshot);
  if (known) return known;
  const folders = new Set<string>();
  for (const path of [...snapshot.files.keys(), ...snapshot.opaque.keys()]) {
    if (nameOf(path) === 'pyvenv.cfg') folders.add(foldersAbove(path)[0] ?? '');
  }
  cache.set(snapshot, folders);
  return folders;
}

/** Whose file a path is. Decided from the path, its neighbours and the first lines of the file. */
export function ownershipOf(snapshot: Snapshot, path: RepoPath): Ownership {
  const byPath = ownershipByPath(snapshot, path);
  const file = byPath === 'own' ? snapshot.files.get(path) : undefined;
  return file && saysGenerated(file) ? 'generated' : byPath;
}

function ownershipByPath(snapshot: Snapshot, path: RepoPath): Ownership {
  const folder = folderKind(snapshot, path);
  if (folder === 'vendored') return 'vendored';
  const name = nameOf(path);
  if (folder === 'template' || /\{\{|\{%|\.(j2|jinja2?|tmpl|tpl)$/.test(name)) return 'template';
  if (folder === 'revisions' || /_pb2(_grpc)?\.pyi?$/.test(name)) return 'generated';
  return folder === 'migrations' && /^\d{4}_\w+\.py$/.test(name) ? 'generated' : 'own';
}

/** What a folder's path says of the files directly in it. */
type FolderKind = 'vendored' | 'template' | 'revisions' | 'migrations' | 'plain';

const kinds = new WeakMap<Snapshot, Map<string, FolderKind>>();

function folderKind(snapshot: Snapshot, path: RepoPath): FolderKind {
  const known = kinds.get(snapshot) ?? new Map<string, FolderKind>();
  kinds.set(snapshot, known);
  const folder = folderOf(path);
  const kind = known.get(folder) ?? readFolderKind(snapshot, folder);
  known.set(folder, kind);
  return kind;
}

function readFolderKind(snapshot: Snapshot, folder: string): FolderKind {
  const folders = folder.split('/');
  if (folders.some((one) => VENDORED_FOLDERS.has(one))) return 'vendored';
  const virtual = environments(snapshot);
  const isInEnvironment = (above: string): boolean => virtual.has(above) && (above !== '' || OF_ENVIRONMENT.has(folders[0] ?? ''));
  if (virtual.size > 0 && foldersAbove(`${folder}/`).some(isInEnvironment)) return 'vendored';
  if (/\{\{|\{%/.test(folder)) return 'template';
  if (folders.at(-1) === 'versions' && hasMigrationEnvironment(snapshot, folders.slice(0, -1).join('/'))) return 'revisions';
  return folders.at(-1) === 'migrations' ? 'migrations' : 'plain';
}

/** Alembic keeps its revisions in `versions/` beside `env.py`. */
function hasMigrationEnvironment(snapshot: Snapshot, folder: string): boolean {
  return snapshot.files.has((folder === '' ? 'env.py' : `${folder}/env.py`) as RepoPath);
}

/** How such remarks begin: as a line of a comment or docstring, not in the middle of a sentence about something else. */
const GENERATED = /^[#/;<!*\s"'-]*(?:.*@generated\b|.*\bdo not (?:edit|modify)\b|(?:(?:this (?:file|code|module) (?:is|was|has been) |code |file )?(?:auto[- ]?)?generated (?:by|from|with|on)\b)|auto[- ]?generated\b)/im;

const generated = new WeakMap<SourceFile, boolean>();

/** A remark in the first lines that a program wrote this file and will write it again. */
function saysGenerated(file: SourceFile): boolean {
  const known = generated.get(file);
  if (known !== undefined) return known;
  const says = headSaysGenerated(file.text);
  generated.set(file, says);
  return says;
}

function headSaysGenerated(text: string): boolean {
  if (!/^\s*[#/;<"'*\uFEFF]/.test(text)) return false;
  return GENERATED.test(text.slice(0, 600).split('\n', 6).join('\n'));
}
