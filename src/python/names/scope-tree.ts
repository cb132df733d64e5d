import type { PyNode, PyTree } from '../syntax/node.ts';
import { blockOf } from '../syntax/views.ts';
import { childAfter, parts } from '../syntax/walk.ts';
import type { Binding, Found } from './binding.ts';
import { contentsOf } from './contents.ts';
import { statementsSpelled } from './declarations.ts';
import { isFunctionLike, type Contents, type Scope, type ScopeKind } from './scope.ts';
import { declaredBy, typeParameterList } from './type-parameters.ts';
import { isComprehension } from './walrus.ts';

/** The scopes of one module, made on demand: a file of a thousand functions has one scope until somebody asks about a second. */
export interface ScopeTree {
  readonly module: Scope;
  /**
   * The scope in which the expression at `node` is evaluated. Decorators, defaults, base classes and the first iterable of a comprehension
   * belong to the scope around; annotations and base classes of a generic definition to its type parameters' scope.
   */
  scopeOf(node: PyNode): Scope;
  /** The scope a definition, lambda, comprehension or module opens. */
  scopeInside(node: PyNode): Scope | undefined;
  /** The scope that says `child` is evaluated in it, `child` being a child of `parent`; `undefined` where `parent` changes nothing. */
  boundary(parent: PyNode, child: PyNode): Scope | undefined;
  /** Names that some function declares `global`. */
  readonly declaredGlobal: ReadonlySet<string>;
}

/** Makes the scopes of a tree. */
export function scopeTree(tree: PyTree): ScopeTree {
  const scopes = new Map<PyNode, Scope>();
  const contents = new Map<Scope, Contents>();
  const declarations = new Map<string, readonly PyNode[]>();

  const read = (scope: Scope): Contents => {
    const known = contents.get(scope) ?? contentsOf(scope.kind, scope.node);
    contents.set(scope, known);
    return known;
  };

  /** The scopes inside `scope` that declare names with the keyword. Looks for the text first. */
  const declaring = (keyword: 'global' | 'nonlocal', scope: Scope): readonly Scope[] => {
    const statements = declarations.get(keyword) ?? statementsSpelled(tree.root, keyword);
    declarations.set(keyword, statements);
    const inside = statements.filter(({ start, end }) => scope.node.start <= start && end <= scope.node.end);
    return [...new Set(inside.map(scopeOf))].filter((other) => other !== scope);
  };

  /** Who owns a name that `scope` hands on. */
  const ownerOf = (name: string, scope: Scope): Scope => {
    let owner: Scope | undefined = scope;
    while (owner && read(owner).nonlocals.has(name)) {
      owner = owner.parent;
      while (owner && !(isFunctionLike(owner) && (read(owner).nonlocals.has(name) || read(owner).found.some((found) => found.name === name)))) owner = owner.parent;
    }
    return owner && !read(owner).globals.has(name) ? owner : module;
  };

  const bindingsOf = (scope: Scope): ReadonlyMap<string, readonly Binding[]> => {
    const own = read(scope);
    const found = own.found.filter(({ name }) => scope === module || (!own.globals.has(name) && !own.nonlocals.has(name)));
    const keyword = scope === module ? 'global' : isFunctionLike(scope) ? 'nonlocal' : undefined;
    const elsewhere = (keyword ? declaring(keyword, scope) : []).flatMap((other) => {
      const { found: theirs, globals, nonlocals } = read(other);
      const handed = keyword === 'global' ? globals : nonlocals;
      return theirs.filter(({ name }) => handed.has(name) && ownerOf(name, other) === scope);
    });
    return grouped([...found, ...elsewhere], scope);
  };

  const scopeFor = (kind: ScopeKind, node: PyNode, key: PyNode, parent: () => Scope | undefined): Scope => {
    const known = scopes.get(key);
    if (known) return known;
    const scope = lazyScope(kind, node, parent(), read, bindingsOf);
    scopes.set(key, scope);
    return scope;
  };

  const module = scopeFor('module', tree.root, tree.root, () => undefined);

  const scopeInside = (node: PyNode): Scope | undefined => {
    if (node === tree.root) return module;
    if (node.type === 'lambda') return scopeFor('lambda', node, node, () => scopeOf(node));
    if (isComprehension(node)) return scopeFor('comprehension', node, node, () => scopeOf(node));
    if (node.type !== 'function_definition' && node.type !== 'class_definition') return undefined;
    const kind = node.type === 'class_definition' ? 'class' : 'function';
    return scopeFor(kind, node, node, () => typeParameterScope(node) ?? scopeOf(node));
  };

  const typeParameterScope = (definition: PyNode): Scope | undefined => {
    const brackets = typeParameterList(definition);
    return brackets && scopeFor('type-parameters', definition, brackets, () => scopeOf(definition));
  };

  const boundary = (parent: PyNode, child: PyNode): Scope | undefined => {
    switch (parent.type) {
      case 'function_definition':
      case 'class_definition':
        if (child === blockOf(parent)) return scopeInside(parent);
        return child.type === 'identifier' ? undefined : typeParameterScope(parent);
      case 'type_alias_statement':
        return child === childAfter(parent, '=') ? typeParameterScope(parent) : undefined;
      case 'type_parameter': {
        const definition = declaredBy(parent);
        return definition && typeParameterScope(definition);
      }
      case 'lambda':
        return child.type === 'lambda_parameters' ? undefined : scopeInside(parent);
      case 'parameters':
      case 'lambda_parameters':
        return PARAMETER_NAMES.has(child.type) && parent.parent ? scopeInside(parent.parent) : undefined;
      case 'typed_parameter':
      case 'default_parameter':
      case 'typed_default_parameter': {
        const definition = parent.parent?.parent;
        if (!definition || child.type === 'type') return undefined;
        return child === parts(parent)[0] ? scopeInside(definition) : scopeOf(definition);
      }
      case 'for_in_clause': {
        const comprehension = parent.parent;
        if (!comprehension) return undefined;
        const first = parts(comprehension).find((part) => part.type === 'for_in_clause') === parent;
        return first && child.start >= (childAfter(parent, 'in')?.start ?? Infinity) ? scopeOf(comprehension) : scopeInside(comprehension);
      }
      default:
        return parent === tree.root || isComprehension(parent) ? scopeInside(parent) : undefined;
    }
  };

  const scopeOf = (node: PyNode): Scope => {
    let child = node;
    for (let above = node.parent; above; above = above.parent) {
      const scope = boundary(above, child);
      if (scope) return scope;
      child = above;
    }
    return module;
  };

  return {
    module,
    scopeOf,
    scopeInside,
    boundary,
    get declaredGlobal() {
      return new Set(declaring('global', module).flatMap((scope) => [...read(scope).globals]));
    },
  };
}

const PARAMETER_NAMES = new Set(['identifier', 'tuple_pattern', 'list_splat_pattern', 'dictionary_splat_pattern']);

function lazyScope(
  kind: ScopeKind,
  node: PyNode,
  parent: Scope | undefined,
  read: (scope: Scope) => Contents,
  bindingsOf: (scope: Scope) => ReadonlyMap<string, readonly Binding[]>,
): Scope {
  let bindings: ReadonlyMap<string, readonly Binding[]> | undefined;
  const scope: Scope = {
    kind,
    node,
    parent,
    get bindings() {
      return (bindings ??= bindingsOf(scope));
    },
    get starImports() {
      return read(scope).starImports;
    },
    get globals() {
      return read(scope).globals;
    },
    get nonlocals() {
      return read(scope).nonlocals;
    },
  };
  return scope;
}

/** By name, each name's bindings in document order. */
function grouped(found: readonly Found[], scope: Scope): ReadonlyMap<string, readonly Binding[]> {
  const byName = new Map<string, Binding[]>();
  for (const one of [...found].sort((a, b) => a.node.start - b.node.start)) {
    const binding: Binding = { ...one, scope };
    const known = byName.get(one.name);
    if (known) known.push(binding);
    else byName.set(one.name, [binding]);
  }
  return byName;
}
