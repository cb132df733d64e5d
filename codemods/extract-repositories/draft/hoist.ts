import { argumentListOf, argumentsOf, calleeOf, deepDescendants, parts, type PyNode, type RepositoryView } from '#pystd';
import { isSql } from '../find/carriers.ts';
import { piecesOf, type Unit } from '../find/unit.ts';

/** The widest expression around a local name that is as plain as a name: `payload.email`, `user["id"]`, `claims.get("sub")`. */
export function plainAround(use: PyNode): PyNode {
  let node = use;
  for (;;) {
    const { parent } = node;
    if (!parent || parts(parent)[0] !== node) return node;
    if (parent.type === 'attribute') {
      const call = parent.parent?.type === 'call' && calleeOf(parent.parent) === parent ? parent.parent : undefined;
      if (!call) node = parent;
      else if (isLookup(call, parent)) node = call;
      else return node;
    } else if (parent.type === 'subscript' && parts(parent).length === 2 && /^(?:string|integer)$/.test(parts(parent)[1]?.type ?? '')) node = parent;
    else return node;
  }
}

/** `.get("name")`. */
function isLookup(call: PyNode, callee: PyNode): boolean {
  const list = argumentListOf(call);
  const given = list ? argumentsOf(list) : [];
  return parts(callee)[1]?.text === 'get' && given.length === 1 && given[0]?.value.type === 'string';
}

const CONDITIONAL: ReadonlySet<string> = new Set(['lambda', 'conditional_expression', 'boolean_operator', 'list_comprehension', 'generator_expression', 'set_comprehension', 'dictionary_comprehension']);

/** Whether a part of code that moves is evaluated for sure, and before the database is asked anything: then the handler may evaluate it first. */
export function isEarly(node: PyNode, unit: Unit): { readonly sure: boolean; readonly early: boolean } {
  const pieces = piecesOf(unit);
  const piece = pieces.find((one) => one.start <= node.start && node.end <= one.end);
  let sure = true;
  for (let inner = node; piece && inner !== piece && inner.parent; inner = inner.parent) {
    const { parent } = inner;
    const isFirst = parts(parent)[0] === inner;
    if (parent.type === 'block' || (CONDITIONAL.has(parent.type) && !(parent.type === 'boolean_operator' && isFirst))) sure = false;
    if ((parent.type === 'elif_clause' || parent.type === 'else_clause') && inner.type !== 'block') sure = false;
  }
  const asked = unit.calls.filter(({ method }) => method !== 'query').map(({ call }) => call?.end ?? 0);
  const ends = pieces.flatMap((one) => terminalsIn(one, unit));
  const first = Math.min(...asked, ...ends, Number.MAX_SAFE_INTEGER);
  return { sure, early: node.end <= first };
}

/** Where calls end that ask what a query was built for. */
function terminalsIn(piece: PyNode, { access }: Unit): readonly number[] {
  return [...deepDescendants(piece, () => true)].filter((node) => node.type === 'call' && calleeOf(node)?.type === 'attribute' && access.types.dataValueOf(node)?.stage === 'value').map(({ end }) => end);
}

/** The calls of the repository's own functions in code that moves which the handler can make itself: a repository need not know them. */
export function ownCallsIn(view: RepositoryView, unit: Unit): readonly PyNode[] {
  const { module } = unit.handler;
  const found: PyNode[] = [];
  for (const piece of piecesOf(unit)) {
    for (const node of deepDescendants(piece, (one) => !found.includes(one))) {
      const callee = node.type === 'call' ? calleeOf(node) : undefined;
      const symbol = callee && view.python.symbolOf(module, callee);
      const isOwn = (symbol?.kind === 'defined' && symbol.binding.how.kind === 'function') || (symbol?.kind === 'local' && symbol.binding.how.kind === 'function');
      if (!isOwn || node.parent?.type === 'await' || isSql(view, module, node) || !isFree(node, unit)) continue;
      const { sure, early } = isEarly(node, unit);
      if (sure && early) found.push(node);
    }
  }
  return found;
}

/** Whether an expression reads nothing that moves: neither the session nor what the code itself binds. */
function isFree(node: PyNode, unit: Unit): boolean {
  if (unit.calls.some(({ use }) => node.start <= use.start && use.end <= node.end)) return false;
  const pieces = piecesOf(unit);
  return unit.handler.module.names.references().every((one) => one.node.start < node.start || one.node.end > node.end || typeof one.bindings === 'string' || !one.bindings.some((binding) => pieces.some((piece) => piece.start <= binding.node.start && binding.node.end <= piece.end)));
}
