import { ownershipOf, type Ownership } from '../../repo/ownership.ts';
import { folderOf, joinPath, nameOf, type RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import type { FactReader } from '../facts.ts';
import { foldersWith } from './folder-tree.ts';
import { layoutOf, type LayoutOfModules } from './module-finder.ts';
import { moduleOf, type Module } from './module.ts';
import { rootsAbove, scriptRoots } from './search-roots.ts';
import { spelledImports } from './spelled-imports.ts';
import { textIndex, type TextIndex } from './text-index.ts';

/** What a dotted module name leads to, seen from one file. */
export type Found =
  | { readonly kind: 'module'; readonly module: Module; /** The folder on `sys.path` it was found under. */ readonly root: string }
  /** A folder without `__init__.py` (PEP 420). */
  | { readonly kind: 'namespace'; readonly folder: string; readonly root: string }
  | { readonly kind: 'external' }
  | { readonly kind: 'unknown'; readonly because: string };

/** Where the modules of a repository are, and which folders Python would look in. */
export interface ModuleLayout {
  /** Every own or generated module, in path order. */
  readonly modules: readonly Module[];
  moduleAt(path: string): Module | undefined;
  /** The modules whose text holds another, in path order; looked up once for each. */
  holding(text: string): readonly Module[];
  /** An absolute import of `dotted`, as written in `from`. */
  find(dotted: string, from: Module): Found;
  /** A relative import: `level` leading dots, then `dotted` (maybe empty). */
  findRelative(level: number, dotted: string, from: Module): Found;
  /** The dotted name of a module below a root; `undefined` where a folder's name is no identifier. */
  dottedName(module: Pick<Module, 'path' | 'isPackage'>, root: string): string | undefined;
  /** Folders that may be on `sys.path` when the module runs: nearest first. */
  rootsFor(module: Module): readonly string[];
  /** Whether the folder holds Python files, itself or deeper. */
  hasPython(folder: string): boolean;
  isPackage(folder: string): boolean;
  /** Whether a project is run or installed from this folder: one with a manifest, or the `src` in one. */
  isProjectRoot(folder: string): boolean;
}

/** A layout with what the next one can take over where little has changed. */
interface Read {
  readonly files: readonly SourceFile[];
  readonly texts: TextIndex;
  readonly scripts: () => ReadonlySet<string>;
  readonly layout: LayoutOfModules;
}

const latest = new WeakMap<FactReader, Read>();

/** Reads the layout off the paths, and off the lines that look like imports where paths do not tell; nothing is parsed. While the Python files stay the same objects, so do the modules. */
export function moduleLayout(snapshot: Snapshot, reader: FactReader): ModuleLayout {
  const files = [...snapshot.files.values()].filter((file) => file.path.endsWith('.py') && isCode(ownershipOf(snapshot, file.path)));
  const before = latest.get(reader);
  const read = before && isSame(files, before.files) ? before : readLayout(files, reader, before);
  latest.set(reader, read);
  return {
    ...read.layout,
    isProjectRoot: (folder) => hasManifest(snapshot, folder) || (nameOf(folder) === 'src' && hasManifest(snapshot, folderOf(folder))),
  };
}

function isSame(files: readonly SourceFile[], before: readonly SourceFile[]): boolean {
  return files.length === before.length && files.every((file, index) => file === before[index]);
}

function readLayout(files: readonly SourceFile[], reader: FactReader, before: Read | undefined): Read {
  const modules = files.map((file) => moduleOf(file, reader));
  const folders = foldersWith(modules);
  const texts = textIndex(files, before?.texts ?? { files: new Set(), known: new Map() });
  const roots = new Map<string, readonly string[]>();
  const properRoots = (module: Module): readonly string[] => {
    const folder = folderOf(module.path);
    const known = roots.get(folder) ?? rootsAbove(module, folders);
    roots.set(folder, known);
    return known;
  };
  const found: { scripts?: ReadonlySet<string> } = {};
  const scripts = before && importsAlike(files, before.files) ? before.scripts : () => (found.scripts ??= scriptRoots(modules, folders, properRoots));
  return { files, texts, scripts, layout: layoutOf(modules, folders, texts, properRoots, scripts) };
}

/** Whether the same paths hold what looks like the same imports. */
function importsAlike(files: readonly SourceFile[], before: readonly SourceFile[]): boolean {
  const spelled = (file: SourceFile): string => spelledImports(file).map(({ dotted }) => dotted).join(' ');
  return files.length === before.length && files.every((file, index) => {
    const old = before[index];
    return file === old || (old !== undefined && file.path === old.path && spelled(file) === spelled(old));
  });
}

function isCode(ownership: Ownership): boolean {
  return ownership !== 'vendored' && ownership !== 'template';
}

const MANIFESTS: readonly string[] = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'Pipfile'];
/** What a `setup.py` of setuptools has in it. */
const INSTALLS = /(?<!\bdef\s+)\bsetup\s*\(|\b(?:setuptools|distutils)\b/;

/** Whether a folder is the top of a project: a manifest of some package manager stands in it. A module may be called `setup` and install nothing. */
export function hasManifest({ files }: Snapshot, folder: string): boolean {
  return MANIFESTS.some((name) => {
    const file = files.get(joinPath(folder, name));
    return file !== undefined && (name !== 'setup.py' || INSTALLS.test(file.text));
  });
}

/** The path of a package's `__init__.py`. */
export function initOf(folder: string): RepoPath {
  return joinPath(folder, '__init__.py');
}
