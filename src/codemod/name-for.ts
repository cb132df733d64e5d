import type { Binding, Scope } from '../python/names/index.ts';
import { addFromImport } from '../python/edit/imports.ts';
import type { Module, Named } from '../python/project/module.ts';
import { relativeName, spellingOf, type Spelling, type Target } from '../python/project/spelling.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { enclosing, identifiersSpelled } from '../python/syntax/walk.ts';
import { nameOf, type RepoPath } from '../repo/path.ts';
import type { Edit } from '../text/edit.ts';
import { contains } from '../text/span.ts';
import { orRefuse, Refusal } from './refusal.ts';
import type { RepositoryView } from './view.ts';

/** How something is spelled at a place, with the edits that make it so. */
export interface SpelledName {
  readonly spelled: string;
  readonly edits: readonly Edit[];
}

/** Where an import may go that has to be made. */
export interface ImportPlace {
  /** The offset of another use, further up, that one import is to serve as well. */
  readonly above?: number;
  /** Whether what is imported does not care which files of variables (`load_dotenv()`) are loaded by then. */
  readonly despiteLoads?: boolean;
}

/**
 * Finds or makes a name for `what` at `at`: the name in sight, a name in a module in sight, or a new import.
 * @throws Refusal when it is defined too late, hidden by another name, imported for type checkers only, or when the import would close a circle.
 */
export function nameFor(view: RepositoryView, what: Named, module: Module, at: PyNode, { above = at.start, despiteLoads = false }: ImportPlace = {}): SpelledName {
  if (what.module === module) return { spelled: ownName(what, module, at), edits: [] };
  const inSight = nameInSight(view, what, module, at);
  if (inSight !== undefined) return { spelled: inSight, edits: [] };
  const { python, backend } = view;
  const { names } = module;
  const scope = names.scopeOf(at);
  const forTypes = names.lookup(what.name, scope);
  if (forTypes.kind === 'bound' && forTypes.bindings.some((binding) => isForTypesOnly(binding) && means(view, binding, what, module))) {
    throw new Refusal(`\`${what.name}\` is imported into \`${module.path}\` for type checkers only.`);
  }
  if (python.reaches(what.module, module)) throw new Refusal(`Importing \`${what.module.path}\` here would close an import circle.`);
  const { dotted } = orRefuse(spelling(view, what.module, module));
  const other = `app_${what.name}`;
  const spelled = [what.name, other].find((candidate) => names.isFree(candidate, scope));
  if (spelled === undefined) throw new Refusal(`The names \`${what.name}\` and \`${other}\` are taken in \`${module.path}\`.`);
  const situation = {
    names,
    usedAt: Math.min(above, at.start),
    despiteLoads,
    width: backend.projects.lineWidth(module.path),
    isFirstParty: (name: string) => python.layout.find(name, module).kind !== 'external',
  };
  const alias = spelled === what.name ? undefined : spelled;
  return { spelled, edits: orRefuse(addFromImport(situation, { module: dotted, name: what.name, alias })) };
}

function spelling({ repo, python }: RepositoryView, target: Target, from: Module): Spelling {
  const texts = [...repo.files.values()].filter(({ path }) => !/\.(py|pyi|lock)$/.test(path)).map(({ text }) => text);
  return spellingOf(target, from, python.layout, texts);
}

/** Why a module, which need not exist yet, cannot be imported: nothing shows by which name. A full sentence. */
export function unspeakable(view: RepositoryView, path: RepoPath, from: Module): string | undefined {
  const spelled = spelling(view, { path, isPackage: nameOf(path) === '__init__.py' }, from);
  return 'refused' in spelled ? spelled.refused : undefined;
}

/**
 * How a new module at `path` imports another one, there or to be made: in the manner of `like`, a module of the same service.
 * A full sentence where nothing shows how.
 */
export function moduleName(view: RepositoryView, target: Target, path: RepoPath, like: Module): Spelling {
  const spelled = spelling(view, target, like);
  if ('refused' in spelled || !spelled.dotted.startsWith('.')) return spelled;
  const dotted = relativeName(target, { path });
  return dotted === undefined ? { refused: `\`${target.path}\` cannot be imported from \`${path}\`.` } : { dotted };
}

/** The name of something defined in the same module: it must be bound by then, and not hidden by a name further in. */
function ownName(what: Named, module: Module, at: PyNode): string {
  const seen = module.names.lookup(what.name, module.names.scopeOf(at));
  const binding = seen.kind === 'bound' ? seen.bindings[0] : undefined;
  if (binding?.scope !== module.names.module) throw new Refusal(`\`${what.name}\` means something else here.`);
  if (seen.kind === 'bound' && seen.bindings.length > 1) throw new Refusal(`\`${what.name}\` is bound more than once.`);
  const around = enclosing(at, 'function_definition', 'lambda');
  // A function may run before the line below it does, unless it reads the name already.
  const readsIt = around !== undefined && [...identifiersSpelled(around, what.name)].some((node) => module.names.scopeOf(node) === module.names.scopeOf(at));
  if (binding.node.start > at.start && !readsIt) throw new Refusal(`\`${what.name}\` is defined further down.`);
  return what.name;
}

/** A name that is imported already and can be seen from `at`: of the thing itself, or of the module it is in. `undefined` without one. */
export function nameInSight(view: RepositoryView, what: Named, module: Module, at: PyNode): string | undefined {
  const { names } = module;
  const place = names.scopeOf(at);
  for (let scope: Scope | undefined = place; scope; scope = scope.parent) {
    for (const [name, bindings] of scope.bindings) {
      const seen = names.lookup(name, place);
      if (seen.kind !== 'bound' || seen.scope !== scope) continue;
      for (const binding of bindings) {
        if (binding.how.kind !== 'import' || isForTypesOnly(binding) || !isThere(binding, scope, at)) continue;
        // `import a.b` and `import a.c` bind the same `a`, and each is reached through it.
        if (isDotted(binding)) {
          const found = bindings.every(isDotted) ? view.python.imported(module, 0, binding.how.module) : undefined;
          if (found?.kind === 'module' && found.module === what.module) return `${binding.how.module}.${what.name}`;
        } else if (bindings.length === 1) {
          if (means(view, binding, what, module)) return name;
          const symbol = view.python.symbolOf(module, binding.node);
          if (symbol.kind === 'module' && symbol.module === what.module) return `${name}.${what.name}`;
        }
      }
    }
  }
  return undefined;
}

/** `import a.b`, which binds `a`. */
function isDotted({ how }: Binding): boolean {
  return how.kind === 'import' && how.name === undefined && !how.alias && how.module.includes('.');
}

/** Whether the import has surely happened when `at` runs: it stands above, or at the top of the module while `at` is in a function. */
function isThere(binding: Binding, scope: Scope, at: PyNode): boolean {
  if (binding.since <= at.start && binding.certain && contains(binding.certain, at)) return true;
  if (scope.kind !== 'module' || binding.how.kind !== 'import') return false;
  const whole = stopsOnFailure(binding.how.statement, binding.how.guarded);
  return whole.parent?.type === 'module' && (whole.end <= at.start || enclosing(at, 'function_definition', 'lambda') !== undefined);
}

/** The `try` around an import whose failure ends the program, since no handler goes on; else the import itself. */
function stopsOnFailure(statement: PyNode, guarded: boolean): PyNode {
  const around = statement.parent?.type === 'block' ? statement.parent.parent : undefined;
  return around?.type === 'try_statement' && around.children.find(({ type }) => type === 'block') === statement.parent && !guarded ? around : statement;
}

function means({ python }: RepositoryView, binding: Binding, what: Named, module: Module): boolean {
  const symbol = python.symbolOf(module, binding.node);
  return symbol.kind === 'defined' && symbol.module === what.module && symbol.name === what.name && symbol.attributes.length === 0;
}

function isForTypesOnly({ how }: Binding): boolean {
  return how.kind === 'import' && how.typeCheckingOnly;
}
