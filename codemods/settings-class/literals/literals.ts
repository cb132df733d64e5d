import { isRunByHand, parts, plainString, roleOf, type Binding, type Module, type PyNode, type RepositoryView } from '#pystd';
import { sinksOf, type Purpose } from './sinks.ts';

/** A value of the configuration that stands in the code. */
export interface Literal {
  readonly module: Module;
  /** The literal itself. */
  readonly node: PyNode;
  /** The variable that is to say it from now on: what the code calls it, or what everybody does. */
  readonly variable: string;
  readonly kind: Purpose['kind'];
  /** Whether its purpose alone makes it a secret. */
  readonly secret: boolean;
}

/** Configuration that is written into the code at sure sinks: there, or as a constant that is handed over there. Each literal once, in path order. */
export function literalsOf(view: Pick<RepositoryView, 'python'>): readonly Literal[] {
  const found = new Map<PyNode, Literal>();
  for (const { module, value, purpose } of sinksOf(view)) {
    if (!isOfService(module)) continue;
    const literal = literalAt(module, value, purpose, view);
    if (literal && isOfService(literal.module) && !found.has(literal.node)) found.set(literal.node, literal);
  }
  return [...found.values()].sort((a, b) => (a.module.path < b.module.path ? -1 : a.module.path > b.module.path ? 1 : a.node.start - b.node.start));
}

function isOfService({ path }: Module): boolean {
  return roleOf(path) === 'service' && !isRunByHand(path);
}

function literalAt(module: Module, value: PyNode, { variable, kind, secret }: Purpose, { python }: Pick<RepositoryView, 'python'>): Literal | undefined {
  if (isLiteral(value, kind)) return { module, node: value, variable, kind, secret };
  const symbol = value.type === 'identifier' || value.type === 'attribute' ? python.symbolOf(module, value) : undefined;
  if (symbol?.kind !== 'defined' || symbol.attributes.length > 0) return undefined;
  const constant = constantOf(symbol.module, symbol.name, symbol.binding);
  if (!constant || !isLiteral(constant, kind)) return undefined;
  return { module: symbol.module, node: constant, variable: isVariable(symbol.name) ? symbol.name : variable, kind, secret };
}

/** What a name of a module stands for, when it is assigned once, at the top, and nothing changes it. */
function constantOf(module: Module, name: string, { how, node }: Binding): PyNode | undefined {
  const bindings = module.names.module.bindings.get(name) ?? [];
  const isTop = how.kind === 'assignment' && how.statement.parent?.type !== undefined && (how.statement.parent.type === 'module' || how.statement.parent.parent?.type === 'module');
  return bindings.length === 1 && bindings[0]?.node === node && isTop ? how.value : undefined;
}

/** Whether a constant is called like an environment variable. */
function isVariable(name: string): boolean {
  return /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(name);
}

function isLiteral(node: PyNode, kind: Purpose['kind']): boolean {
  // An address of nothing, and a database that lives in memory, are the code's own affair.
  if (kind === 'text') return !/^$|:\/\/$|:memory:/.test(plainString(node) ?? '');
  if (kind === 'number') return /^[0-9][0-9_]*$/.test(node.text) && node.type === 'integer';
  const items = node.type === 'list' ? parts(node) : [];
  const texts = items.map((item) => plainString(item));
  // A star, which lets everybody in, is no configuration; an origin holds no comma.
  return texts.length > 0 && texts.every((item) => item !== undefined && item !== '' && item !== '*' && !/[,\s]/.test(item));
}
