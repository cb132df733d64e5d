import { addFromImport } from '../python/edit/imports.ts';
import type { Module } from '../python/project/module.ts';
import { spellingOf } from '../python/project/spelling.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { enclosing } from '../python/syntax/walk.ts';
import type { Edit } from '../text/edit.ts';
import type { Named } from './editor.ts';
import { orRefuse, Refusal } from './refusal.ts';
import type { RepositoryView } from './view.ts';

/** How something is spelled at a place, with the edits that make it so. */
export interface SpelledName {
  readonly spelled: string;
  readonly edits: readonly Edit[];
}

/**
 * Finds or makes a name for `what` at `at`: the name in sight, a name in a module in sight, or a new import.
 * @throws Refusal when it is defined too late, hidden by another name, or when the import would close a circle.
 */
export function nameFor(view: RepositoryView, what: Named, module: Module, at: PyNode): SpelledName {
  if (what.module === module) return { spelled: ownName(what, module, at), edits: [] };
  const inSight = nameInSight(view, what, module, at);
  if (inSight !== undefined) return { spelled: inSight, edits: [] };
  const { python, repo, backend } = view;
  if (python.reaches(what.module, module)) throw new Refusal(`Importing \`${what.module.path}\` here would close an import circle.`);
  const texts = [...repo.files.values()].filter(({ path }) => !/\.(py|pyi|lock)$/.test(path)).map(({ text }) => text);
  const { dotted } = orRefuse(spellingOf(what.module, module, python.layout, texts));
  const alias = [undefined, `app_${what.name}`].find((candidate) => module.names.isFree(candidate ?? what.name, module.names.scopeOf(at)));
  if (alias === undefined && !module.names.isFree(what.name, module.names.scopeOf(at))) {
    throw new Refusal(`The names \`${what.name}\` and \`app_${what.name}\` are taken in \`${module.path}\`.`);
  }
  const situation = {
    tree: module.tree,
    usedAt: at.start,
    width: backend.projects.lineWidth(module.path),
    isFirstParty: (name: string) => python.layout.find(name, module).kind !== 'external',
  };
  return { spelled: alias ?? what.name, edits: orRefuse(addFromImport(situation, { module: dotted, name: what.name, alias })) };
}

/** The name of something defined in the same module: it must be bound by then, and not hidden by a name further in. */
function ownName(what: Named, module: Module, at: PyNode): string {
  const seen = module.names.lookup(what.name, module.names.scopeOf(at));
  const binding = seen.kind === 'bound' ? seen.bindings[0] : undefined;
  if (binding?.scope !== module.names.module) throw new Refusal(`\`${what.name}\` means something else here.`);
  if (!enclosing(at, 'function_definition', 'lambda') && binding.node.start > at.start) throw new Refusal(`\`${what.name}\` is defined further down.`);
  return what.name;
}

/** A name that is imported already and can be seen from `at`: of the thing itself, or of the module it is in. */
function nameInSight({ python }: RepositoryView, what: Named, module: Module, at: PyNode): string | undefined {
  const atImportTime = !enclosing(at, 'function_definition', 'lambda');
  const scope = module.names.scopeOf(at);
  for (const [name, bindings] of module.names.module.bindings) {
    const [binding] = bindings;
    if (!binding || bindings.length > 1 || binding.how.kind !== 'import' || binding.how.typeCheckingOnly) continue;
    if (atImportTime && binding.node.start > at.start) continue;
    const seen = module.names.lookup(name, scope);
    if (seen.kind !== 'bound' || seen.bindings[0] !== binding) continue;
    const symbol = python.exported(module, name);
    if (symbol.kind === 'defined' && symbol.module === what.module && symbol.name === what.name && symbol.attributes.length === 0) return name;
    const isModuleItself = binding.how.name !== undefined || binding.how.alias || !binding.how.module.includes('.');
    if (symbol.kind === 'module' && symbol.module === what.module && isModuleItself) return `${name}.${what.name}`;
  }
  return undefined;
}
