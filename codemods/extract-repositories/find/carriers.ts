import { builderOf, calleeOf, classBehind, deepDescendants, isMapped, readBy, type Binding, type PyNode, type RepositoryView } from '#pystd';
import type { Asking } from './unit.ts';

/** A local name that holds a part of a query on its way: the query, a statement, a result, a list of conditions. */
export interface Carrier {
  readonly name: string;
  /** Every place that binds it so, or reads it while it holds such a part. */
  readonly nodes: readonly PyNode[];
  /** Whether it cannot be told what it holds somewhere. */
  readonly isMixed: boolean;
}

/** The carriers of a handler. A name that is used again for another query is another carrier. */
export function carriersOf(view: RepositoryView, asking: Asking): readonly Carrier[] {
  const { module, node: definition } = asking.handler;
  const references = module.names.references();
  return [...(module.names.scopeInside(definition)?.bindings ?? [])].flatMap(([name, bindings]): readonly Carrier[] => {
    const carrying = bindings.filter((binding) => holdsPart(view, asking, binding, name));
    if (carrying.length === 0 || bindings.some(({ how }) => how.kind === 'parameter')) return [];
    const own = new Set(bindings);
    const uses = references.filter((one) => one.name === name && typeof one.bindings !== 'string' && one.bindings.some((binding) => own.has(binding))).map(({ node }) => ({ node, read: readBy(node, bindings) }));
    return groupsOf(carrying, uses.map(({ read }) => read)).map((group) => {
      const readers = uses.filter(({ read }) => read.some((binding) => group.has(binding)));
      const nodes = [...[...group].map(({ node }) => node), ...readers.map(({ node }) => node)];
      return { name, nodes: nodes.filter((node, index) => nodes.indexOf(node) === index), isMixed: readers.some(({ read }) => read.some((binding) => !carrying.includes(binding))) };
    });
  });
}

/** Bindings that some use may read either of belong together. */
function groupsOf(carrying: readonly Binding[], reads: readonly (readonly Binding[])[]): readonly ReadonlySet<Binding>[] {
  let groups: ReadonlySet<Binding>[] = carrying.map((binding) => new Set([binding]));
  for (const read of reads) {
    const joined = groups.filter((group) => read.some((binding) => group.has(binding)));
    if (joined.length > 1) groups = [...groups.filter((group) => !joined.includes(group)), new Set(joined.flatMap((group) => [...group]))];
  }
  return groups;
}

function holdsPart(view: RepositoryView, { handler, access }: Asking, { how, node }: Binding, name: string): boolean {
  if (how.kind === 'augmented') return isSql(view, handler.module, how.value);
  if (how.kind !== 'assignment' || !how.value || node.parent?.type !== 'assignment') return false;
  const { value } = how;
  const stage = access.types.dataValueOf(value)?.stage;
  if (stage !== undefined) return stage !== 'value';
  if (value.type === 'list' && value.children.filter(({ named }) => named).length === 0) return gathers(view, { handler, access }, name);
  return isSql(view, handler.module, value);
}

/** A list that conditions are appended to. */
function gathers(view: RepositoryView, { handler }: Asking, name: string): boolean {
  return [...deepDescendants(handler.node, () => true)].some((node) => node.type === 'call' && /^(?:append|extend|insert)$/.test(calleeOf(node)?.children.at(-1)?.text ?? '') && calleeOf(node)?.children[0]?.text === name && isSql(view, handler.module, node));
}

/** Whether an expression is SQL in the making: a column of a mapped class, a function of SQLAlchemy. Objects of mapped classes are none. */
export function isSql(view: RepositoryView, module: Asking['handler']['module'], expression: PyNode): boolean {
  const { python } = view;
  // The objects that a mapped class makes are values.
  const enter = (node: PyNode): boolean => !(node.type === 'call' && classBehind(python.symbolOf(module, calleeOf(node) ?? node)) !== undefined) && node.type !== 'lambda';
  for (const node of deepDescendants(expression, enter)) {
    if (node.type === 'call') {
      if (builderOf(python, module, node) !== undefined) return true;
      const callee = calleeOf(node);
      const symbol = callee && python.symbolOf(module, callee);
      if (symbol?.kind === 'external' && /^(?:sqlalchemy|sqlmodel)\.(?:sql\.|func\.)?\w+/.test(symbol.name) && !/\.(?:Session|AsyncSession|create_engine)$/.test(symbol.name)) return true;
    }
    const object = node.type === 'attribute' ? node.children[0] : undefined;
    const own = object && classBehind(python.symbolOf(module, object));
    if (own && isMapped(python, own) && !(node.parent?.type === 'call' && calleeOf(node.parent) === node)) return true;
  }
  return false;
}
