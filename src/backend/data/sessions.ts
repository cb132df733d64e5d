import type { Python } from '../../python/index.ts';
import type { Binding } from '../../python/names/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { assignmentOf, blockOf, statementsOf, undecorated } from '../../python/syntax/views.ts';
import { ancestors, childOfType, deepDescendants, enclosing, parts } from '../../python/syntax/walk.ts';
import { contains } from '../../text/span.ts';
import { lineOf } from './classes.ts';
import { sessionSources, type SessionClass, type SessionSources } from './session-sources.ts';

/** A session of SQLAlchemy or SQLModel that a function works with. */
export interface DataSession {
  /**
   * How the function comes by it: a `parameter`, a name of the module (`global`, also imported), a context manager in the body (`with`, and `async for` over a provider), opened in the body
   * by hand, or an attribute of the object it is a method of.
   */
  readonly how: 'parameter' | 'global' | 'with' | 'opened' | 'attribute';
  /** As the function spells it: `db`, `self.db`. */
  readonly name: string;
  readonly isAsync: boolean;
  /** The dotted name of its class: `sqlalchemy.orm.Session`. */
  readonly type: string;
  /** The annotation of the parameter, where there is one. */
  readonly annotation: PyNode | undefined;
  readonly binding: Binding | undefined;
  /** Every place in the function that reads it, in document order: identifiers, or attributes of `self`. */
  readonly uses: readonly PyNode[];
}

/** The sessions that a function uses or takes, in the order of their first binding or use. */
export function sessionsOf(python: Python, module: Module, definition: PyNode): readonly DataSession[] {
  const sources = sessionSources(python);
  const found = new Map<Binding, { readonly bindings: readonly Binding[]; readonly uses: PyNode[] }>();
  const note = (bindings: readonly Binding[], use?: PyNode): void => {
    const [first] = bindings;
    if (!first) return;
    const known = found.get(first) ?? { bindings, uses: [] };
    if (use) known.uses.push(use);
    found.set(first, known);
  };
  for (const bindings of module.names.scopeInside(definition)?.bindings.values() ?? []) if (bindings.some(({ how }) => how.kind === 'parameter')) note(bindings);
  for (const { node, bindings } of module.names.references()) if (typeof bindings !== 'string' && contains(definition, node) && !isInHead(node, definition)) note(bindings, node);
  const named = [...found.values()].flatMap(({ bindings, uses }) => sessionOf(python, sources, module, definition, bindings, uses) ?? []);
  return [...named, ...attributeSessions(python, sources, module, definition)];
}

/** Whether a node is in the decorators, parameters or annotations of the function. */
function isInHead(node: PyNode, definition: PyNode): boolean {
  const body = blockOf(definition);
  return body === undefined || !contains(body, node);
}

function sessionOf(python: Python, sources: SessionSources, module: Module, definition: PyNode, bindings: readonly Binding[], uses: readonly PyNode[]): DataSession | undefined {
  const telling = bindings.filter(({ how }) => how.kind !== 'delete' && !(how.kind === 'assignment' && (how.value === undefined || how.value.type === 'none')));
  const [first] = telling;
  if (!first) return undefined;
  const classes = telling.map((binding) => classOf(python, sources, module, binding));
  const [type] = classes;
  if (!type || classes.some((other) => other?.isAsync !== type.isAsync)) return undefined;
  const { how } = first;
  const isInside = first.scope.kind !== 'module' && contains(definition, first.node);
  const way = how.kind === 'parameter' ? 'parameter' : !isInside ? 'global' : how.kind === 'with' || how.kind === 'loop' ? 'with' : 'opened';
  return { how: way, name: first.name, isAsync: type.isAsync, type: type.name, annotation: how.kind === 'parameter' ? how.annotation : undefined, binding: first, uses };
}

function classOf(python: Python, sources: SessionSources, module: Module, binding: Binding): SessionClass | undefined {
  if (binding.how.kind !== 'import') return sources.bound(module, binding);
  const symbol = python.symbolOf(module, binding.node);
  return symbol.kind === 'defined' && symbol.attributes.length === 0 ? sources.bound(symbol.module, symbol.binding) : undefined;
}

/** Sessions that a class keeps on `self`: declared in its body with a dependency, or stored by its constructor. */
function attributeSessions(python: Python, sources: SessionSources, module: Module, definition: PyNode): readonly DataSession[] {
  const owner = enclosing(definition, 'class_definition');
  const self = childOfType(definition, 'parameters')?.children.find(({ type }) => type === 'identifier')?.text;
  if (!owner || self === undefined || ![...ancestors(definition)].slice(0, 3).includes(owner)) return [];
  const kept = keptSessions(python, sources, { module, node: owner });
  if (kept.size === 0) return [];
  const uses = new Map<string, PyNode[]>();
  for (const node of deepDescendants(definition, () => true)) {
    const [object, attribute] = node.type === 'attribute' ? parts(node) : [];
    if (object?.type === 'identifier' && object.text === self && attribute && kept.has(attribute.text)) uses.set(attribute.text, [...(uses.get(attribute.text) ?? []), node]);
  }
  return [...kept].map(([name, { isAsync, name: type }]) => ({ how: 'attribute', name: `${self}.${name}`, isAsync, type, annotation: undefined, binding: undefined, uses: uses.get(name) ?? [] }));
}

function keptSessions(python: Python, sources: SessionSources, owner: InModule): ReadonlyMap<string, SessionClass> {
  const kept = new Map<string, SessionClass>();
  for (const { module, node } of lineOf(python, owner).classes) {
    const body = blockOf(node);
    for (const statement of body ? statementsOf(body) : []) {
      const { target } = assignmentOf(statement) ?? {};
      const [binding] = (target?.type === 'identifier' && module.names.scopeInside(node)?.bindings.get(target.text)) || [];
      const type = binding && (sources.bound(module, binding) ?? (binding.how.kind === 'assignment' && binding.how.annotation ? sources.annotated(module, binding.how.annotation) : undefined));
      if (type && binding) kept.set(binding.name, type);
      const method = undecorated(statement);
      if (method.type === 'function_definition' && childOfType(method, 'identifier')?.text === '__init__') for (const [name, one] of storedIn(sources, module, method)) kept.set(name, one);
    }
  }
  return kept;
}

/** `self.db = db` in a constructor whose `db` is a session. */
function storedIn(sources: SessionSources, module: Module, init: PyNode): readonly (readonly [string, SessionClass])[] {
  const scope = module.names.scopeInside(init);
  return [...deepDescendants(init, () => true)].flatMap((node): readonly (readonly [string, SessionClass])[] => {
    const { target, value } = node.type === 'assignment' ? (assignmentOf(node) ?? {}) : {};
    const [object, attribute] = target?.type === 'attribute' ? parts(target) : [];
    const [binding] = (value?.type === 'identifier' && scope?.bindings.get(value.text)) || [];
    const type = object?.text === 'self' && attribute && binding ? sources.bound(module, binding) : undefined;
    return type && attribute ? [[attribute.text, type]] : [];
  });
}
