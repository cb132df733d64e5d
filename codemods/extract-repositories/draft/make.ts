import {
  BUILTINS, carriedName, circleThrough, deepDescendants, freeNamesOf, mayBeNone, parts, replacedInTests, type FreeName, type KnownType, type PyNode, type RepoPath, type RepositoryView,
} from '#pystd';
import { piecesOf, type Left, type Unit } from '../find/unit.ts';
import type { Argument, Draft, Outer, Slot } from './draft.ts';
import { isEarly, ownCallsIn, plainAround } from './hoist.ts';
import { keyOf } from './key.ts';
import { parameterName } from './parameter-name.ts';
import { returnsOf } from './returns.ts';

/** An argument on its way: the nodes it stands for. */
interface Given {
  readonly nodes: readonly PyNode[];
  readonly text: string;
  readonly name: string;
  readonly type: KnownType | undefined;
}

/** What a unit becomes as a method of a module at `path`, or why it cannot. */
export function draftOf(view: RepositoryView, unit: Unit, path: RepoPath): Draft | Left {
  const { module } = unit.handler;
  const pieces = piecesOf(unit);
  const sessionNodes = unit.calls.map(({ use }) => use);
  const slots: Slot[] = sessionNodes.map(({ start, end }) => ({ start, end, kind: 'session' }));
  const calls = ownCallsIn(view, unit);
  const given: Given[] = calls.map((node) => ({ nodes: [node], text: node.text, name: parameterName(node), type: typeFor(node, unit) }));
  const outer: Outer[] = [];
  const covered = (node: PyNode): boolean => [...calls, ...sessionNodes].some((one) => one.start <= node.start && node.end <= one.end);
  for (const free of freeNamesOf(module, pieces)) {
    const uses = free.uses.filter((use) => !covered(use));
    const [first] = uses;
    if (!first) continue;
    const isImported = free.bindings.every(({ how }) => how.kind === 'import');
    if (free.from === 'local' && !isImported) {
      const found = argumentsFor({ ...free, uses }, unit);
      if ('because' in found) return found;
      given.push(...found);
      continue;
    }
    const need = outerFor(view, { ...free, uses }, unit, path);
    if (!need) continue;
    if ('because' in need) return need;
    if ('nodes' in need) given.push(need);
    else {
      outer.push(need);
      slots.push(...uses.map(({ start, end }): Slot => ({ start, end, kind: 'outer', outer: need })));
    }
  }
  const circle = circleThrough(view, outer.flatMap(({ runs }) => runs ?? []), module, path);
  if (circle !== undefined) return { node: pieces[0] ?? module.tree.root, because: circle };
  const ordered = [...given].sort((a, b) => (a.nodes[0]?.start ?? 0) - (b.nodes[0]?.start ?? 0));
  const args = named(ordered, takenIn(pieces, ordered.flatMap(({ nodes }) => nodes)));
  ordered.forEach(({ nodes }, index) => slots.push(...nodes.map(({ start, end }): Slot => ({ start, end, kind: 'argument', index }))));
  const sorted = slots.sort((a, b) => a.start - b.start);
  return { unit, slots: sorted, args, outer, returns: returnsOf(unit), key: keyOf(unit, sorted) };
}

/** The arguments for a local name: the plain values that are taken from it, or the object itself. */
function argumentsFor({ name, uses, bindings }: FreeName, unit: Unit): readonly Given[] | Left {
  const [first] = uses;
  if (!first) return [];
  const odd = bindings.find(({ how }) => how.kind === 'function' || how.kind === 'class' || how.kind === 'import');
  if (odd) return { node: first, because: `\`${name}\` is defined inside the handler.` };
  const plain = uses.map(plainAround);
  const texts = [...new Set(plain.map(({ text }) => text))];
  const isRebound = bindings.length > 0 && boundInside(name, unit);
  const groups = texts.map((text) => plain.filter((node) => node.text === text));
  if (!isRebound && plain.every((node, index) => node !== uses[index]) && groups.every((nodes) => mayComeFirst(nodes, unit))) {
    return groups.map((nodes) => ({ nodes, text: nodes[0]?.text ?? '', name: nodes[0] ? parameterName(nodes[0]) : name, type: nodes[0] && typeFor(nodes[0], unit) }));
  }
  if (name === 'self' || name === 'cls') return { node: first, because: `It needs \`${name}\` of the view.` };
  return [{ nodes: uses, text: name, name, type: typeFor(first, unit) }];
}

/** Whether the handler can evaluate a value before the method is called: it is evaluated anyway, and reading it asks nobody. */
function mayComeFirst(nodes: readonly PyNode[], unit: Unit): boolean {
  const [first] = nodes;
  if (!first) return false;
  const { sure, early } = isEarly(first, unit);
  const [object] = parts(first);
  const type = object && unit.access.types.typeOf(object);
  const isInert = type !== undefined && !mayBeNone(type) && first.type === 'attribute' && unit.access.types.fieldOf(first)?.isPlainColumn === false;
  return (sure && early) || (isInert && !/relationship/.test(first.text));
}

function boundInside(name: string, unit: Unit): boolean {
  const bindings = unit.handler.module.names.scopeInside(unit.handler.node)?.bindings.get(name) ?? [];
  return bindings.some(({ node }) => piecesOf(unit).some((piece) => piece.start <= node.start && node.end <= piece.end));
}

/** The type of a parameter, where the code tells it and type checkers see the same. */
function typeFor(node: PyNode, unit: Unit): KnownType | undefined {
  const { types } = unit.access;
  if (types.fieldOf(node)?.isPlainColumn) return undefined;
  const type = types.typeOf(node);
  if (!type) return undefined;
  // What may be `None` and is worked with was checked in the handler, which the method cannot see.
  const above = node.parent?.type;
  return mayBeNone(type) && (above === 'attribute' || above === 'subscript' || above === 'binary_operator' || above === 'argument_list') ? undefined : type;
}

/** What a name of the module becomes: an import, or an argument where it is defined beside the routes; nothing for a builtin. */
function outerFor(view: RepositoryView, free: FreeName, unit: Unit, path: RepoPath): Outer | Given | Left | undefined {
  const { module } = unit.handler;
  const { name, uses } = free;
  const node = uses[0] ?? module.tree.root;
  const replaced = replacedInTests(view, module, name);
  if (replaced) return { node, because: `\`${replaced.path}\` may put something else in the place of \`${name}\`, and would not reach it any more.` };
  const carried = carriedName(view, module, free, path);
  switch (carried.kind) {
    case 'builtin':
      return undefined;
    case 'problem':
      return { node, because: carried.because };
    case 'own': {
      if (!isConstant(carried.statement)) return { node, because: `\`${name}\` is defined in the module of the routes.` };
      return { nodes: uses, text: name, name: parameterName(node), type: unit.access.types.typeOf(node) };
    }
    case 'import': {
      const symbol = view.python.symbolOf(module, node);
      const key = symbol.kind === 'defined' ? `${symbol.module.path}:${symbol.name}` : symbol.kind === 'module' ? symbol.module.path : symbol.kind === 'external' ? symbol.name : `${carried.import.module}:${carried.import.name ?? ''}`;
      return { name, import: carried.import, runs: carried.runs, key };
    }
  }
}

/** `PAGE_SIZE = 20`: a value that is handed on like any other. */
function isConstant(statement: PyNode): boolean {
  return statement.type === 'expression_statement' && ![...deepDescendants(statement, () => true)].some(({ type }) => type === 'lambda' || type === 'await');
}

/** Identifiers that stand in the code and are no arguments. */
function takenIn(pieces: readonly PyNode[], given: readonly PyNode[]): ReadonlySet<string> {
  const taken = new Set(['self']);
  for (const piece of pieces) {
    for (const node of deepDescendants(piece, (one) => !given.includes(one))) {
      const isLabel = (node.parent?.type === 'attribute' && parts(node.parent)[0] !== node) || (node.parent?.type === 'keyword_argument' && parts(node.parent)[0] === node);
      if (node.type === 'identifier' && !given.includes(node) && !isLabel) taken.add(node.text);
    }
  }
  return taken;
}

/** Gives each argument a name of its own. */
function named(given: readonly Given[], taken: ReadonlySet<string>): readonly Argument[] {
  const used = new Set(taken);
  return given.map(({ text, name, type }) => {
    const words = text.match(/[A-Za-z_]\w*/g) ?? [];
    const candidates = [name, words.slice(0, 2).join('_'), ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${name}_${number}`)];
    const chosen = candidates.find((one) => /^[A-Za-z_]\w*$/.test(one) && !used.has(one) && (one === text || !BUILTINS.has(one))) ?? name;
    used.add(chosen);
    return { text, name: chosen, type };
  });
}
