import type { ImportedAs } from '../../python/names/index.ts';
import type { Module } from '../../python/project/module.ts';
import { relativeName } from '../../python/project/spelling.ts';
import { STANDARD_LIBRARY } from '../../python/project/stdlib.ts';
import type { FreeName } from '../../python/refactor/free-names.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { withDecorators } from '../../python/syntax/views.ts';
import { nameOf, type RepoPath } from '../../repo/path.ts';
import { moduleName } from '../name-for.ts';
import type { RepositoryView } from '../view.ts';
import type { NewImport } from './imports.ts';

/** What a name of one module is in another one. */
export type CarriedName =
  | { readonly kind: 'import'; readonly import: NewImport; /** The module of this repository that the import runs. */ readonly runs: Module | undefined }
  /** Defined at the top of the module itself, by this statement alone. */
  | { readonly kind: 'own'; readonly statement: PyNode }
  | { readonly kind: 'builtin' }
  /** It cannot have the same meaning elsewhere: a full sentence. */
  | { readonly kind: 'problem'; readonly because: string };

/**
 * How code that moves from `module` to a new module at `path` comes by a name that it reads: the same import, written for its new place; or a definition of the old module, about which
 * the caller decides.
 */
export function carriedName(view: RepositoryView, module: Module, free: FreeName, path: RepoPath): CarriedName {
  const { name, from, bindings } = free;
  if (from === 'builtin') return MODULE_NAMES.has(name) ? problem(`\`${name}\` means the module it stands in.`) : { kind: 'builtin' };
  if (from === 'unknown') return fromStar(view, module, free, path) ?? problem(`Where \`${name}\` comes from cannot be told.`);
  const [binding, other] = bindings;
  if (!binding || other) return problem(`\`${name}\` is bound more than once.`);
  const { how } = binding;
  switch (how.kind) {
    case 'import':
      return importFor(view, module, how, name, path);
    case 'function':
    case 'class':
      return isAtTop(withDecorators(how.definition)) ? { kind: 'own', statement: withDecorators(how.definition) } : problem(`\`${name}\` is defined under a condition.`);
    case 'assignment':
      return how.value && isAtTop(how.statement) ? { kind: 'own', statement: how.statement } : problem(`\`${name}\` is set under a condition.`);
    default:
      return problem(`\`${name}\` is bound in a way that cannot be moved.`);
  }
}

/** Names that each module has of its own. */
const MODULE_NAMES: ReadonlySet<string> = new Set(['__name__', '__file__', '__doc__', '__package__', '__spec__', '__path__', '__loader__']);

function problem(because: string): CarriedName {
  return { kind: 'problem', because };
}

function isAtTop(statement: PyNode): boolean {
  return statement.parent?.type === 'module';
}

function importFor(view: RepositoryView, module: Module, how: ImportedAs, name: string, path: RepoPath): CarriedName {
  if (how.typeCheckingOnly) return problem(`\`${name}\` is imported for type checkers only.`);
  if (how.guarded) return problem(`The import of \`${name}\` may fail and something else happen.`);
  const { layout } = view.python;
  const found = how.level > 0 ? layout.findRelative(how.level, how.module, module) : layout.find(how.module, module);
  const alias = how.alias ? { alias: name } : {};
  if (found.kind === 'unknown') return problem(found.because);
  if (found.kind === 'external') {
    const section = STANDARD_LIBRARY.has(how.module.split('.')[0] ?? '') ? 'standard' : 'outer';
    return { kind: 'import', import: { module: how.module, ...(how.name === undefined ? {} : { name: how.name }), ...alias, section }, runs: undefined };
  }
  const child = how.name === undefined ? undefined : found.kind === 'module' ? (found.module.isPackage && !found.module.names.module.bindings.has(how.name) ? layout.findRelative(1, how.name, found.module) : undefined) : layout.findRelative(how.level, [how.module, how.name].filter((part) => part !== '').join('.'), module);
  const runs = child?.kind === 'module' ? child.module : found.kind === 'module' ? found.module : undefined;
  const written = { ...(how.name === undefined ? {} : { name: how.name }), ...alias, section: 'own' } as const;
  // An absolute import says the same everywhere in the service.
  if (how.level === 0) return { kind: 'import', import: { module: how.module, ...written }, runs };
  const target = found.kind === 'module' ? { path: found.module.path, isPackage: found.module.isPackage } : { path: `${found.kind === 'namespace' ? found.folder : ''}/__init__.py` as RepoPath, isPackage: true };
  const dotted = relativeName(target, { path });
  return dotted === undefined ? problem(`\`${name}\` cannot be imported from \`${path}\`.`) : { kind: 'import', import: { module: dotted, ...written }, runs };
}

/** A name that some star import brings, by the module that defines it. */
function fromStar(view: RepositoryView, module: Module, { name, uses: [use] }: FreeName, path: RepoPath): CarriedName | undefined {
  const symbol = use && view.python.symbolOf(module, use);
  if (symbol?.kind === 'builtin') return { kind: 'builtin' };
  if (symbol?.kind !== 'defined' || symbol.attributes.length > 0 || symbol.module === module) return undefined;
  return importOf(view, { module: symbol.module, name: symbol.name }, name, path, module);
}

/** How a relative import inside code that moves from `module` to `path` is written there: the dotted name with its dots, as it stands if nothing changes. */
export function rebased({ python: { layout } }: RepositoryView, module: Module, statement: PyNode, path: RepoPath): { readonly node: PyNode; readonly dotted: string } | { readonly because: string } | undefined {
  const node = statement.type === 'import_from_statement' ? statement.children.find(({ type }) => type === 'relative_import') : undefined;
  if (!node) return undefined;
  const [, dots = '', rest = ''] = /^(\.+)(.*)$/.exec(node.text.replace(/\s+/g, '')) ?? [];
  const found = layout.findRelative(dots.length, rest, module);
  if (found.kind !== 'module' && found.kind !== 'namespace') return { because: `What \`${statement.text}\` imports cannot be told.` };
  const target = found.kind === 'module' ? { path: found.module.path, isPackage: found.module.isPackage } : { path: `${found.folder}/__init__.py` as RepoPath, isPackage: true };
  const dotted = relativeName(target, { path });
  return dotted === undefined ? { because: `\`${statement.text}\` cannot be written in \`${path}\`.` } : { node, dotted };
}

/** How a new module at `path` imports something defined in another one, in the manner of `like`. */
export function importOf(view: RepositoryView, what: { readonly module: Pick<Module, 'path' | 'isPackage'>; readonly name: string }, as: string, path: RepoPath, like: Module): CarriedName {
  const spelled = moduleName(view, what.module, path, like);
  if ('refused' in spelled) return problem(spelled.refused);
  const runs = view.python.layout.moduleAt(what.module.path);
  return { kind: 'import', import: { module: spelled.dotted, name: what.name, ...(as === what.name ? {} : { alias: as }), section: 'own' }, runs };
}

/**
 * Why a new module that imports these cannot be imported by `user`: a circle would be closed. A full sentence.
 *
 * @param path where the new module is to be: whoever imports it first, before `user`, must not meet the circle either
 */
export function circleThrough(view: RepositoryView, imported: readonly Module[], user: Module, path?: RepoPath): string | undefined {
  const back = imported.find((one) => one === user || view.python.reaches(one, user) || (path !== undefined && view.python.reaches(one, user, path)));
  return back && `\`${back.path}\` imports \`${nameOf(user.path)}\` itself: a module that needs it cannot be imported there.`;
}
