import { positionAt } from '../../text/lines.ts';
import type { PyNode } from '../syntax/node.ts';
import { enclosing, parts } from '../syntax/walk.ts';
import type { Binding, ImportedAs } from './binding.ts';
import { isBareAnnotation } from './binding.ts';
import { isDeferred } from './deferred.ts';
import { homesOf, isImplicit, starImportsSeen, type Home } from './lookup.ts';
import { attributeOf, joinPath, unknown, type ImportedMeaning, type Meaning } from './meaning.ts';
import { reachingBindings } from './reach.ts';
import type { ScopeTree } from './scope-tree.ts';

/** The meaning of a name or attribute chain at its place. Any other expression is unknown. */
export function resolveIn(scopes: ScopeTree, expression: PyNode): Meaning {
  const attributes: string[] = [];
  let node = expression;
  for (;;) {
    const inner = parts(node);
    const [first] = inner;
    if (node.type === 'identifier') return attributeOf(resolveName(scopes, node), attributes);
    if ((node.type === 'attribute' || node.type === 'member_type' || node.type === 'dotted_name') && first && inner.length > 1) {
      attributes.unshift(...inner.slice(1).map((part) => part.text));
      node = first;
    } else if (WRAPPERS.has(node.type) && first && inner.length === 1) node = first;
    else return unknown(`${quote(expression.text)} is not a plain name or a chain of attributes.`);
  }
}

const WRAPPERS = new Set(['parenthesized_expression', 'type', 'dotted_name', 'list_splat']);

function resolveName(scopes: ScopeTree, identifier: PyNode): Meaning {
  const name = identifier.text;
  const from = scopes.scopeOf(identifier);
  const deferred = isDeferred(identifier, scopes.module);
  let local: Home | undefined;
  for (const home of homesOf(name, from, scopes.module)) {
    const itself = home.bindings.find(({ node }) => node === identifier);
    if (itself) return meaningOf(itself);
    const reaching = reachingBindings(home, identifier, home.immediate && !deferred);
    if (reaching.length > 0) return underStars(agreed(reaching, name), reaching, home);
    if (home.scope.kind === 'function' && home.immediate) return unknown(`${quote(name)} is used before it is bound in its function.`);
    local ??= home;
  }
  const starImports = starImportsSeen(from, deferred ? undefined : identifier);
  const builtin: Meaning | undefined = isImplicit(name, from) ? { kind: 'builtin', name, attributes: [] } : undefined;
  if (starImports.length > 0) return { kind: 'unknown', because: `${quote(name)} may come from a star import.`, starImports, otherwise: builtin };
  if (builtin) return builtin;
  const declaration = local?.bindings.find(isBareAnnotation);
  if (declaration) return meaningOf(declaration);
  if (local) return unknown(`${quote(name)} is not bound here: it is bound ${line(local.bindings[0])} and does not reach this place.`);
  if (scopes.declaredGlobal.has(name)) return unknown(`${quote(name)} is declared \`global\` and bound nowhere in this module.`);
  return unknown(`${quote(name)} is not defined in this module.`);
}

/** What a name of the module means to those who import it: once all of the module has run. `undefined` when the module binds no such name. */
export function resolveExported({ module }: ScopeTree, name: string): Meaning | undefined {
  const bindings = module.bindings.get(name);
  if (!bindings) return undefined;
  const { tree, end } = module.node;
  const afterAll: PyNode = { type: 'end', named: false, start: end, end, parent: module.node, children: [], tree, text: '' };
  const home: Home = { scope: module, bindings, immediate: true };
  const reaching = reachingBindings(home, afterAll, true);
  return reaching.length > 0 ? underStars(agreed(reaching, name), reaching, home) : undefined;
}

/** The one meaning several bindings agree on. */
function agreed(bindings: readonly Binding[], name: string): Meaning {
  const removed = bindings.find(({ how }) => how.kind === 'delete');
  if (removed) return unknown(`${quote(name)} is deleted ${line(removed)}.`);
  const telling = withoutStandIns(bindings);
  const [first, ...others] = telling;
  if (!first) return unknown(`${quote(name)} is not defined in this module.`);
  const meaning = meaningOf(first);
  if (meaning.kind !== 'import') {
    const other = others[0];
    return other ? unknown(`${quote(name)} is bound ${line(first)} and again ${line(other)}.`) : meaning;
  }
  const imports = telling.flatMap((binding) => importsOf(binding));
  const other = telling.find((binding) => !isSameImport(meaning, meaningOf(binding)));
  if (other) return unknown(`${quote(name)} is imported ${line(first)} and bound to something else ${line(other)}.`);
  return {
    ...meaning,
    bindings: telling,
    typeCheckingOnly: imports.every(({ typeCheckingOnly }) => typeCheckingOnly),
    guarded: imports.every(({ guarded }) => guarded) || telling.length < bindings.length,
  };
}

/** Without the `None` put in place of a failed import, and without the `@overload` forms of a function. */
function withoutStandIns(bindings: readonly Binding[]): readonly Binding[] {
  const guarded = bindings.some((binding) => importsOf(binding).some((how) => how.guarded));
  const telling = bindings.filter((binding) => !(guarded && isNone(binding)) && !isOverload(binding));
  return telling.length > 0 ? telling : bindings;
}

function isNone({ how }: Binding): boolean {
  return how.kind === 'assignment' && how.value?.type === 'none';
}

function isOverload({ how }: Binding): boolean {
  if (how.kind !== 'function' || how.definition.parent?.type !== 'decorated_definition') return false;
  return parts(how.definition.parent).some((part) => part.type === 'decorator' && /^@\s*(\w+\s*\.\s*)*overload\s*$/.test(part.text));
}

function importsOf({ how }: Binding): readonly ImportedAs[] {
  return how.kind === 'import' ? [how] : [];
}

function isSameImport(one: ImportedMeaning, other: Meaning): boolean {
  return other.kind === 'import' && other.path === one.path;
}

/** What a single binding says. `import a.b` binds `a` to the package `a`; `import a.b as c` binds `c` to `a.b`. */
export function meaningOf(binding: Binding): Meaning {
  const { how } = binding;
  if (how.kind !== 'import') return { kind: 'local', binding, attributes: [] };
  const { module, level, name, alias, typeCheckingOnly, guarded } = how;
  const whole = name === undefined && !alias ? binding.name : joinPath('.'.repeat(level) + module, name === undefined ? [] : [name]);
  return { kind: 'import', path: whole, level, attributes: [], bindings: [binding], typeCheckingOnly, guarded };
}

/** A star import after the last sure binding may have put something else in its place. */
function underStars(meaning: Meaning, reaching: readonly Binding[], home: Home): Meaning {
  const first = reaching[0]?.since ?? 0;
  const starImports = home.scope.starImports.filter(({ statement }) => statement.start >= first && !inFunction(statement, home));
  if (starImports.length === 0 || meaning.kind === 'unknown') return meaning;
  const name = quote(reaching[0]?.name ?? '');
  return { kind: 'unknown', because: `A star import after ${name} may bind it to something else.`, starImports, otherwise: meaning };
}

function inFunction(statement: PyNode, home: Home): boolean {
  const definition = enclosing(statement, 'function_definition');
  return definition !== undefined && definition !== home.scope.node;
}

function line(binding: Binding | undefined): string {
  return binding ? `on line ${positionAt(binding.node.tree.text, binding.node.start).line}` : 'elsewhere';
}

function quote(code: string): string {
  return `\`${code.replace(/\s+/g, ' ')}\``;
}
