import { argumentsOf, argumentListOf, calleeOf, classBehind, deepDescendants, parts, plainString, type PyNode, type RepositoryView } from '#pystd';
import { piecesOf, type Unit } from '../find/unit.ts';

/** What a query asks, as far as a name can say it. */
export interface Asked {
  readonly verb: 'get' | 'list' | 'count' | 'exists' | 'delete' | 'update' | 'insert' | 'aggregate' | 'execute';
  /** The columns compared with what is handed in, in order. */
  readonly columns: readonly string[];
  /** Columns that must be true, without their `is_`. */
  readonly flags: readonly string[];
  /** Whether more is asked than equalities of columns of the one class. */
  readonly isComplex: boolean;
  /** Whether it is asked differently in different cases. */
  readonly isConditional: boolean;
  readonly isPaged: boolean;
  /** `avg_grade`, for a function of a column. */
  readonly aggregate: string | undefined;
  readonly isDescending: boolean;
  /** The columns that a statement sets, where they are few. */
  readonly sets: readonly string[];
  readonly byKey: boolean;
}

const CONDITIONS = /^(?:filter|where|having)$/;
const SEVERAL = /^(?:all|fetchall|fetchmany|scalars|mappings|partitions)$/;
const RESHAPES = /^(?:join|outerjoin|group_by|having|union|union_all|subquery|cte|distinct|exists|with_entities|label|in_|notin_|not_in|like|ilike|between|contains|any|has|startswith|endswith|is_not|isnot|correlate|over)$/;

/** Reads what a unit asks for. */
export function askedBy(view: RepositoryView, unit: Unit): Asked {
  const pieces = piecesOf(unit);
  const nodes = pieces.flatMap((piece) => [...deepDescendants(piece, () => true)]);
  const calls = nodes.filter(({ type }) => type === 'call');
  const inOrder = [...calls].sort((a, b) => a.end - b.end);
  const names = calls.map((call) => lastName(calleeOf(call)));
  const conditions = inOrder.filter((call) => CONDITIONS.test(lastName(calleeOf(call)))).flatMap(argumentsIn);
  const equalities = conditions.map((node) => equality(view, unit, node));
  const keywords = inOrder.filter((call) => lastName(calleeOf(call)) === 'filter_by').flatMap((call) => argumentsOf(argumentListOf(call) ?? call));
  const columns: string[] = [];
  const flags: string[] = [];
  for (const found of equalities) if (found?.kind === 'column') columns.push(found.name); else if (found?.kind === 'flag') flags.push(found.name);
  for (const { name, value } of keywords) if (name !== undefined) (value.type === 'true' ? flags : columns).push(value.type === 'true' ? name.replace(/^is_/, '') : name);
  const aggregate = aggregateIn(view, unit, nodes);
  const [first] = unit.calls;
  const byKey = names.includes('get') && (first?.method === 'get' || (first?.method === 'query' && names.at(0) === 'get')) && conditions.length === 0;
  return {
    verb: verbOf(unit, names, aggregate),
    columns: [...new Set(columns)],
    flags: [...new Set(flags)],
    isComplex: equalities.includes(undefined) || (names.includes('limit') && !names.includes('offset')) || names.some((name) => RESHAPES.test(name)) || nodes.some(({ type }) => type === 'boolean_operator') || unit.calls.length > 1 && unit.tails.length + unit.outputs.length > 1,
    isConditional: unit.statements.some(({ type }) => type === 'if_statement' || type === 'for_statement'),
    isPaged: names.includes('offset') && names.includes('limit'),
    aggregate: aggregate === 'count' ? undefined : aggregate,
    isDescending: names.includes('desc'),
    sets: setsIn(calls),
    byKey,
  };
}

function verbOf(unit: Unit, names: readonly string[], aggregate: string | undefined): Asked['verb'] {
  const { parent } = unit.tails[0] ?? {};
  if (names.includes('exists')) return 'exists';
  const isQuery = unit.calls.some(({ method }) => method === 'query');
  if (names.includes('update') || (isQuery && names.includes('update'))) return 'update';
  if (names.includes('delete')) return 'delete';
  if (names.includes('insert')) return 'insert';
  if (names.some((name) => SEVERAL.test(name)) && !names.some((name) => /^(?:first|one|one_or_none)$/.test(name))) return 'list';
  if (names.includes('count') && !names.includes('group_by')) return 'count';
  if (aggregate !== undefined) return 'aggregate';
  if (names.some((name) => /^(?:first|one|one_or_none|scalar|scalar_one|scalar_one_or_none|get|get_one|fetchone)$/.test(name))) return 'get';
  return parent?.type === 'for_statement' || parent?.type === 'for_in_clause' || parent?.type === 'argument_list' ? 'list' : 'execute';
}

/** `func.avg(Review.grade)` in what is selected. */
function aggregateIn(view: RepositoryView, { handler }: Unit, nodes: readonly PyNode[]): string | undefined {
  for (const node of nodes) {
    if (node.type !== 'call' || !/^(?:select|query)$/.test(lastName(calleeOf(node)))) continue;
    const [only, other] = argumentsIn(node);
    const call = only && [...deepDescendants(only, () => true)].find((one) => one.type === 'call' && /^(?:avg|sum|max|min|count)$/.test(lastName(calleeOf(one))) && view.python.symbolOf(handler.module, calleeOf(one) ?? one).kind === 'external');
    if (!call || other) continue;
    const name = lastName(calleeOf(call));
    const column = argumentsIn(call)[0];
    return name === 'count' ? 'count' : column?.type === 'attribute' ? `${name}_${parts(column)[1]?.text ?? ''}` : undefined;
  }
  return undefined;
}

/** One condition: a column that equals what is handed in, or one that is true; `undefined` for anything else. */
function equality(view: RepositoryView, unit: Unit, node: PyNode): { readonly kind: 'column' | 'flag' | 'other'; readonly name: string } | undefined {
  const callee = node.type === 'call' ? calleeOf(node) : undefined;
  if (callee && lastName(callee) === 'is_') {
    const column = parts(callee)[0];
    const [value] = argumentsIn(node);
    return column?.type === 'attribute' && isOwn(view, unit, column) ? constant(column, value) : undefined;
  }
  if (node.type !== 'comparison_operator' || !node.children.some(({ type }) => type === '==')) return undefined;
  const [left, right, more] = parts(node).map(columnIn);
  if (!left || !right || more) return undefined;
  const [column, value] = left.type === 'attribute' && isOwn(view, unit, left) ? [left, right] : [right, left];
  if (column.type !== 'attribute' || !isOwn(view, unit, column)) return undefined;
  if (/^(?:true|false|none|string|integer)$/.test(value.type)) return constant(column, value);
  return { kind: 'column', name: parts(column)[1]?.text ?? '' };
}

function constant(column: PyNode, value: PyNode | undefined): ReturnType<typeof equality> {
  const name = parts(column)[1]?.text ?? '';
  return value?.type === 'true' ? { kind: 'flag', name: name.replace(/^is_/, '') } : { kind: 'other', name };
}

/** `col(Book.title)`, which only type checkers look at. */
function columnIn(node: PyNode): PyNode {
  const [only, other] = node.type === 'call' && calleeOf(node)?.text === 'col' ? argumentsIn(node) : [];
  return only && !other ? only : node;
}

/** Whether a column is one of the class that the unit is about. */
function isOwn({ python }: RepositoryView, { handler, model }: Unit, column: PyNode): boolean {
  const [object] = parts(column);
  return object !== undefined && classBehind(python.symbolOf(handler.module, object))?.node === model.node;
}

/** `.values(rating=…)`, `.update({"rating": …})`. */
function setsIn(calls: readonly PyNode[]): readonly string[] {
  const found = calls.flatMap((call): readonly string[] => {
    if (!/^(?:values|update)$/.test(lastName(calleeOf(call))) || calleeOf(call)?.type !== 'attribute') return [];
    return argumentsOf(argumentListOf(call) ?? call).flatMap(({ name, value }) => name ?? (value.type === 'dictionary' ? parts(value).flatMap((pair) => (pair.type === 'pair' ? (keyName(parts(pair)[0]) ?? '') : '')) : ''));
  });
  return found.includes('') || found.length > 2 ? [] : found;
}

function keyName(key: PyNode | undefined): string | undefined {
  return key?.type === 'attribute' ? parts(key)[1]?.text : key && plainString(key);
}

function argumentsIn(call: PyNode): readonly PyNode[] {
  const list = argumentListOf(call);
  return list ? argumentsOf(list).map(({ value }) => value) : [];
}

function lastName(callee: PyNode | undefined): string {
  return callee?.type === 'attribute' ? (parts(callee)[1]?.text ?? '') : (callee?.text ?? '');
}
