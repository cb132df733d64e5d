import type { FileDelta } from '../../patch/patch-set.ts';
import type { Python } from '../../python/index.ts';
import type { ImportedAs } from '../../python/names/binding.ts';
import type { Module } from '../../python/project/module.ts';
import { spelledImports } from '../../python/project/spelled-imports.ts';
import { nameOf } from '../../repo/path.ts';
import type { Objection } from '../outcome.ts';

/** Imports of this repository's own code that resolved before and would not any more, in changed files and in files that import them. */
export function lostImports(deltas: readonly FileDelta[], was: Python, is: Python): Objection[] {
  const changed = new Set(deltas.map(({ path }) => path as string));
  const isAffected = affectedImporters(deltas, was, is);
  const touched = touchedNames(deltas);
  const origins = new Map(deltas.flatMap((delta) => (delta.kind === 'move' ? [[delta.path as string, delta.from] as const] : [])));
  const objections: Objection[] = [];
  for (const module of is.layout.modules) {
    if (!(changed.has(module.path) || isAffected(module)) || !module.parses) continue;
    const before = was.layout.moduleAt(origins.get(module.path) ?? module.path);
    const isAsBefore = before?.file === module.file ? unchangedSources(before, touched, was, is) : () => false;
    for (const name of brokenImports(module, is, before, was, isAsBefore)) {
      if (before?.parses && before.names.module.bindings.has(name) && brokenImports(before, was, undefined, was, () => false).includes(name)) continue;
      objections.push({ gate: 'names', path: module.path, message: `The import of \`${name}\` would find nothing.` });
    }
  }
  return objections;
}

/** The names of files that come or go, and of the folders around them. */
function touchedNames(deltas: readonly FileDelta[]): ReadonlySet<string> {
  const paths = deltas.flatMap((delta) => (delta.kind === 'edit' ? [] : delta.kind === 'move' ? [delta.from, delta.path] : [delta.path]));
  return new Set(paths.flatMap((path) => path.replace(/\.py$/, '').split('/')));
}

/** Tells which imports of an unchanged module come from the same unchanged file as before, and name nothing that came or went beside it. */
function unchangedSources(module: Module, touched: ReadonlySet<string>, was: Python, is: Python): (how: ImportedAs) => boolean {
  return ({ level, module: dotted, name }) => {
    if (name !== undefined && touched.has(name)) return false;
    const [before, after] = [was.imported(module, level, dotted), is.imported(module, level, dotted)];
    return before.kind === 'module' && after.kind === 'module' && before.module.file === after.module.file;
  };
}

/**
 * Tells, by a look at the text, which other modules may lose what they import: those that name a file which is gone or offers less than
 * before, and those for which a module's name leads elsewhere since there is a new file.
 */
function affectedImporters(deltas: readonly FileDelta[], was: Python, is: Python): (module: Module) => boolean {
  const poorer = deltas.filter((delta) => delta.kind === 'delete' || delta.kind === 'move' || (delta.kind === 'edit' && offersLess(delta.path, was, is)));
  const poorerStems = new Set(poorer.flatMap((delta) => [stemOf(delta.path), ...(delta.kind === 'move' ? [stemOf(delta.from)] : [])]));
  const newStems = new Set(deltas.flatMap((delta) => (delta.kind === 'create' ? [stemOf(delta.path)] : [])));
  const names = [...poorerStems].map((stem) => `import ${stem}`);
  return (module) =>
    names.some((name) => module.text.includes(name)) ||
    (names.length + newStems.size > 0 && spelledImports(module.file).some(({ dotted }) => {
      const parts = [...dotted.split('.'), ''];
      return parts.some((part) => poorerStems.has(part)) || (parts.some((part) => newStems.has(part)) && leadsTo(was, module, dotted) !== leadsTo(is, module, dotted));
    }));
}

/** Whether an edited module may not bind everything at its top that it bound before. */
function offersLess(path: string, was: Python, is: Python): boolean {
  const [before, after] = [was.layout.moduleAt(path), is.layout.moduleAt(path)];
  if (!before?.parses || !after?.parses) return true;
  const { bindings, starImports } = before.names.module;
  return starImports.length > 0 || [...bindings.keys()].some((name) => !after.names.module.bindings.has(name));
}

/** What the module of an import statement is, in a word to compare: the path of a file or folder, or that it is neither. */
function leadsTo(python: Python, module: Module, spelled: string): string {
  const dotted = spelled.replace(/^\.+/, '');
  const found = python.imported(module, spelled.length - dotted.length, dotted);
  return found.kind === 'module' ? found.module.path : found.kind === 'namespace' ? `${found.folder}/` : found.kind;
}

/** The name a module is imported by: its file's, or its folder's for a package. */
function stemOf(path: string): string {
  const parts = path.replace(/\.py$/, '').split('/');
  return nameOf(path) === '__init__.py' ? (parts.at(-2) ?? '') : (parts.at(-1) ?? '');
}

/**
 * Top-level names whose import leads into this repository and finds nothing there, or led there in `was` and leads nowhere now. Imports
 * of which that `isKnown` are passed over.
 */
function brokenImports(module: Module, python: Python, before: Module | undefined, was: Python, isKnown: (how: ImportedAs) => boolean): string[] {
  return [...module.names.module.bindings].flatMap(([name, bindings]) =>
    bindings.flatMap(({ how }) => {
      if (how.kind !== 'import' || how.guarded || isKnown(how)) return [];
      const wasOwn = before !== undefined && ['module', 'namespace'].includes(was.imported(before, how.level, how.module).kind);
      return finds(module, how, python, wasOwn) ? [] : [name];
    }),
  );
}

/** Whether an import finds what it names; what is not of this repository, or cannot be told, has the benefit of the doubt. */
function finds(from: Module, { level, module: dotted, name }: ImportedAs, python: Python, wasOwn: boolean): boolean {
  const source = python.imported(from, level, dotted);
  switch (source.kind) {
    case 'external':
      return !wasOwn;
    case 'unknown':
      return level === 0;
    case 'namespace':
      return name === undefined || python.imported(from, level, dotted === '' ? name : `${dotted}.${name}`).kind !== 'unknown';
    case 'module': {
      const { module } = source;
      if (name === undefined || !module.parses || module.names.exported(name) !== undefined) return true;
      const { bindings, starImports } = module.names.module;
      if (bindings.has('__getattr__') || starImports.length > 0) return true;
      return module.isPackage && python.layout.findRelative(1, name, module).kind !== 'unknown';
    }
  }
}
