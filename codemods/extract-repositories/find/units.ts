import { argumentListOf, argumentsOf, type DataCall, type RepositoryView } from '#pystd';
import { modelOf } from './model.ts';
import { inExpression } from './movable.ts';
import { callsIn, runsIn } from './runs.ts';
import { readElsewhere, widestPart } from './tail.ts';
import { piecesOf, type Asking, type Left, type Unit } from './unit.ts';

/** Everything a handler asks its database that can move, and why the rest stays. In document order. */
export function unitsOf(view: RepositoryView, asking: Asking): { readonly units: readonly Unit[]; readonly left: readonly Left[] } {
  const { runs, left: stays, held } = runsIn(view, asking);
  const units: Unit[] = [...runs];
  const left: Left[] = [...stays];
  for (const call of asking.access.calls) {
    if (units.some((unit) => callsIn([call], piecesOf(unit)).length > 0)) continue;
    // A query that a name carries on stays with it.
    if (held.some((node) => call.node.start <= node.start && node.end <= call.node.end) || held.some((node) => node.parent?.type === 'assignment' && node.parent.children[0] === node && inValue(node.parent.children.at(-1), call))) continue;
    const found = call.kind === 'query' ? queryUnit(view, asking, call) : call.kind === 'object' || call.kind === 'flush' ? objectUnit(asking, call) : undefined;
    if (!found) continue;
    if ('because' in found) left.push(found);
    else units.push(found);
  }
  const byPlace = (a: Unit, b: Unit): number => (piecesOf(a)[0]?.start ?? 0) - (piecesOf(b)[0]?.start ?? 0);
  return { units: units.sort(byPlace), left: left.sort((a, b) => a.node.start - b.node.start) };
}

function inValue(value: DataCall['node'] | undefined, { node }: DataCall): boolean {
  return value !== undefined && value.start <= node.start && node.end <= value.end && value.end - node.end < 1;
}

/** A query that stands by itself in an expression. */
function queryUnit(view: RepositoryView, asking: Asking, call: DataCall): Unit | Left | undefined {
  const { access } = asking;
  const expression = widestPart(call.use, access);
  const value = access.types.dataValueOf(expression);
  const stays = (because: string): Left => ({ node: expression, because });
  const isStatement = value?.stage === 'result' && expression.parent?.type === 'expression_statement';
  if (!value) return stays('What it asks for cannot be told.');
  if (call.method === 'connection') return stays('It takes the connection itself.');
  if (call.method?.startsWith('stream')) return stays('Its rows are read while the handler goes on.');
  const elsewhere = isStatement ? undefined : readElsewhere(expression, value);
  if (elsewhere !== undefined) return stays(elsewhere);
  const found = inExpression(expression, asking);
  if (found) return found;
  const model = modelOf(view, asking, [expression]);
  if (!model) return stays('Which mapped class it is about cannot be told.');
  return { ...asking, session: call.session, model, statements: [], outputs: [], tails: [expression], isInline: true, awaits: /\bawait\b/.test(expression.text), calls: callsIn(access.calls, [expression]) };
}

/** `db.add(book)`, `await db.refresh(book)`: the object is handed on. */
function objectUnit(asking: Asking, call: DataCall): Unit | Left | undefined {
  const { access } = asking;
  if (call.kind === 'flush') return flushUnit(asking, call);
  const list = call.call && argumentListOf(call.call);
  const given = list ? argumentsOf(list) : [];
  const stays = (because: string): Left => ({ node: call.node, because });
  if (!/^(?:add|add_all|delete|refresh|merge)$/.test(call.method ?? '')) return stays(`\`${call.method ?? ''}\` has no method in a repository.`);
  if (given.length !== 1 || given[0]?.unpacking !== undefined || given[0]?.name !== undefined) return stays(`\`${call.method ?? ''}\` is given more than an object.`);
  if (!call.model) return stays(`Of which class ${call.method === 'add_all' ? 'the objects are' : 'the object is'} cannot be told.`);
  return { ...asking, session: call.session, model: call.model, statements: [], outputs: [], tails: [call.node], isInline: true, awaits: call.node.type === 'await', calls: [call, ...callsIn(access.calls, list ? [list] : [])] };
}

/** A flush belongs with the object that was added or changed before it. */
function flushUnit(asking: Asking, call: DataCall): Unit | Left {
  const { calls } = asking.access;
  const before = calls.slice(0, calls.indexOf(call)).filter(({ model: known }) => known !== undefined);
  const model = (before.findLast(({ kind }) => kind === 'object') ?? before.at(-1))?.model;
  if (!model) return { node: call.node, because: 'Of which class the flushed objects are cannot be told.' };
  return { ...asking, session: call.session, model, statements: [], outputs: [], tails: [call.node], isInline: true, awaits: call.node.type === 'await', calls: [call] };
}
